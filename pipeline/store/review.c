#include "review.h"

#include "connection.h"
#include "score_text.h"

#include <stdlib.h>

#define BATCH 64
#define BATCH_ARENA ((size_t)1 << 20) /* names of a batch */

static int read_review(sqlite3_stmt *row, struct arena *arena,
                       struct review *out, struct error *err)
{
    *out = (struct review){
        .decision = sqlite3_column_int64(row, 0),
        .comment = sqlite3_column_int64(row, 1),
        .time = sqlite3_column_int64(row, 2),
        .removed = sqlite3_column_int(row, 3) != 0,
        .corrected = sqlite3_column_int(row, 4) != 0,
        .received = column_moment(row, 5),
        .model = sqlite3_column_int64(row, 6),
        .share = sqlite3_column_double(row, 9),
    };
    const int status = score_text_read_probabilities(
        column_view(row, 8), sqlite3_column_int64(row, 7), &out->verdict, err);

    return status < 0 ? status
                      : column_copy(row, 10, arena, &out->section, err);
}

static int read_labels(struct store *self, struct arena *arena,
                       struct review *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(self, STATEMENT_REVIEW_LABELS,
                                 BIND(whole(out->decision)), &row, err);

    while (status >= 0 && (status = statement_next(self, row, err)) == 1 &&
           out->label_count < MODEL_TONES_CEILING) {
        const size_t i = out->label_count++;
        out->value[i] = sqlite3_column_int(row, 1) != 0;
        if ((status = column_copy(row, 0, arena, &out->label[i], err)) < 0)
            statement_end(row);
    }
    if (status == 1)
        statement_end(row);
    return status < 0 ? status : STATUS_OK;
}

/* The batch behind `after`: visitors may then read, no statement is open. */
static int read_batch(struct store *self, int64_t after, struct arena *arena,
                      struct review *batch, size_t *count, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(self, STATEMENT_REVIEW_DECIDED,
                                 BIND(whole(after), whole(BATCH)), &row, err);

    *count = 0;
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        status = read_review(row, arena, &batch[*count], err);
        if (status < 0)
            statement_end(row);
        else
            ++*count;
    }
    for (size_t i = 0; i < *count && status == STATUS_OK; i++)
        if (batch[i].corrected)
            status = read_labels(self, arena, &batch[i], err);
    return status;
}

int review_each(struct store *self,
                int (*visit)(void *context, const struct review *review,
                             struct error *err),
                void *context, struct error *err)
{
    struct review *batch = calloc(BATCH, sizeof(*batch));
    struct arena arena = {0};
    size_t count = BATCH;
    int64_t after = 0;
    int status;

    if (!batch)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    else
        status = arena_open(&arena, BATCH_ARENA, err);
    while (status == STATUS_OK && count == BATCH) {
        arena_reset(&arena);
        status = read_batch(self, after, &arena, batch, &count, err);
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = visit(context, &batch[i], err);
        after = count ? batch[count - 1].decision : after;
    }
    arena_free(&arena);
    free(batch);
    return status;
}

int review_opinions(struct store *self,
                    int (*visit)(void *context, const struct opinion *opinion,
                                 struct error *err),
                    void *context, struct error *err)
{
    sqlite3_stmt *row;
    int status =
        statement_start(self, STATEMENT_REVIEW_PAIRS, NULL, 0, &row, err);

    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        const struct opinion opinion = {
            .comment = sqlite3_column_int64(row, 0),
            .tone = column_view(row, 1),
            .value = sqlite3_column_int(row, 2) != 0,
            .moderator = column_view(row, 3),
        };
        if ((status = visit(context, &opinion, err)) < 0)
            statement_end(row);
    }
    return status;
}

int review_population(struct store *self, int64_t model, struct population *out,
                      struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_REVIEW_CONTROL,
                                 BIND(whole(model)), &row, err);

    *out = (struct population){0};
    if (status < 0)
        return status;
    out->drawn = (uint64_t)sqlite3_column_int64(row, 0);
    out->stand_for = sqlite3_column_double(row, 1);
    statement_end(row);
    status = statement_first(self, STATEMENT_REVIEW_PLACES, BIND(whole(model)),
                             &row, err);
    if (status < 0)
        return status;
    out->placed = (uint64_t)sqlite3_column_int64(row, 0);
    statement_end(row);
    return STATUS_OK;
}

int review_ages(struct store *self, int64_t now, struct ages *out,
                struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_REVIEW_AGES,
                                       BIND(whole(now)), &row, err);

    if (status < 0)
        return status;
    *out = (struct ages){
        .count = (uint64_t)sqlite3_column_int64(row, 0),
        .oldest = column_moment(row, 1),
        .hour = (uint64_t)sqlite3_column_int64(row, 2),
        .hours4 = (uint64_t)sqlite3_column_int64(row, 3),
        .day = (uint64_t)sqlite3_column_int64(row, 4),
        .week = (uint64_t)sqlite3_column_int64(row, 5),
    };
    statement_end(row);
    return STATUS_OK;
}

/* Keys are given in order of arrival, and a revised text has come later than
 * its key: nothing behind the first unrevised one is older. */
static int find_oldest(struct store *self, enum statement which,
                       int64_t *received, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(self, which, NULL, 0, &row, err);

    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        const int64_t since = sqlite3_column_int64(row, 0);
        if (*received == TIME_NONE || since < *received)
            *received = since;
        if (sqlite3_column_int(row, 1))
            break;
    }
    if (status == 1)
        statement_end(row);
    return status < 0 ? status : STATUS_OK;
}

int review_oldest(struct store *self, int64_t *received, struct error *err)
{
    int status;

    *received = TIME_NONE;
    status = find_oldest(self, STATEMENT_REVIEW_OLDEST_PLACED, received, err);
    return status < 0 ? status
                      : find_oldest(self, STATEMENT_REVIEW_OLDEST_WAITING,
                                    received, err);
}
