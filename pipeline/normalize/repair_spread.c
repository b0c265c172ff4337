/* Words whose letters or parts stand apart. */
#include "letter.h"
#include "repair_state.h"
#include "utf8.h"

#include <string.h>

#define SPREAD_LETTERS 3   /* in a row at least                              */
#define SPREAD_CEILING 160 /* in a row at most                               */
#define WORD_LETTERS 20    /* of a spread word, at most                      */
#define DOT_FREQUENCY 5     /* comments a word cut by a dot stands in         */
#define PART_RATIO 16       /* times as frequent as the whole a part may be   */
#define SHORT_JOINED 4      /* letters of a word that must be frequent ...    */
#define SHORT_FREQUENCY 50  /* ... to be joined over a space                  */
#define PARTS 4            /* a word is cut into at most                     */
#define COST_UNKNOWN 64    /* of a letter outside all known words            */
#define COST_WORD 20       /* of a word, less its frequency in bits          */

/* ---- single letters ----------------------------------------------------- */

struct spread {
    size_t count;
    size_t token[SPREAD_CEILING];
    char letter[SPREAD_CEILING + 1];
};

/* The letter of token i when it is one alone. */
static bool single_letter(const struct repair *r, size_t i, char *out)
{
    char letters[WORDBOOK_WORD_CEILING + 1];
    bool disguised;

    if (i >= r->tokens || r->token[i].kind != TOKEN_WORD ||
        repair_letters(r, i, letters, &disguised) != 1)
        return false;
    *out = letters[0];
    return true;
}

/* What stands between the word tokens i and *next, the one after. */
static struct view gap_behind(const struct repair *r, size_t i, size_t *next)
{
    *next = i + 1;
    if (*next < r->tokens && r->token[*next].kind != TOKEN_WORD &&
        repair_touches(r, i) && repair_touches(r, *next))
        ++*next;
    if (*next >= r->tokens)
        return (struct view){NULL, 0};
    return (struct view){r->text->folded.ptr + r->token[i].end,
                         r->token[*next].begin - r->token[i].end};
}

/* More white space than one: the end of a spread word. */
static bool is_wide(const struct repair *r, size_t i, struct view gap)
{
    const size_t at = r->token[i].end;

    return gap.len == 1 && gap.ptr[0] == ' ' &&
           r->text->end[at] - r->text->begin[at] > 1;
}

static struct view take_spread(const struct repair *r, size_t i,
                               struct spread *s)
{
    struct view between = {NULL, 0};
    size_t at = i, next;
    char letter;

    s->count = 0;
    while (s->count < SPREAD_CEILING && single_letter(r, at, &letter)) {
        s->token[s->count] = at;
        s->letter[s->count++] = letter;
        const struct view gap = gap_behind(r, at, &next);
        if (!gap.len || gap.len > 3 || is_wide(r, at, gap) ||
            (between.len && !view_equal(gap, between)) ||
            (!single_letter(r, next, &letter)))
            break;
        between = gap;
        at = next;
    }
    s->letter[s->count] = '\0';
    return between;
}

static uint32_t bits(uint32_t value)
{
    uint32_t count = 0;

    while (value >>= 1)
        count++;
    return count;
}

static uint32_t word_cost(const struct repair *r, struct view word)
{
    const struct word_entry *e = repair_known(r, word);

    if (!e || (word.len == 1 && !strchr("ayo", word.ptr[0])))
        return word.len == 1 ? COST_UNKNOWN : UINT32_MAX;
    return COST_WORD - bits(e->frequency + 1u);
}

/* Cheapest cut of the letters into known words (Viterbi 1967): piece[k] is
 * the length of the word that ends behind letter k.  Returns how many letters
 * stand in words of three letters and more. */
static size_t cut(const struct repair *r, const struct spread *s,
                  size_t *piece)
{
    uint32_t cost[SPREAD_CEILING + 1] = {0};
    size_t in_words = 0;

    for (size_t end = 1; end <= s->count; end++) {
        cost[end] = UINT32_MAX;
        for (size_t len = 1; len <= end && len <= WORD_LETTERS; len++) {
            const uint32_t own =
                word_cost(r, (struct view){s->letter + end - len, len});
            if (own == UINT32_MAX || cost[end - len] == UINT32_MAX ||
                cost[end - len] + own >= cost[end])
                continue;
            cost[end] = cost[end - len] + own;
            piece[end] = len;
        }
    }
    for (size_t end = s->count; end; end -= piece[end])
        in_words += piece[end] >= SPREAD_LETTERS ? piece[end] : 0;
    return in_words;
}

