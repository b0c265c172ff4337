#include "mapping_keys.h"

#include "member.h"

#include <string.h>

#define TONE_NAME_LIMIT 24 /* bytes with the NUL: the model's own */

enum value_kind {
    VALUE_COLUMN,    /* begins a rule               */
    VALUE_LIST,      /* these values mean `answer`  */
    VALUE_LEAST,     /* number                      */
    VALUE_MOST,      /* number                      */
    VALUE_SEPARATOR, /* one character or its name   */
    VALUE_OTHERWISE, /* "no" or "unknown"           */
    VALUE_ALWAYS,    /* the name of an answer       */
};

enum section { IN_TONE = 1, IN_SENTIMENT = 2, IN_SPLIT = 4, IN_ALL = 7 };

static const struct key {
    const char *name;
    enum section sections; /* where it may stand */
    enum value_kind kind;
    enum answer answer;
} keys[] = {
    {"column",    IN_ALL,       VALUE_COLUMN,    ANSWER_UNKNOWN },
    {"separator", IN_ALL,       VALUE_SEPARATOR, ANSWER_UNKNOWN },
    {"always",    IN_ALL,       VALUE_ALWAYS,    ANSWER_UNKNOWN },
    {"yes",       IN_TONE,      VALUE_LIST,      ANSWER_YES     },
    {"no",        IN_TONE,      VALUE_LIST,      ANSWER_NO      },
    {"at_least",  IN_TONE,      VALUE_LEAST,     ANSWER_YES     },
    {"at_most",   IN_TONE,      VALUE_MOST,      ANSWER_NO      },
    {"otherwise", IN_TONE,      VALUE_OTHERWISE, ANSWER_NO      },
    {"negative",  IN_SENTIMENT, VALUE_LIST,      ANSWER_NEGATIVE},
    {"neutral",   IN_SENTIMENT, VALUE_LIST,      ANSWER_NEUTRAL },
    {"positive",  IN_SENTIMENT, VALUE_LIST,      ANSWER_POSITIVE},
    {"test",      IN_SPLIT,     VALUE_LIST,      ANSWER_TEST    },
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

_Static_assert(KEYS <= MAPPING_KEYS_CEILING, "a flag for each");

void mapping_draft_open(struct mapping_draft *self, struct mapping *mapping)
{
    *self = (struct mapping_draft){.mapping = mapping};
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        mapping->member[i] = NO_COLUMN;
    for (size_t i = 0; i < TARGETS; i++)
        self->rule[i] = NO_RULE;
}

static int bad(struct mapping_draft *self, const char *what, const char *which)
{
    return error_set(self->err, STATUS_CONFIG, "%s '%s'", what, which);
}

static int add_column(struct mapping_draft *self, const char *text, size_t *out)
{
    struct mapping *const m = self->mapping;
    const struct view name = view_of(text);

    if (!name.len)
        return error_set(self->err, STATUS_CONFIG, "a column needs a name");
    *out = mapping_find_column(m, name);
    if (*out != NO_COLUMN)
        return STATUS_OK;
    if (m->column_count == MAPPING_COLUMNS_CEILING)
        return bad(self, "too many columns:", text);
    *out = m->column_count;
    return arena_copy(&m->arena, name, &m->column[m->column_count++],
                      self->err);
}

/* ---- values ------------------------------------------------------------- */

/* The next word of a list: up to a space or comma, or in double quotes. */
static int next_word(struct view *rest, struct view *word, struct error *err)
{
    size_t len = 0;

    while (rest->len && (is_ascii_space(rest->ptr[0]) || rest->ptr[0] == ','))
        *rest = view_from(*rest, 1);
    if (!rest->len)
        return 0;
    if (rest->ptr[0] == '"') {
        *rest = view_from(*rest, 1);
        const char *const end = memchr(rest->ptr, '"', rest->len);
        if (!end)
            return error_set(err, STATUS_CONFIG, "a quote is never closed");
        *word = view_first(*rest, (size_t)(end - rest->ptr));
        *rest = view_from(*rest, word->len + 1);
        *word = view_trim(*word);
        if (!word->len)
            return error_set(err, STATUS_CONFIG,
                             "an empty value is always unknown");
        return 1;
    }
    while (len < rest->len && !is_ascii_space(rest->ptr[len]) &&
           rest->ptr[len] != ',')
        len++;
    *word = view_first(*rest, len);
    *rest = view_from(*rest, len);
    return 1;
}

static int add_value(struct mapping_draft *self, size_t rule,
                     enum answer answer, struct view word)
{
    struct mapping *const m = self->mapping;

    if (mapping_lookup(m, rule, word) != ANSWER_UNKNOWN)
        return error_set(self->err, STATUS_CONFIG, "value '%.*s' stands twice",
                         VIEW_ARG(word));
    if (m->value_count == MAPPING_VALUES_CEILING)
        return error_set(self->err, STATUS_CONFIG,
                         "a mapping has at most %d values",
                         MAPPING_VALUES_CEILING);
    struct mapping_value *const value = &m->value[m->value_count];
    *value = (struct mapping_value){.rule = rule, .answer = answer};
    const int status = arena_copy(&m->arena, word, &value->text, self->err);
    if (status < 0)
        return status;
    value->is_number = mapping_number(word, &value->number);
    m->value_count++;
    return STATUS_OK;
}

static int set_list(struct mapping_draft *self, size_t rule, enum answer answer,
                    const char *text)
{
    struct view rest = view_of(text), word = {NULL, 0};
    size_t count = 0;
    int status;

    while ((status = next_word(&rest, &word, self->err)) > 0) {
        if ((status = add_value(self, rule, answer, word)) < 0)
            return status;
        count++;
    }
    if (status == 0 && !count)
        return error_set(self->err, STATUS_CONFIG, "a list needs a value");
    return status;
}

static int set_separator(struct mapping_draft *self, struct mapping_rule *rule,
                         const char *text)
{
    static const struct {
        const char *name;
        char separator;
    } names[] = {
        {"space",     ' ' },
        {"comma",     ',' },
        {"semicolon", ';' },
        {"tab",       '\t'}
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(text, names[i].name) == 0)
            rule->separator = names[i].separator;
    if (strlen(text) == 1)
        rule->separator = text[0];
    if (!rule->separator)
        return bad(
            self,
            "neither one character nor space, comma, semicolon, tab:", text);
    return STATUS_OK;
}

static int set_threshold(struct mapping_draft *self, struct mapping_rule *rule,
                         enum value_kind kind, const char *text)
{
    double number;

    if (!mapping_number(view_of(text), &number))
        return bad(self, "not a number:", text);
    if (kind == VALUE_LEAST) {
        rule->has_least = true;
        rule->at_least = number;
    } else {
        rule->has_most = true;
        rule->at_most = number;
    }
    if (rule->has_least && rule->has_most && rule->at_most >= rule->at_least)
        return error_set(self->err, STATUS_CONFIG,
                         "at_most %g is not below at_least %g", rule->at_most,
                         rule->at_least);
    return STATUS_OK;
}

static int set_always(struct mapping_draft *self, enum section section,
                      size_t target, const char *text)
{
    static const struct {
        const char *name;
        enum section section;
        enum answer answer;
    } names[] = {
        {"yes",      IN_TONE,      ANSWER_YES     },
        {"no",       IN_TONE,      ANSWER_NO      },
        {"negative", IN_SENTIMENT, ANSWER_NEGATIVE},
        {"neutral",  IN_SENTIMENT, ANSWER_NEUTRAL },
        {"positive", IN_SENTIMENT, ANSWER_POSITIVE},
        {"train",    IN_SPLIT,     ANSWER_TRAIN   },
        {"test",     IN_SPLIT,     ANSWER_TEST    },
    };

    if (self->always[target])
        return bad(self, "given twice:", "always");
    self->always[target] = self->line;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].section == section && strcmp(text, names[i].name) == 0) {
            self->mapping->always[target] = names[i].answer;
            return STATUS_OK;
        }
    return bad(self, "'always' cannot be", text);
}

