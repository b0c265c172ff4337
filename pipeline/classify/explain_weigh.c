#include "explain_inside.h"

#include <math.h>
#include <stdlib.h>

double explain_bias(const struct explanation *self, size_t tone)
{
    const struct tone_origin *from = &self->origin[tone];

    return from->scale * model_parts(self->model)->tone[from->tone].bias +
           from->offset;
}

/* Heaviest first, equal ones in order of the text; no two have one place. */
static int by_weight(const void *a, const void *b)
{
    const struct reason *x = a, *y = b;
    const double heavy_x = fabs(x->weight), heavy_y = fabs(y->weight);

    if (heavy_x != heavy_y)
        return heavy_x > heavy_y ? -1 : 1;
    if (x->begin != y->begin)
        return x->begin < y->begin ? -1 : 1;
    if (x->end != y->end)
        return x->end < y->end ? -1 : 1;
    return explain_by_cue(x->cue, y->cue);
}

/* The reasons of a tone in no order, those of weight 0 left out. */
static int weigh_places(const struct explanation *self, size_t tone,
                        struct reason **out, size_t *count,
                        struct arena *arena, struct error *err)
{
    const struct model_parts *p = model_parts(self->model);
    const struct tone_origin *from = &self->origin[tone];
    const double unit = p->tone[from->tone].unit * from->scale;
    struct reason *list = arena_alloc(arena, self->places, sizeof(*list));
    size_t reasons = 0;

    if (!list)
        return error_set(err, STATUS_TOO_BIG, "too many reasons");
    for (size_t i = 0; i < self->places; i++)
        list[i] = (struct reason){(uint32_t)tone, self->place[i].begin,
                                  self->place[i].end, 0, self->place[i].cue};
    for (size_t i = 0; i < self->count; i++) {
        const struct entry *e = &self->entry[i];
        list[e->place].weight +=
            e->scale *
            (e->token
                 ? e->token->weight[from->tone]
                 : p->weight[(size_t)e->feature * WEIGHT_LANES + from->tone]);
    }
    for (size_t i = 0; i < self->places; i++) {
        struct reason reason = list[i];
        reason.weight *= unit;
        if (reason.weight != 0)
            list[reasons++] = reason;
    }
    arena_shrink(arena, list, reasons * sizeof(*list));
    *out = list;
    *count = reasons;
    return STATUS_OK;
}

int explain_tone(const struct explanation *self, size_t tone,
                 const struct reason **out, size_t *count, struct arena *arena,
                 struct error *err)
{
    struct reason *list;
    const int status = weigh_places(self, tone, &list, count, arena, err);

    if (status < 0)
        return status;
    qsort(list, *count, sizeof(*list), by_weight);
    *out = list;
    return STATUS_OK;
}

int explain_best(const struct explanation *self, size_t tone,
                 struct reason *best, size_t most, size_t *count,
                 struct arena *arena, struct error *err)
{
    const size_t used = arena->used;
    struct reason *list;
    size_t all, kept = 0;
    const int status = weigh_places(self, tone, &list, &all, arena, err);

    for (size_t i = 0; status == STATUS_OK && i < all; i++) {
        size_t at = kept;
        if (!(list[i].weight > 0))
            continue;
        while (at && by_weight(&list[i], &best[at - 1]) < 0)
            at--;
        if (at == most)
            continue;
        kept += kept < most;
        memmove(best + at + 1, best + at,
                (kept - at - 1) * sizeof(*best));
        best[at] = list[i];
    }
    *count = kept;
    arena->used = used;
    return status;
}
