/* Rows of the queue, one statement each. */
#include "places.h"

#include "connection.h"

#include <assert.h>
#include <stdio.h>

int place_put(struct store *self, const struct place *place, struct error *err)
{
    assert(self->writing);
    const int status = statement_run(
        self, STATEMENT_PLACE_ADD,
        BIND(whole(place->comment), whole(place->lane), real(place->rank),
             whole(place->model), whole((int64_t)place->tone),
             whole(place->tones), whole(place->probability)),
        NULL, err);

    if (status == STATUS_OK)
        self->tally[TALLY_LANE + place->lane]++;
    return status;
}

int place_remove(struct store *self, int64_t comment, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    assert(self->writing);
    while ((status = statement_first(self, STATEMENT_PLACE_REMOVE,
                                     BIND(whole(comment)), &row, err)) == 1) {
        self->tally[TALLY_LANE + sqlite3_column_int(row, 0)]--;
        statement_end(row);
    }
    return status;
}

int place_release(struct store *self, int64_t comment, struct error *err)
{
    const int status = claim_remove(self, comment, err);

    return status < 0 ? status : deferral_remove(self, comment, err);
}

int place_exists(struct store *self, int64_t comment, struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_PLACE_EXISTS,
                                       BIND(whole(comment)), &row, err);

    if (status == 1)
        statement_end(row);
    return status;
}

int claim_put(struct store *self, int64_t comment, struct view moderator,
              int64_t until, struct error *err)
{
    return statement_run(self, STATEMENT_CLAIM_PUT,
                         BIND(whole(comment), text(moderator), whole(until)),
                         NULL, err);
}

int claim_find(struct store *self, int64_t comment, int64_t now,
               struct arena *arena, struct claim *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_CLAIM_FIND,
                                 BIND(whole(comment), whole(now)), &row, err);

    if (status != 1)
        return status;
    out->until = sqlite3_column_int64(row, 1);
    status = column_copy(row, 0, arena, &out->moderator, err);
    statement_end(row);
    return status < 0 ? status : 1;
}

int claim_remove(struct store *self, int64_t comment, struct error *err)
{
    return statement_run(self, STATEMENT_CLAIM_REMOVE, BIND(whole(comment)),
                         NULL, err);
}

int claim_expire(struct store *self, int64_t now, struct error *err)
{
    return statement_run(self, STATEMENT_CLAIM_EXPIRE, BIND(whole(now)), NULL,
                         err);
}

int deferral_put(struct store *self, int64_t comment, int64_t until,
                 struct error *err)
{
    return statement_run(self, STATEMENT_DEFERRAL_PUT,
                         BIND(whole(comment), whole(until)), NULL, err);
}

int deferral_remove(struct store *self, int64_t comment, struct error *err)
{
    return statement_run(self, STATEMENT_DEFERRAL_REMOVE, BIND(whole(comment)),
                         NULL, err);
}

int control_put(struct store *self, int64_t comment, double share,
                struct error *err)
{
    return statement_run(self, STATEMENT_CONTROL_PUT,
                         BIND(whole(comment), real(share)), NULL, err);
}

int control_remove(struct store *self, int64_t comment, struct error *err)
{
    return statement_run(self, STATEMENT_CONTROL_REMOVE, BIND(whole(comment)),
                         NULL, err);
}

uint64_t store_generation(const struct store *self)
{
    return self->generation;
}

int plan_read(struct store *self, struct plan *out, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_PLAN_READ, NULL, 0, &row, err);

    if (status == 0) {
        error_set(err, STATUS_DAMAGED, "store is damaged: no plan");
        return error_locate(err, self->path, 0);
    }
    if (status < 0)
        return status;
    out->seed = (uint64_t)sqlite3_column_int64(row, 0);
    snprintf(out->digest, sizeof(out->digest), "%.*s",
             VIEW_ARG(column_view(row, 1)));
    out->age_per_hour = sqlite3_column_double(row, 2);
    out->unscored = sqlite3_column_double(row, 3);
    statement_end(row);
    return STATUS_OK;
}

int plan_write(struct store *self, const struct plan *plan, struct error *err)
{
    return statement_run(self, STATEMENT_PLAN_WRITE,
                         BIND(text(view_of(plan->digest)),
                              real(plan->age_per_hour), real(plan->unscored)),
                         NULL, err);
}