static int begin_rule(struct mapping_draft *self, size_t target,
                      const char *text)
{
    struct mapping *const m = self->mapping;

    if (m->rule_count == MAPPING_RULES_CEILING)
        return bad(self, "too many columns under tones:", text);
    struct mapping_rule *const rule = &m->rule[m->rule_count];
    *rule = (struct mapping_rule){.target = target, .line = self->line};
    self->rule[target] = m->rule_count++;
    return add_column(self, text, &rule->column);
}

/* ---- sections ----------------------------------------------------------- */

static int set_rule_key(struct mapping_draft *self, size_t target,
                        const struct key *key, const char *text)
{
    const size_t r = self->rule[target];
    bool *const seen = &self->seen[r][key - keys];
    struct mapping_rule *const rule = &self->mapping->rule[r];

    /* a long list goes on in an indented line, which inih gives by itself */
    if (*seen && key->kind != VALUE_LIST)
        return bad(self, "given twice:", key->name);
    *seen = true;
    rule->answers |= key->kind != VALUE_SEPARATOR;
    switch (key->kind) {
    case VALUE_LIST:
        return set_list(self, r, key->answer, text);
    case VALUE_LEAST:
    case VALUE_MOST:
        return set_threshold(self, rule, key->kind, text);
    case VALUE_SEPARATOR:
        return set_separator(self, rule, text);
    case VALUE_OTHERWISE:
        if (strcmp(text, "no") != 0 && strcmp(text, "unknown") != 0)
            return bad(self, "neither no nor unknown:", text);
        rule->otherwise_no = strcmp(text, "no") == 0;
        break;
    case VALUE_COLUMN:
    case VALUE_ALWAYS:
        break;
    }
    return STATUS_OK;
}

