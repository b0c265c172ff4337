#include "tones.h"

#include <stdio.h>

bool tones_sentiment(struct view name)
{
    return view_is(name, "negative") || view_is(name, "positive");
}

uint32_t tones_bit(const struct tone_names *tones, struct view name)
{
    for (size_t t = 0; t < tones->count; t++)
        if (view_is(name, tones->name[t]))
            return UINT32_C(1) << t;
    return 0;
}

int tones_add(struct tone_names *tones, struct view name, struct error *err)
{
    if (tones_bit(tones, name))
        return STATUS_OK;
    if (!name.len || name.len >= sizeof(tones->name[0]))
        return error_set(err, STATUS_BAD_INPUT,
                         "'%.*s' is no name for a tone: 1 to 23 bytes",
                         VIEW_ARG(name));
    if (tones->count == MODEL_TONES_CEILING)
        return error_set(err, STATUS_BAD_INPUT,
                         "more than %d tones, sentiment included",
                         MODEL_TONES_CEILING);
    snprintf(tones->name[tones->count++], sizeof(tones->name[0]), "%.*s",
             (int)name.len, name.ptr);
    return STATUS_OK;
}

int tones_parse(struct tone_names *tones, const char *list, struct error *err)
{
    struct view rest = view_of(list);
    int status = STATUS_OK;

    while (rest.len && status == STATUS_OK) {
        const char *const comma = memchr(rest.ptr, ',', rest.len);
        const size_t len = comma ? (size_t)(comma - rest.ptr) : rest.len;
        const struct view name = view_trim(view_first(rest, len));
        status = tones_bit(tones, name)
                     ? error_set(err, STATUS_BAD_INPUT,
                                 "tone '%.*s' is named twice", VIEW_ARG(name))
                     : tones_add(tones, name, err);
        rest = view_from(rest, len + 1);
    }
    return status;
}
