/* Words whose letters or parts stand apart. */
#include "letter.h"
#include "repair_state.h"
#include "utf8.h"

#include <string.h>

#define SPREAD_LETTERS 3   /* in a row at least                              */
#define SPREAD_CEILING 160 /* in a row at most */
#define WORD_LETTERS 20    /* of a spread word, at most                      */
#define DOT_FREQUENCY 5    /* comments a word cut by a dot stands in         */
#define PIECE_LEAST 40     /* comments a word joined from words stands in   */
#define PART_RATIO 16      /* times as frequent as the whole a part may be   */
#define SHORT_JOINED 4     /* letters of a word that must be frequent ...    */
#define SHORT_FREQUENCY 50 /* ... to be joined over a space */
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
    if (i >= r->tokens || r->word[i].len != 1)
        return false;
    *out = r->letters[r->word[i].at];
    return true;
}

/* "c - r - e": a sign with one space on each side. */
static bool stands_between(const struct repair *r, size_t i)
{
    const struct token *t = &r->token[i];

    return i && i + 1 < r->tokens && t->end - t->begin == 1 &&
           t->begin - t[-1].end == 1 && t[1].begin - t->end == 1 &&
           strchr("-._*/|~+=", r->text->folded.ptr[t->begin]);
}

/* What stands between the word tokens i and *next, the one after. */
static struct view gap_behind(const struct repair *r, size_t i, size_t *next)
{
    *next = i + 1;
    if (*next < r->tokens && r->token[*next].kind != TOKEN_WORD &&
        ((repair_touches(r, i) && repair_touches(r, *next)) ||
         stands_between(r, *next)))
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
static size_t cut(const struct repair *r, const struct spread *s, size_t *piece)
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
    /* "a - b - c - d" are four things */
    if (!repair_known(r, word) &&
        (between.ptr[0] == ' ' ||
         (between.ptr[0] != '.' && s.count <= SPREAD_LETTERS)))
        return 0;
    return repair_put(r, s.token[0], s.token[s.count - 1], word, MARK_SPREAD);
}

/* ---- letters in boxes --------------------------------------------------- */

/* Two letters of the regional indicators are a flag. */
#define REGIONAL 0x1F1E6

static bool is_box(const struct repair *r, size_t i)
{
    return r->token[i].kind == TOKEN_SYMBOL && r->word[i].flags & IS_DISGUISED;
}

size_t repair_boxed(struct repair *r, size_t i)
{
    char letters[WORDBOOK_WORD_CEILING + 1];
    size_t len = 0, boxes = 0, flags = 0, last = i, next;

    for (size_t at = i;; at++) {
        const struct view word = repair_letters(r, at),
                          sign = repair_view(r, at);
        const bool box = is_box(r, at);
        if ((!box && !word.len) ||
            len + (box ? 1 : word.len) > WORDBOOK_WORD_CEILING)
            break;
        const uint32_t c = utf8_decode(sign.ptr, 0, &next);
        boxes += box;
        flags += c >= REGIONAL && c < REGIONAL + 26;
        if (box) {
            letters[len++] = (char)letter_latin(c);
        } else {
            memcpy(letters + len, word.ptr, word.len);
            len += word.len;
        }
        last = at;
        if (!repair_touches(r, at))
            break;
    }
    const struct view word = {letters, len};
    if (!boxes || len < SPREAD_LETTERS)
        return 0;
    const struct word_entry *e = repair_known(r, word);
    if (!e && (boxes < len || flags || len == SPREAD_LETTERS))
        return 0;
    if (flags && !(e->flags & WORD_ABUSIVE))
        return 0;
    return repair_put(r, i, last, word, MARK_MASKED);
}

/* ---- parts of a word ---------------------------------------------------- */

struct parts {
    size_t count;
    size_t last;      /* token of the last part                         */
    size_t first;     /* letters of the first part */
    size_t rare;      /* parts that may be pieces of a more frequent word */
    size_t single;    /* parts of one letter                            */
    size_t unknown;   /* parts that are no known words                  */
    uint32_t most;    /* frequency of the most frequent part            */
    bool hyphen;      /* a hyphen stands before the first part          */
    struct view word; /* the joined letters                           */
};

