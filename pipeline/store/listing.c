/* What a moderator may see next: scored places and waiting comments merged
 * by priority. */
#include "connection.h"
#include "models.h"
#include "places.h"

#define SECONDS_PER_HOUR 3600.0

static int read_place(sqlite3_stmt *row, double gained, struct arena *arena,
                      struct listed_place *out, struct error *err)
{
    const int lane = sqlite3_column_int(row, 2);

    if (lane < 0 || lane >= LANES)
        return error_set(err, STATUS_DAMAGED, "store is damaged: lane %d",
                         lane);
    out->place = (struct place){
        .comment = sqlite3_column_int64(row, 0),
        .model = sqlite3_column_int64(row, 1),
        .lane = (enum lane)lane,
        .tone = (size_t)sqlite3_column_int64(row, 3),
        .tones = (uint32_t)sqlite3_column_int64(row, 4),
        .probability = (uint16_t)sqlite3_column_int(row, 5),
        .rank = sqlite3_column_double(row, 6),
    };
    out->priority = out->place.rank + gained + LANE_STEP * (1 - lane);
    out->claimed_until = column_moment(row, 8);
    return column_copy(row, 7, arena, &out->claimed_by, err);
}

static int read_places(struct store *self, sqlite3_stmt *statement,
                       double gained, struct arena *arena,
                       struct place_list *out, struct error *err)
{
    int status;

    while ((status = statement_next(self, statement, err)) == 1) {
        status =
            read_place(statement, gained, arena, &out->item[out->count], err);
        if (status < 0) {
            statement_end(statement);
            return status;
        }
        out->count++;
    }
    return status;
}

/* The active model, by which most places are, and its bit for the tone. */
static int find_mask(struct store *self, struct view tone, int64_t *model,
                     int64_t *mask, struct error *err)
{
    sqlite3_stmt *row;
    int status = store_active_model(self, model, err);

    *mask = 0;
    if (status < 0 || !tone.len)
        return status;
    status = statement_first(self, STATEMENT_MODEL_TONE_ORDINAL,
                             BIND(whole(*model), text(tone)), &row, err);
    if (status == 1) {
        *mask = INT64_C(1) << sqlite3_column_int(row, 0);
        statement_end(row);
    }
    return status < 0 ? status : STATUS_OK;
}

static int start_scored(struct store *self, const struct place_filter *filter,
                        sqlite3_stmt **out, struct error *err)
{
    const struct bound now = whole(filter->now), me = name(filter->moderator),
                       limit = whole((int64_t)filter->limit);
    int64_t model, mask;
    const int status = find_mask(self, filter->tone, &model, &mask, err);

    if (status < 0)
        return status;
    if (filter->section.len || filter->received)
        return statement_start(self, STATEMENT_PLACE_LIST_SECTION,
                               BIND(now, me, limit, key(filter->discussion),
                                    name(filter->tone), name(filter->section),
                                    key(filter->received)),
                               out, err);
    if (filter->discussion)
        return statement_start(
            self, STATEMENT_PLACE_LIST_THREAD,
            BIND(now, me, limit, whole(filter->discussion), name(filter->tone)),
            out, err);
    if (filter->tone.len)
        return statement_start(self, STATEMENT_PLACE_LIST_TONE,
                               BIND(now, me, limit, text(filter->tone),
                                    whole(model), whole(mask)),
                               out, err);
    return statement_start(self, STATEMENT_PLACE_LIST, BIND(now, me, limit),
                           out, err);
}

static int start_waiting(struct store *self, const struct place_filter *filter,
                         const struct plan *plan, sqlite3_stmt **out,
                         struct error *err)
{
    const struct bound now = whole(filter->now), me = name(filter->moderator),
                       limit = whole((int64_t)filter->limit),
                       unscored = real(plan->unscored),
                       age = real(plan->age_per_hour);

    if (filter->section.len || filter->received)
        return statement_start(
            self, STATEMENT_PLACE_WAITING_SECTION,
            BIND(now, me, unscored, age, limit, key(filter->discussion),
                 name(filter->section), key(filter->received)),
            out, err);
    if (filter->discussion)
        return statement_start(
            self, STATEMENT_PLACE_WAITING_THREAD,
            BIND(now, me, unscored, age, limit, whole(filter->discussion)), out,
            err);
    return statement_start(self, STATEMENT_PLACE_WAITING,
                           BIND(now, me, unscored, age, limit), out, err);
}

/* The best `limit` of two lists, each of them sorted. */
static void merge(const struct place_list *a, const struct place_list *b,
                  size_t limit, struct place_list *out)
{
    size_t i = 0, j = 0;

    while (out->count < limit && (i < a->count || j < b->count)) {
        const bool from_a =
            j == b->count ||
            (i < a->count && a->item[i].priority >= b->item[j].priority);
        out->item[out->count++] = from_a ? a->item[i++] : b->item[j++];
    }
}

static int make_list(struct arena *arena, size_t limit, struct place_list *out,
                     struct error *err)
{
    out->count = 0;
    out->item = arena_alloc(arena, limit, sizeof(*out->item));
    return out->item ? STATUS_OK
                     : error_set(err, STATUS_TOO_BIG, "no room for %zu places",
                                 limit);
}

int place_list(struct store *self, const struct place_filter *filter,
               struct arena *arena, struct place_list *out, struct error *err)
{
    struct place_list scored, waiting;
    struct plan plan;
    sqlite3_stmt *statement;
    int status;

    if ((status = plan_read(self, &plan, err)) < 0 ||
        (status = make_list(arena, filter->limit, &scored, err)) < 0 ||
        (status = make_list(arena, filter->limit, &waiting, err)) < 0 ||
        (status = make_list(arena, filter->limit, out, err)) < 0)
        return status;
    const double gained =
        plan.age_per_hour * (double)filter->now / SECONDS_PER_HOUR;
    if ((status = start_scored(self, filter, &statement, err)) < 0 ||
        (status = read_places(self, statement, gained, arena, &scored, err)) <
            0)
        return status;
    if (!filter->tone.len &&
        ((status = start_waiting(self, filter, &plan, &statement, err)) < 0 ||
         (status = read_places(self, statement, gained, arena, &waiting, err)) <
             0))
        return status;
    merge(&scored, &waiting, filter->limit, out);
    return STATUS_OK;
}
