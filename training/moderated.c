#include "moderated.h"

#include "journal.h"

#include <stdio.h>
#include <string.h>

#define VOICES_CEILING 64 /* moderators on one tone of one comment */
#define NAME_SIZE 64

struct voice {
    char moderator[NAME_SIZE];
    bool value;
};

/* The comment and the tone whose labels are coming in. */
struct gathering {
    struct loader *loader;
    struct moderated_counts *counts;
    bool open; /* the last record of the loader is the comment at hand */
    char tone[24];
    struct voice voice[VOICES_CEILING];
    size_t voices;
    bool conflict;
};

static bool settle_value(struct gathering *g)
{
    size_t yes = 0;

    for (size_t i = 0; i < g->voices; i++)
        yes += g->voice[i].value;
    if (yes && yes < g->voices)
        g->counts->conflicts++;
    if (yes * 2 == g->voices)
        return strcmp(g->tone, "distress") == 0;
    return yes * 2 > g->voices;
}

/* Writes the tone that is complete into the comment at hand. */
static int end_tone(struct gathering *g, struct error *err)
{
    struct raw *r = &g->loader->raw[g->loader->count - 1];
    struct view name;
    int status;

    if (!g->voices)
        return STATUS_OK;
    const bool value = settle_value(g);
    g->voices = 0;
    if ((status = loader_keep(g->loader, view_of(g->tone), &name, err)) < 0)
        return status;
    struct annotation *a = &r->annotation;
    if (a->known_count < TONES_CEILING)
        a->known[a->known_count++] = name;
    if (value && a->tone_count < TONES_CEILING)
        a->tone[a->tone_count++] = name;
    return STATUS_OK;
}

static bool same_comment(const struct gathering *g, struct view id)
{
    return g->open &&
           view_equal(g->loader->raw[g->loader->count - 1].comment.id, id);
}

static int begin_comment(struct gathering *g, const struct comment *comment,
                         struct error *err)
{
    struct comment copy = *comment;
    const int status = end_tone(g, err);

    if (status < 0)
        return status;
    copy.annotation = (struct annotation){.present = true};
    g->open = true;
    g->counts->comments++;
    return loader_add(g->loader, &copy, err);
}

static void hear(struct gathering *g, struct view moderator, bool value)
{
    char name[NAME_SIZE];

    snprintf(name, sizeof(name), "%.*s", (int)moderator.len, moderator.ptr);
    for (size_t i = 0; i < g->voices; i++)
        if (strcmp(g->voice[i].moderator, name) == 0) {
            g->voice[i].value = value; /* labels come in order of time */
            return;
        }
    if (g->voices == VOICES_CEILING)
        return;
    memcpy(g->voice[g->voices].moderator, name, sizeof(name));
    g->voice[g->voices++].value = value;
}

static int visit(void *context, const struct stored_label *label,
                 struct error *err)
{
    struct gathering *g = context;
    int status = STATUS_OK;

    if (label->tone.len >= sizeof(g->tone))
        return STATUS_OK; /* no model can have a tone of that name */
    if (!same_comment(g, label->comment.id))
        status = begin_comment(g, &label->comment, err);
    else if (!view_is(label->tone, g->tone))
        status = end_tone(g, err);
    if (status < 0)
        return status;
    snprintf(g->tone, sizeof(g->tone), "%.*s", (int)label->tone.len,
             label->tone.ptr);
    hear(g, label->moderator, label->value);
    return STATUS_OK;
}

int moderated_load(struct loader *loader, struct store *store,
                   struct moderated_counts *counts, struct error *err)
{
    struct gathering g = {.loader = loader, .counts = counts};
    const size_t first = loader->count;
    int status;

    *counts = (struct moderated_counts){.comments = 0};
    if ((status = labels_each(store, visit, &g, err)) < 0 ||
        (g.open && (status = end_tone(&g, err)) < 0))
        return status;
    for (size_t i = first; i < loader->count; i++)
        loader->raw[i].later = true;
    return STATUS_OK;
}
