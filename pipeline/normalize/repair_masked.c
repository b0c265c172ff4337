/* Words with digits, signs or stars among their letters. */
#include "letter.h"
#include "repair_state.h"
#include "utf8.h"

#define MASKED_TOKENS 12  /* of one masked word                            */
#define GUESS_LETTERS 4   /* letters at least, to undo digits unconfirmed  */
#define EDGE_FREQUENCY 20 /* comments a word with a digit at its edge has   */
#define EDGE_RATIO 20u    /* times as many as the word without it           */
#define SHORT_WORD 4      /* shorter ones must be abusive                  */

static const char any_letter[] = "eaiousrntlcdmpvbfghqjxyzkw";

/* One string a letter, for patterns. */
static const char *one_letter(char c)
{
    static const char all[] = "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0"
                              "n\0o\0p\0q\0r\0s\0t\0u\0v\0w\0x\0y\0z";

    return all + 2 * (c - 'a');
}

struct masked {
    struct word_pattern pattern;
    size_t letters;     /* plain ones                                  */
    size_t signs;       /* digits and signs for letters                */
    size_t inside;      /* of these, with letters on both sides        */
    size_t stars;       /* letters left open                           */
    size_t front, back; /* signs before the first and behind the last letter */
    size_t apart;       /* dots and dashes that are not neighbours           */
    size_t weak;        /* of these, by a dot or a dash                */
};

static bool add_choice(struct masked *m, const char *choice)
{
    if (m->pattern.len >= WORDBOOK_WORD_CEILING)
        return false;
    m->pattern.choice[m->pattern.len++] = choice;
    return true;
}

/* Adds one code point; false when it has no place in a masked word. */
static bool add_code_point(struct masked *m, uint32_t c)
{
    uint32_t bare[LETTER_BARE_CEILING];
    const char *leet = letter_leet(c);

    if (leet) {
        m->signs++;
        return add_choice(m, leet);
    }
    if (c == '*' || c == '#' || c == '.' || c == '-' || c == '_' || c == 0xB7 ||
        c == 0x2026) {
        m->stars++;
        m->weak += c != '*' && c != '#';
        return add_choice(m, any_letter);
    }
    const size_t count = letter_bare(c, bare);
    for (size_t k = 0; k < count; k++) {
        if (bare[k] >= 0x80)
            bare[k] = letter_latin(bare[k]);
        if (!letter_is_small(bare[k]) ||
            !add_choice(m, one_letter((char)bare[k])))
            return false;
        m->inside = m->signs; /* so far: a letter follows them */
        m->letters++;
    }
    return true;
}

/* How often a star stands there: folding leaves three of more. */
static size_t count_stars(const struct text *t, size_t at)
{
    return utf8_count((struct view){t->original.ptr + t->begin[at],
                                    t->end[at] - t->begin[at]});
}

/* Reads tokens i to last into a pattern. */
static bool read_masked(const struct repair *r, size_t i, size_t last,
                        struct masked *m)
{
    const struct view text = r->text->folded;
    size_t at = r->token[i].begin, leading = 0;
    bool weak = false;

    /* a hashtag, or a number sign */
    if (text.ptr[at] == '#' || text.ptr[r->token[last].end - 1] == '#')
        return false;
    *m = (struct masked){.pattern = {.len = 0}};
    while (at < r->token[last].end) {
        const bool star = text.ptr[at] == '*' || text.ptr[at] == '#';
        size_t times = star ? count_stars(r->text, at) : 1;
        const uint32_t c = utf8_decode(text.ptr, at, &at);
        const size_t before = m->weak;
        for (; times; times--)
            if (!add_code_point(m, c))
                return false;
        m->apart += m->weak > before && !weak;
        weak = m->weak > before;
        leading += !m->letters;
    }
    if (m->apart > 1) /* "s.o.s" is no word with open letters */
        return false;
    m->front = leading;
    m->back = m->signs - m->inside;
    m->inside -= leading < m->inside ? leading : m->inside;
    return m->letters && m->signs + m->stars;
}

/* What ends a masked word when no letter follows: "encul*", not "quoi !". */
static bool may_end(char c)
{
    return c == '*' || c == '#' || c == '@' || c == '$' ||
           letter_is_small((uint32_t)(unsigned char)c) ||
           (unsigned char)c >= 0x80 || (c >= '0' && c <= '9');
}

/* "ell3": a digit at an edge is a letter where the word is a frequent one and
 * the rest without it hardly is. */
