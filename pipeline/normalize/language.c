#include "language.h"

#include "eight.h"
#include "hash.h"
#include "utf8.h"

#include <string.h>

#define WORD_CEILING LANGUAGE_WORD_ROOM
#define WEIGHT_FOREIGN 2   /* times the French ones it must outweigh */
#define SCRIPT_LETTERS 3   /* letters of another script at least */

enum tongue { NONE, FR, SH, EN, XX };

struct small_word {
    char word[WORD_CEILING]; /* padded with NUL */
    enum tongue tongue;
};

/* clang-format off */
static const struct small_word words[] = {
    {"", NONE},
#include "language_words.inc"
};
/* clang-format on */

const char *language_code(enum language language)
{
    static const char *const codes[] = {"unknown", "fr", "en", "other"};

    return codes[language];
}

/* ---- small words -------------------------------------------------------- */

/* A word's bytes as two numbers, whatever stands behind its `len`. */
struct key {
    uint64_t low, high;
};

static inline struct key key_of(const char *word, size_t len)
{
    return (struct key){
        eight_first(eight_load(word), len),
        len > 8 ? eight_first(eight_load(word + 8), len - 8) : 0
    };
}

static size_t place_of(struct key key)
{
    return (size_t)(hash_mix(key.low, key.high) >> 40) % LANGUAGE_SLOTS;
}

void language_open(struct language_index *self)
{
    *self = (struct language_index){{0}};
    for (size_t i = 1; i < sizeof(words) / sizeof(words[0]); i++) {
        size_t at = place_of(key_of(words[i].word, WORD_CEILING));
        while (self->slot[at])
            at = (at + 1) % LANGUAGE_SLOTS;
        self->slot[at] = (uint16_t)i;
    }
}

void language_weigh_word(const struct language_index *self, const char *word,
                         size_t len, struct language_evidence *e)
{
    if (len >= WORD_CEILING)
        return;
    const struct key key = key_of(word, len);
    for (size_t at = place_of(key);; at = (at + 1) % LANGUAGE_SLOTS) {
        const struct small_word *w = &words[self->slot[at]];
        const bool found = ((eight_load(w->word) ^ key.low) |
                            (eight_load(w->word + 8) ^ key.high)) == 0;
        e->word[found ? w->tongue : NONE]++; /* no branch on what is chance */
        if (found || !self->slot[at])
            return;
    }
}

/* ---- the whole ---------------------------------------------------------- */

enum language language_conclude(const struct language_evidence *e)
{
    const size_t french = e->word[FR] * WEIGHT_FOREIGN;

    if (e->foreign >= SCRIPT_LETTERS && e->foreign > e->latin)
        return LANGUAGE_OTHER;
    if (e->word[EN] >= LANGUAGE_EVIDENCE && e->word[EN] > french &&
        e->word[EN] >= e->word[XX])
        return LANGUAGE_ENGLISH;
    if (e->word[XX] >= LANGUAGE_EVIDENCE && e->word[XX] > french)
        return LANGUAGE_OTHER;
    return e->word[FR] + e->word[SH] ? LANGUAGE_FRENCH : LANGUAGE_UNKNOWN;
}

/* Eight bytes as a number in their order. */
static inline uint64_t order_of(const char *eight)
{
    const unsigned char *p = (const unsigned char *)eight;

    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | p[7];
}

/* The last of the words that is not behind this one, padded with NUL. */
static const struct small_word *search(const char *word)
{
    const uint64_t low = order_of(word), high = order_of(word + 8);
    const struct small_word *found = words;

    for (size_t count = sizeof(words) / sizeof(words[0]), half; count > 1;
         count -= half) {
        half = count / 2;
        const char *middle = found[half].word;
        const uint64_t first = order_of(middle);
        const bool reached =
            (first < low) | ((first == low) & (order_of(middle + 8) <= high));
        found += reached ? half : 0; /* no branch on what is chance */
    }
    return found;
}

/* word  padded with NUL; len: of its letters */
static void find_word(const char *word, size_t len, struct language_evidence *e)
{
    const struct small_word *w =
        len && len < WORD_CEILING ? search(word) : words;

    e->word[memcmp(w->word, word, WORD_CEILING) == 0 ? w->tongue : NONE]++;
}

/* What speaks for a language in a passage, which is not worth an index. */
static struct language_evidence collect(struct view folded)
{
    struct language_evidence e = {.latin = 0};
    char word[WORD_CEILING] = {0};
    size_t len = 0, next;

    for (size_t at = 0; at < folded.len; at = next) {
        const bool letter =
            language_weigh_letter(&e, utf8_decode(folded.ptr, at, &next));
        for (size_t i = at; letter && i < next; i++, len++)
            if (len < WORD_CEILING)
                word[len] = folded.ptr[i];
        if (letter && next < folded.len)
            continue;
        find_word(word, len, &e);
        memset(word, 0, sizeof(word));
        len = 0;
    }
    return e;
}

/* One word of small letters, no longer than those that are known. */
static bool is_plain(struct view folded)
{
    bool letters = folded.len && folded.len < WORD_CEILING;

    for (size_t i = 0; letters && i < folded.len; i++)
        letters = folded.ptr[i] >= 'a' && folded.ptr[i] <= 'z';
    return letters;
}

size_t language_english(struct view folded)
{
    struct language_evidence e = {.latin = 0};
    char word[WORD_CEILING] = {0};

    if (!is_plain(folded))
        return collect(folded).word[EN];
    memcpy(word, folded.ptr, folded.len);
    find_word(word, folded.len, &e);
    return e.word[EN];
}

enum language language_guess(struct view folded)
{
    const struct language_evidence e = collect(folded);

    return language_conclude(&e);
}
