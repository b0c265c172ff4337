#include "date_scan.h"

#include "plain.h"

#include <stddef.h>
#include <string.h>

/* Longest date understood is about 50 bytes once folded; longer text is
 * prose, and refusing it early keeps pages fast. */
#define DATE_SIZE 80

struct cursor {
    const char *p; /* into folded text, NUL-terminated */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static void skip_space(struct cursor *at)
{
    while (*at->p == ' ')
        at->p++;
}

static bool take_char(struct cursor *at, char c)
{
    if (*at->p != c)
        return false;
    at->p++;
    return true;
}

/* Takes `word` when it stands there whole, and the space behind it. */
static bool take_word(struct cursor *at, const char *word)
{
    const size_t len = strlen(word);

    if (strncmp(at->p, word, len) != 0 ||
        (is_letter(word[len - 1]) && is_letter(at->p[len])))
        return false;
    at->p += len;
    skip_space(at);
    return true;
}

/* Takes up to 4 digits; returns how many, 0 also when more stand there. */
static int take_number(struct cursor *at, int *out)
{
    int digits = 0, value = 0;

    while (is_digit(at->p[digits])) {
        if (digits == 4)
            return 0;
        value = value * 10 + (at->p[digits++] - '0');
    }
    at->p += digits;
    *out = value;
    return digits;
}

/* A month by name or by any beginning of three letters that is no other's. */
static bool take_month(struct cursor *at, int *month)
{
    static const char *const names[] = {
        "janvier", "fevrier", "mars",      "avril",   "mai",      "juin",
        "juillet", "aout",    "septembre", "octobre", "novembre", "decembre",
    };
    size_t len = 0;
    int found = 0;

    while (is_letter(at->p[len]))
        len++;
    for (int i = 0; len >= 3 && i < 12; i++)
        if (strncmp(at->p, names[i], len) == 0) {
            if (found)
                return false;
            found = i + 1;
        }
    if (!found)
        return false;
    at->p += len;
    take_char(at, '.');
    *month = found;
    return true;
}

/* « Publié le mardi », « le », « Posté : »: whatever goes before the day. */
static void skip_preamble(struct cursor *at)
{
    static const char *const verbs[] = {
        "publiee", "publie", "postee", "poste", "ecrit", "envoye",
    };
    static const char *const weekdays[] = {
        "lundi", "lun", "mardi",    "mar", "mercredi", "mer", "jeudi",
        "jeu",   "ven", "vendredi", "sam", "samedi",   "dim", "dimanche",
    };

    for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
        if (take_word(at, verbs[i]))
            break;
    take_word(at, ":");
    take_word(at, "le");
    for (size_t i = 0; i < sizeof(weekdays) / sizeof(weekdays[0]); i++)
        if (take_word(at, weekdays[i]))
            break;
    take_word(at, ".");
    take_word(at, ",");
    take_word(at, "le");
}

/* Z, UTC, +02:00, +0200, +02 */
static enum date_result take_zone(struct cursor *at, struct date_scan *out)
{
    int hours, minutes = 0;