static bool edge_is_letter(const struct repair *r, const struct masked *m,
                           const char *word, const struct word_entry *e)
{
    const struct view rest = {word + m->front,
                              m->pattern.len - m->front - m->back};
    const struct word_entry *without =
        wordbook_find(r->words, WORD_KEY_SPELLING, rest);

    if (m->front > 1 || m->back > 1 || e->frequency < EDGE_FREQUENCY)
        return false;
    return (m->front && m->back) || !without ||
           without->frequency * EDGE_RATIO < e->frequency;
}

static bool is_sure(const struct repair *r, const struct masked *m,
                    const char *word)
{
    const struct word_entry *e =
        wordbook_find(r->words, WORD_KEY_SPELLING, view_of(word));

    if (!e)
        return false;
    if (e->flags & WORD_ABUSIVE)
        return m->pattern.len >= (m->weak ? SHORT_WORD : SHORT_WORD - 1);
    /* "5ans" is no "sans", "top5" no "tops": digits at the edges are numbers */
    return e->frequency >= KNOWN && m->pattern.len >= SHORT_WORD && !m->weak &&
           (m->inside || (m->stars && !m->signs) ||
            edge_is_letter(r, m, word, e));
}

/* "m1nist3re", not "rtx4090": digits one by one between letters. */
static bool is_guess(const struct masked *m)
{
    return !m->stars && m->letters >= GUESS_LETTERS && m->signs > 1 &&
           m->inside == m->signs && m->signs <= m->letters / 2;
}

static void guess(const struct masked *m, char *word)
{
    for (size_t k = 0; k < m->pattern.len; k++)
        word[k] = m->pattern.choice[k][0];
    word[m->pattern.len] = '\0';
}

/* Dots and dashes stand for letters of an abusive word alone: most words that
 * hold one are ruled out by how they begin or end. */
static bool may_be_abusive(const struct repair *r, const struct masked *m)
{
    const struct word_pattern *p = &m->pattern;
    char edge[EDGE_LETTERS];
    size_t count = 0;

    for (; count < EDGE_LETTERS && count < p->len; count++) {
        if (p->choice[count][1])
            break;
        edge[count] = p->choice[count][0];
    }
    if (!word_edges_begin(r->abusive, edge, count))
        return false;
    for (count = 0; count < EDGE_LETTERS && count < p->len; count++) {
        const char *choice = p->choice[p->len - 1 - count];
        if (choice[1])
            break;
        edge[EDGE_LETTERS - 1 - count] = choice[0];
    }
    return word_edges_end(r->abusive, edge + EDGE_LETTERS - count, count);
}

static size_t try_range(struct repair *r, size_t i, size_t last)
{
    char word[WORDBOOK_WORD_CEILING + 1];
    struct masked m;

    if (!may_end(repair_view(r, last).ptr[repair_view(r, last).len - 1]) ||
        !read_masked(r, i, last, &m) || (m.weak && !may_be_abusive(r, &m)) ||
        !repair_afford(r, wordbook_trials(r->words, &m.pattern)))
        return 0;
    if (!wordbook_match(r->words, &m.pattern, word) || !is_sure(r, &m, word)) {
        if (last > i || !is_guess(&m))
            return 0;
        guess(&m, word);
    }
    return repair_put(r, i, last, view_of(word), MARK_MASKED);
}

/* Letters go on behind the stars that end at token `last`: "c***d". */
static bool goes_on(const struct repair *r, size_t last)
{
    return r->token[last].kind != TOKEN_WORD && repair_touches(r, last) &&
           r->token[last + 1].kind == TOKEN_WORD;
}

/* The same from the letters of token i, before any pattern: what stands
 * behind it is mostly a full stop or a hyphen. */
static bool may_begin_abuse(const struct repair *r, size_t i)
{
    const struct repair_word *w = &r->word[i];

    return !(w[1].flags & HOLDS_DOT) || w->len < EDGE_LETTERS ||
           word_edges_begin(r->abusive, r->letters + w->at, w->len);
}

size_t repair_masked(struct repair *r, size_t i)
{
    const struct repair_word *w = r->word;
    const bool word = r->token[i].kind == TOKEN_WORD;
    size_t last = i;
    unsigned holds = w[i].flags;

    if (!word && (!(holds & HOLDS_SIGN) || !repair_touches(r, i) ||
                  (i && repair_touches(r, i - 1))))
        return 0;
    if (holds & HOLDS_OTHER || !may_begin_abuse(r, i))
        return 0;
    while (repair_touches(r, last) && last - i < MASKED_TOKENS &&
           !(w[last + 1].flags & HOLDS_OTHER))
        holds |= w[++last].flags;
    if (!(holds & HOLDS_OPEN))
        return 0;
    for (; last > i; last--) {
        const size_t count = goes_on(r, last) ? 0 : try_range(r, i, last);
        if (count)
            return count;
    }
    return word && w[i].flags & HOLDS_SIGN ? try_range(r, i, i) : 0;
}
