#include "wording.h"

#include "mark.h"
#include "quotation.h"
#include "utf8.h"

#include <stdbool.h>
#include <stdlib.h>

#define FNV_BASIS 2166136261U /* FNV-1a (Fowler, Noll, Vo) */
#define FNV_PRIME 16777619U

/* One pass over a text. */
struct pass {
    struct wording *to;
    struct word word;   /* being read; letters 0: none */
    uint32_t point;     /* code points read           */
    size_t passage_end; /* bytes; of the passage `at` is in or before */
    size_t passage_begin;
    uint16_t passages;
    struct quotation_scan quotations;
};

static int push(struct pass *self, struct error *err)
{
    struct wording *to = self->to;

    if (!self->word.letters)
        return STATUS_OK;
    if (to->count == to->room) {
        const size_t room = to->room ? to->room * 2 : 64;
        struct word *word = realloc(to->word, room * sizeof(*word));
        if (!word)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        to->word = word;
        to->room = room;
    }
    to->word[to->count++] = self->word;
    self->word.letters = 0;
    return STATUS_OK;
}

/* The passage that byte `at` is in, 0 for none; `at` only rises. */
static uint16_t passage_at(struct pass *self, size_t at)
{
    struct quotation found;

    while (at >= self->passage_end && self->passage_end < SIZE_MAX) {
        if (quotation_next(&self->quotations, &found)) {
            self->passage_begin = found.begin;
            self->passage_end = found.end;
            if (self->passages < UINT16_MAX)
                self->passages++;
        } else {
            self->passage_begin = self->passage_end = SIZE_MAX;
        }
    }
    return at >= self->passage_begin && at < self->passage_end ? self->passages
                                                               : 0;
}

static bool is_wordy(const struct folder *folder, uint32_t c)
{
    return (c >= '0' && c <= '9') || fold_is_letter(folder, c);
}

static void grow(struct pass *self, size_t at, const int32_t *folded,
                 size_t count, uint32_t points)
{
    if (!self->word.letters) {
        self->word.hash = FNV_BASIS;
        self->word.begin = self->point;
        self->word.quotation = passage_at(self, at);
    }
    for (size_t i = 0; i < count; i++)
        self->word.hash = (self->word.hash ^ (uint32_t)folded[i]) * FNV_PRIME;
    if (self->word.letters + count <= UINT16_MAX)
        self->word.letters = (uint16_t)(self->word.letters + count);
    self->word.end = self->point + points;
}

static uint32_t points_between(struct view text, size_t from, size_t to)
{
    return (uint32_t)utf8_count((struct view){text.ptr + from, to - from});
}

int wording_add(struct wording *self, const struct folder *folder,
                struct view text, struct error *err)
{
    struct pass pass = {.to = self};
    int32_t folded[FOLD_CLUSTER_CEILING];
    enum mark_kind kind;
    size_t next;

    quotation_begin(&pass.quotations, text);
    for (size_t at = 0; at < text.len; at = next) {
        const uint32_t c = utf8_decode(text.ptr, at, &next);
        const size_t link = pass.word.letters ? 0 : mark_match(text, at, &kind);
        if (link && kind == MARK_URL) {
            next = at + link;
        } else if (is_wordy(folder, c)) {
            const size_t count = fold_cluster(folder, text, at, folded, &next);
            grow(&pass, at, folded, count, points_between(text, at, next));
        } else if (fold_cluster(folder, text, at, folded, &next) &&
                   push(&pass, err) < 0) { /* what folds to nothing is not
                                            * the end of a word */
            return err->status;
        }
        pass.point += points_between(text, at, next);
    }
    return push(&pass, err);
}
