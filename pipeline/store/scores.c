#include "scores.h"

#include "connection.h"
#include "score_text.h"
#include "scored.h"

#include <assert.h>
#include <stdlib.h>

#define EACH_BATCH 256
#define EACH_ARENA                                                             \
    ((size_t)1 << 20) /* ids of a batch: 256 of 1 KiB and more                 \
                       */

static int64_t flag_mask(const struct verdict *verdict)
{
    int64_t mask = 0;

    for (size_t i = 0; i < verdict->tone_count; i++)
        if (verdict->tone[i].flagged)
            mask |= INT64_C(1) << i;
    return mask;
}

int store_has_score(struct store *self, int64_t comment, int64_t revision,
                    int64_t model, struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(
        self, STATEMENT_SCORE_EXISTS,
        BIND(whole(comment), whole(revision), whole(model)), &row, err);

    if (status == 1)
        statement_end(row);
    return status;
}

/* SCORE_STALE unless the comment still has this text; its state moves on. */
static int take_score(struct store *self, const struct standing *at,
                      const struct score *score, enum score_fate *fate,
                      struct error *err)
{
    const struct bound value[] = {whole(at->key), whole(at->revision),
                                  whole(score->model), name(score->language)};
    sqlite3_stmt *row;
    int changes, status;

    *fate = SCORE_FIRST;
    status =
        statement_run(self, STATEMENT_COMMENT_SCORE, value, 4, &changes, err);
    if (status < 0 || changes) {
        self->tally[COMMENT_WAITING] -= status == STATUS_OK;
        self->tally[COMMENT_SCORED] += status == STATUS_OK;
        return status;
    }
    *fate = SCORE_AGAIN;
    status = statement_run(self, STATEMENT_COMMENT_SCORE_AGAIN, value, 4,
                           &changes, err);
    if (status < 0 || changes)
        return status;
    *fate = SCORE_STALE;
    status =
        statement_first(self, STATEMENT_COMMENT_STATE, value, 2, &row, err);
    if (status == 1 && sqlite3_column_int(row, 0) == COMMENT_DECIDED)
        *fate = SCORE_DECIDED;
    if (status == 1)
        statement_end(row);
    return status < 0 ? status : STATUS_OK;
}

int store_put_score(struct store *self, const struct standing *at,
                    const struct score *score, enum score_fate *fate,
                    struct error *err)
{
    const struct verdict *verdict = score->verdict;
    int status;

    assert(self->writing && verdict->tone_count <= MODEL_TONES_CEILING);
    if ((status = take_score(self, at, score, fate, err)) < 0 ||
        *fate == SCORE_STALE)
        return status;
    buffer_clear(&self->json);
    if ((status = score_text_probabilities(verdict, &self->json, err)) < 0)
        goto failed;
    const size_t split = self->json.len;
    if (score->reason_count &&
        (status = score_text_reasons(score->reason, score->reason_count,
                                     &self->json, err)) < 0)
        goto failed;
    return statement_run(self, STATEMENT_SCORE_ADD,
                         BIND(whole(at->key), whole(at->revision),
                              whole(score->model), whole(flag_mask(verdict)),
                              text(view_first(buffer_view(&self->json), split)),
                              name(view_from(buffer_view(&self->json), split))),
                         NULL, err);
failed: /* half a score must not be committed */
    store_rollback(self);
    return status;
}

int store_adopt_score(struct store *self, const struct standing *at,
                      int64_t model, enum score_fate *fate, struct error *err)
{
    const struct score score = {.model = model};
    int status;

    assert(self->writing);
    *fate = SCORE_STALE;
    status = store_has_score(self, at->key, at->revision, model, err);
    return status == 1 ? take_score(self, at, &score, fate, err) : status;
}

static int read_score(sqlite3_stmt *row, struct arena *arena,
                      struct stored_score *out, struct error *err)
{
    const int status = score_text_read_probabilities(
        column_view(row, 1), sqlite3_column_int64(row, 0), &out->verdict, err);

