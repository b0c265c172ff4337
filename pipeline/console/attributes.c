#include "attributes.h"

#include <string.h>

/* share: of the train split's comments; tests/bench/attributes.py checks it. */
static const struct known {
    const char *name;
    double share;
    const char *tone[4];
} known[] = {
    {"TOXICITY",        0.2896, {"hostility", "insult", "hate", "threat"}},
    {"SEVERE_TOXICITY", 0.0884, {"hate", "threat"}                       },
    {"IDENTITY_ATTACK", 0.0574, {"hate"}                                 },
    {"INSULT",          0.1017, {"insult"}                               },
    {"THREAT",          0.0339, {"threat"}                               },
    {"PROFANITY",       0.0844, {"profanity"}                            },
};

/* Without "@2" and, for the six, without "_EXPERIMENTAL". */
static struct view plain_name(struct view name)
{
    static const char suffix[] = "_EXPERIMENTAL";
    const size_t len = sizeof(suffix) - 1;
    const char *at = name.len ? memchr(name.ptr, '@', name.len) : NULL;

    if (at)
        name = view_first(name, (size_t)(at - name.ptr));
    if (name.len > len && view_is(view_from(name, name.len - len), suffix))
        name = view_first(name, name.len - len);
    return name;
}

/* Index of the tone whose upper-case name it is, or the count of tones. */
static size_t find_tone(const struct model_parts *model, struct view name)
{
    size_t t = 0, i;

    for (; t < model->tone_count; t++) {
        const char *tone = model->tone[t].name;
        if (strlen(tone) != name.len)
            continue;
        for (i = 0; i < name.len; i++) {
            const char upper =
                (char)(tone[i] >= 'a' && tone[i] <= 'z' ? tone[i] - 'a' + 'A'
                                                        : tone[i]);
            if (name.ptr[i] != upper)
                break;
        }
        if (i == name.len)
            break;
    }
    return t;
}

static bool find_known(const struct model_parts *model, const struct known *row,
                       struct attribute *out)
{
    *out = (struct attribute){.share = row->share};
    for (size_t i = 0; i < 4 && row->tone[i]; i++)
        for (size_t t = 0; t < model->tone_count; t++)
            if (strcmp(model->tone[t].name, row->tone[i]) == 0)
                out->tone[out->tone_count++] = t;
    return out->tone_count > 0;
}

bool attribute_find(const struct model_parts *model, struct view name,
                    struct attribute *out)
{
    const struct view plain = plain_name(name);

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (view_is(plain, known[i].name))
            return find_known(model, &known[i], out);
    const size_t tone = find_tone(model, name);
    *out = (struct attribute){.tone_count = 1, .tone = {tone}, .share = 0.5};
    return tone < model->tone_count;
}

double attribute_value(const struct attribute *self,
                       const struct verdict *verdict)
{
    double p = 0;

    for (size_t i = 0; i < self->tone_count; i++) {
        const double one =
            verdict->tone[self->tone[i]].probability / (double)PROBABILITY_ONE;
        p = one > p ? one : p;
    }
    const double yes = p * (1 - self->share), no = (1 - p) * self->share;
    return yes / (yes + no);
}
