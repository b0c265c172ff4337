#include "cue.h"

#include "clones.h"

#include "utf8.h"

#include <stdbool.h>
#include <string.h>

static const char *const names[CUE_KINDS] = {
#define X(name, text) text,
    CUE_LIST(X)
#undef X
};

static const struct pronoun {
    const char *form;
    enum cue_kind kind;
} pronouns[] = {
    {"je",     CUE_FIRST_PERSON},
    {"j'",     CUE_FIRST_PERSON},
    {"moi",    CUE_FIRST_PERSON},
    {"mon",    CUE_FIRST_PERSON},
    {"ma",     CUE_FIRST_PERSON},
    {"mes",    CUE_FIRST_PERSON},
    {"me",     CUE_FIRST_PERSON},
    {"m'",     CUE_FIRST_PERSON},
    {"tu",     CUE_FAMILIAR_YOU},
    {"te",     CUE_FAMILIAR_YOU},
    {"toi",    CUE_FAMILIAR_YOU},
    {"ton",    CUE_FAMILIAR_YOU},
    {"ta",     CUE_FAMILIAR_YOU},
    {"tes",    CUE_FAMILIAR_YOU},
    {"t'",     CUE_FAMILIAR_YOU},
    {"vous",   CUE_POLITE_YOU  },
    {"votre",  CUE_POLITE_YOU  },
    {"vos",    CUE_POLITE_YOU  },
};

const char *cue_name(const struct cue *cue)
{
    if (cue->kind == CUE_ENDING)
        switch (cue->value) {
        case '.':
            return "ends with a full stop";
        case '!':
            return "ends with an exclamation mark";
        case '?':
            return "ends with a question mark";
        case ')':
            return "ends with a parenthesis";
        default:
            return "ends without punctuation";
        }
    if (cue->kind == CUE_CAPITALS && !cue->value)
        return "hardly a capital";
    return names[cue->kind];
}

static uint32_t at_most(uint32_t value, uint32_t ceiling)
{
    return value < ceiling ? value : ceiling;
}

/* `steps` values for each doubling of `count`. */
static uint32_t log_scale(size_t count, uint32_t steps)
{
    uint32_t doublings = 0;
    size_t value = count + 1;

    while (value >> (doublings + 1))
        doublings++;
    if (steps == 1)
        return doublings;
    /* 181/128 is the square root of two: the half step */
    return 2 * doublings + (value * 128 >= ((size_t)181 << doublings));
}

/* Counts one more; the first shows the cue. */
static void seen(struct cue *cue, size_t begin, size_t end)
{
    if (cue->value++)
        return;
    cue->begin = (uint32_t)begin;
    cue->end = (uint32_t)end;
}

static bool is_character(char c)
{
    switch (c) {
    case '!':
    case '?':
    case '"':
    case '(':
    case '.':
    case '\xF0':
        return true;
    default:
        return false;
    }
}

bool cue_character(struct view token)
{
    for (size_t i = 0; i < token.len; i++)
        if (is_character(token.ptr[i]))
            return true;
    return false;
}

static void find_characters(struct view f, const struct token *t,
                            struct cue *cue)
{
    for (size_t i = t->begin; i < t->end; i++)
        switch (f.ptr[i]) {
        case '!':
            seen(&cue[CUE_EXCLAMATION], i, i + 1);
            break;
        case '?':
            seen(&cue[CUE_QUESTION], i, i + 1);
            break;
        case '"':
            seen(&cue[CUE_QUOTATION], i, i + 1);
            break;
        case '(':
            seen(&cue[CUE_PARENTHESIS], i, i + 1);
            break;
        case '.':
            if (i + 2 < f.len && f.ptr[i + 1] == '.' && f.ptr[i + 2] == '.')
                seen(&cue[CUE_ELLIPSIS], i, i + 3);
            break;
        case '\xF0': /* U+10000 and above: in comments, emojis */
            seen(&cue[CUE_EMOJI], i, i + 4);
            break;
        default:
            break;
        }
}

static void find_punctuation(const struct known *in, struct cue *cue)
{
    const struct view f = in->text->folded;

    for (size_t i = 0; i < in->tokens.count; i++)
        if (in->fact[i]->signs & SIGN_CUE)
            find_characters(f, &in->tokens.token[i], cue);
    for (size_t i = 0; i < f.len; i++) {
        const char *const end = memchr(f.ptr + i, '\n', f.len - i);
        if (!end)
            break;
        i = (size_t)(end - f.ptr);
        seen(&cue[CUE_LINES], i, i + 1);
    }
}

