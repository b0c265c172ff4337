#include "inflect.h"

#include <stdio.h>
#include <string.h>

static bool ends(struct view word, const char *end)
{
    const size_t len = strlen(end);

    return word.len >= len &&
           memcmp(word.ptr + word.len - len, end, len) == 0;
}

/* Adds stem + ending, once. */
static int add(struct inflected *out, struct view stem, const char *ending,
               struct error *err)
{
    const size_t len = strlen(ending);

    if (out->count == INFLECT_FORMS ||
        stem.len + len >= INFLECT_BYTES)
        return error_set(err, STATUS_BAD_INPUT,
                         "the word is too long or has too many forms");
    char *form = out->form[out->count];
    memcpy(form, stem.ptr, stem.len);
    memcpy(form + stem.len, ending, len + 1);
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->form[i], form) == 0)
            return STATUS_OK;
    out->count++;
    return STATUS_OK;
}

static int add_all(struct inflected *out, struct view stem,
                   const char *const *ending, struct error *err)
{
    int status = STATUS_OK;

    for (; status == STATUS_OK && *ending; ending++)
        status = add(out, stem, *ending, err);
    return status;
}

/* The word and its plural. */
static int add_number(struct inflected *out, struct view word,
                      struct error *err)
{
    int status = add(out, word, "", err);

    if (status < 0 || ends(word, "s") || ends(word, "x") || ends(word, "z"))
        return status;
    if (ends(word, "al"))
        status = add(out, view_first(word, word.len - 1), "ux", err);
    if (status == STATUS_OK && (ends(word, "au") || ends(word, "eu")))
        return add(out, word, "x", err);
    return status < 0 ? status : add(out, word, "s", err);
}

/* Endings of masculine and feminine; the first that fits holds, with the
 * lines after it that have the same ending. */
static const struct gender {
    const char *masculine, *feminine;
} genders[] = {
    {"teur", "teuse"}, {"teur", "trice"},  {"eur", "euse"}, {"eux", "euse"},
    {"if", "ive"},     {"f", "ve"},        {"er", "\xC3\xA8re"},
    {"en", "enne"},    {"on", "onne"},     {"el", "elle"},  {"eil", "eille"},
    {"et", "ette"},    {"et", "\xC3\xA8te"}, {"eau", "elle"}, {"ot", "otte"},
    {"ot", "ote"},     {"c", "que"},       {"c", "che"},    {"g", "gue"},
    {"x", "se"},       {"gu", "gue"},      {"e", "e"},
};

static int add_feminine(struct inflected *out, struct view word,
                        struct error *err)
{
    const char *used = NULL;
    int status = STATUS_OK;

    for (size_t i = 0;
         status == STATUS_OK && i < sizeof(genders) / sizeof(genders[0]);
         i++) {
        const struct gender *g = &genders[i];
        if (!ends(word, g->masculine) ||
            (used && strcmp(used, g->masculine) != 0))
            continue;
        used = g->masculine;
        char form[INFLECT_BYTES];
        const size_t stem = word.len - strlen(g->masculine),
                     len = strlen(g->feminine);
        if (stem + len >= sizeof(form))
            return error_set(err, STATUS_BAD_INPUT, "the word is too long");
        memcpy(form, word.ptr, stem);
        memcpy(form + stem, g->feminine, len + 1);
        status = add_number(out, view_of(form), err);
    }
    if (!used) {
        status = add(out, word, "e", err);
        if (status == STATUS_OK)
            status = add(out, word, "es", err);
    }
    return status;
}

static int add_first_group(struct inflected *out, struct view word,
                           struct error *err)
{
    static const char *const endings[] = {
        "er", "e", "es", "ons", "ez", "ent", "ais", "ait", "ions", "iez",
        "aient", "erai", "eras", "era", "erons", "erez", "eront", "erais",
        "erait", "erions", "eriez", "eraient", "ai", "as", "a",
        "èrent", "é", "ée", "és", "ées", "ant", NULL};
    static const char *const silent[] = {"e", "es", "ent", "era", "erai",
                                         "erait", "erez", NULL};
    static const char *const open[] = {"eons", "eais", "eait", "eaient", "ea",
                                       "eant", NULL};
    const struct view stem = view_first(word, word.len - 2);
    char form[INFLECT_BYTES];
    int status = add_all(out, stem, endings, err);

    if (status == STATUS_OK && ends(stem, "g"))
        status = add_all(out, stem, open, err);
    if (status < 0 || !stem.len || stem.len + 1 >= sizeof(form))
        return status;
    memcpy(form, stem.ptr, stem.len);
    if (ends(stem, "y")) {
        form[stem.len - 1] = 'i';
        return add_all(out, (struct view){form, stem.len}, silent, err);
    }
    if (ends(stem, "el") || ends(stem, "et")) {
        form[stem.len] = form[stem.len - 1];
        return add_all(out, (struct view){form, stem.len + 1}, silent, err);
    }
    return status;
}

static int add_second_group(struct inflected *out, struct view word,
                            struct error *err)
{
    static const char *const endings[] = {
        "ir", "is", "it", "issons", "issez", "issent", "issais", "issait",
        "issions", "issiez", "issaient", "irai", "iras", "ira", "irons",
        "irez", "iront", "irais", "irait", "irions", "iriez", "iraient", "i",
        "ie", "ies", "irent", "issant", "isse", "isses", NULL};

    return add_all(out, view_first(word, word.len - 2), endings, err);
}

int inflect(struct view word, struct inflected *out, struct error *err)
{
    const char *colon = word.len ? memchr(word.ptr, ':', word.len) : NULL;
    int status;

    if (!colon || colon == word.ptr)
        return add(out, word, "", err);
    const struct view base = {word.ptr, (size_t)(colon - word.ptr)};
    const struct view rule = view_from(word, base.len + 1);
    if (view_is(rule, "s"))
        return add_number(out, base, err);
    if (view_is(rule, "f") || view_starts(rule, "f=")) {
        if ((status = add_number(out, base, err)) < 0)
            return status;
        return rule.len > 2 ? add_number(out, view_from(rule, 2), err)
                            : add_feminine(out, base, err);
    }
    if (view_is(rule, "v") && ends(base, "er"))
        return add_first_group(out, base, err);
    if (view_is(rule, "v2") && ends(base, "ir"))
        return add_second_group(out, base, err);
    return error_set(err, STATUS_BAD_INPUT, "no rule \"%.*s\" for \"%.*s\"",
                     VIEW_ARG(rule), VIEW_ARG(base));
}
