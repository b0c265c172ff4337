#include "voice.h"

#include "clones.h"

#include "hash.h"
#include "language.h"
#include "utf8.h"

#include <string.h>

#define QUOTED_WORDS 3   /* fewer between quotation marks are no quotation   */
#define PASTED_WORDS 6   /* in a row, as in the comment it answers           */
#define QUOTATIONS 4     /* one within another */
#define FOREIGN_WORDS 5  /* of a sentence that may count as foreign          */
#define NEGATION_REACH 5 /* words a negation or a pronoun reaches forward   */

struct finder {
    const struct text *text;
    const struct token_list *tokens;
    const struct token_facts *const *fact;
    bool lines;   /* more than one  */
    bool english; /* some token is  */
    bool quoted;
    uint8_t *flags;
    uint16_t *sentence;
};

/* A line end stands between tokens i - 1 and i. */
static bool parts_lines(const struct finder *f, size_t i)
{
    const struct token *t = f->tokens->token;

    return memchr(f->text->folded.ptr + t[i - 1].end, '\n',
                  t[i].begin - t[i - 1].end) != NULL;
}

static inline bool begins_line(const struct finder *f, size_t i)
{
    return !i || (f->lines && parts_lines(f, i));
}

static void add_flag(struct finder *f, size_t first, size_t end, uint8_t flag)
{
    f->quoted |= flag == VOICE_QUOTED && first < end;
    for (size_t i = first; i < end; i++)
        f->flags[i] |= flag;
}

static size_t count_words(const struct finder *f, size_t first, size_t end)
{
    size_t words = 0;

    for (size_t i = first; i < end; i++)
        words += f->tokens->token[i].kind == TOKEN_WORD;
    return words;
}

/* ---- quotations --------------------------------------------------------- */

/* Quotation marks that are open, the innermost last. */
struct quotations {
    size_t count;
    struct {
        size_t token;  /* behind the mark            */
        uint32_t mark; /* as the original writes it */
    } open[QUOTATIONS];
};

/* The quotation mark at folded byte `at`, as the original writes it. */
static uint32_t mark_at(const struct text *t, uint32_t at)
{
    size_t next;

    return utf8_decode(t->original.ptr, t->begin[at], &next);
}

static bool opens(uint32_t mark)
{
    return mark == 0xAB || mark == 0x201C || mark == 0x201E;
}

/* "a b" within guillemets is another quotation, within others their end. */
static bool closes(uint32_t mark, uint32_t open)
{
    if (mark == 0xBB)
        return open == 0xAB;
    if (mark == 0x201D)
        return open != 0xAB && open != '"';
    return open != 0xAB;
}

static void end_quotation(struct finder *f, size_t first, size_t end)
{
    const size_t words = count_words(f, first, end);

    if (words)
        add_flag(f, first, end,
                 words >= QUOTED_WORDS ? VOICE_QUOTED : VOICE_SCARE);
}

/* Ends the innermost quotation that `mark` closes, and those within; any if
 * it closes none and can do nothing else.  False when none is open. */
static bool close_quotation(struct finder *f, struct quotations *q,
                            uint32_t mark, size_t token)
{
    size_t at = q->count;

    while (at && !closes(mark, q->open[at - 1].mark))
        at--;
    if (!at && q->count && (mark == 0xBB || mark == 0x201D))
        at = q->count;
    if (!at)
        return false;
    q->count = at - 1;
    end_quotation(f, q->open[at - 1].token, token);
    return true;
}

static void find_quotation_marks(struct finder *f)
{
    struct quotations q = {.count = 0};

    for (size_t i = 0; i < f->tokens->count; i++) {
        const struct token *t = &f->tokens->token[i];
        if (!(f->fact[i]->signs & SIGN_QUOTE))
            continue;
        for (uint32_t at = t->begin; at < t->end; at++) {
            if (f->text->folded.ptr[at] != '"')
                continue;
            const uint32_t mark = mark_at(f->text, at);
            if ((!opens(mark) && close_quotation(f, &q, mark, i)) ||
                mark == 0xBB || mark == 0x201D)
                continue;
            if (q.count == QUOTATIONS) /* forgotten: the outermost */
                memmove(&q.open[0], &q.open[1], --q.count * sizeof(q.open[0]));
            q.open[q.count].token = i + 1;
            q.open[q.count++].mark = mark;
        }
    }
}

/* Lines that begin with '>', and what stands between two "(...)". */
static void find_quoted_lines(struct finder *f)
{
    const size_t count = f->tokens->count;
    bool quoted = false;
    size_t gap = count;

    for (size_t i = 0; i < count; i++) {
        if (begins_line(f, i))
            quoted = f->fact[i]->signs & SIGN_LINE_QUOTE;
        if (quoted)
            add_flag(f, i, i + 1, VOICE_QUOTED);
        if (!(f->fact[i]->signs & SIGN_CUT))
            continue;
        if (gap < count)
            add_flag(f, gap, i, VOICE_QUOTED);
        gap = i;
    }
}

