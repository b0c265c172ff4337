/* One word: stretched, swapped, in chat spelling, by ear, inclusive. */
#include "letter.h"
#include "repair_state.h"
#include "sound.h"
#include "utf8.h"

#include <string.h>

#define DOUBLES 4        /* doubled letters tried singly                     */
#define SWAP_LETTERS 5   /* of a word two of whose letters may be swapped    */
#define SWAP_FREQUENCY 5 /* comments the right spelling stands in, or more */
#define STEM_LETTERS 4   /* of a word that may carry an ending               */
#define SOUND_LETTERS 4  /* of a word read by ear                            */

/* ---- stretched ---------------------------------------------------------- */

/* Tries the doubled letters single and double; the best known word. */
static bool squeeze(const struct repair *r, struct view word, char *out)
{
    size_t at[DOUBLES], doubles = 0;
    uint32_t best = 0;

    for (size_t i = 1; i < word.len && doubles < DOUBLES; i++)
        if (word.ptr[i] == word.ptr[i - 1])
            at[doubles++] = i;
    for (uint32_t mask = 1; mask < 1u << doubles; mask++) {
        char trial[WORDBOOK_WORD_CEILING + 1];
        size_t len = 0;
        for (size_t i = 0, d = 0; i < word.len; i++) {
            if (d < doubles && at[d] == i && mask >> d++ & 1)
                continue;
            trial[len++] = word.ptr[i];
        }
        trial[len] = '\0';
        const struct word_entry *e = repair_known(r, (struct view){trial, len});
        const uint32_t rank =
            e ? (uint32_t)(e->flags & WORD_ABUSIVE) << 16 | e->frequency : 0;
        if (rank > best) {
            best = rank;
            memcpy(out, trial, len + 1);
        }
    }
    return best > 0;
}

/* Whether a letter of token i came three times or more in a row.  Marks are
 * in order of end, and so are the tokens asked about. */
static bool is_stretched(struct repair *r, size_t i)
{
    const struct text *t = r->text;

    while (r->stretched < t->mark_count &&
           t->mark[r->stretched].end <= r->token[i].begin)
        r->stretched++;
    for (size_t m = r->stretched;
         m < t->mark_count && t->mark[m].end <= r->token[i].end; m++)
        if (t->mark[m].kind == MARK_STRETCHED &&
            t->mark[m].begin >= r->token[i].begin)
            return true;
    return false;
}

/* ---- swapped ------------------------------------------------------------ */

/* A known word with an ending is one, though it was never seen: "curies". */
static bool is_inflected(const struct repair *r, struct view word)
{
    static const char *const endings[] = {"s", "e",   "es", "ee", "ees",
                                          "r", "ons", "ez", "ent"};

    for (size_t k = 0; k < sizeof(endings) / sizeof(endings[0]); k++) {
        const size_t len = strlen(endings[k]);
        if (word.len >= len + STEM_LETTERS &&
            memcmp(word.ptr + word.len - len, endings[k], len) == 0 &&
            repair_known(r, (struct view){word.ptr, word.len - len}))
            return true;
    }
    return false;
}

/* Ends as French and English words do: their last letters stand as meant. */
static bool has_ending(struct view word)
{
    const char *last = word.ptr + word.len - 2;

    return (last[1] == 'e' && !strchr("aeiou", last[0])) ||
           (last[0] == 'e' && strchr("rt", last[1]));
}

static void exchange(char *two)
{
    const char first = two[0];

    two[0] = two[1];
    two[1] = first;
}

/* Finds the neighbours whose exchange makes the most frequent known word.
 * Returns the place behind the first of them, 0 for none. */
static size_t find_swap(const struct repair *r, struct view word)
{
    char trial[WORDBOOK_WORD_CEILING + LETTERS_BEHIND] = {0};
    const bool ending = has_ending(word);
    uint32_t best = SWAP_FREQUENCY - 1;
    size_t place = 0;

    memcpy(trial, word.ptr, word.len);
    for (size_t i = 0; i + 1 < word.len; i++) {
        if (word.ptr[i] == word.ptr[i + 1])
            continue;
        exchange(trial + i);
        const struct word_entry *e =
            repair_known_trial(r, wordbook_hash_letters(trial, word.len));
        exchange(trial + i);
        if (e && e->frequency > best &&
            (i + 2 < word.len || !ending || e->flags & WORD_ABUSIVE)) {
            best = e->frequency;
            place = i + 1;
        }
    }
    return place;
}

static bool swap_back(const struct repair *r, struct view word, char *out)
{
    const size_t place = word.len < SWAP_LETTERS ? 0 : find_swap(r, word);

    if (!place || is_inflected(r, word))
        return false;
    memcpy(out, word.ptr, word.len);
    out[word.len] = '\0';
    out[place] = word.ptr[place - 1];
    out[place - 1] = word.ptr[place];
    return true;
}

/* ---- by ear ------------------------------------------------------------- */

static const char *by_ear(const struct repair *r, struct view word)
{
    char key[SOUND_CEILING + 1];

    if (word.len < SOUND_LETTERS || word.len > SOUND_CEILING)
        return NULL;
    const size_t len = sound_key(word, key);
    const uint64_t hash =
        wordbook_hash(WORD_KEY_SOUND, (struct view){key, len});
    const struct word_entry *e =
        len < SOUND_LETTERS - 1 ? NULL : repair_known_trial(r, hash);
    if (!e || !(e->flags & WORD_SOUND))
        return NULL;
    const struct word_entry *t = wordbook_find(
        r->words, WORD_KEY_SPELLING, view_of(r->words->pool + e->text));
    /* a form that nobody wrote was only generated */
    return t && t->frequency >= KNOWN ? r->words->pool + e->text : NULL;
}

