#include "agreement.h"

#define OPINIONS_CEILING 16 /* on one tone of one comment; more are left out   \
                             */
#define NAMES_ARENA ((size_t)64 << 10)

/* The opinions on one tone of one comment. */
struct meeting {
    struct monitor *out;
    struct arena arena; /* their names */
    int64_t comment;
    struct view tone;
    size_t count;
    struct view moderator[OPINIONS_CEILING];
    bool value[OPINIONS_CEILING];
};

static void count_pair(struct agreement *to, bool first, bool second)
{
    if (first && second)
        to->both++;
    else if (first)
        to->first++;
    else if (second)
        to->second++;
    else
        to->neither++;
}

static void close_meeting(struct meeting *self)
{
    for (size_t t = 0; t < self->out->model.tone_count && self->count; t++) {
        struct monitor_tone *tone = &self->out->tone[t];
        if (!view_equal(tone->name, self->tone))
            continue;
        for (size_t i = 0; i < self->count; i++)
            for (size_t j = i + 1; j < self->count; j++)
                if (!view_equal(self->moderator[i], self->moderator[j]))
                    count_pair(&tone->agreement, self->value[i],
                               self->value[j]);
    }
    self->count = 0;
    arena_reset(&self->arena);
}

static int hear(void *context, const struct opinion *opinion, struct error *err)
{
    struct meeting *self = context;
    int status;

    if (self->comment != opinion->comment ||
        !view_equal(self->tone, opinion->tone)) {
        close_meeting(self);
        self->comment = opinion->comment;
        if ((status =
                 arena_copy(&self->arena, opinion->tone, &self->tone, err)) < 0)
            return status;
    }
    if (self->count == OPINIONS_CEILING)
        return STATUS_OK;
    if ((status = arena_copy(&self->arena, opinion->moderator,
                             &self->moderator[self->count], err)) < 0)
        return status;
    self->value[self->count++] = opinion->value;
    return STATUS_OK;
}

void agreement_kappa(struct agreement *self)
{
    const double n =
        (double)(self->both + self->first + self->second + self->neither);

    self->defined = false;
    self->kappa = 0;
    if (!(n > 0))
        return;
    const double first = (double)(self->both + self->first) / n,
                 second = (double)(self->both + self->second) / n,
                 seen = (double)(self->both + self->neither) / n,
                 chance = first * second + (1 - first) * (1 - second);
    self->defined = chance < 1;
    if (self->defined)
        self->kappa = (seen - chance) / (1 - chance);
}

int agreement_run(struct store *store, struct monitor *out, struct error *err)
{
    struct meeting meeting = {.out = out};
    int status;

    if ((status = arena_open(&meeting.arena, NAMES_ARENA, err)) < 0)
        return status;
    status = review_opinions(store, hear, &meeting, err);
    if (status == STATUS_OK)
        close_meeting(&meeting);
    for (size_t t = 0; t < out->model.tone_count; t++)
        agreement_kappa(&out->tone[t].agreement);
    arena_free(&meeting.arena);
    return status;
}