    skip_space(at);
    if (take_word(at, "z") || take_word(at, "utc") || take_word(at, "gmt")) {
        out->has_zone = true;
        return DATE_FOUND;
    }
    if (*at->p != '+' && *at->p != '-')
        return DATE_FOUND;
    const int sign = *at->p++ == '-' ? -1 : 1;
    const int digits = take_number(at, &hours);
    if (digits == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (digits != 2 ||
               (take_char(at, ':') && take_number(at, &minutes) != 2)) {
        return DATE_UNKNOWN;
    }
    if (hours > 14 || minutes > 59)
        return DATE_IMPOSSIBLE;
    out->has_zone = true;
    out->zone = sign * (hours * 3600 + minutes * 60);
    return DATE_FOUND;
}

/* Behind hours and minutes: ":30", ":30.250", "min 30 s". */
static bool take_seconds(struct cursor *at, struct wall_clock *wall)
{
    const bool named = take_word(at, "min") || take_word(at, "mn");

    if (!named && !take_char(at, ':'))
        return true;
    if (named && !is_digit(*at->p))
        return true;
    if (take_number(at, &wall->second) != 2)
        return false;
    if (named) {
        skip_space(at);
        take_word(at, "s");
    }
    if ((*at->p == '.' || *at->p == ',') && is_digit(at->p[1]))
        for (at->p++; is_digit(*at->p);)
            at->p++;
    return true;
}

/* 08h26, 8 h 26, 8h, 08:26:30 */
static bool take_time(struct cursor *at, struct wall_clock *wall)
{
    const int digits = take_number(at, &wall->hour);

    if (digits != 1 && digits != 2)
        return false;
    skip_space(at);
    const bool named =
        take_word(at, "heures") || take_word(at, "heure") || take_word(at, "h");
    if (!named && !take_char(at, ':'))
        return false;
    if (named && !is_digit(*at->p))
        return true;
    if (take_number(at, &wall->minute) != 2)
        return false;
    if (*at->p == ' ' && at->p[1] == 'm')
        at->p++;
    return take_seconds(at, wall);
}

/* The end, or what separates day and time, the time and its zone. */
static enum date_result take_rest(struct cursor *at, struct date_scan *out)
{
    const char *const start = at->p;
    enum date_result result;

    if (!*at->p) {
        out->form = DATE_DAY;
        return DATE_FOUND;
    }
    if (*at->p == 't' && is_digit(at->p[1]))
        at->p++;
    else
        while (take_word(at, " ") || take_word(at, ",") || take_word(at, "-") ||
               take_word(at, "a"))
            ;
    if (at->p == start || !take_time(at, &out->wall))
        return DATE_UNKNOWN;
    if ((result = take_zone(at, out)) != DATE_FOUND)
        return result;
    skip_space(at);
    return *at->p ? DATE_UNKNOWN : DATE_FOUND;
}

/* 2020-08-04 behind its year; 04/08/2020 and 4.8.2020 behind the day. */
static enum date_result take_numeric(struct cursor *at, bool year_first,
                                     struct wall_clock *wall)
{
    const char separator = *at->p++;
    int *const last = year_first ? &wall->day : &wall->year;
    int digits = take_number(at, &wall->month);

    if (digits < 1 || digits > 2 || !take_char(at, separator))
        return DATE_UNKNOWN;
    digits = take_number(at, last);
    if (!year_first && digits == 2)
        return DATE_YEAR_SHORT;
    if (year_first ? digits < 1 || digits > 2 : digits != 4)
        return DATE_UNKNOWN;
    return DATE_FOUND;
}

static enum date_result take_day(struct cursor *at, struct date_scan *out)
{
    struct wall_clock *const wall = &out->wall;
    int first;
    int digits = take_number(at, &first);

    if (!digits || digits == 3)
        return DATE_UNKNOWN;
    out->form = DATE_NUMERIC;
    if (digits == 4) {
        wall->year = first;
        return *at->p == '-' || *at->p == '/' ? take_numeric(at, true, wall)
                                              : DATE_UNKNOWN;
    }
    wall->day = first;
    if ((*at->p == '/' || *at->p == '.' || *at->p == '-') && is_digit(at->p[1]))
        return take_numeric(at, false, wall);
    out->form = DATE_NAMED;
    take_word(at, "er");
    skip_space(at);
    if (!take_month(at, &wall->month))
        return DATE_UNKNOWN;
    skip_space(at);
    digits = take_number(at, &wall->year);
    if (digits == 2)
        return DATE_YEAR_SHORT;
    return digits == 4 ? DATE_FOUND : DATE_UNKNOWN;
}

/* 3, "une", "deux" ... of a relative date; 0 when none stands there. */
static int take_count(struct cursor *at)
{
    static const struct {
        const char *word;
        int value;
    } words[] = {
        {"une",    1 },
        {"un",     1 },
        {"deux",   2 },
        {"trois",  3 },
        {"quatre", 4 },
        {"cinq",   5 },
        {"six",    6 },
        {"sept",   7 },
        {"huit",   8 },
        {"neuf",   9 },
        {"dix",    10},
        {"onze",   11},
    };
    int value = 0;

    if (take_number(at, &value))
        return value;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (take_word(at, words[i].word))
            return words[i].value;
    return 0;
}

/* « il y a » has been taken: a count and a unit follow. */
static enum date_result take_ago(struct cursor *at, struct date_scan *out)
{
    static const struct {
        const char *word;
        int seconds, months;
    } units[] = {
        {"secondes", 1,      0 },
        {"seconde",  1,      0 },
        {"sec",      1,      0 },
        {"s",        1,      0 },
        {"minutes",  60,     0 },
        {"minute",   60,     0 },
        {"min",      60,     0 },
        {"mn",       60,     0 },
        {"heures",   3600,   0 },
        {"heure",    3600,   0 },
        {"h",        3600,   0 },
        {"jours",    86400,  0 },
        {"jour",     86400,  0 },
        {"j",        86400,  0 },
        {"semaines", 604800, 0 },
        {"semaine",  604800, 0 },
        {"mois",     0,      1 },
        {"ans",      0,      12},
        {"an",       0,      12},
        {"annees",   0,      12},
        {"annee",    0,      12},
    };

