#include "calls.h"

#include "utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define PARTS 6       /* words of the longest name looked for */
#define PART_BYTES 48 /* of one of them, folded; the rest is left out */
#define FNV_BASIS 2166136261U
#define FNV_PRIME 16777619U

static const char *const common[] = {
#include "common_names.inc"
};

static const char *const second_person[] = {
    "t", "ta", "te", "tes", "toi", "ton", "tu", "vos", "votre", "vous"};

/* A run of letters and digits, folded, without accents. */
struct part {
    char text[PART_BYTES];
    size_t len;
    bool letter, digit;
    size_t end; /* byte of the original behind it */
};

static bool is_wordy(const struct folder *folder, uint32_t c)
{
    return (c >= '0' && c <= '9') || fold_is_letter(folder, c);
}

static void add_bare(struct part *part, int32_t folded)
{
    int32_t bare[8] = {folded};
    utf8proc_ssize_t count = 1;
    int boundary = 0;

    if (folded >= 0x80)
        count = utf8proc_decompose_char(folded, bare, 8,
                                        UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK,
                                        &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 8; i++)
        if (part->len + 4 <= PART_BYTES)
            part->len += utf8_encode((uint32_t)bare[i], part->text + part->len);
}

/* The part that begins at byte `at`; false when none does. */
static bool read_part(const struct folder *folder, struct view text, size_t at,
                      struct part *out)
{
    int32_t folded[FOLD_CLUSTER_CEILING];
    size_t next;

    *out = (struct part){.end = at};
    while (out->end < text.len) {
        const uint32_t c = utf8_decode(text.ptr, out->end, &next);
        if (!is_wordy(folder, c))
            break;
        const bool digit = c >= '0' && c <= '9';
        out->digit |= digit;
        out->letter |= !digit;
        const size_t count =
            fold_cluster(folder, text, out->end, folded, &out->end);
        for (size_t i = 0; i < count; i++)
            add_bare(out, folded[i]);
    }
    return out->len > 0;
}

static uint32_t hash_part(uint32_t hash, const struct part *part)
{
    for (size_t i = 0; i < part->len; i++)
        hash = (hash ^ (unsigned char)part->text[i]) * FNV_PRIME;
    return (hash ^ 0x1F) * FNV_PRIME; /* "a b" is not "ab" */
}

/* The parts of a name read so far. */
struct reading_name {
    uint32_t hash;
    size_t count, bytes;
    bool letter, odd; /* a digit or '_': as no word is written */
};

static void take_part(struct reading_name *self, const struct part *part)
{
    self->hash = hash_part(self->count ? self->hash : FNV_BASIS, part);
    self->count++;
    self->bytes += part->len;
    self->letter |= part->letter;
    self->odd |= part->digit;
}

static bool is_name(const struct reading_name *self)
{
    return self->letter && self->bytes >= 3;
}

uint32_t calls_name(const struct folder *folder, struct view name)
{
    struct reading_name read = {0};
    struct part part;

    for (size_t at = 0; at < name.len && read.count < PARTS;) {
        if (read_part(folder, name, at, &part)) {
            take_part(&read, &part);
            at = part.end;
        } else {
            utf8_decode(name.ptr, at, &at);
        }
    }
    return is_name(&read) ? read.hash : 0;
}

/* ---- in a text ---------------------------------------------------------- */

#define NO_BREAK_SPACE 0xA0
#define NARROW_SPACE 0x202F

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t' || c == NO_BREAK_SPACE || c == NARROW_SPACE;
}

/* Behind at most two of what parts a name; SIZE_MAX when nothing does. */
static size_t skip_parting(struct view text, size_t at, bool *odd)
{
    const size_t from = at;

    for (int i = 0; i < 2 && at < text.len; i++) {
        size_t next;
        const uint32_t c = utf8_decode(text.ptr, at, &next);
        if (c != '_' && c != '-' && c != '.' && c != '\'' && c != 0x2019 &&
            !is_space(c))
            break;
        *odd |= c == '_';
        at = next;
    }
    return at > from ? at : SIZE_MAX;
}

