#include "mapping.h"

#include "mapping_rules.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_SIZE 64
#define BIT(answer) (1U << (answer))

void mapping_free(struct mapping *self)
{
    if (!self)
        return;
    arena_free(&self->arena);
    free(self);
}

size_t mapping_column_count(const struct mapping *self)
{
    return self->column_count;
}

struct view mapping_column_name(const struct mapping *self, size_t column)
{
    return self->column[column];
}

size_t mapping_find_column(const struct mapping *self, struct view name)
{
    for (size_t i = 0; i < self->column_count; i++)
        if (view_equal(name, self->column[i]))
            return i;
    return NO_COLUMN;
}

size_t mapping_member_column(const struct mapping *self, enum member member)
{
    return self->member[member];
}

bool mapping_is_label(const struct mapping *self, size_t column)
{
    for (size_t r = 0; r < self->rule_count; r++)
        if (self->rule[r].column == column)
            return true;
    return false;
}

/* ---- values ------------------------------------------------------------- */

/* strtod alone would take "nan", "inf" and hexadecimal. */
bool mapping_number(struct view text, double *out)
{
    char copy[NUMBER_SIZE];
    char *end;

    text = view_trim(text);
    if (!text.len || text.len >= sizeof(copy))
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!text.ptr[i] || !strchr("0123456789+-.eE", text.ptr[i]))
            return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    const double number = strtod(copy, &end);
    if (*end || !isfinite(number))
        return false;
    *out = number;
    return true;
}

enum answer mapping_lookup(const struct mapping *self, size_t rule,
                           struct view text)
{
    double number = 0;
    const bool is_number = mapping_number(text, &number);

    for (size_t i = 0; i < self->value_count; i++) {
        const struct mapping_value *const value = &self->value[i];
        if (value->rule != rule)
            continue;
        if (view_equal(text, value->text) ||
            (is_number && value->is_number && number == value->number))
            return value->answer;
    }
    return ANSWER_UNKNOWN;
}

static enum answer answer_value(const struct mapping *self, size_t rule,
                                struct view text)
{
    const struct mapping_rule *const r = &self->rule[rule];
    const enum answer listed = mapping_lookup(self, rule, text);
    double number;

    if (listed != ANSWER_UNKNOWN)
        return listed;
    if ((r->has_least || r->has_most) && mapping_number(text, &number)) {
        if (r->has_least && number >= r->at_least)
            return ANSWER_YES;
        if (r->has_most && number <= r->at_most)
            return ANSWER_NO;
    }
    return r->otherwise_no ? ANSWER_NO : ANSWER_UNKNOWN;
}

/* The answers of one text, split where the rule says so, as bits. */
static unsigned answer_text(const struct mapping *self, size_t rule,
                            struct view text)
{
    const char separator = self->rule[rule].separator;
    unsigned answers = 0;

    for (size_t at = 0; at < text.len;) {
        const char *const start = text.ptr + at;
        const char *const end =
            separator ? memchr(start, separator, text.len - at) : NULL;
        const size_t len = end ? (size_t)(end - start) : text.len - at;
        const struct view piece = view_trim((struct view){start, len});
        if (piece.len)
            answers |= BIT(answer_value(self, rule, piece));
        at += len + 1;
    }
    return answers;
}

/* One yes makes a yes; everything else wants all values to agree, since a
 * value that the mapping does not know leaves a doubt. */
static enum answer settle(size_t target, unsigned answers)
{
    if (answers & BIT(ANSWER_YES))
        return ANSWER_YES;
    if (target == TARGET_SPLIT)
        return answers & BIT(ANSWER_TEST) ? ANSWER_TEST : ANSWER_UNKNOWN;
    for (enum answer a = ANSWER_NO; a <= ANSWER_POSITIVE; a++)
        if (answers == BIT(a))
            return a;
    return ANSWER_UNKNOWN;
}

static enum answer answer_rule(const struct mapping *self, size_t rule,
                               const struct mapping_field *field,
                               struct mapping_use *use)
{
    const struct mapping_rule *const r = &self->rule[rule];
    unsigned answers = 0;

    if (!field->present)
        return ANSWER_UNKNOWN;
    for (size_t v = 0; v < field->count; v++)
        answers |= answer_text(self, rule, field->value[v]);
    if (!answers && r->otherwise_no)
        answers = BIT(ANSWER_NO);
    if (answers & ~BIT(ANSWER_UNKNOWN))
        use->matched[rule] = true;
    return settle(r->target, answers);
}

