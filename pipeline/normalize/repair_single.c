/* One word: stretched, swapped, in chat spelling, by ear, inclusive. */
#include "letter.h"
#include "repair_state.h"
#include "sound.h"
#include "utf8.h"

#include <string.h>

#define DOUBLES 4        /* doubled letters tried singly                     */
#define SWAP_LETTERS 5   /* of a word two of whose letters may be swapped    */
#define SWAP_FREQUENCY 5 /* comments the right spelling stands in, or more   */
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
        const struct word_entry *e =
            repair_known(r, (struct view){trial, len});
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
            view_is(view_from(word, word.len - len), endings[k]) &&
            repair_known(r, view_first(word, word.len - len)))
            return true;
    }
    return false;
}

static bool swap_back(const struct repair *r, struct view word, char *out)
{
    uint32_t best = SWAP_FREQUENCY - 1;
    char trial[WORDBOOK_WORD_CEILING + 1];

    if (word.len < SWAP_LETTERS || is_inflected(r, word))
        return false;
    memcpy(trial, word.ptr, word.len + 1);
    for (size_t i = 0; i + 1 < word.len; i++) {
        if (trial[i] == trial[i + 1])
            continue;
        trial[i] = word.ptr[i + 1];
        trial[i + 1] = word.ptr[i];
        const struct word_entry *e =
            repair_known(r, (struct view){trial, word.len});
        if (e && e->frequency > best) {
            best = e->frequency;
            memcpy(out, trial, word.len + 1);
        }
        trial[i] = word.ptr[i];
        trial[i + 1] = word.ptr[i + 1];
    }
    return best >= SWAP_FREQUENCY;
}

/* ---- by ear ------------------------------------------------------------- */

static const char *by_ear(const struct repair *r, struct view word)
{
    char key[SOUND_CEILING + 1];

    if (word.len < SOUND_LETTERS || word.len > SOUND_CEILING)
        return NULL;
    const size_t len = sound_key(word, key);
    const struct word_entry *e =
        len < SOUND_LETTERS - 1
            ? NULL
            : wordbook_find(r->words, WORD_KEY_SOUND, (struct view){key, len});
    if (!e || !(e->flags & WORD_SOUND))
        return NULL;
    const struct word_entry *t = wordbook_find(
        r->words, WORD_KEY_SPELLING, view_of(r->words->pool + e->text));
    /* a form that nobody wrote was only generated */
    return t && t->frequency >= KNOWN ? r->words->pool + e->text : NULL;
}

static size_t repair_unknown(struct repair *r, size_t i, struct view word,
                             bool disguised)
{
    char found[WORDBOOK_WORD_CEILING + 1];
    const char *heard;

    if (is_stretched(r, i) && squeeze(r, word, found))
        return repair_put(r, i, i, view_of(found), MARK_KINDS);
    if (swap_back(r, word, found))
        return repair_put(r, i, i, view_of(found), MARK_RESPELT);
    if ((heard = by_ear(r, word)))
        return repair_put(r, i, i, view_of(heard), MARK_RESPELT);
    return disguised ? repair_put(r, i, i, word, MARK_MASKED) : 0;
}

size_t repair_single(struct repair *r, size_t i)
{
    char letters[WORDBOOK_WORD_CEILING + 1];
    bool disguised = false;
    const size_t len = repair_letters(r, i, letters, &disguised);
    const struct view word = {letters, len};

    if (len < 2)
        return 0;
    const struct word_entry *e = repair_known(r, word);
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
        "e",    "es",   "ne",     "nes",    "le",   "les",  "te",
        "tes",  "se",   "ses",    "ve",     "ves",  "he",   "hes",
        "rice", "rices", "trice", "trices", "euse", "euses", "ere",
        "eres", "ice",  "ices",   "elle",   "elles"};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        if (view_is(word, endings[i]))
            return true;
    return false;
}

static bool bare_is_ending(const struct repair *r, size_t i)
{
    char letters[WORDBOOK_WORD_CEILING + 1];
    bool disguised;
    const size_t len = repair_letters(r, i, letters, &disguised);

    return len && is_ending((struct view){letters, len});
}

/* A middle dot, or a dot or dash where the plural proves it. */
static bool parts_genders(const struct repair *r, size_t i, bool plural)
{
    const struct view sign = repair_view(r, i);

    return view_is(sign, "\xC2\xB7") || view_is(sign, "\xE2\x80\xA2") ||
           view_is(sign, "\xE2\x8B\x85") ||
           (plural && (view_is(sign, ".") || view_is(sign, "-")));
}

size_t repair_inclusive(struct repair *r, size_t i)
{
    char word[WORDBOOK_WORD_CEILING + 2];
    bool disguised;
    size_t last = i + 2;

    if (!repair_touches(r, i) || !repair_touches(r, i + 1) ||
        !bare_is_ending(r, i + 2))
        return 0;
    const struct view ending = repair_view(r, i + 2);
    bool plural = ending.ptr[ending.len - 1] == 's' && ending.len > 1;
    if (repair_touches(r, i + 2) && repair_touches(r, i + 3) &&
        view_equal(repair_view(r, i + 3), repair_view(r, i + 1)) &&
        view_is(repair_view(r, i + 4), "s")) {
        plural = true;
        last = i + 4;
    }
    size_t len = repair_letters(r, i, word, &disguised);
    if (len < 2 || !parts_genders(r, i + 1, plural && last == i + 4))
        return 0;
    if (plural && !strchr("sxz", word[len - 1]))
        word[len++] = 's';
    return repair_put(r, i, last, (struct view){word, len}, MARK_INCLUSIVE);
}
