#include "sense.h"

#include "connection.h"

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

static int read_busiest(struct store *self, struct arena *arena,
                        struct sense *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(
        self, STATEMENT_DISCUSSION_AUTHORS,
        BIND(text(out->discussion), whole(SENSE_AUTHORS)), &row, err);

    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        struct busy_author *author = &out->busiest[out->busiest_count++];
        author->comments = (size_t)sqlite3_column_int64(row, 1);
        if ((status = column_copy(row, 0, arena, &author->name, err)) < 0)
            statement_end(row);
    }
    return status;
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

static int read_point(sqlite3_stmt *row, struct arena *arena,
                      struct heat_point *out, struct error *err)
{
    *out = (struct heat_point){
        .time = column_moment(row, 1),
        .hostility = sqlite3_column_double(row, 2),
        .heat = sqlite3_column_double(row, 3),
        .turning = sqlite3_column_int(row, 4) != 0,
    };
    return column_copy(row, 0, arena, &out->comment, err);
}

static int read_heat(struct store *self, struct arena *arena, struct sense *out,
                     struct error *err)
{
    sqlite3_stmt *row;
    int status;

    if (!(out->point = make_list(arena, out, sizeof(*out->point), err)))
        return err->status;
    status = statement_start(self, STATEMENT_DISCUSSION_HEAT,
                             BIND(text(out->discussion)), &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        struct heat_point *point = &out->point[out->point_count];
        if (out->point_count == out->scored) /* scored since */
            break;
        if ((status = read_point(row, arena, point, err)) < 0)
            break;
        if (point->turning && !out->turn_end)
            out->turn_begin = out->point_count;
        out->point_count++;
        if (point->turning)
            out->turn_end = out->point_count;
    }
    statement_end(row);
    return status < 0 ? status : STATUS_OK;
}

static int read_request(sqlite3_stmt *row, struct arena *arena,
                        struct source_request *out, struct error *err)
{
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
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        struct source_request *request = &out->request[out->request_count];
        if (out->request_count == out->scored)
            break;
        if ((status = read_request(row, arena, request, err)) < 0)
            break;
        out->open_count += !request->answer.len;
        out->request_count++;
    }
    statement_end(row);
    return status < 0 ? status : STATUS_OK;
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