static bool is_listed(const struct part *part, const char *const *list,
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == part->len &&
            memcmp(list[i], part->text, part->len) == 0)
            return true;
    return false;
}

static bool is_common(const struct part *part)
{
    size_t low = 0, high = sizeof(common) / sizeof(common[0]);

    while (low < high) {
        const size_t middle = (low + high) / 2;
        const size_t len = strlen(common[middle]);
        int order = memcmp(part->text, common[middle],
                           part->len < len ? part->len : len);
        if (!order)
            order = (part->len > len) - (part->len < len);
        if (!order)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* What stands behind a name at the start of a line says that it is called. */
static bool is_addressed(const struct folder *folder, struct view text,
                         size_t at)
{
    struct part part;
    bool spaced = false;
    size_t next = at;
    uint32_t c = 0;

    for (int i = 0; i < 2 && at < text.len; i++) {
        c = utf8_decode(text.ptr, at, &next);
        if (!is_space(c))
            break;
        spaced = true;
        at = next;
    }
    if (at >= text.len)
        return false;
    if (c == ',' || c == ':' || c == '!' || c == '?' || c == '>')
        return true;
    if (c == '-' || c == 0x2013 || c == 0x2014)
        return spaced;
    return read_part(folder, text, at, &part) &&
           is_listed(&part, second_person,
                     sizeof(second_person) / sizeof(second_person[0]));
}

struct search {
    const struct folder *folder;
    struct view text;
    const struct calls_shunned *shunned;
    uint32_t *out;
    size_t count;
};

static bool is_shunned(const struct search *self, uint32_t hash)
{
    for (size_t i = 0; i < self->shunned->count; i++)
        if (self->shunned->name[i] == hash)
            return true;
    return false;
}

/* What may be a name from byte `at` on; `called`: behind an @. */
static void try_at(struct search *self, size_t at, bool called)
{
    uint32_t found[PARTS];
    struct reading_name name = {0};
    struct part part;
    size_t count = 0;
    bool common_word = false;

    while (name.count < PARTS && at < self->text.len &&
           read_part(self->folder, self->text, at, &part)) {
        take_part(&name, &part);
        if (name.count == 1)
            common_word = is_common(&part) || is_shunned(self, name.hash);
        const bool plain = name.count == 1 && !name.odd && common_word;
        if (is_name(&name) &&
            (called ||
             (!plain &&
              (name.odd || is_addressed(self->folder, self->text, part.end)))))
            found[count++] = name.hash;
        if ((at = skip_parting(self->text, part.end, &name.odd)) == SIZE_MAX)
            break;
    }
    while (count && self->count < CALLS_CEILING)
        self->out[self->count++] = found[--count];
}

/* An @ that is not in the middle of an address or a link. */
static bool is_call(struct view text, size_t at)
{
    const char before = at ? text.ptr[at - 1] : ' ';

    return text.ptr[at] == '@' && before != '/' && before != '.' &&
           before != '@' && !(before >= '0' && before <= '9') &&
           !(before >= 'a' && before <= 'z') &&
           !(before >= 'A' && before <= 'Z');
}

size_t calls_find(const struct folder *folder, struct view text,
                  const struct calls_shunned *shunned,
                  uint32_t out[CALLS_CEILING])
{
    struct search self = {folder, text, shunned, out, 0};
    bool line_start = true;

    for (size_t at = 0; at < text.len && self.count < CALLS_CEILING; at++) {
        const char c = text.ptr[at];
        if (is_call(text, at)) {
            const size_t name = at + 1;
            const bool spaced = name < text.len && text.ptr[name] == ' ';
            try_at(&self, name + spaced, true);
        } else if (line_start && c != ' ' && c != '\t') {
            try_at(&self, at, false);
        }
        if (c != ' ' && c != '\t')
            line_start = c == '\n';
    }
    return self.count;
}
