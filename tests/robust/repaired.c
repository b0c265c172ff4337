/* repaired MODEL < LINES: texts as the features read them.
 *
 * LINES  JSON, one object a line, {"text": "..."}; other members are ignored
 * For each line one object on standard output:
 *
 *   {"words": 7, "read": "quel cretin !", "rewritten": [
 *      {"original": "cr3tin", "from": "cr3tin", "to": "cretin",
 *       "rule": "sign"}]}
 *
 *   words     tokens of letters before any repair
 *   read      the repaired text
 *   original  the place in the text; from: folded, without diacritics
 *   rule      what rewrote it, see rule_of()
 *
 * What changes only in case or diacritics is not listed.  Exits 0, or 65 at
 * the first line that is no such object. */
#include "arena.h"
#include "letter.h"
#include "model.h"
#include "normalizer.h"
#include "token.h"
#include "utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH ((size_t)64 << 20)
#define SLICE_CEILING 1024 /* bytes of a rewritten place */

/* Letters of `folded` without diacritics; returns how many bytes. */
static size_t bare(struct view folded, char *out, size_t room)
{
    size_t at = 0, len = 0;

    while (at < folded.len && len + 8 < room) {
        uint32_t letters[LETTER_BARE_CEILING];
        const size_t count =
            letter_bare(utf8_decode(folded.ptr, at, &at), letters);
        for (size_t k = 0; k < count; k++)
            len += utf8_encode(letters[k], out + len);
    }
    out[len] = '\0';
    return len;
}

/* The folded bytes that came from bytes begin..end of the original. */
static struct view came_from(const struct text *folded, uint32_t begin,
                             uint32_t end)
{
    size_t first = 0, last;

    while (first < folded->folded.len && folded->begin[first] < begin)
        first++;
    for (last = first; last < folded->folded.len && folded->end[last] <= end;)
        last++;
    return (struct view){folded->folded.ptr + first, last - first};
}

static bool has_sign(struct view text)
{
    return memchr(text.ptr, '*', text.len) || memchr(text.ptr, '#', text.len);
}

static bool is_word(struct view text)
{
    for (size_t at = 0; at < text.len;)
        if (!token_is_wordy(utf8_decode(text.ptr, at, &at)))
            return false;
    return text.len > 0;
}

static bool has_letter(struct view text)
{
    for (size_t at = 0; at < text.len;)
        if (token_is_wordy(utf8_decode(text.ptr, at, &at)))
            return true;
    return false;
}

static bool has_digit(struct view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            return true;
    return false;
}

static const char *masked_rule(struct view from)
{
    if (has_sign(from))
        return "star";
    if (is_word(from) && !has_digit(from))
        return "look-alike";
    return has_digit(from) || strpbrk(from.ptr, "@$!|+(") ? "sign" : "star";
}

/* Single letters with one dot between any two, "u.s.a", are initials. */
static const char *spread_rule(struct view from)
{
    bool single = true, dots = true;

    for (size_t i = 0; i < from.len; i++) {
        const bool letter = letter_is_small((unsigned char)from.ptr[i]);
        single &= i % 2 == 0 || !letter;
        dots &= letter == (i % 2 == 0) && (letter || from.ptr[i] == '.');
    }
    if (dots)
        return "initials";
    return single ? "letters" : "parts";
}

static const char *respelt_rule(const struct wordbook *words, struct view from)
{
    const struct word_entry *e = wordbook_find(words, WORD_KEY_SPELLING, from);

    return e && e->flags & WORD_RESPELT ? "chat" : "respelt";
}

/* Two neighbours changed places and nothing else. */
static bool is_swap(struct view from, struct view to)
{
    size_t i = 0;

    if (from.len != to.len)
        return false;
    while (i < from.len && from.ptr[i] == to.ptr[i])
        i++;
    return i + 1 < from.len && from.ptr[i] == to.ptr[i + 1] &&
           from.ptr[i + 1] == to.ptr[i] &&
           view_equal(view_from(from, i + 2), view_from(to, i + 2));
}

/* "stretched" is what left no mark. */
static const char *rule_of(const struct wordbook *words,
                           const struct text *text, uint32_t begin,
                           uint32_t end, struct view from, struct view to)
{
    const char *rule = "stretched";

    for (size_t m = 0; m < text->mark_count; m++) {
        const struct mark *mark = &text->mark[m];
        if (mark->begin != begin || mark->end != end)
            continue;
        if (mark->kind == MARK_MASKED)
            rule = masked_rule(from);
        else if (mark->kind == MARK_SPREAD)
            rule = spread_rule(from);
        else if (mark->kind == MARK_INCLUSIVE)
            rule = "inclusive";
        else if (mark->kind == MARK_RESPELT)
            rule = respelt_rule(words, from);
    }
    if (strcmp(rule, "respelt"))
        return rule;
    return is_swap(from, to) ? "swapped" : "by ear";
}

