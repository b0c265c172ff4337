#include "report_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NARROW_SPACE "\xE2\x80\xAF" /* U+202F, does not break */
#define DASH "\xE2\x80\x93"

static const char *const texts[][2] = {
#define X(name, english, french) {english, french},
#include "report_text.inc"
#undef X
};

int report_language_of(const char *word, enum report_language *out,
                       struct error *err)
{
    if (strcmp(word, "en") == 0)
        *out = REPORT_ENGLISH;
    else if (strcmp(word, "fr") == 0)
        *out = REPORT_FRENCH;
    else
        return error_set(err, STATUS_USAGE, "--lang is fr or en");
    return STATUS_OK;
}

const char *report_say(enum report_language language, enum report_key key)
{
    return texts[key][language];
}

const char *report_tone(enum report_language language, const char *name)
{
    static const struct {
        const char *name;
        enum report_key key;
    } tones[] = {
        {"hostility",      REPORT_TONE_hostility     },
        {"insult",         REPORT_TONE_insult        },
        {"hate",           REPORT_TONE_hate          },
        {"threat",         REPORT_TONE_threat        },
        {"sarcasm",        REPORT_TONE_sarcasm       },
        {"source_request", REPORT_TONE_source_request},
        {"source_given",   REPORT_TONE_source_given  },
        {"profanity",      REPORT_TONE_profanity     },
        {"distress",       REPORT_TONE_distress      },
        {"spam",           REPORT_TONE_spam          },
        {"negative",       REPORT_TONE_negative      },
        {"positive",       REPORT_TONE_positive      },
    };

    for (size_t i = 0; i < sizeof(tones) / sizeof(tones[0]); i++)
        if (strcmp(tones[i].name, name) == 0)
            return report_say(language, tones[i].key);
    return name;
}

const char *report_measure(enum report_language language,
                           enum measure_kind kind)
{
    static const enum report_key keys[] = {
#define X(name, member) REPORT_##name,
        MEASURE_LIST(X)
#undef X
    };

    return report_say(language, keys[kind]);
}

/* ---- numbers ------------------------------------------------------------ */

struct report_number report_decimal(enum report_language language, double value,
                                    int decimals)
{
    struct report_number n = {DASH};

    if (isnan(value))
        return n;
    snprintf(n.text, sizeof(n.text), "%.*f", decimals, value);
    char *point = strchr(n.text, '.');
    if (point && language == REPORT_FRENCH)
        *point = ',';
    return n;
}

struct report_number report_count(enum report_language language, double value)
{
    const char *between = language == REPORT_FRENCH ? NARROW_SPACE : ",";
    struct report_number n = {DASH};
    char digits[32];

    if (isnan(value) || fabs(value) > 1e15)
        return n;
    snprintf(digits, sizeof(digits), "%.0f", fabs(value));
    const size_t len = strlen(digits);
    size_t to = 0;
    if (value < 0)
        n.text[to++] = '-';
    for (size_t i = 0; i < len; i++) {
        n.text[to++] = digits[i];
        if ((len - i) % 3 == 1 && i + 1 < len) {
            memcpy(n.text + to, between, strlen(between));
            to += strlen(between);
        }
    }
    n.text[to] = '\0';
    return n;
}

struct report_number report_percent(enum report_language language, double share)
{
    struct report_number n =
        report_decimal(language, share * 100, share > 0 && share < 0.01);

    if (!isnan(share))
        snprintf(n.text + strlen(n.text), sizeof(n.text) - strlen(n.text), "%s",
                 NARROW_SPACE "%");
    return n;
}

struct report_number report_range(enum report_language language, double low,
                                  double high, int decimals)
{
    struct report_number n = {DASH};

    if (isnan(low) || isnan(high))
        return n;
    snprintf(n.text, sizeof(n.text), "%.18s" DASH "%.18s",
             report_decimal(language, low, decimals).text,
             report_decimal(language, high, decimals).text);
    return n;
}

/* ---- templates ---------------------------------------------------------- */

/* The number of the place "{12}" that begins at `text`, and its length; false
 * when none does. */
static bool read_place(const char *text, size_t *which, size_t *len)
{
    const size_t digits = *text == '{' ? strspn(text + 1, "0123456789") : 0;

    if (!digits || digits > 2 || text[1 + digits] != '}')
        return false;
    *which = (size_t)strtoul(text + 1, NULL, 10);
    *len = digits + 2;
    return true;
}

int report_fill(struct buffer *out, const char *text, const char *const *value,
                size_t count, struct error *err)
{
    int status = STATUS_OK;

    while (status == STATUS_OK && *text) {
        size_t which, len;
        if (read_place(text, &which, &len) && which < count) {
            status = buffer_add_text(out, value[which], err);
        } else {
            len = 1 + strcspn(text + 1, "{");
            status = buffer_add(out, text, len, err);
        }
        text += len;
    }
    return status;
}
