#include "bias_terms.h"

#include "file.h"
#include "fold.h"
#include "normalize.h"
#include "token.h"
#include "utf8.h"

#include <stdlib.h>
#include <string.h>

#define FILE_CEILING ((size_t)1 << 20)
#define TERM_ARENA ((size_t)1 << 20)
#define TERM_BYTES 96
#define OPTIONAL_PARTS 3

/* Words as folded, one space between them. */
struct bias_term {
    char words[TERM_BYTES];
    size_t group;
};

/* The last words met, joined. */
struct words {
    char text[BIAS_WORDS * TERM_BYTES];
    size_t begin[BIAS_WORDS + 1]; /* of each word, then the end */
    size_t count;
};

static void drop_first(struct words *w)
{
    const size_t cut = w->count > 1 ? w->begin[1] : w->begin[w->count];
    const size_t len = w->begin[w->count] - cut;

    memmove(w->text, w->text + cut, len);
    for (size_t i = 1; i <= w->count; i++)
        w->begin[i - 1] = w->begin[i] - cut;
    w->count--;
}

/* Appends a word and the space behind it; one that is too long for any term
 * stands as a mark that no term holds. */
static void push(struct words *w, struct view word)
{
    size_t end = w->count ? w->begin[w->count] : 0;

    if (word.len >= TERM_BYTES - 1)
        word = view_of("#");
    w->begin[w->count] = end;
    memcpy(w->text + end, word.ptr, word.len);
    end += word.len;
    w->text[end++] = ' ';
    w->begin[++w->count] = end;
}

/* The next word of a text, without an eliding apostrophe. */
static bool next_word(struct view folded, size_t *at, struct view *out)
{
    struct token token;

    while (token_next(folded, at, &token)) {
        if (token.kind != TOKEN_WORD)
            continue;
        *out = (struct view){folded.ptr + token.begin, token.end - token.begin};
        if (out->len && out->ptr[out->len - 1] == '\'')
            out->len--;
        if (out->len)
            return true;
    }
    return false;
}

/* ---- reading ------------------------------------------------------------ */

static int by_words(const void *a, const void *b)
{
    const struct bias_term *x = a, *y = b;
    const int first = strcmp(x->words, y->words);

    return first ? first : (x->group > y->group) - (x->group < y->group);
}

static int add_form(struct bias_terms *self, const struct folder *folder,
                    struct view form, size_t group, struct arena *arena,
                    struct error *err)
{
    struct words w = {.count = 0};
    struct text text;
    struct view word;
    size_t at = 0;
    int status;

    arena_reset(arena);
    if ((status = normalize_run(folder, form, &text, arena, err)) < 0)
        return status;
    while (next_word(text.folded, &at, &word)) {
        if (w.count == BIAS_WORDS || word.len >= TERM_BYTES - 1)
            return error_set(err, STATUS_BAD_INPUT, "the term is too long");
        push(&w, word);
    }
    if (!w.count || w.begin[w.count] > TERM_BYTES)
        return error_set(err, STATUS_BAD_INPUT,
                         w.count ? "the term is too long"
                                 : "no word in the term");
    if (self->count == self->room) {
        const size_t room = self->room ? 2 * self->room : 256;
        struct bias_term *more = realloc(self->term, room * sizeof(*more));
        if (!more)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        self->term = more;
        self->room = room;
    }
    struct bias_term *t = &self->term[self->count++];
    *t = (struct bias_term){.group = group};
    memcpy(t->words, w.text, w.begin[w.count] - 1);
    return STATUS_OK;
}

/* Adds the form of `term` that has optional part i where bit i is set.
 * Returns how many parts there are, or a negative status. */
static int spell_form(struct view term, unsigned parts, char *out, size_t *len,
                      struct error *err)
{
    int part = -1, found = 0;

    *len = 0;
    for (size_t i = 0; i < term.len; i++) {
        const char c = term.ptr[i];
        if (c == '(' && part < 0)
            part = found++;
        else if (c == ')' && part >= 0)
            part = -1;
        else if (c == '(' || c == ')')
            return error_set(err, STATUS_BAD_INPUT,
                             "the parentheses do not match");
        else if (part < 0 || (parts >> part & 1))
            out[(*len)++] = c;
    }
    if (part >= 0 || found > OPTIONAL_PARTS)
        return error_set(err, STATUS_BAD_INPUT,
                         part >= 0 ? "the parentheses do not match"
                                   : "more than three parts in parentheses");
    return found;
}

static int add_term(struct bias_terms *self, const struct folder *folder,
                    struct view term, size_t group, struct arena *arena,
                    struct error *err)
{
    char form[TERM_BYTES * 2];
    size_t len;