/* ---- one text ----------------------------------------------------------- */

static json_t *string_of(struct view text)
{
    return json_stringn(text.ptr, text.len);
}

/* Adds the place that bytes begin..end of the repaired text came from, if
 * they are not its own letters. */
static void add_place(json_t *list, const struct wordbook *words,
                      const struct text *folded, const struct text *read,
                      uint32_t begin, uint32_t end)
{
    char from[SLICE_CEILING];
    const uint32_t first = read->begin[begin], last = read->end[begin];
    const struct view to = {read->folded.ptr + begin, end - begin};
    const struct view own = {
        from, bare(came_from(folded, first, last), from, sizeof(from))};

    /* of an ellipsis some dots share their place: no letter, no word */
    if (view_equal(own, to) || !has_letter(own))
        return;
    const struct view original = {read->original.ptr + first, last - first};
    json_t *place = json_object();
    json_object_set_new(place, "original", string_of(original));
    json_object_set_new(place, "from", string_of(own));
    json_object_set_new(place, "to", string_of(to));
    json_object_set_new(place, "rule",
                        json_string(rule_of(words, read, begin, end, own, to)));
    json_array_append_new(list, place);
}

static size_t count_words(struct view folded)
{
    struct token token;
    size_t at = 0, words = 0;

    while (token_next(folded, &at, &token))
        words += token.kind == TOKEN_WORD && !(token.end - token.begin == 1 &&
                                               folded.ptr[token.begin] >= 'A' &&
                                               folded.ptr[token.begin] <= 'Z');
    return words;
}

static int show(const struct normalizer *normalizer, struct view original,
                struct arena *arena, struct error *err)
{
    struct text folded, read;
    int status;

    if ((status = normalize_run(&normalizer->folder, original, &folded, arena,
                                err)) < 0 ||
        (status = normalizer_run(normalizer, original, &read, arena, err)) < 0)
        return status;
    json_t *list = json_array(), *out = json_object();
    for (uint32_t i = 0, next; i < read.folded.len; i = next) {
        for (next = i + 1; next < read.folded.len &&
                           read.begin[next] == read.begin[i] &&
                           read.end[next] == read.end[i];)
            next++;
        add_place(list, &normalizer->repairer.words, &folded, &read, i, next);
    }
    json_object_set_new(out, "words",
                        json_integer((json_int_t)count_words(folded.folded)));
    json_object_set_new(out, "read", string_of(read.folded));
    json_object_set_new(out, "rewritten", list);
    json_dumpf(out, stdout, JSON_COMPACT);
    putchar('\n');
    json_decref(out);
    return STATUS_OK;
}

static int show_line(const struct normalizer *normalizer, const char *line,
                     struct arena *arena, struct error *err)
{
    json_t *record = json_loads(line, 0, NULL);
    const json_t *text = json_object_get(record, "text");
    int status = STATUS_BAD_RECORD;

    arena_reset(arena);
    if (json_is_string(text))
        status = show(
            normalizer,
            (struct view){json_string_value(text), json_string_length(text)},
            arena, err);
    else
        error_set(err, STATUS_BAD_RECORD, "no object with a 'text'");
    json_decref(record);
    return status;
}

static int show_all(const struct normalizer *normalizer, struct error *err)
{
    struct arena arena;
    char *line = NULL;
    size_t size = 0, number = 0;
    int status = arena_open(&arena, SCRATCH, err);

    while (status == STATUS_OK && getline(&line, &size, stdin) > 0) {
        number++;
        status = show_line(normalizer, line, &arena, err);
    }
    if (status < 0)
        fprintf(stderr, "repaired: line %zu: %s\n", number, err->message);
    free(line);
    arena_free(&arena);
    return status;
}

int main(int count, char **argument)
{
    struct error err = {.status = STATUS_OK};
    struct normalizer normalizer;
    struct model *model;

    if (count != 2) {
        fprintf(stderr, "usage: repaired MODEL < LINES\n");
        return 64;
    }
    if (model_open(&model, argument[1], &err) < 0) {
        fprintf(stderr, "repaired: %s\n", err.message);
        return 66;
    }
    normalizer_open(&normalizer, &model_parts(model)->words);
    const int status = show_all(&normalizer, &err);
    model_free(model);
    return status < 0 ? 65 : 0;
}