/* Hash of the PASTED_WORDS words from token i on, 0 where none begins or they
 * are fewer. */
static uint64_t run_hash(const struct token_list *tokens,
                         const struct token_facts *const *fact, size_t i,
                         size_t *end)
{
    uint64_t hash = 1;
    size_t words = 0;

    *end = i;
    if (tokens->token[i].kind != TOKEN_WORD)
        return 0; /* what follows is found from its first word on */
    for (; i < tokens->count && words < PASTED_WORDS; i++) {
        if (tokens->token[i].kind != TOKEN_WORD)
            continue;
        hash = hash_mix(hash_mix(hash, words), fact[i]->word);
        words++;
    }
    *end = i;
    return words == PASTED_WORDS ? hash | 1 : 0;
}

static int find_pasted(struct finder *f, const struct known *parent,
                       struct arena *arena, struct error *err)
{
    const struct token_list *parent_tokens = &parent->tokens;
    const size_t used = arena->used;
    size_t size = 64, end;

    while (size < parent_tokens->count * 2)
        size *= 2;
    uint64_t *run = arena_alloc(arena, size, sizeof(*run));
    if (!run)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    memset(run, 0, size * sizeof(*run));
    for (size_t i = 0; i < parent_tokens->count; i++) {
        const uint64_t hash = run_hash(parent_tokens, parent->fact, i, &end);
        size_t at = hash >> 7 & (size - 1);
        while (hash && run[at] && run[at] != hash)
            at = (at + 1) & (size - 1);
        if (hash)
            run[at] = hash;
    }
    for (size_t i = 0; i < f->tokens->count; i++) {
        const uint64_t hash = run_hash(f->tokens, f->fact, i, &end);
        size_t at = hash >> 7 & (size - 1);
        while (hash && run[at] && run[at] != hash)
            at = (at + 1) & (size - 1);
        if (hash && run[at])
            add_flag(f, i, end, VOICE_QUOTED);
    }
    arena->used = used;
    return STATUS_OK;
}

/* ---- sentences ---------------------------------------------------------- */

static size_t count_english(const struct finder *f, size_t first, size_t end)
{
    size_t count = 0;

    for (size_t i = first; i < end; i++)
        count += f->fact[i]->english;
    return count;
}

static void end_sentence(struct finder *f, size_t first, size_t end)
{
    const struct token *t = f->tokens->token;

    if (first == end)
        return;
    const struct view words = {f->text->folded.ptr + t[first].begin,
                               t[end - 1].end - t[first].begin};
    if (f->fact[end - 1]->signs & SIGN_ASKS)
        add_flag(f, first, end, VOICE_ASKED);
    /* few sentences are worth the guess */
    if (f->english && f->text->language != LANGUAGE_ENGLISH &&
        count_english(f, first, end) >= LANGUAGE_EVIDENCE &&
        count_words(f, first, end) >= FOREIGN_WORDS &&
        language_guess(words) == LANGUAGE_ENGLISH)
        add_flag(f, first, end, VOICE_QUOTED);
}

static void find_sentences(struct finder *f)
{
    uint16_t number = 0;
    size_t first = 0;

    for (size_t i = 0; i < f->tokens->count; i++) {
        const bool ended = i && f->fact[i - 1]->signs & SIGN_STOP;
        if (i && (ended || begins_line(f, i))) {
            end_sentence(f, first, i);
            first = i;
            number = (uint16_t)(number + (number < UINT16_MAX));
        }
        f->sentence[i] = number;
    }
    end_sentence(f, first, f->tokens->count);
}

/* ---- what a word stands near to ----------------------------------------- */

static const struct near_word {
    const char *word;
    uint8_t flag;
} near_words[] = {
  /* clang-format off */
    {"ne", VOICE_NEGATED},      {"n'", VOICE_NEGATED},
    {"pas", VOICE_NEGATED},     {"jamais", VOICE_NEGATED},
    {"aucun", VOICE_NEGATED},   {"aucune", VOICE_NEGATED},
    {"sans", VOICE_NEGATED},    {"ni", VOICE_NEGATED},
    {"rien", VOICE_NEGATED},    {"guere", VOICE_NEGATED},
    {"je", VOICE_SELF},         {"j'", VOICE_SELF},
    {"moi", VOICE_SELF},        {"me", VOICE_SELF},
    {"m'", VOICE_SELF},         {"mon", VOICE_SELF},
    {"ma", VOICE_SELF},         {"mes", VOICE_SELF},
    {"suis", VOICE_SELF},       {"chuis", VOICE_SELF},
    {"tu", VOICE_SAID_TO},      {"t'", VOICE_SAID_TO},
    {"te", VOICE_SAID_TO},      {"toi", VOICE_SAID_TO},
    {"ton", VOICE_SAID_TO},     {"ta", VOICE_SAID_TO},
    {"tes", VOICE_SAID_TO},     {"es", VOICE_SAID_TO},
    {"vous", VOICE_SAID_TO},    {"votre", VOICE_SAID_TO},
    {"vos", VOICE_SAID_TO},     {"etes", VOICE_SAID_TO},
    {"espece", VOICE_SAID_TO},  {"bande", VOICE_SAID_TO},
    {"il", VOICE_ABOUT},        {"elle", VOICE_ABOUT},
    {"ils", VOICE_ABOUT},       {"elles", VOICE_ABOUT},
    {"ce", VOICE_ABOUT},        {"cet", VOICE_ABOUT},
    {"cette", VOICE_ABOUT},     {"ces", VOICE_ABOUT},
    {"quel", VOICE_ABOUT},      {"quelle", VOICE_ABOUT},
    {"lui", VOICE_ABOUT},       {"eux", VOICE_ABOUT},
  /* clang-format on */
};