/* The letters of parts stand one behind the other. */
static bool add_part(const struct repair *r, size_t i, struct parts *p)
{
    const struct view part = repair_letters(r, i);

    if (!part.len || p->word.len + part.len > WORDBOOK_WORD_CEILING)
        return false;
    if (!p->count++) {
        p->word.ptr = part.ptr;
        p->first = part.len;
    }
    p->word.len += part.len;
    p->last = i;
    const struct word_entry *e =
        part.len > 1 || strchr("ay", part.ptr[0]) ? r->word[i].known : NULL;
    p->single += part.len == 1;
    p->unknown += (r->word[i].flags & IS_UNKNOWN) != 0;
    p->rare += (r->word[i].flags & IS_RARE) != 0;
    if (e && e->frequency > p->most)
        p->most = e->frequency;
    return true;
}

static const struct word_entry *find_joined(const struct repair *r,
                                            const struct parts *p)
{
    return repair_known_trial(r,
                              wordbook_hash_letters(p->word.ptr, p->word.len));
}

/* False for most words, which need no look-up then: all parts are words of
 * their own, and what they make does not begin as abuse does. */
static bool may_join(const struct repair *r, const struct parts *p,
                     char between)
{
    if (p->word.len < SPREAD_LETTERS + 1)
        return false;
    return p->unknown || between == '.' || between == '_' ||
           (between == ' ' && p->rare == p->count &&
            p->word.len <= PIECE_LETTERS) ||
           (p->count > 2 &&
            word_edges_begin(r->abusive, p->word.ptr, p->word.len));
}

/* "t-elle", "va-t-il": what follows a verb behind a hyphen. */
static bool is_pronoun(const struct repair *r, size_t i)
{
    static const char *const pronouns[] = {
        "je", "tu",  "il",  "elle", "on", "nous", "vous", "ils", "elles",
        "ce", "moi", "toi", "le",   "la", "les",  "lui",  "leur"};
    const struct view word = repair_letters(r, i);

    for (size_t k = 0; k < sizeof(pronouns) / sizeof(pronouns[0]); k++)
        if (view_is(word, pronouns[k]))
            return true;
    return false;
}

/* The joined word must be known and the parts not all words of their own;
 * an abusive word cut by a dot may be cut into words ("sa.lope"). */
static bool joins(const struct repair *r, const struct parts *p, char between)
{
    const struct word_entry *e =
        may_join(r, p, between) ? find_joined(r, p) : NULL;

    if (!e)
        return false;
    if (between == '-' && p->word.ptr[0] == 'e' && p->first == 1)
        return false; /* e-mail, e-commerce */
    if (e->flags & WORD_ABUSIVE)
        return p->unknown || p->count > 2 || between == '.' || between == '_';
    if (between == '.' || between == '_')
        return p->unknown || p->single || e->frequency >= DOT_FREQUENCY;
    if (between == '-')
        return p->unknown && !p->hyphen && !is_pronoun(r, p->last);
    /* "po ur": both were seen, but are nothing beside the whole */
    if (between == ' ' && p->rare == p->count &&
        p->most * PIECE_RATIO <= e->frequency && e->frequency >= PIECE_LEAST)
        return true;
    /* "de sole" is no "desole": one part is too frequent to be a piece */
    if (p->most / PART_RATIO > e->frequency)
        return false;
    return p->unknown && (p->word.len > SHORT_JOINED ||
                          ((p->unknown == p->count || p->single) &&
                           e->frequency >= SHORT_FREQUENCY));
}

size_t repair_parted(struct repair *r, size_t i)
{
    struct parts p = {.count = 0};
    size_t at = i, last = 0;
    struct view best = {NULL, 0};
    char between = '\0';

    p.hyphen =
        i && repair_touches(r, i - 1) && view_is(repair_view(r, i - 1), "-");
    while (p.count < REPAIR_PARTS && add_part(r, at, &p)) {
        const char gap = r->word[at].gap;
        if (p.count > 1 && joins(r, &p, between)) {
            best = p.word;
            last = p.last;
        }
        if (!gap || (between && gap != between))
            break;
        between = gap;
        at += r->token[at + 1].kind == TOKEN_WORD ? 1 : 2;
    }
    return best.len ? repair_put(r, i, last, best, MARK_SPREAD) : 0;
}
