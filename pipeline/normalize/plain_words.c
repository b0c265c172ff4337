/* What most texts are made of, eight bytes at a time. */
#include "builder.h"
#include "eight.h"
#include "mark.h"

#include <string.h>

/* First bytes of what combines, or may hide what does (the soft hyphen). */
static bool may_combine(char c)
{
    return (unsigned char)c >= 0xCC || c == '\xC2';
}

/* How many of the first eight bytes are small letters, none of them the third
 * of its kind in a row, none that carries a mark.
 * at      nine bytes
 * last    the code point before; *run times in a row, then of the last letter
 */
static size_t plain_letters(const char *at, int32_t last, size_t *run)
{
    const uint64_t eight = eight_load(at);
    const uint64_t again =
        eight_zeroes(eight ^ (eight << 8 | (unsigned char)last)) &
        (last < 0x80 ? ~(uint64_t)0 : ~(uint64_t)0xFF);
    size_t count =
        eight_before(eight_no_letters(eight) |
                     (again & (again << 8 | (*run >= LETTER_RUN ? 0x80 : 0))));

    if (count && may_combine(at[count]))
        count--;
    if (count)
        *run = again >> (8 * count - 1) & 1 ? 2 : 1;
    return count;
}

/* A letter of Latin-1 from U+00E0 on, which folds to itself; 0: none such. */
static int32_t plain_accent(const char *at)
{
    const unsigned char *p = (const unsigned char *)at;

    return p[0] == 0xC3 && p[1] >= 0xA0 && p[1] != 0xB7 && !may_combine(at[2])
               ? 0xC0 | (p[1] & 0x3F)
               : 0;
}

/* The first `count` of eight letters; there is room for all of them. */
static void put_plain_letters(struct builder *b, const char *eight, size_t at,
                              size_t count)
{
    memcpy(b->folded + b->len, eight, 8);
    eight_numbers(b->begin + b->len, (uint32_t)at);
    eight_numbers(b->end + b->len, (uint32_t)at + 1);
    b->len += count;
    b->last_at = b->len - 1;
    b->last = (unsigned char)eight[count - 1];
    b->evidence.latin += count;
}

/* Bytes of what may stand between two plain words, 0 for none. */
static size_t plain_gap(const char *at)
{
    if (at[0] == ' ' || at[0] == '\'')
        return 1;
    return (at[0] == ',' || at[0] == '.') && at[1] == ' ' ? 2 : 0;
}

/* The gap behind a word, and where the next one begins. */
static void put_plain_gap(struct builder *b, const char *gap, size_t at,
                          size_t count)
{
    builder_end_letters(b);
    for (size_t i = 0; i < count; i++, b->len++) {
        b->folded[b->len] = gap[i];
        b->begin[b->len] = (uint32_t)(at + i);
        b->end[b->len] = (uint32_t)(at + i + 1);
    }
    b->small = true;
    b->small_at = b->len;
}

size_t builder_add_plain(struct builder *b, struct text *text, size_t at)
{
    const struct view rest = view_from(text->original, at);
    const bool shout = b->word_upper && b->word_letters >= SHOUT;
    size_t done = 0, letters = 0;

    while (done < rest.len) {
        char tail[12] = {0}; /* two of a gap, eight, and what is behind */
        const char *p = rest.ptr + done;
        if (rest.len - done < sizeof(tail))
            p = memcpy(tail, p, rest.len - done);
        const size_t gap = shout && !letters ? 0 : plain_gap(p);
        size_t run = b->run;
        size_t count = plain_letters(p + gap, gap ? ' ' : b->last, &run);
        const int32_t accent = count || gap ? 0 : plain_accent(p);
        if (count && !(gap && count == 1 && mark_may_begin(p[gap]))) {
            if (gap)
                put_plain_gap(b, p, at + done, gap);
            put_plain_letters(b, p + gap, at + done + gap, count);
            b->run = run;
            done += gap;
        } else if (accent && (accent != b->last || b->run < LETTER_RUN)) {
            builder_put(b, accent, at + done, at + done + 2);
            done += 1;
            count = 1;
        } else {
            break;
        }
        done += count;
        letters += count;
    }
    b->word_letters += letters; /* more than one word's, but not capitals */
    b->word_upper &= !letters;
    text->letters += letters;
    return at + done;
}