uint8_t voice_near(struct view word)
{
    if (!word.len || word.len > 6)
        return 0;
    for (size_t i = 0; i < sizeof(near_words) / sizeof(near_words[0]); i++)
        if (near_words[i].word[0] == word.ptr[0] &&
            view_is(word, near_words[i].word))
            return near_words[i].flag;
    return 0;
}

/* Flags that reach some words forward, and how far each still does. */
static const uint8_t reaching[] = {VOICE_NEGATED, VOICE_SELF, VOICE_ABOUT};
#define REACHING (sizeof(reaching) / sizeof(reaching[0]))

/* A sentence with one "tu" or "vous" is said to someone, all of it. */
static void find_said_to(struct finder *f)
{
    const size_t count = f->tokens->count;

    for (size_t first = 0, end; first < count; first = end) {
        bool said_to = false;
        for (end = first; end < count && f->sentence[end] == f->sentence[first];
             end++)
            said_to |= f->fact[end]->near == VOICE_SAID_TO;
        if (said_to)
            add_flag(f, first, end, VOICE_SAID_TO);
    }
}

static void find_near(struct finder *f)
{
    size_t reach[REACHING] = {0};
    size_t farthest = 0; /* no flag reaches this token or one behind it */
    bool said_to = false;

    for (size_t i = 0; i < f->tokens->count; i++) {
        const struct token_facts *fact = f->fact[i];
        if (fact->signs & SIGN_CLAUSE ||
            (i && f->sentence[i] != f->sentence[i - 1]))
            farthest = 0;
        for (size_t b = 0; b < REACHING && i < farthest; b++)
            if (i < reach[b])
                f->flags[i] |= reaching[b];
        if (!fact->near)
            continue;
        said_to |= fact->near == VOICE_SAID_TO;
        for (size_t b = 0; b < REACHING; b++) {
            if (!farthest)
                reach[b] = 0;
            if (fact->near == reaching[b])
                reach[b] = i + 1 + NEGATION_REACH;
        }
        farthest = i + 1 + NEGATION_REACH;
    }
    if (said_to)
        find_said_to(f);
}

CLONES int voice_find(const struct known *in, const struct known *parent,
                      struct voice *out, struct arena *arena, struct error *err)
{
    const struct view folded = in->text->folded;
    const size_t count = in->tokens.count;
    struct finder f = {
        .text = in->text, .tokens = &in->tokens, .fact = in->fact};
    int status = STATUS_OK;

    f.english = in->english;
    f.lines = folded.len && memchr(folded.ptr, '\n', folded.len);
    f.sentence = arena_alloc(arena, count + 1, sizeof(*f.sentence));
    f.flags = arena_alloc(arena, count + 1, sizeof(*f.flags));
    if (!f.sentence || !f.flags)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    memset(f.flags, 0, count + 1);
    if (in->signs & SIGN_QUOTE)
        find_quotation_marks(&f);
    if (in->signs & (SIGN_LINE_QUOTE | SIGN_CUT))
        find_quoted_lines(&f);
    if (parent && parent->tokens.count >= PASTED_WORDS)
        status = find_pasted(&f, parent, arena, err);
    find_sentences(&f);
    find_near(&f);
    *out = (struct voice){f.flags, f.sentence, f.quoted};
    return status;
}

int voice_hear(const struct text *text, const struct text *parent,
               const struct facts_of *of, struct memo *memo, struct heard *out,
               struct arena *arena, struct error *err)
{
    int status;

    if (parent && (status = known_open(&out->parent, parent, of, memo, arena,
                                       err)) < 0)
        return status;
    if ((status = known_open(&out->known, text, of, memo, arena, err)) < 0)
        return status;
    return voice_find(&out->known, parent ? &out->parent : NULL, &out->voice,
                      arena, err);
}
