#include "alike.h"

#include "likeness.h"
#include "normalize.h"
#include "utf8.h"

/* 0 when the text cannot be read. */
static int sign(struct exchange *self, const struct folder *folder,
                struct view text, struct likeness *out)
{
    struct error ignored = {.status = STATUS_OK};
    struct text folded;

    arena_reset(&self->worker->bench.scratch);
    if (normalize_run(folder, text, &folded, &self->worker->bench.scratch,
                      &ignored) < 0)
        return 0;
    likeness_sign(folded.folded, out);
    return 1;
}

static void compare(struct exchange *self, const struct folder *folder,
                    struct view text, const struct candidate_list *candidates,
                    struct alike_list *out)
{
    struct likeness own, other;

    if (!sign(self, folder, text, &own))
        return;
    for (size_t i = 0; i < candidates->count && out->count < ALIKE_SHOWN; i++)
        if (sign(self, folder, candidates->item[i].text, &other) &&
            likeness_between(&own, &other) >= LIKENESS_NEAR)
            out->item[out->count++] = candidates->item[i];
}

int alike_find(struct exchange *self, const struct stored_comment *stored,
               struct alike_list *out, struct error *err)
{
    struct worker *worker = self->worker;
    const size_t letters = utf8_count(stored->comment.text);
    struct error unscored = {.status = STATUS_OK};
    struct candidate_list candidates;
    struct held_model *held;
    int status;

    out->count = 0;
    if (letters < ALIKE_LEAST)
        return STATUS_OK;
    status =
        overview_candidates(worker->store, stored->at.key, self->account.name,
                            self->now, letters * 3 / 4, letters * 4 / 3 + 1,
                            ALIKE_LOOKED, &worker->arena, &candidates, err);
    if (status < 0 || !candidates.count)
        return status;
    /* its folding table; without a model there is nothing to compare by */
    if (scorer_take(self->console->scorer, worker->store, &held, &unscored) < 0)
        return STATUS_OK;
    compare(self, &held->plain.normalizer.folder, stored->comment.text,
            &candidates, out);
    scorer_give(self->console->scorer, held);
    return STATUS_OK;
}
