#include "sound.h"

#include <stdbool.h>

/* Spellings of one sound, the longest first; a rule with `before` set holds
 * only before one of these letters, '$' being the end of the word. */
static const struct rule {
    const char *letters, *sound;
    const char *before;
} rules[] = {
    /* clang-format off */
    {"eau", "o", NULL},  {"ain", "I", NULL},  {"ein", "I", NULL},
    {"aim", "I", "bpm"}, {"oeu", "e", NULL},  {"ou", "u", NULL},
    {"au", "o", NULL},   {"ai", "e", NULL},   {"ei", "e", NULL},
    {"oi", "wa", NULL},  {"oa", "wa", NULL},  {"eu", "e", NULL},
    {"an", "A", "bcdfgjklmpqrstvwxz$"},       {"en", "A", "bcdfgjklmpqrstvwxz"},
    {"am", "A", "bp"},   {"em", "A", "bp"},
    {"in", "I", "bcdfgjklmpqrstvwxz$"},       {"im", "I", "bp"},
    {"un", "I", "bcdfgjklmpqrstvwxz$"},       {"yn", "I", "bcdfgjklmpqrstvwxz$"},
    {"on", "O", "bcdfgjklmpqrstvwxz$"},       {"om", "O", "bp"},
    {"ph", "f", NULL},   {"qu", "k", NULL},   {"gu", "g", "eiy"},
    {"ge", "j", "aou"},  {"gn", "N", NULL},   {"ch", "S", NULL},
    {"sh", "S", NULL},   {"sc", "s", "eiy"},
    {"c", "s", "eiy"},   {"g", "j", "eiy"},   {"c", "k", NULL},
    {"q", "k", NULL},    {"h", "", NULL},     {"y", "i", NULL},
    {"z", "s", NULL},    {"x", "ks", NULL},   {"w", "v", NULL},
    /* clang-format on */
};

static bool matches(const struct rule *r, struct view rest)
{
    const size_t len = strlen(r->letters);

    if (!view_starts(rest, r->letters))
        return false;
    return !r->before || strchr(r->before, rest.len > len ? rest.ptr[len] : '$');
}

/* Letters at the end that are not heard. */
static size_t heard(struct view word)
{
    size_t len = word.len;

    while (len > 2 && strchr("stdxzp", word.ptr[len - 1]))
        len--;
    if (len > 3 && word.ptr[len - 1] == 'e')
        len--;
    return len;
}

size_t sound_key(struct view word, char *key)
{
    struct view rest = {word.ptr, heard(word)};
    size_t len = 0;

    while (rest.len) {
        const char *sound = NULL;
        char own[2] = {rest.ptr[0], '\0'};
        size_t taken = 1;
        for (size_t i = 0; !sound && i < sizeof(rules) / sizeof(rules[0]); i++)
            if (matches(&rules[i], rest)) {
                sound = rules[i].sound;
                taken = strlen(rules[i].letters);
            }
        if (!sound)
            sound = own[0] >= 'a' && own[0] <= 'z' ? own : "";
        for (; *sound; sound++)
            if ((!len || key[len - 1] != *sound) && len < SOUND_CEILING)
                key[len++] = *sound;
        rest = view_from(rest, taken);
    }
    key[len] = '\0';
    return len;
}
