/* What each token is, found once: its letters, whether they are a known word,
 * whether anything in it asks for repair. */
#include "eight.h"
#include "letter.h"
#include "repair_state.h"
#include "utf8.h"

#include <string.h>

/* What ends a word for sure, an apostrophe as part of it. */
static bool ends_word(unsigned char c)
{
    return c < 0x80 && !token_is_wordy(c);
}

/* Letters of a plain word while they are read. */
struct letters {
    char *out;
    size_t len;
};

/* Takes the small letters that the next eight bytes begin with. */
static size_t take_letters(struct letters *l, const char *bytes)
{
    const size_t count = eight_before(eight_no_letters(eight_load(bytes)));

    memcpy(l->out + l->len, bytes, 8);
    l->len += count;
    return count;
}

/* Takes the letter at byte *at, which moves behind it; false for another. */
static bool take_letter(struct letters *l, struct view text, size_t *at)
{
    char letter = text.ptr[*at];

    if (letter == '\xC3')
        letter = letter_bare_latin[text.ptr[*at + 1] & 0x3F];
    if (letter < 'a' || letter > 'z')
        return false;
    *at += text.ptr[*at] == '\xC3' ? 2 : 1;
    l->out[l->len++] = letter;
    return true;
}

/* A word of small letters and those of Latin-1, from byte `at` on; false for
 * any other, *end is then undefined.  Of one that is elided no more is known
 * than that. */
static bool scan_plain(struct repair *r, size_t at, struct repair_word *w,
                       size_t *end)
{
    const struct view text = r->text->folded;
    struct letters l = {.out = r->letters + r->letters_len};

    do /* there is room for eight letters where there are eight bytes */
        if (at + 8 <= text.len)
            at += take_letters(&l, text.ptr + at);
    while (at < text.len && take_letter(&l, text, &at));
    if (!l.len || l.len > WORDBOOK_WORD_CEILING ||
        (at < text.len && !ends_word((unsigned char)text.ptr[at])))
        return false;
    *w = (struct repair_word){.at = (uint32_t)r->letters_len};
    if (at < text.len && text.ptr[at] == '\'') {
        w->flags = HOLDS_OTHER;
        *end = at + 1;
        return true;
    }
    w->hash = wordbook_hash_letters(l.out, l.len);
    wordbook_prefetch(r->words, w->hash);
    w->len = (uint8_t)l.len;
    r->letters_len += l.len;
    *end = at;
    return true;
}

/* Flags of one code point; its letters go to `out`, *count of them. */
static uint8_t scan_code_point(uint32_t c, char *out, size_t *count)
{
    uint32_t bare[LETTER_BARE_CEILING];
    uint8_t flags = 0;

    *count = 0;
    if (letter_leet(c))
        return HOLDS_SIGN | HOLDS_OPEN;
    if (c == '*' || c == '#')
        return HOLDS_SIGN | HOLDS_OPEN;
    if (c == '.' || c == '-' || c == 0xB7)
        return HOLDS_OPEN | HOLDS_DOT;
    if (c == '_' || c == 0x2026)
        return HOLDS_OPEN;
    if (c == 0x2022 || c == 0x22C5)
        return HOLDS_OTHER | HOLDS_DOT;
    const size_t letters = letter_bare(c, bare);
    if (!letters)
        return IS_DISGUISED;
    for (size_t k = 0; k < letters; k++) {
        if (bare[k] >= 0x80) {
            bare[k] = letter_latin(bare[k]);
            flags |= IS_DISGUISED;
        }
        if (!letter_is_small(bare[k])) {
            *count = 0;
            return HOLDS_OTHER;
        }
        out[(*count)++] = (char)bare[k];
    }
    return flags;
}

/* Whether most letters of the text are Latin. */
static bool is_latin(struct repair *r)
{
    const struct view text = r->text->folded;
    size_t at = 0, latin = 0, others = 0;

    if (r->script != SCRIPT_UNKNOWN)
        return r->script == SCRIPT_LATIN;
    while (at < text.len) {
        const uint32_t c = utf8_decode(text.ptr, at, &at);
        const bool foreign = c >= 0x370 && c < 0x600; /* Greek to Hebrew */
        /* small capitals are Latin */
        latin += letter_is_small(c) || (c >= 0xE0 && c < 0x180) ||
                 (!foreign && letter_latin(c));
        others += foreign;
    }
    r->script = latin > others ? SCRIPT_LATIN : SCRIPT_OTHER;
    return latin > others;
}

/* Any token: its code points one by one. */
static void scan_any(struct repair *r, const struct token *t,
                     struct repair_word *w)
{
    const struct view view = token_view(r->text->folded, t);
    char *const letters = r->letters + r->letters_len;
    size_t at = 0, len = 0, replaced = 0;

    *w = (struct repair_word){.at = (uint32_t)r->letters_len};
    while (at < view.len) {
        size_t count;
        const uint8_t flags = scan_code_point(utf8_decode(view.ptr, at, &at),
                                              letters + len, &count);
        w->flags |= flags;
        len += count;
        if (flags & IS_DISGUISED)
            replaced += count;
    }
    /* a word all in another alphabet is one, unless the text is not */
    if (t->kind != TOKEN_WORD || len > WORDBOOK_WORD_CEILING ||
        w->flags & (HOLDS_OPEN | HOLDS_OTHER) ||
        (replaced && (len < 3 || (replaced == len && !is_latin(r)))))
        return;
    w->len = (uint8_t)len;
    w->hash = wordbook_hash_letters(letters, len);
    r->letters_len += len;
}