/* ---- where no letter is moved ------------------------------------------- */

static bool is_capital(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;

    return (p[0] >= 'A' && p[0] <= 'Z') ||
           (p[0] == 0xC3 && p[1] >= 0x80 && p[1] < 0x9F);
}

/* "chez Monet": begun with a capital, gone on with small letters, behind a
 * word of the same sentence. */
static bool is_name(const struct repair *r, size_t i)
{
    const struct text *t = r->text;
    const struct token *w = &r->token[i];

    if (!i || memchr(t->folded.ptr + w[-1].end, '\n', w->begin - w[-1].end))
        return false;
    return (w[-1].kind == TOKEN_WORD ||
            (repair_touches(r, i - 1) && t->folded.ptr[w[-1].begin] == '-')) &&
           is_capital(t->original.ptr + t->begin[w->begin]) &&
           !is_capital(t->original.ptr + t->begin[w->end - 1]);
}

/* True where a word that is not known is likely one all the same. */
static bool is_foreign(const struct repair *r, size_t i)
{
    return r->text->language == LANGUAGE_ENGLISH || is_name(r, i);
}

static bool has_accent(struct view folded)
{
    for (size_t i = 0; i < folded.len; i++)
        if (folded.ptr[i] & 0x80)
            return true;
    return false;
}

static size_t repair_unknown(struct repair *r, size_t i, struct view word,
                             bool disguised)
{
    char found[WORDBOOK_WORD_CEILING + 1];
    const char *heard;

    if (is_stretched(r, i) && squeeze(r, word, found))
        return repair_put(r, i, i, view_of(found), MARK_KINDS);
    if (!disguised && is_foreign(r, i))
        return 0;
    if (swap_back(r, word, found))
        return repair_put(r, i, i, view_of(found), MARK_RESPELT);
    /* who writes by ear leaves accents out, or writes k */
    if ((disguised || !has_accent(repair_view(r, i)) ||
         memchr(word.ptr, 'k', word.len)) &&
        (heard = by_ear(r, word)))
        return repair_put(r, i, i, view_of(heard), MARK_RESPELT);
    return disguised ? repair_put(r, i, i, word, MARK_MASKED) : 0;
}

size_t repair_single(struct repair *r, size_t i)
{
    const struct view word = repair_letters(r, i);
    const struct word_entry *e = r->word[i].known;
    const bool disguised = r->word[i].flags & IS_DISGUISED;

    if (word.len < 2)
        return 0;
    if (e && e->flags & WORD_RESPELT)
        return repair_put(r, i, i, view_of(r->words->pool + e->text),
                          MARK_RESPELT);
    if (!e)
        return repair_unknown(r, i, word, disguised);
    return disguised ? repair_put(r, i, i, word, MARK_MASKED) : 0;
}

/* ---- inclusive writing -------------------------------------------------- */

static bool is_ending(struct view word)
{
    static const char *const endings[] = {
        "e",    "es",    "ne",    "nes",    "le",   "les",   "te",
        "tes",  "se",    "ses",   "ve",     "ves",  "he",    "hes",
        "rice", "rices", "trice", "trices", "euse", "euses", "ere",
        "eres", "ice",   "ices",  "elle",   "elles"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (view_is(word, endings[i]))
            return true;
    return false;
}

static bool is_bytes(struct view a, const char *text, size_t len)
{
    return a.len == len && memcmp(a.ptr, text, len) == 0;
}

/* A middle dot, or a dot or dash where the plural proves it. */
static bool parts_genders(const struct repair *r, size_t i, bool plural)
{
    const struct view sign = repair_view(r, i);

    if (sign.len == 1)
        return plural && (*sign.ptr == '.' || *sign.ptr == '-');
    return is_bytes(sign, "\xC2\xB7", 2) || is_bytes(sign, "\xE2\x80\xA2", 3) ||
           is_bytes(sign, "\xE2\x8B\x85", 3);
}

size_t repair_inclusive(struct repair *r, size_t i)
{
    char word[WORDBOOK_WORD_CEILING + 2];
    const struct view singular = repair_letters(r, i);
    size_t last = i + 2, len = singular.len;

    if (len < 2 || !repair_touches(r, i) || !parts_genders(r, i + 1, true) ||
        !repair_touches(r, i + 1) || !is_ending(repair_letters(r, i + 2)))
        return 0;
    const struct view ending = repair_view(r, i + 2);
    bool plural = ending.ptr[ending.len - 1] == 's' && ending.len > 1;
    if (repair_touches(r, i + 2) && repair_touches(r, i + 3) &&
        view_equal(repair_view(r, i + 3), repair_view(r, i + 1)) &&
        view_is(repair_view(r, i + 4), "s")) {
        plural = true;
        last = i + 4;
    }
    if (!parts_genders(r, i + 1, plural && last == i + 4))
        return 0;
    memcpy(word, singular.ptr, len);
    if (plural && !strchr("sxz", word[len - 1]))
        word[len++] = 's';
    return repair_put(r, i, last, (struct view){word, len}, MARK_INCLUSIVE);
}
