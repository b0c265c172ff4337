#include "label.h"

/* Names as seen so far. */
struct naming {
    bool named[MODEL_TONES_CEILING];
    bool none, neutral;
};

static bool is_sentiment(struct view tone)
{
    return view_is(tone, "negative") || view_is(tone, "positive");
}

static int read_name(struct view tone, const struct model_record *model,
                     struct naming *naming, struct error *err)
{
    bool *seen = NULL;

    if (view_is(tone, "none"))
        seen = &naming->none;
    else if (view_is(tone, "neutral"))
        seen = &naming->neutral;
    for (size_t i = 0; i < model->tone_count && !seen; i++)
        if (view_equal(tone, model->tone[i].name))
            seen = &naming->named[i];
    if (!seen)
        return error_set(err, STATUS_USAGE, "unknown tone '%.*s'",
                         VIEW_ARG(tone));
    if (*seen)
        return error_set(err, STATUS_USAGE, "tone '%.*s' is named twice",
                         VIEW_ARG(tone));
    *seen = true;
    return STATUS_OK;
}

int label_parse(struct view text, const struct model_record *model,
                struct labels *out, struct error *err)
{
    struct naming naming = {0};
    size_t sentiments, tones = 0;

    for (size_t at = 0; at <= text.len;) {
        size_t end = at;
        while (end < text.len && text.ptr[end] != ',')
            end++;
        const struct view name = {text.ptr + at, end - at};
        const int status = read_name(view_trim(name), model, &naming, err);
        if (status < 0)
            return status;
        at = end + 1;
    }
    sentiments = naming.neutral;
    for (size_t i = 0; i < model->tone_count; i++)
        *(is_sentiment(model->tone[i].name) ? &sentiments : &tones) +=
            naming.named[i];
    if (sentiments > 1)
        return error_set(err, STATUS_USAGE, "more than one sentiment named");
    if (naming.none && tones)
        return error_set(err, STATUS_USAGE, "'none' beside other tones");
    out->count = 0;
    for (size_t i = 0; i < model->tone_count; i++) {
        if (is_sentiment(model->tone[i].name) && !sentiments)
            continue; /* nothing was said of it */
        out->tone[out->count] = model->tone[i].name;
        out->value[out->count++] = naming.named[i];
    }
    return STATUS_OK;
}
