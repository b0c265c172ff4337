#include "sound.h"

#include <stdbool.h>

/* Spellings of one sound, the longest first; a rule with `before` set holds
 * only before one of these letters, '$' being the end of the word. */
struct rule {
    const char *letters, *sound;
    const char *before;
};

#define RULES 7 /* of one first letter, an empty one behind them */

static const struct rule rules[26][RULES] = {
  /* clang-format off */
    ['a' - 'a'] = {{"ain", "I", NULL}, {"aim", "I", "bpm"}, {"au", "o", NULL},
                    {"ai", "e", NULL}, {"an", "A", "bcdfgjklmpqrstvwxz$"},
                    {"am", "A", "bp"}},
    ['c' - 'a'] = {{"ch", "S", NULL}, {"c", "s", "eiy"}, {"c", "k", NULL}},
    ['e' - 'a'] = {{"eau", "o", NULL}, {"ein", "I", NULL}, {"ei", "e", NULL},
                    {"eu", "e", NULL}, {"en", "A", "bcdfgjklmpqrstvwxz"},
                    {"em", "A", "bp"}},
    ['g' - 'a'] = {{"gu", "g", "eiy"}, {"ge", "j", "aou"}, {"gn", "N", NULL},
                    {"g", "j", "eiy"}},
    ['h' - 'a'] = {{"h", "", NULL}},
    ['i' - 'a'] = {{"in", "I", "bcdfgjklmpqrstvwxz$"}, {"im", "I", "bp"}},
    ['o' - 'a'] = {{"oeu", "e", NULL}, {"ou", "u", NULL}, {"oi", "wa", NULL},
                    {"oa", "wa", NULL}, {"on", "O", "bcdfgjklmpqrstvwxz$"},
                    {"om", "O", "bp"}},
    ['p' - 'a'] = {{"ph", "f", NULL}},
    ['q' - 'a'] = {{"qu", "k", NULL}, {"q", "k", NULL}},
    ['s' - 'a'] = {{"sh", "S", NULL}, {"sc", "s", "eiy"}},
    ['u' - 'a'] = {{"un", "I", "bcdfgjklmpqrstvwxz$"}},
    ['w' - 'a'] = {{"w", "v", NULL}},
    ['x' - 'a'] = {{"x", "ks", NULL}},
    ['y' - 'a'] = {{"yn", "I", "bcdfgjklmpqrstvwxz$"}, {"y", "i", NULL}},
    ['z' - 'a'] = {{"z", "s", NULL}},
  /* clang-format on */
};

static bool matches(const struct rule *r, struct view rest, size_t *taken)
{
    size_t len = 0;

    for (; r->letters[len]; len++)
        if (len >= rest.len || rest.ptr[len] != r->letters[len])
            return false;
    if (r->before && !strchr(r->before, rest.len > len ? rest.ptr[len] : '$'))
        return false;
    *taken = len;
    return true;
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
        const unsigned letter = (unsigned char)rest.ptr[0] - (unsigned)'a';
        const char own[2] = {letter < 26 ? rest.ptr[0] : '\0', '\0'};
        const char *sound = own;
        size_t taken = 1;
        for (const struct rule *r = letter < 26 ? rules[letter] : NULL;
             r && r->letters; r++)
            if (matches(r, rest, &taken)) {
                sound = r->sound;
                break;
            }
        for (; *sound; sound++)
            if ((!len || key[len - 1] != *sound) && len < SOUND_CEILING)
                key[len++] = *sound;
        rest = view_from(rest, taken);
    }
    key[len] = '\0';
    return len;
}