    if (term.len >= sizeof(form))
        return error_set(err, STATUS_BAD_INPUT, "the term is too long");
    const int parts = spell_form(term, 0, form, &len, err);
    if (parts < 0)
        return parts;
    for (unsigned bits = 0; bits < 1u << parts; bits++) {
        spell_form(term, bits, form, &len, err);
        const int status =
            add_form(self, folder, (struct view){form, len}, group, arena, err);
        if (status < 0)
            return status;
    }
    return STATUS_OK;
}

static int find_group(struct bias_terms *self, struct view name, size_t *out,
                      struct error *err)
{
    size_t g = 0;

    while (g < self->groups && !view_is(name, self->group[g]))
        g++;
    *out = g;
    if (g < self->groups)
        return STATUS_OK;
    if (!name.len || name.len >= sizeof(self->group[0]))
        return error_set(err, STATUS_BAD_INPUT,
                         "a group's name has 1 to %zu bytes",
                         sizeof(self->group[0]) - 1);
    if (g == BIAS_GROUPS)
        return error_set(err, STATUS_BAD_INPUT, "more than %d groups",
                         BIAS_GROUPS);
    memcpy(self->group[g], name.ptr, name.len);
    self->groups++;
    return STATUS_OK;
}

/* A file while it is read. */
struct reading {
    struct bias_terms *terms;
    struct folder folder;
    struct arena arena;
};

static int read_line(struct bias_terms *self, const struct folder *folder,
                     struct view line, struct arena *arena, struct error *err)
{
    const char *tab = line.len ? memchr(line.ptr, '\t', line.len) : NULL;
    size_t group;
    int status;

    if (!view_trim(line).len || line.ptr[0] == '#')
        return STATUS_OK;
    if (utf8_check(line) != UTF8_VALID)
        return error_set(err, STATUS_BAD_INPUT, "invalid UTF-8 at byte %zu",
                         utf8_check(line));
    if (!tab)
        return error_set(err, STATUS_BAD_INPUT,
                         "neither a comment nor group TAB term");
    const size_t at = (size_t)(tab - line.ptr);
    if ((status = find_group(self, view_trim(view_first(line, at)), &group,
                             err)) < 0)
        return status;
    return add_term(self, folder, view_trim(view_from(line, at + 1)), group,
                    arena, err);
}

static int take_line(void *context, struct view line, struct error *err)
{
    struct reading *r = context;

    return read_line(r->terms, &r->folder, line, &r->arena, err);
}

int bias_terms_read(struct bias_terms *out, const char *path, struct error *err)
{
    struct bias_terms terms = {.groups = 0};
    struct reading reading = {.terms = &terms};
    int status;

    fold_open(&reading.folder);
    if ((status = arena_open(&reading.arena, TERM_ARENA, err)) == STATUS_OK)
        status = file_lines(path, FILE_CEILING, take_line, &reading, err);
    if (status == STATUS_OK && terms.count)
        qsort(terms.term, terms.count, sizeof(*terms.term), by_words);
    arena_free(&reading.arena);
    if (status < 0)
        bias_terms_free(&terms);
    *out = terms;
    return status;
}

void bias_terms_free(struct bias_terms *self)
{
    free(self->term);
    *self = (struct bias_terms){.groups = 0};
}

/* ---- finding ------------------------------------------------------------ */

/* Order of `words` and a term; -1, 0, 1. */
static int compare(struct view words, const struct bias_term *term)
{
    const size_t len = strlen(term->words);
    const int first =
        memcmp(words.ptr, term->words, words.len < len ? words.len : len);

    if (first)
        return first;
    return (words.len > len) - (words.len < len);
}

static uint32_t look_up(const struct bias_terms *self, struct view words)
{
    size_t low = 0, high = self->count;
    uint32_t groups = 0;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare(words, &self->term[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < self->count && compare(words, &self->term[low]) == 0; low++)
        groups |= UINT32_C(1) << self->term[low].group;
    return groups;
}

/* Terms that end with the last word met. */
static uint32_t look_back(const struct bias_terms *self, const struct words *w)
{
    uint32_t groups = 0;

    for (size_t i = 0; i < w->count; i++)
        groups |=
            look_up(self, (struct view){w->text + w->begin[i],
                                        w->begin[w->count] - w->begin[i] - 1});
    return groups;
}

uint32_t bias_terms_find(const struct bias_terms *self, struct view folded)
{
    struct words w = {.count = 0};
    struct view word;
    size_t at = 0;
    uint32_t groups = 0;

    while (next_word(folded, &at, &word)) {
        if (w.count == BIAS_WORDS)
            drop_first(&w);
        push(&w, word);
        groups |= look_back(self, &w);
    }
    return groups;
}