    return status < 0
               ? status
               : score_text_read_reasons(column_view(row, 2), arena, out, err);
}

int store_score(struct store *self, int64_t comment, int64_t revision,
                int64_t model, struct arena *arena, struct stored_score *out,
                struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(
        self, STATEMENT_SCORE_GET,
        BIND(whole(comment), whole(revision), whole(model)), &row, err);

    if (status != 1)
        return status;
    *out = (struct stored_score){0};
    status = read_score(row, arena, out, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int scored_read(sqlite3_stmt *row, struct arena *arena, struct scored *out,
                struct error *err)
{
    struct view id;
    const int status = column_copy(row, 6, arena, &id, err);

    if (status < 0)
        return status;
    out->at = (struct standing){
        .key = sqlite3_column_int64(row, 0),
        .revision = sqlite3_column_int64(row, 1),
        .discussion = sqlite3_column_int64(row, 2),
        .received = sqlite3_column_int64(row, 3),
        .model = sqlite3_column_int64(row, 4),
        .id = id,
        .state = (enum comment_state)sqlite3_column_int(row, 5),
    };
    return score_text_read_probabilities(
        column_view(row, 8), sqlite3_column_int64(row, 7), &out->verdict, err);
}

/* The batch behind `after`: visitors may then write, no statement is open. */
static int read_batch(struct store *self, int64_t after, struct arena *arena,
                      struct scored *batch, size_t *count, struct error *err)
{
    sqlite3_stmt *row;
    int status =
        statement_start(self, STATEMENT_SCORE_EACH,
                        BIND(whole(after), whole(EACH_BATCH)), &row, err);

    *count = 0;
    if (status < 0)
        return status;
    while ((status = statement_next(self, row, err)) == 1) {
        if ((status = scored_read(row, arena, &batch[*count], err)) < 0) {
            statement_end(row);
            return status;
        }
        ++*count;
    }
    return status;
}

int store_each_scored(struct store *self,
                      int (*visit)(void *context, const struct standing *at,
                                   const struct verdict *verdict,
                                   struct error *err),
                      void *context, struct error *err)
{
    struct scored *batch = calloc(EACH_BATCH, sizeof(*batch));
    struct arena arena = {0};
    size_t count = EACH_BATCH;
    int64_t after = 0;
    int status;

    if (!batch)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    else
        status = arena_open(&arena, EACH_ARENA, err);
    while (status == STATUS_OK && count == EACH_BATCH) {
        arena_reset(&arena);
        status = read_batch(self, after, &arena, batch, &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = visit(context, &batch[i].at, &batch[i].verdict, err);
        after = count ? batch[count - 1].at.key : after;
    }
    arena_free(&arena);
    free(batch);
    return status;
}

int store_set_flags(struct store *self, const struct standing *at,
                    const struct verdict *verdict, struct error *err)
{
    return statement_run(self, STATEMENT_SCORE_FLAG,
                         BIND(whole(at->key), whole(at->revision),
                              whole(at->model), whole(flag_mask(verdict))),
                         NULL, err);
}

int store_history(struct store *self, const struct standing *at, int64_t model,
                  uint32_t mask, size_t window, uint64_t *history,
                  size_t *count, struct error *err)
{
    sqlite3_stmt *row;
    int status =
        statement_start(self, STATEMENT_SCORE_HISTORY,
                        BIND(whole(at->discussion), whole(at->key),
                             whole(model), whole(mask), whole((int64_t)window)),
                        &row, err);

    *history = 0;
    *count = 0;
    if (status < 0)
        return status;
    while ((status = statement_next(self, row, err)) == 1) {
        if (sqlite3_column_int(row, 0))
            *history |= UINT64_C(1) << *count;
        ++*count;
    }
    return status;
}

int store_scored_later(struct store *self, const struct standing *at,
                       struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_SCORE_LATER,
                        BIND(whole(at->discussion), whole(at->key)), &row, err);

    if (status == 1)
        statement_end(row);
    return status;
}