    out->form = DATE_RELATIVE;
    out->reference = DATE_FROM_NOW;
    if (take_word(at, "quelques secondes") ||
        take_word(at, "quelques instants"))
        return *at->p ? DATE_UNKNOWN : DATE_FOUND;
    take_word(at, "moins d'");
    const int count = take_count(at);
    skip_space(at);
    for (size_t i = 0; count && i < sizeof(units) / sizeof(units[0]); i++)
        if (take_word(at, units[i].word)) {
            take_char(at, '.');
            out->seconds_back = (int64_t)units[i].seconds * count;
            out->months_back = units[i].months * count;
            /* 1000 years: keeps the result a year clock.h knows */
            if (*at->p || out->months_back > 12000)
                return DATE_UNKNOWN;
            return DATE_FOUND;
        }
    return DATE_UNKNOWN;
}

/* Relative dates; DATE_NUMBER stands for "not one of these". */
static enum date_result take_relative(struct cursor *at, struct date_scan *out)
{
    static const char *const days[] = {"aujourd'hui", "hier", "avant-hier"};

    if (take_word(at, "il y a"))
        return take_ago(at, out);
    if (take_word(at, "a l'instant")) {
        out->form = DATE_RELATIVE;
        out->reference = DATE_FROM_NOW;
        return *at->p ? DATE_UNKNOWN : DATE_FOUND;
    }
    for (int i = 0; i < 3; i++) {
        const size_t len = strlen(days[i]);
        if (strncmp(at->p, days[i], len) == 0) {
            at->p += len;
            out->form = DATE_RELATIVE;
            out->reference = DATE_FROM_TODAY;
            out->days_back = i;
            out->wall.year = 2000; /* any: only the time of day is read */
            out->wall.month = out->wall.day = 1;
            return take_rest(at, out);
        }
    }
    return DATE_NUMBER;
}

enum date_result date_scan(struct view text, struct date_scan *out)
{
    char folded[DATE_SIZE];
    struct cursor at = {folded};
    enum date_result result;

    *out = (struct date_scan){.form = DATE_NONE};
    if (!plain_fold(text, folded, sizeof(folded)) || !folded[0])
        return DATE_UNKNOWN;
    result = DATE_NUMBER;
    if (!is_digit(folded[0])) { /* machines begin with the year: no words */
        skip_preamble(&at);
        result = take_relative(&at, out);
    }
    if (result == DATE_NUMBER && (result = take_day(&at, out)) == DATE_FOUND)
        result = take_rest(&at, out);
    if (result != DATE_FOUND)
        return strspn(folded, "0123456789") == strlen(folded) ? DATE_NUMBER
                                                              : result;
    if (out->reference != DATE_FROM_NOW && !clock_valid(&out->wall))
        return DATE_IMPOSSIBLE;
    return DATE_FOUND;
}