static size_t put_pieces(struct repair *r, const struct spread *s,
                         const size_t *piece)
{
    size_t begin[SPREAD_CEILING], words = 0;

    for (size_t end = s->count; end; end -= piece[end])
        begin[words++] = end - piece[end];
    for (size_t w = words, end; w-- > 0;) {
        end = w ? begin[w - 1] : s->count;
        repair_put_range(r, r->token[s->token[begin[w]]].begin,
                         r->token[s->token[end - 1]].end,
                         (struct view){s->letter + begin[w], end - begin[w]},
                         MARK_SPREAD);
    }
    return s->token[s->count - 1] - s->token[0] + 1;
}

size_t repair_spread(struct repair *r, size_t i)
{
    struct spread s;
    size_t piece[SPREAD_CEILING + 1], next;
    const struct view between = take_spread(r, i, &s);

    if (s.count < SPREAD_LETTERS || !repair_afford(r, s.count))
        return 0;
    const struct view word = {s.letter, s.count};
    if (view_is(between, " ") || view_is(between, "\n")) {
        if (!repair_afford(r, s.count * WORD_LETTERS) ||
            cut(r, &s, piece) * 4 < s.count * 3)
            return 0;
        return put_pieces(r, &s, piece);
    }
    /* "y-a-t-il": a word goes on behind the last letter */
    const struct view gap = gap_behind(r, s.token[s.count - 1], &next);
    if (gap.len && view_equal(gap, between))
        return 0;
    if (!repair_known(r, word) && between.ptr[0] != '.' &&
        s.count <= SPREAD_LETTERS)
        return 0;
    return repair_put(r, s.token[0], s.token[s.count - 1], word, MARK_SPREAD);
}

/* ---- parts of a word ---------------------------------------------------- */

struct parts {
    size_t count;
    size_t last;    /* token of the last part                         */
    size_t single;  /* parts of one letter                            */
    size_t unknown; /* parts that are no known words                  */
    uint32_t most;  /* frequency of the most frequent part            */
    bool hyphen;    /* a hyphen stands before the first part          */
    char word[WORDBOOK_WORD_CEILING + 1];
    size_t len;
};

/* "a", "y", or a consonant that is elided before the next word ("l homme"). */
static bool stands_alone(const struct repair *r, size_t i, char letter)
{
    const char next = i + 1 < r->tokens ? repair_view(r, i + 1).ptr[0] : 'z';

    return strchr("ay", letter) || (strchr("lndjstmc", letter) &&
                                    strchr("aeiouyh\xC3", next));
}

static bool add_part(const struct repair *r, size_t i, struct parts *p)
{
    char letters[WORDBOOK_WORD_CEILING + 1];
    bool disguised;
    const size_t len = repair_letters(r, i, letters, &disguised);
    const struct view part = {letters, len};

    if (!len || p->len + len > WORDBOOK_WORD_CEILING)
        return false;
    memcpy(p->word + p->len, letters, len + 1);
    p->len += len;
    p->count++;
    p->last = i;
    const struct word_entry *e =
        len > 1 || strchr("ay", letters[0]) ? repair_known(r, part) : NULL;
    p->single += len == 1;
    p->unknown += len == 1 ? !stands_alone(r, i, letters[0]) : !e;
    if (e && e->frequency > p->most)
        p->most = e->frequency;
    return true;
}

/* The joined word must be known and the parts not all words of their own;
 * an abusive word cut by a dot may be cut into words ("sa.lope"). */
static bool joins(const struct repair *r, const struct parts *p, char between)
{
    const struct word_entry *e =
        repair_known(r, (struct view){p->word, p->len});

    if (!e || p->len < SPREAD_LETTERS + 1)
        return false;
    if (e->flags & WORD_ABUSIVE)
        return p->unknown || p->count > 2 || between == '.' || between == '_';
    if (between == '.' || between == '_')
        return p->unknown || p->single || e->frequency >= DOT_FREQUENCY;
    if (between == '-')
        return p->unknown && !p->hyphen;
    /* "de sole" is no "desole": one part is too frequent to be a piece */
    if (p->most / PART_RATIO > e->frequency)
        return false;
    return p->unknown &&
           (p->len > SHORT_JOINED ||
            ((p->unknown == p->count || p->single) &&
             e->frequency >= SHORT_FREQUENCY));
}

size_t repair_parted(struct repair *r, size_t i)
{
    struct parts p = {.count = 0}, best = {.count = 0};
    char between = '\0';
    size_t at = i, next;

    p.hyphen = i && repair_touches(r, i - 1) &&
               view_is(repair_view(r, i - 1), "-");
    while (p.count < PARTS && add_part(r, at, &p)) {
        if (p.count > 1 && joins(r, &p, between))
            best = p;
        const struct view gap = gap_behind(r, at, &next);
        if (gap.len != 1 || !strchr(" .-_/", gap.ptr[0]) ||
            (between && gap.ptr[0] != between) ||
            next >= r->tokens || r->token[next].kind != TOKEN_WORD)
            break;
        between = gap.ptr[0];
        at = next;
    }
    if (!best.count)
        return 0;
    return repair_put(r, i, best.last, (struct view){best.word, best.len},
                      MARK_SPREAD);
}
