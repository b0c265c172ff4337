#include "wordbook.h"

#include <string.h>

#define TRIALS 1024 /* words of a pattern that are looked up             */
#define FITS                                                                   \
    4 /* abusive words held against a pattern in the time of                   \
       * one look-up                                         */

static bool is_empty(const struct word_entry *e)
{
    return !e->frequency && !e->flags;
}

struct word_entry *wordbook_place(struct word_entry *slot, uint32_t slot_bits,
                                  uint64_t hash)
{
    const uint32_t mask = (1u << slot_bits) - 1;
    const uint32_t fingerprint = (uint32_t)(hash >> 32);
    uint32_t at = (uint32_t)hash & mask;

    while (!is_empty(&slot[at]) && slot[at].fingerprint != fingerprint)
        at = (at + 1) & mask;
    return &slot[at];
}

const struct word_entry *wordbook_find(const struct wordbook *self,
                                       enum word_key kind, struct view word)
{
    return wordbook_find_hash(self, wordbook_hash(kind, word));
}

void word_filter_open(struct word_filter *self, const struct wordbook *words)
{
    *self = (struct word_filter){.known = {0}};
    for (size_t i = 0; words->slot && i < (size_t)1 << words->slot_bits; i++) {
        const uint32_t at = words->slot[i].fingerprint >> (32 - FILTER_BITS);
        if (!is_empty(&words->slot[i]))
            self->known[at / 64] |= (uint64_t)1 << at % 64;
    }
}

void word_edges_open(struct word_edges *self, const struct wordbook *words)
{
    *self = (struct word_edges){.begin = {0}};
    for (uint32_t i = 0; i < words->abusive_count; i++) {
        const struct view word = view_of(words->pool + words->abusive[i]);
        for (size_t count = 2; count <= EDGE_LETTERS; count++) {
            if (word.len < count)
                break;
            const uint32_t first = word_edge_hash(word.ptr, count);
            const uint32_t last =
                word_edge_hash(word.ptr + word.len - count, count);
            self->begin[first / 64] |= (uint64_t)1 << first % 64;
            self->end[last / 64] |= (uint64_t)1 << last % 64;
        }
    }
}

/* Rank of a word: the larger is the better guess. */
static uint32_t rank_of(const struct word_entry *e)
{
    return (uint32_t)(e->flags & WORD_ABUSIVE) << 16 | e->frequency;
}

static size_t count_trials(const struct word_pattern *p)
{
    size_t trials = 1;

    for (size_t i = 0; i < p->len && trials <= TRIALS; i++)
        trials *= strlen(p->choice[i]);
    return trials;
}

/* Turns the wheels of a counter over the choices. */
static bool match_each(const struct wordbook *self,
                       const struct word_pattern *p, size_t trials, char *word)
{
    size_t wheel[WORDBOOK_WORD_CEILING] = {0};
    char trial[WORDBOOK_WORD_CEILING + 1];
    uint32_t best = 0;

    for (size_t n = 0; n < trials; n++) {
        for (size_t i = 0; i < p->len; i++)
            trial[i] = p->choice[i][wheel[i]];
        trial[p->len] = '\0';
        const struct word_entry *e = wordbook_find(
            self, WORD_KEY_SPELLING, (struct view){trial, p->len});
        if (e && rank_of(e) > best) {
            best = rank_of(e);
            memcpy(word, trial, p->len + 1);
        }
        for (size_t i = p->len; i-- > 0;) {
            if (p->choice[i][++wheel[i]])
                break;
            wheel[i] = 0;
        }
    }
    return best > 0;
}

static bool fits(const struct word_pattern *p, const char *word)
{
    for (size_t i = 0; i < p->len; i++)
        if (!word[i] || !strchr(p->choice[i], word[i]))
            return false;
    return word[p->len] == '\0';
}

static bool match_abusive(const struct wordbook *self,
                          const struct word_pattern *p, char *word)
{
    uint32_t best = 0;

    for (uint32_t i = 0; i < self->abusive_count; i++) {
        const char *abusive = self->pool + self->abusive[i];
        if (!fits(p, abusive))
            continue;
        const struct word_entry *e =
            wordbook_find(self, WORD_KEY_SPELLING, view_of(abusive));
        if (e && rank_of(e) > best) {
            best = rank_of(e);
            memcpy(word, abusive, p->len + 1);
        }
    }
    return best > 0;
}

size_t wordbook_trials(const struct wordbook *self,
                       const struct word_pattern *pattern)
{
    const size_t trials = count_trials(pattern);

    return trials <= TRIALS ? trials : self->abusive_count / FITS + 1;
}

bool wordbook_match(const struct wordbook *self, const struct word_pattern *p,
                    char word[WORDBOOK_WORD_CEILING + 1])
{
    const size_t trials = count_trials(p);

    if (!self->slot || !p->len || p->len > WORDBOOK_WORD_CEILING)
        return false;
    return trials <= TRIALS ? match_each(self, p, trials, word)
                            : match_abusive(self, p, word);
}