static void find_marks(const struct text *text, struct cue *cue)
{
    for (size_t i = 0; i < text->mark_count; i++) {
        const struct mark *m = &text->mark[i];
        enum cue_kind kind;
        switch (m->kind) {
        case MARK_URL:
            kind = CUE_LINK;
            break;
        case MARK_MENTION:
            kind = CUE_MENTION;
            break;
        case MARK_NUMBER:
            kind = CUE_NUMBER;
            break;
        case MARK_YEAR:
            kind = CUE_YEAR;
            break;
        case MARK_STRETCHED:
            kind = CUE_STRETCHED;
            break;
        case MARK_CAPITALS:
            kind = CUE_SHOUTED_WORDS;
            break;
        case MARK_INVISIBLE:
            kind = CUE_INVISIBLE;
            break;
        case MARK_MASKED:
            kind = CUE_MASKED;
            break;
        case MARK_SPREAD:
            kind = CUE_SPREAD;
            break;
        case MARK_RESPELT:
            kind = CUE_RESPELT;
            break;
        case MARK_INCLUSIVE:
            kind = CUE_INCLUSIVE;
            break;
        case MARK_HAPPY:
        case MARK_WINK:
        case MARK_SAD:
        case MARK_DOUBT:
        case MARK_RESIDUE:
        case MARK_KINDS:
        default:
            kind = CUE_SMILEY;
            break;
        }
        seen(&cue[kind], m->begin, m->end);
    }
}

uint8_t cue_pronoun(struct view word)
{
    if (!word.len || word.len > 5)
        return 0;
    for (size_t i = 0; i < sizeof(pronouns) / sizeof(pronouns[0]); i++)
        if (pronouns[i].form[0] == word.ptr[0] &&
            view_is(word, pronouns[i].form))
            return (uint8_t)(pronouns[i].kind + 1);
    return 0;
}

static void find_words(const struct known *in, const struct voice *voice,
                       struct cue *cue)
{
    size_t words = 0, quoted = 0;

    for (size_t i = 0; i < in->tokens.count; i++) {
        const struct token *t = &in->tokens.token[i];
        if (t->kind != TOKEN_WORD)
            continue;
        words++;
        quoted += voice->flags[i] & VOICE_QUOTED;
        if (voice->flags[i] & VOICE_SCARE)
            seen(&cue[CUE_SCARE], t->begin, t->end);
        if (!(voice->flags[i] & VOICE_QUOTED) && in->fact[i]->pronoun)
            seen(&cue[in->fact[i]->pronoun - 1], t->begin, t->end);
    }
    cue[CUE_WORDS].value = log_scale(words, 2);
    if (quoted)
        cue[CUE_QUOTED].value = 1 + (uint32_t)(quoted * 2 / words);
}

/* '.' '?' '!' or ')' at the end; 'x' for anything else. */
static void find_edges(const struct text *text, struct cue *cue)
{
    const struct view f = text->folded, o = text->original;

    cue[CUE_ENDING].value = 'x';
    if (f.len && strchr(".?!)", f.ptr[f.len - 1]))
        cue[CUE_ENDING].value = (uint32_t)f.ptr[f.len - 1];
    if (f.len) {
        cue[CUE_ENDING].begin = (uint32_t)f.len - 1;
        cue[CUE_ENDING].end = (uint32_t)f.len;
    }
    while (cue[CUE_ENDING].begin > 0 &&
           ((unsigned char)f.ptr[cue[CUE_ENDING].begin] & 0xC0) == 0x80)
        cue[CUE_ENDING].begin--;
    if (f.len && o.ptr[text->begin[0]] >= 'a' && o.ptr[text->begin[0]] <= 'z')
        seen(&cue[CUE_LOWER_START], 0, 1);
}

CLONES void cue_find(const struct known *in, const struct voice *voice,
                     bool has_parent, struct cue cue[CUE_KINDS])
{
    const struct text *text = in->text;

    for (size_t i = 0; i < CUE_KINDS; i++)
        cue[i] = (struct cue){.kind = (enum cue_kind)i};
    find_punctuation(in, cue);
    find_marks(text, cue);
    find_words(in, voice, cue);
    find_edges(text, cue);
    cue[CUE_REPLY].value = has_parent;
    cue[CUE_CAPITALS].value =
        text->letters ? (uint32_t)(text->capitals * 5 / text->letters) : 0;
    cue[CUE_LENGTH].value = log_scale(utf8_count(text->folded), 1);
    for (size_t i = 0; i < CUE_KINDS; i++)
        if (i != CUE_ENDING && i != CUE_LENGTH && i != CUE_WORDS)
            cue[i].value = at_most(cue[i].value, i == CUE_CAPITALS ? 5 : 3);
}
