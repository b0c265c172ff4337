#include "sense.h"

#include "connection.h"
#include "rows.h"

static int describe(struct store *self, struct view discussion,
                    struct arena *arena, struct sense *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_DISCUSSION_DESCRIBE,
                                 BIND(text(discussion)), &row, err);

    if (status != 1)
        return status;
    *out = (struct sense){
        .published = column_moment(row, 3),
        .comments = (size_t)sqlite3_column_int64(row, 4),
        .scored = (size_t)sqlite3_column_int64(row, 5),
        .authors = (size_t)sqlite3_column_int64(row, 6),
        .first = column_moment(row, 7),
        .last = column_moment(row, 8),
    };
    if ((status = column_copy(row, 0, arena, &out->discussion, err)) < 0 ||
        (status = column_copy(row, 1, arena, &out->title, err)) < 0 ||
        (status = column_copy(row, 2, arena, &out->section, err)) < 0)
        out->comments = 0;
    statement_end(row);
    return status < 0 ? status : 1;
}

static int read_author(sqlite3_stmt *row, struct arena *arena, void *item,
                       struct error *err)
{
    struct busy_author *out = item;

    out->comments = (size_t)sqlite3_column_int64(row, 1);
    return column_copy(row, 0, arena, &out->name, err);
}

static int read_busiest(struct store *self, struct arena *arena,
                        struct sense *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(
        self, STATEMENT_DISCUSSION_AUTHORS,
        BIND(text(out->discussion), whole(SENSE_AUTHORS)), &row, err);

    return status < 0 ? status
                      : rows_read(self, row, read_author, out->busiest,
                                  sizeof(*out->busiest), SENSE_AUTHORS,
                                  &out->busiest_count, arena, err);
}

/* As many as there are scored comments at most. */
static void *make_list(struct arena *arena, const struct sense *sense,
                       size_t size, struct error *err)
{
    void *list = arena_alloc(arena, sense->scored, size);

    if (!list)
        error_set(err, STATUS_TOO_BIG, "no room for %zu comments",
                  sense->scored);
    return list;
}

static int read_point(sqlite3_stmt *row, struct arena *arena, void *item,
                      struct error *err)
{
    struct heat_point *out = item;

    *out = (struct heat_point){
        .time = column_moment(row, 1),
        .hostility = sqlite3_column_double(row, 2),
        .heat = sqlite3_column_double(row, 3),
        .turning = sqlite3_column_int(row, 4) != 0,
    };
    return column_copy(row, 0, arena, &out->comment, err);
}

/* What was scored since there is no room for. */
static int read_heat(struct store *self, struct arena *arena, struct sense *out,
                     struct error *err)
{
    sqlite3_stmt *row;
    int status;

    if (!(out->point = make_list(arena, out, sizeof(*out->point), err)))
        return err->status;
    status = statement_start(self, STATEMENT_DISCUSSION_HEAT,
                             BIND(text(out->discussion)), &row, err);
    if (status < 0 ||
        (status = rows_read(self, row, read_point, out->point,
                            sizeof(*out->point), out->scored,
                            &out->point_count, arena, err)) < 0)
        return status;
    for (size_t i = 0; i < out->point_count; i++) {
        if (!out->point[i].turning)
            continue;
        if (!out->turn_end)
            out->turn_begin = i;
        out->turn_end = i + 1;
    }
    return STATUS_OK;
}

static int read_request(sqlite3_stmt *row, struct arena *arena, void *item,
                        struct error *err)
{
    struct source_request *out = item;
    struct view *const texts[] = {
        [0] = &out->comment, [1] = &out->author, [3] = &out->about,
        [4] = &out->asked,   [5] = &out->answer, [6] = &out->answered_by,
    };

    out->time = column_moment(row, 2);
    out->answered = column_moment(row, 7);
    for (int i = 0; i < (int)(sizeof(texts) / sizeof(texts[0])); i++)
        if (texts[i] && column_copy(row, i, arena, texts[i], err) < 0)
            return err->status;
    return STATUS_OK;
}

static int read_requests(struct store *self, struct arena *arena,
                         struct sense *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    if (!(out->request = make_list(arena, out, sizeof(*out->request), err)))
        return err->status;
    status = statement_start(self, STATEMENT_DISCUSSION_REQUESTS,
                             BIND(text(out->discussion)), &row, err);
    if (status < 0 ||
        (status = rows_read(self, row, read_request, out->request,
                            sizeof(*out->request), out->scored,
                            &out->request_count, arena, err)) < 0)
        return status;
    for (size_t i = 0; i < out->request_count; i++)
        out->open_count += !out->request[i].answer.len;
    return STATUS_OK;
}

int sense_read(struct store *self, struct view discussion, size_t most,
               struct arena *arena, struct sense *out, struct error *err)
{
    int status = describe(self, discussion, arena, out, err);

    if (status != 1)
        return status;
    if ((status = read_busiest(self, arena, out, err)) < 0)
        return status;
    out->has_course = out->comments <= most;
    if (!out->has_course)
        return 1;
    if ((status = read_heat(self, arena, out, err)) < 0 ||
        (status = read_requests(self, arena, out, err)) < 0)
        return status;
    return 1;
}
