#include "mark.h"

#include <stdbool.h>
#include <string.h>

static const char letters[MARK_KINDS] = {
#define X(name, letter) letter,
    MARK_LIST(X)
#undef X
};

char mark_letter(enum mark_kind kind)
{
    return letters[kind];
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Letters, digits and every byte of a non-ASCII code point. */
static bool is_wordy(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

/* First byte of «, » and the no-break space: they end what they follow. */
#define TYPOGRAPHY '\xC2'
/* First byte of typographic quotation marks, the ellipsis and the euro. */
#define PUNCTUATION '\xE2'

static bool is_one_of(char c, const char *set)
{
    return c && strchr(set, c) != NULL;
}

static char at_or_nul(struct view text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

static bool follows_word(struct view text, size_t at)
{
    return at > 0 && is_wordy(text.ptr[at - 1]);
}

static bool starts_ignoring_case(struct view text, size_t at,
                                 const char *prefix)
{
    for (size_t i = 0; prefix[i]; i++) {
        const char c = at_or_nul(text, at + i);
        if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != prefix[i])
            return false;
    }
    return true;
}

/* A link goes on to white space, a quotation mark or an angle bracket; what
 * ends the sentence around it is not part of it. */
static size_t match_url(struct view text, size_t at)
{
    static const char *const begins[] = {"https://", "http://", "www."};
    size_t len = 0;

    for (size_t i = 0; !len && i < sizeof(begins) / sizeof(begins[0]); i++)
        if (starts_ignoring_case(text, at, begins[i]))
            len = strlen(begins[i]);
    if (!len || !is_wordy(at_or_nul(text, at + len)))
        return 0;
    while (at + len < text.len && !is_ascii_space(text.ptr[at + len]) &&
           !is_one_of(text.ptr[at + len], "<>\"") &&
           text.ptr[at + len] != TYPOGRAPHY)
        len++;
    while (is_one_of(text.ptr[at + len - 1], ".,;:!?)'-"))
        len--;
    return len;
}

static size_t match_mention(struct view text, size_t at)
{
    size_t len = 1;

    if (text.ptr[at] != '@' || follows_word(text, at))
        return 0;
    while (
        at + len < text.len && text.ptr[at + len] != TYPOGRAPHY &&
        text.ptr[at + len] != PUNCTUATION &&
        (is_wordy(text.ptr[at + len]) || is_one_of(text.ptr[at + len], "_-.")))
        len++;
    while (len > 1 && is_one_of(text.ptr[at + len - 1], "-."))
        len--;
    return len > 1 ? len : 0;
}

/* 42   3,5   1.000.000   14h30; not 1er, 4x4, H.264, RTX4090. */
static size_t match_number(struct view text, size_t at, enum mark_kind *kind)
{
    size_t len = 0, digits = 0;

    if (!is_digit(text.ptr[at]) || follows_word(text, at) ||
        (at > 1 && is_one_of(text.ptr[at - 1], ".,:_/-'") &&
         is_wordy(text.ptr[at - 2])))
        return 0;
    while (is_digit(at_or_nul(text, at + len)) ||
           (is_one_of(at_or_nul(text, at + len), ".,:hH") &&
            is_digit(at_or_nul(text, at + len + 1)))) {
        digits += is_digit(text.ptr[at + len]);
        len++;
    }
    if (len && is_one_of(at_or_nul(text, at + len), "hH") &&
        !is_wordy(at_or_nul(text, at + len + 1)))
        len++;
    const char next = at_or_nul(text, at + len);
    if (is_wordy(next) && next != TYPOGRAPHY && next != PUNCTUATION)
        return 0;
    const bool year = len == 4 && digits == 4 &&
                      (memcmp(text.ptr + at, "19", 2) == 0 ||
                       memcmp(text.ptr + at, "20", 2) == 0);
    *kind = year ? MARK_YEAR : MARK_NUMBER;
    return len;
}

static const struct smiley {
    const char *form;
    enum mark_kind kind;
    bool apart; /* letters of its own: only where no word stands before */
} smileys[] = {
    {"\" />", MARK_RESIDUE, false},
    {"\"/>",  MARK_RESIDUE, false},
    {":'-(",  MARK_SAD,     false},
    {":'(",   MARK_SAD,     false},
    {":-)",   MARK_HAPPY,   false},
    {":)",    MARK_HAPPY,   false},
    {":o)",   MARK_HAPPY,   false},
    {":-D",   MARK_HAPPY,   false},
    {":D",    MARK_HAPPY,   false},
    {"=)",    MARK_HAPPY,   false},
    {"=D",    MARK_HAPPY,   false},
    {"^^",    MARK_HAPPY,   false},
    {"<3",    MARK_HAPPY,   false},
    {"xD",    MARK_HAPPY,   true },
    {"XD",    MARK_HAPPY,   true },
    {"x)",    MARK_HAPPY,   true },
    {"oO",    MARK_DOUBT,   true },
    {"o_O",   MARK_DOUBT,   true },
    {"O_o",   MARK_DOUBT,   true },
    {"-_-",   MARK_DOUBT,   true },
    {":-/",   MARK_DOUBT,   false},
    {":/",    MARK_DOUBT,   false},
    {":-|",   MARK_DOUBT,   false},
    {":|",    MARK_DOUBT,   false},
    {";-)",   MARK_WINK,    false},
    {";)",    MARK_WINK,    false},
    {":-p",   MARK_WINK,    false},
    {":-P",   MARK_WINK,    false},
    {":p",    MARK_WINK,    false},
    {":P",    MARK_WINK,    false},
    {":-(",   MARK_SAD,     false},
    {":(",    MARK_SAD,     false},
};

static size_t match_smiley(struct view text, size_t at, enum mark_kind *kind)
{
    const char first = text.ptr[at], second = at_or_nul(text, at + 1);

    if (second == ' ' && first != '"') /* as most punctuation stands */
        return 0;
    for (size_t i = 0; i < sizeof(smileys) / sizeof(smileys[0]); i++) {
        const struct smiley *s = &smileys[i];
        if (s->form[0] != first || s->form[1] != second)
            continue;
        const size_t len = strlen(s->form);
        if (text.len - at < len || memcmp(text.ptr + at, s->form, len) != 0 ||
            (s->apart && follows_word(text, at)) ||
            is_one_of(at_or_nul(text, at + len), "/'") ||
            (is_wordy(s->form[len - 1]) && is_wordy(at_or_nul(text, at + len))))
            continue;
        *kind = s->kind;
        return len;
    }
    return 0;
}

/* Links begin with http:// or https:// or www. */
bool mark_may_link(struct view text)
{
    const char *const end = text.ptr + text.len;
    const char *at = text.ptr;

    while (at < end && (at = memchr(at, ':', (size_t)(end - at))))
        if (end - ++at > 1 && at[0] == '/' && at[1] == '/')
            return true;
    at = text.ptr;
    while (at < end && (at = memchr(at, '.', (size_t)(end - at))))
        if (++at - text.ptr > 3 && (at[-2] | 0x20) == 'w' &&
            (at[-3] | 0x20) == 'w')
            return true;
    return false;
}

size_t mark_match(struct view text, size_t at, enum mark_kind *kind)
{
    const char c = text.ptr[at], next = at_or_nul(text, at + 1);

    if (!mark_may_begin(c))
        return 0;
    if (is_digit(c))
        return match_number(text, at, kind);
    if (c == '@') {
        *kind = MARK_MENTION;
        return match_mention(text, at);
    }
    if (c == 'h' || c == 'H' || c == 'w' || c == 'W') {
        *kind = MARK_URL;
        return next == 't' || next == 'T' || next == 'w' || next == 'W'
                   ? match_url(text, at)
                   : 0;
    }
    return match_smiley(text, at, kind);
}