static int set_label_key(struct mapping_draft *self, enum section section,
                         size_t target, const char *name, const char *text)
{
    for (size_t k = 0; k < KEYS; k++) {
        const struct key *const key = &keys[k];
        if (strcmp(name, key->name) != 0 || !(key->sections & section))
            continue;
        if (key->kind == VALUE_ALWAYS)
            return set_always(self, section, target, text);
        if (key->kind == VALUE_COLUMN)
            return begin_rule(self, target, text);
        if (self->rule[target] == NO_RULE)
            return error_set(self->err, STATUS_CONFIG,
                             "'%s' stands before its 'column'", name);
        return set_rule_key(self, target, key, text);
    }
    return bad(self, "unknown key", name);
}

static bool is_label_member(enum member member)
{
    return member == MEMBER_TONES || member == MEMBER_SENTIMENT ||
           member == MEMBER_SPLIT;
}

static int set_member(struct mapping_draft *self, const char *name,
                      const char *text)
{
    const enum member member = member_find(view_of(name));

    if (member == MEMBER_COUNT)
        return bad(self, "unknown key", name);
    if (is_label_member(member))
        return error_set(self->err, STATUS_CONFIG,
                         "'%s' is no column by itself: write a section [%s]",
                         name, member == MEMBER_TONES ? "tone NAME" : name);
    if (self->mapping->member[member] != NO_COLUMN)
        return bad(self, "given twice:", name);
    return add_column(self, text, &self->mapping->member[member]);
}

static int set_tone(struct mapping_draft *self, struct view tone,
                    const char *name, const char *text)
{
    struct mapping *const m = self->mapping;
    size_t t = 0;

    if (tone.len >= TONE_NAME_LIMIT || memchr(tone.ptr, ',', tone.len) ||
        memchr(tone.ptr, ' ', tone.len))
        return error_set(self->err, STATUS_CONFIG,
                         "'%.*s' is no name for a tone: 1 to %d bytes without "
                         "space or comma",
                         VIEW_ARG(tone), TONE_NAME_LIMIT - 1);
    if (view_is(tone, "negative") || view_is(tone, "neutral") ||
        view_is(tone, "positive"))
        return error_set(self->err, STATUS_CONFIG,
                         "'%.*s' is a sentiment: write a section [sentiment]",
                         VIEW_ARG(tone));
    while (t < m->tone_count && !view_equal(tone, m->tone[t]))
        t++;
    if (t == m->tone_count) {
        if (t == TONES_CEILING)
            return error_set(self->err, STATUS_CONFIG, "more than %d tones",
                             TONES_CEILING);
        const int status = arena_copy(&m->arena, tone, &m->tone[t], self->err);
        if (status < 0)
            return status;
        m->tone_count++;
    }
    return set_label_key(self, IN_TONE, t, name, text);
}

int mapping_set(struct mapping_draft *self, const char *section,
                const char *name, const char *text)
{
    const struct view tone = view_trim(view_from(view_of(section), 5));

    if (strcmp(section, "columns") == 0)
        return set_member(self, name, text);
    if (strncmp(section, "tone ", 5) == 0 && tone.len)
        return set_tone(self, tone, name, text);
    if (strcmp(section, "sentiment") == 0)
        return set_label_key(self, IN_SENTIMENT, TARGET_SENTIMENT, name, text);
    if (strcmp(section, "split") == 0)
        return set_label_key(self, IN_SPLIT, TARGET_SPLIT, name, text);
    return bad(self, section[0] ? "unknown section" : "no section above",
               section[0] ? section : name);
}

int mapping_check(struct mapping_draft *self, const char *name)
{
    const struct mapping *const m = self->mapping;

    if (m->member[MEMBER_TEXT] == NO_COLUMN) {
        error_set(self->err, STATUS_CONFIG,
                  "no 'text' under [columns]: which column is the comment");
        return error_locate(self->err, name, 0);
    }
    for (size_t r = 0; r < m->rule_count; r++) {
        const struct mapping_rule *const rule = &m->rule[r];
        const struct view column = m->column[rule->column];
        if (self->always[rule->target]) {
            error_set(self->err, STATUS_CONFIG,
                      "'always' leaves no room for column '%.*s'",
                      VIEW_ARG(column));
            return error_locate(self->err, name, self->always[rule->target]);
        }
        if (!rule->answers) {
            error_set(self->err, STATUS_CONFIG,
                      "no value of column '%.*s' means anything here",
                      VIEW_ARG(column));
            return error_locate(self->err, name, rule->line);
        }
    }
    return STATUS_OK;
}