/* Several columns: yes beats no, and sentiments must agree. */
static enum answer answer_target(const struct mapping *self, size_t target,
                                 const struct mapping_field *field,
                                 struct mapping_use *use)
{
    unsigned answers = 0;

    if (self->always[target] != ANSWER_UNKNOWN)
        return self->always[target];
    for (size_t r = 0; r < self->rule_count; r++)
        if (self->rule[r].target == target)
            answers |=
                BIT(answer_rule(self, r, &field[self->rule[r].column], use));
    return settle(target, answers & ~BIT(ANSWER_UNKNOWN));
}

static int add_tone(const struct mapping *self, size_t tone, bool carried,
                    struct annotation *out, struct arena *arena,
                    struct error *err)
{
    struct view name;
    const int status = arena_copy(arena, self->tone[tone], &name, err);

    if (status < 0)
        return status;
    out->known[out->known_count++] = name;
    if (carried)
        out->tone[out->tone_count++] = name;
    return STATUS_OK;
}

int mapping_annotate(const struct mapping *self,
                     const struct mapping_field *field, struct mapping_use *use,
                     struct comment *out, struct arena *arena,
                     struct error *err)
{
    static const char *const sentiments[] = {
        [ANSWER_NEGATIVE] = "negative",
        [ANSWER_NEUTRAL] = "neutral",
        [ANSWER_POSITIVE] = "positive",
    };
    struct annotation *const labels = &out->annotation;
    const struct view none = {NULL, 0};
    int status = STATUS_OK;

    use->records++;
    labels->present = true;
    labels->all_known = false;
    labels->tone_count = labels->known_count = 0;
    for (size_t t = 0; t < self->tone_count && status == STATUS_OK; t++) {
        const enum answer answer = answer_target(self, t, field, use);
        if (answer != ANSWER_UNKNOWN)
            status =
                add_tone(self, t, answer == ANSWER_YES, labels, arena, err);
    }
    if (status < 0)
        return status;
    const enum answer sentiment =
        answer_target(self, TARGET_SENTIMENT, field, use);
    const bool is_test =
        answer_target(self, TARGET_SPLIT, field, use) == ANSWER_TEST;
    labels->sentiment = none;
    if (sentiment != ANSWER_UNKNOWN)
        status = arena_copy(arena, view_of(sentiments[sentiment]),
                            &labels->sentiment, err);
    return status < 0 ? status
                      : arena_copy(arena, view_of(is_test ? "test" : "train"),
                                   &labels->split, err);
}

/* ---- remarks ------------------------------------------------------------ */

struct remark {
    char *out;
    size_t size, used;
    bool full;
};

/* Whole or not at all, so that no name is cut inside a character. */
static void add_text(struct remark *self, const char *text, struct view name)
{
    const size_t len = strlen(text) + name.len;

    if (self->full || len + sizeof(" ...") > self->size - self->used) {
        if (!self->full)
            snprintf(self->out + self->used, self->size - self->used, " ...");
        self->full = true;
        return;
    }
    self->used += (size_t)snprintf(self->out + self->used, len + 1, "%s%.*s",
                                   text, (int)name.len, name.ptr);
}

static void add_name(struct remark *self, const char *lead, size_t already,
                     struct view name)
{
    if (!already) {
        add_text(self, self->used ? "; " : "", view_of(lead));
        add_text(self, " ", name);
    } else {
        add_text(self, ", ", name);
    }
}

bool mapping_remark(const struct mapping *self, const struct mapping_use *use,
                    char *out, size_t size)
{
    struct remark remark = {.out = out, .size = size};
    bool named[MAPPING_COLUMNS_CEILING] = {false};
    size_t count = 0;

    if (!use->records)
        return false;
    for (size_t c = 0; c < self->column_count; c++)
        if (!use->seen[c])
            add_name(&remark, "no record has what the mapping names:", count++,
                     self->column[c]);
    const size_t missing = count;
    for (size_t r = 0; r < self->rule_count; r++) {
        const size_t c = self->rule[r].column;
        /* a file that is all train is nothing to remark on */
        if (use->matched[r] || !use->seen[c] || named[c] ||
            self->rule[r].target == TARGET_SPLIT)
            continue;
        named[c] = true;
        add_name(&remark,
                 "no value is one the mapping knows in:", count++ - missing,
                 self->column[c]);
    }
    return count > 0;
}
