#include "policy.h"

#include "buffer.h"
#include "file.h"
#include "ini_text.h"
#include "letter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_CEILING ((size_t)64 * 1024)
#define MINUTES_PER_YEAR 525600

static const struct number_key {
    const char *name;
    size_t offset; /* of a double in struct policy */
    double standard, least, most;
    bool whole;
    bool decides; /* on places: enters the digest */
} number_keys[] = {
#define AT(member) #member, offsetof(struct policy, member)
    {AT(age_per_hour),     0.02, 0, 10,                    false, true },
    {AT(heat),             0.3,  0, 100,                   false, true },
    {AT(heat_window),      20,   0, POLICY_WINDOW_CEILING, true,  true },
    {AT(control_sample),   0.01, 0, 1,                     false, true },
    {AT(control_priority), 0.5,  0, 100,                   false, true },
    {AT(unscored),         0.5,  0, 100,                   false, true },
    {AT(other_tone),       0.5,  0, 100,                   false, true },
    {AT(claim_minutes),    15,   1, MINUTES_PER_YEAR,      false, false},
    {AT(defer_minutes),    60,   1, MINUTES_PER_YEAR,      false, false},
#undef AT
};

enum tone_key_kind { TONE_NUMBER, TONE_YES_NO, TONE_NOTE };

static const struct tone_key {
    const char *name;
    enum tone_key_kind kind;
    size_t offset; /* in struct policy_tone */
    double most;   /* of a number */
} tone_keys[] = {
#define AT(member) offsetof(struct policy_tone, member)
    {"weight",    TONE_NUMBER, AT(weight),    100},
    {"threshold", TONE_NUMBER, AT(threshold), 1  },
    {"first",     TONE_YES_NO, AT(first),     0  },
    {"gather",    TONE_YES_NO, AT(gather),    0  },
    {"accuses",   TONE_YES_NO, AT(accuses),   0  },
    {"note",      TONE_NOTE,   AT(note),      0  },
#undef AT
};

#define TONE_ACCUSES 4 /* its row */
#define NUMBER_KEYS (sizeof(number_keys) / sizeof(number_keys[0]))
#define TONE_KEYS (sizeof(tone_keys) / sizeof(tone_keys[0]))

struct reading {
    struct policy policy;
    bool number_seen[NUMBER_KEYS];
    bool tone_seen[POLICY_TONES_CEILING][TONE_KEYS];
    bool rule_seen[POLICY_RULES_CEILING];
    struct error *err;
};

static int wrong(struct reading *self, const char *what, const char *which)
{
    return error_set(self->err, STATUS_CONFIG, "%s '%s'", what, which);
}

static int set_number(struct reading *self, const char *text, double least,
                      double most, bool whole, double *out)
{
    char range[64];
    char *end;
    const double value = strtod(text, &end);

    if (end == text || *end || !isfinite(value))
        return wrong(self, "not a number:", text);
    if (value < least || value > most || (whole && value != floor(value))) {
        snprintf(range, sizeof(range),
                 "not %s %g to %g:", whole ? "a whole number from" : "from",
                 least, most);
        return wrong(self, range, text);
    }
    *out = value;
    return STATUS_OK;
}

