#include "palette.h"

#include <stddef.h>

static const struct row {
    const char *tone, *style, *french, *english;
    bool harsh, sentiment;
} rows[] = {
    {"hostility",      "tone-hostility", "Hostilité",        "Hostility",      true,  false},
    {"insult",         "tone-insult",    "Insulte",           "Insult",         true,  false},
    {"hate",           "tone-hate",      "Haine",             "Hate",           true,  false},
    {"threat",         "tone-threat",    "Menace",            "Threat",         true,  false},
    {"sarcasm",        "tone-sarcasm",   "Sarcasme",          "Sarcasm",        false, false},
    {"source_request", "tone-request",   "Demande de source", "Source request",
     false,                                                                            false},
    {"source_given",   "tone-given",     "Source donnée",    "Source given",   false,
     false                                                                                  },
    {"profanity",      "tone-profanity", "Grossièreté",     "Profanity",      true,  false},
    {"distress",       "tone-distress",  "Détresse",         "Distress",       false, false},
    {"spam",           "tone-spam",      "Indésirable",      "Spam",           false, false},
    {"negative",       "tone-negative",  "Négatif",          "Negative",       false, true },
    {"positive",       "tone-positive",  "Positif",           "Positive",       false, true },
};

static const struct row *find(struct view tone)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (view_is(tone, rows[i].tone))
            return &rows[i];
    return NULL;
}

struct html_value palette_name(struct view tone)
{
    const struct row *row = find(tone);

    return row ? W(row->french, row->english) : V(tone);
}

const char *palette_class(struct view tone)
{
    const struct row *row = find(tone);

    return row ? row->style : "tone-other";
}

bool palette_harsh(struct view tone)
{
    const struct row *row = find(tone);

    return row && row->harsh;
}

bool palette_sentiment(struct view tone)
{
    const struct row *row = find(tone);

    return row && row->sentiment;
}