/* A comma or a full stop before a space, as most stand; false for any other
 * token. */
static bool scan_stop(const struct repair *r, size_t at, struct repair_word *w)
{
    const struct view text = r->text->folded;
    const char c = text.ptr[at];

    if ((c != ',' && c != '.') ||
        (at + 1 < text.len && text.ptr[at + 1] != ' '))
        return false;
    *w = (struct repair_word){.at = (uint32_t)r->letters_len,
                              .flags = c == ',' ? HOLDS_OTHER
                                                : HOLDS_OPEN | HOLDS_DOT};
    return true;
}

static void scan_tokens(struct repair *r)
{
    const struct view text = r->text->folded;
    size_t at = 0, end;

    for (r->tokens = 0;; r->tokens++) {
        struct token *t = &r->token[r->tokens];
        struct repair_word *w = &r->word[r->tokens];
        at += at < text.len && text.ptr[at] == ' '; /* as most words part */
        while (at < text.len && is_ascii_space(text.ptr[at]))
            at++;
        if (at < text.len && scan_plain(r, at, w, &end)) {
            *t = (struct token){TOKEN_WORD, (uint32_t)at, (uint32_t)end};
            at = end;
        } else if (at < text.len && scan_stop(r, at, w)) {
            *t = (struct token){TOKEN_PUNCTUATION, (uint32_t)at,
                                (uint32_t)at + 1};
            at++;
        } else if (token_next(text, &at, t)) {
            scan_any(r, t, w);
        } else {
            break;
        }
    }
}

static bool is_one_of(char c, const char *set)
{
    return strchr(set, c) != NULL;
}

/* "a", "y", or a consonant that is elided before the next word ("l homme"). */
static bool stands_alone(const struct repair *r, size_t i, char letter)
{
    const char next = i + 1 < r->tokens ? repair_view(r, i + 1).ptr[0] : 'z';

    return is_one_of(letter, "ay") ||
           (is_one_of(letter, "lndjstmc") && is_one_of(next, "aeiouyh\xC3"));
}

static bool is_rare(const struct repair *r, const struct repair_word *w)
{
    if (w->len == 1)
        return !is_one_of(r->letters[w->at], "ay");
    return !w->known || w->known->frequency <= PIECE_FREQUENCY;
}

/* The byte between token i and the next word, 0 when it is not one alone. */
static char find_gap(const struct repair *r, size_t i)
{
    const struct token *t = &r->token[i];

    if (i + 1 >= r->tokens)
        return '\0';
    if (t[1].kind == TOKEN_WORD)
        return t[1].begin - t->end == 1 ? r->text->folded.ptr[t->end] : '\0';
    return i + 2 < r->tokens && t[2].kind == TOKEN_WORD &&
                   t[1].begin == t->end && t[1].end == t->end + 1 &&
                   t[2].begin == t[1].end
               ? r->text->folded.ptr[t->end]
               : '\0';
}

/* What the letters of token i are. */
static void note_word(const struct repair *r, size_t i)
{
    struct repair_word *w = &r->word[i];

    w->known = repair_known_hash(r, w->hash);
    if (w->known && w->known->flags & WORD_RESPELT)
        w->flags |= IS_RESPELT;
    if (w->len > 1 ? !w->known : !stands_alone(r, i, r->letters[w->at]))
        w->flags |= IS_UNKNOWN;
    if (is_rare(r, w))
        w->flags |= IS_RARE;
    w->gap = find_gap(r, i);
    if (w->gap != ' ' && (!w->gap || !strchr(".-_/", w->gap)))
        w->gap = '\0';
}

/* Whether a word of parts may begin at token i.
 * unknown  a bit for each of the tokens from i on that is no known word */
static bool may_be_part(const struct repair *r, size_t i, unsigned unknown)
{
    const struct repair_word *w = &r->word[i];

    if (w->gap != ' ')
        return w->gap;
    return unknown & ((1u << REPAIR_PARTS) - 1) ||
           (w[0].flags & w[1].flags & IS_RARE &&
            w[0].len + w[1].len <= PIECE_LETTERS) ||
           word_edges_begin(r->abusive, r->letters + w->at, EDGE_LETTERS);
}

/* Most tokens are known words among known words, or commas. */
static bool asks(const struct repair *r, size_t i, unsigned unknown)
{
    const struct repair_word *w = &r->word[i];
    const bool touches = repair_touches(r, i);

    if (w->flags & HOLDS_OTHER)
        return false;
    return w->flags & (HOLDS_SIGN | IS_DISGUISED | IS_RESPELT | IS_UNKNOWN) ||
           (touches && (!(w[1].flags & HOLDS_OTHER) ||
                        w[1].flags & (HOLDS_DOT | IS_DISGUISED))) ||
           (w->len == 1 && (w[1].len == 1 || w[2].len == 1)) ||
           (w->len && may_be_part(r, i, unknown));
}

void repair_scan(struct repair *r)
{
    unsigned unknown = 0;

    scan_tokens(r);
    memset(r->letters + r->letters_len, 0, LETTERS_BEHIND);
    memset(&r->word[r->tokens], 0, REPAIR_PARTS * sizeof(*r->word));
    for (size_t i = r->tokens; i-- > 0;) {
        if (r->word[i].len)
            note_word(r, i);
        unknown = unknown << 1 | ((r->word[i].flags & IS_UNKNOWN) != 0);
        if (asks(r, i, unknown))
            r->word[i].flags |= ASKS;
    }
}