static int set_tone_value(struct reading *self, const struct tone_key *tone_key,
                          const char *text, struct policy_tone *tone)
{
    void *value = (char *)tone + tone_key->offset;

    switch (tone_key->kind) {
    case TONE_NUMBER:
        return set_number(self, text, 0, tone_key->most, false, value);
    case TONE_YES_NO:
        if (strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
            return wrong(self, "neither yes nor no:", text);
        *(bool *)value = text[0] == 'y';
        break;
    case TONE_NOTE:
        if (strlen(text) >= POLICY_NOTE_SIZE)
            return wrong(self, "note is too long:", text);
        memcpy(value, text, strlen(text) + 1);
        break;
    }
    if (tone->first && tone->gather)
        return wrong(self, "cannot be both first and gathered: tone",
                     tone->name);
    return STATUS_OK;
}

static struct policy_tone *add_tone(struct policy *policy, struct view name)
{
    if (policy->tone_count == POLICY_TONES_CEILING)
        return NULL;
    struct policy_tone *tone = &policy->tone[policy->tone_count++];
    *tone = (struct policy_tone){.weight = -1, .threshold = -1};
    memcpy(tone->name, name.ptr, name.len);
    return tone;
}

static int set_tone(struct reading *self, struct view section, const char *name,
                    const char *text)
{
    struct policy *policy = &self->policy;
    const struct view tone_name = view_trim(section);
    size_t i = 0;

    while (i < policy->tone_count && !view_is(tone_name, policy->tone[i].name))
        i++;
    if (i == policy->tone_count && !add_tone(policy, tone_name))
        return wrong(self, "too many tones:", section.ptr);
    for (size_t k = 0; k < TONE_KEYS; k++) {
        if (strcmp(name, tone_keys[k].name) != 0)
            continue;
        if (self->tone_seen[i][k])
            return wrong(self, "given twice:", name);
        self->tone_seen[i][k] = true;
        return set_tone_value(self, &tone_keys[k], text, &policy->tone[i]);
    }
    return wrong(self, "unknown key", name);
}

static bool is_rule(const struct policy_rule *rule, struct view tone,
                    struct view section)
{
    return view_is(tone, rule->tone) &&
           letter_same_name(section, view_of(rule->section));
}

/* [tone insult in Sport] */
static int set_rule(struct reading *self, struct view tone, struct view section,
                    const char *name, const char *text)
{
    struct policy *policy = &self->policy;
    size_t i = 0;

    if (strcmp(name, "threshold") != 0)
        return wrong(self, "in a section of the site only 'threshold', not",
                     name);
    while (i < policy->rule_count && !is_rule(&policy->rule[i], tone, section))
        i++;
    if (i == POLICY_RULES_CEILING)
        return wrong(self, "too many sections:", section.ptr);
    struct policy_rule *rule = &policy->rule[i];
    if (i == policy->rule_count) {
        *rule = (struct policy_rule){.threshold = 0};
        memcpy(rule->tone, tone.ptr, tone.len);
        memcpy(rule->section, section.ptr, section.len);
        policy->rule_count++;
    }
    if (self->rule_seen[i])
        return wrong(self, "given twice:", name);
    self->rule_seen[i] = true;
    return set_number(self, text, 0, 1, false, &rule->threshold);
}

/* What stands behind "[tone ": a tone, or a tone and a section. */
static int set_tone_or_rule(struct reading *self, struct view words,
                            const char *name, const char *text)
{
    const struct view trimmed = view_trim(words);
    const char *in = strstr(trimmed.ptr, " in ");

    if (!in)
        return set_tone(self, words, name, text);
    const struct view tone = {trimmed.ptr, (size_t)(in - trimmed.ptr)};
    const struct view section =
        view_trim(view_from(trimmed, tone.len + strlen(" in ")));
    if (!section.len)
        return wrong(self, "no section behind 'in':", words.ptr);
    return set_rule(self, view_trim(tone), section, name, text);
}

static int set_key(void *context, const struct ini_pair *pair,
                   struct error *err)
{
    struct reading *self = context;
    const char *section = pair->section, *name = pair->name,
               *text = pair->value;

    self->err = err;
    if (strncmp(section, "tone ", 5) == 0 &&
        view_trim(view_of(section)).len > 5)
        return set_tone_or_rule(self, view_of(section + 5), name, text);
    if (strcmp(section, "queue") != 0)
        return wrong(self, section[0] ? "unknown section" : "no section above",
                     section[0] ? section : name);
    for (size_t k = 0; k < NUMBER_KEYS; k++) {
        const struct number_key *number = &number_keys[k];
        if (strcmp(name, number->name) != 0)
            continue;
        if (self->number_seen[k])
            return wrong(self, "given twice:", name);
        self->number_seen[k] = true;
        return set_number(
            self, text, number->least, number->most, number->whole,
            (double *)(void *)((char *)&self->policy + number->offset));
    }
    return wrong(self, "unknown key", name);
}

static double number_of(const struct policy *self, const struct number_key *key)
{
    double value;

    memcpy(&value, (const char *)self + key->offset, sizeof(value));
    return value;
}

static void digest_number(struct digest *digest, double value)
{
    char text[32];

    snprintf(text, sizeof(text), "%.17g", value);
    digest_field(digest, view_of(text));
}

/* Notes, minutes and what accuses may change without a new plan. */
static void set_digest(struct policy *self)
{
    struct digest digest;

    digest_begin(&digest);
    for (size_t k = 0; k < NUMBER_KEYS; k++)
        if (number_keys[k].decides)
            digest_number(&digest, number_of(self, &number_keys[k]));
    for (size_t i = 0; i < self->tone_count; i++) {
        digest_field(&digest, view_of(self->tone[i].name));
        digest_number(&digest, self->tone[i].weight);
        digest_number(&digest, self->tone[i].threshold);
        digest_number(&digest, self->tone[i].first);
        digest_number(&digest, self->tone[i].gather);
    }
    for (size_t i = 0; i < self->rule_count; i++) {
        digest_field(&digest, view_of(self->rule[i].tone));
        digest_field(&digest, view_of(self->rule[i].section));
        digest_number(&digest, self->rule[i].threshold);
    }
    digest_end(&digest, self->digest);
}

void policy_default(struct policy *out)
{
    memset(out, 0, sizeof(*out));
    for (size_t k = 0; k < NUMBER_KEYS; k++)
        memcpy((char *)out + number_keys[k].offset, &number_keys[k].standard,
               sizeof(double));
    set_digest(out);
}

static void finish(struct reading *self)
{
    for (size_t i = 0; i < self->policy.tone_count; i++) {
        struct policy_tone *tone = &self->policy.tone[i];
        if (tone->weight < 0)
            tone->weight = self->policy.other_tone;
        if (!self->tone_seen[i][TONE_ACCUSES])
            tone->accuses = tone->weight > 0;
    }
    set_digest(&self->policy);
}

int policy_parse(const char *name, struct view text, struct policy *out,
                 struct error *err)
{
    struct reading *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    policy_default(&self->policy);
    if ((status = ini_text_read(name, text, set_key, self, err)) ==
        STATUS_OK) {
        finish(self);
        *out = self->policy;
    }
    free(self);
    return status;
}

int policy_read(const char *path, struct policy *out, struct error *err)
{
    struct buffer file = {0};
    int status = file_read(path, FILE_CEILING, &file, err);

    if (status == STATUS_OK)
        status = policy_parse(path, buffer_view(&file), out, err);
    buffer_free(&file);
    return status;
}

static int print_tone(const struct policy_tone *tone, struct buffer *out,
                      struct error *err)
{
    int status = buffer_printf(
        out, err,
        "\n[tone %s]\nweight = %.17g\nfirst = %s\ngather = %s\n"
        "accuses = %s\n",
        tone->name, tone->weight, tone->first ? "yes" : "no",
        tone->gather ? "yes" : "no", tone->accuses ? "yes" : "no");

    if (status == STATUS_OK && tone->threshold >= 0)
        status =
            buffer_printf(out, err, "threshold = %.17g\n", tone->threshold);
    if (status == STATUS_OK && tone->note[0])
        status = buffer_printf(out, err, "note = %s\n", tone->note);
    return status;
}

int policy_print(const struct policy *self, struct buffer *out,
                 struct error *err)
{
    int status = buffer_add_text(out, "[queue]\n", err);

    for (size_t k = 0; k < NUMBER_KEYS && status == STATUS_OK; k++)
        status = buffer_printf(out, err, "%s = %.17g\n", number_keys[k].name,
                               number_of(self, &number_keys[k]));
    for (size_t i = 0; i < self->tone_count && status == STATUS_OK; i++)
        status = print_tone(&self->tone[i], out, err);
    for (size_t i = 0; i < self->rule_count && status == STATUS_OK; i++)
        status = buffer_printf(
            out, err, "\n[tone %s in %s]\nthreshold = %.17g\n",
            self->rule[i].tone, self->rule[i].section, self->rule[i].threshold);
    return status;
}

const struct policy_tone *policy_find(const struct policy *self,
                                      struct view name)
{
    for (size_t i = 0; i < self->tone_count; i++)
        if (view_is(name, self->tone[i].name))
            return &self->tone[i];
    return NULL;
}

double policy_threshold(const struct policy *self, struct view tone,
                        struct view section, double standard)
{
    const struct policy_tone *found = policy_find(self, tone);

    for (size_t i = 0; i < self->rule_count && section.len; i++)
        if (is_rule(&self->rule[i], tone, section))
            return self->rule[i].threshold;
    return found && found->threshold >= 0 ? found->threshold : standard;
}

bool policy_accuses(const struct policy *self, struct view tone)
{
    const struct policy_tone *found = policy_find(self, tone);

    return found ? found->accuses : self->other_tone > 0;
}
