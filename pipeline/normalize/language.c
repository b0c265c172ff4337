#include "language.h"

#include "utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define WORD_CEILING 16  /* bytes; small words are short */
#define WEIGHT_FOREIGN 2 /* times the French ones it must outweigh */
#define SCRIPT_LETTERS 3 /* letters of another script at least */

enum tongue { FR, SH, EN, XX, TONGUES };

struct small_word {
    char word[WORD_CEILING];
    enum tongue tongue;
};

/* clang-format off */
static const struct small_word words[] = {
#include "language_words.inc"
};
/* clang-format on */

struct evidence {
    size_t word[TONGUES];
    size_t latin, foreign; /* letters by script */
};

const char *language_code(enum language language)
{
    static const char *const codes[] = {"unknown", "fr", "en", "other"};

    return codes[language];
}

static int by_word(const void *key, const void *member)
{
    const struct small_word *m = member;

    return strcmp(key, m->word);
}

static void weigh_word(struct view word, struct evidence *e)
{
    char key[WORD_CEILING];

    if (word.len >= sizeof(key) || !word.len)
        return;
    memcpy(key, word.ptr, word.len);
    key[word.len] = '\0';
    const struct small_word *found = bsearch(
        key, words, sizeof(words) / sizeof(words[0]), sizeof(words[0]),
        by_word);
    if (found)
        e->word[found->tongue]++;
}

/* Latin letters run to U+024F; what follows up to the symbols at U+2000, and
 * the scripts above U+2C00 up to the emojis, are other scripts' letters. */
static void weigh_letter(uint32_t c, struct evidence *e)
{
    if (c < 0x250)
        e->latin++;
    else if ((c >= 0x370 && c < 0x2000) || (c >= 0x2C00 && c < 0xE000) ||
             (c >= 0xF900 && c < 0xFE00) || (c >= 0x20000 && c < 0xE0000))
        e->foreign++;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000) ||
           (c >= 0x2C00 && c < 0xFE00) || c >= 0x20000;
}

static struct evidence collect(struct view folded)
{
    struct evidence e = {.latin = 0};
    size_t at = 0, begin = 0;

    while (at < folded.len) {
        size_t next;
        const uint32_t c = utf8_decode(folded.ptr, at, &next);
        if (is_letter(c)) {
            weigh_letter(c, &e);
        } else {
            weigh_word((struct view){folded.ptr + begin, at - begin}, &e);
            begin = next;
        }
        at = next;
    }
    weigh_word((struct view){folded.ptr + begin, at - begin}, &e);
    return e;
}

size_t language_english(struct view folded)
{
    return collect(folded).word[EN];
}

enum language language_guess(struct view folded)
{
    const struct evidence e = collect(folded);
    const size_t french = e.word[FR] * WEIGHT_FOREIGN;

    if (e.foreign >= SCRIPT_LETTERS && e.foreign > e.latin)
        return LANGUAGE_OTHER;
    if (e.word[EN] >= LANGUAGE_EVIDENCE && e.word[EN] > french &&
        e.word[EN] >= e.word[XX])
        return LANGUAGE_ENGLISH;
    if (e.word[XX] >= LANGUAGE_EVIDENCE && e.word[XX] > french)
        return LANGUAGE_OTHER;
    return e.word[FR] + e.word[SH] ? LANGUAGE_FRENCH : LANGUAGE_UNKNOWN;
}
