/* Reading comments: alone, waiting, and in their thread. */
#include "comments.h"

#include "connection.h"
#include "scores.h"
#include "store.h"

/* Where the columns of COMMENT_COLUMNS (statements.c) go. */
enum {
    COLUMN_KEY,
    COLUMN_REVISION,
    COLUMN_DISCUSSION,
    COLUMN_RECEIVED,
    COLUMN_MODEL,
    COLUMN_STATE,
    COLUMN_ID,
    COLUMN_DISCUSSION_ID,
    COLUMN_TITLE,
    COLUMN_SECTION,
    COLUMN_PUBLISHED,
    COLUMN_POSITION,
    COLUMN_AUTHOR,
    COLUMN_TIME,
    COLUMN_REPLY_TO,
    COLUMN_TEXT,
    COLUMN_LANGUAGE,
    COLUMN_PARENT_TEXT,
    COLUMN_INFERRED,
    COLUMN_GROUND,
    COLUMN_START,
    COLUMN_END
};

static void read_inferred(sqlite3_stmt *row, struct inferred_reply *out)
{
    out->ground = view_is(column_view(row, COLUMN_GROUND), "quote") ? LINK_QUOTE
                                                                    : LINK_NAME;
    out->begin = (uint32_t)sqlite3_column_int64(row, COLUMN_START);
    out->end = (uint32_t)sqlite3_column_int64(row, COLUMN_END);
}

int comment_read(sqlite3_stmt *row, struct arena *arena,
                 struct stored_comment *out, struct error *err)
{
    struct stored_comment c = {0};
    const struct {
        int column;
        struct view *to;
    } texts[] = {
        {COLUMN_ID,            &c.comment.id         },
        {COLUMN_DISCUSSION_ID, &c.comment.discussion },
        {COLUMN_TITLE,         &c.comment.title      },
        {COLUMN_SECTION,       &c.comment.section    },
        {COLUMN_AUTHOR,        &c.comment.author     },
        {COLUMN_REPLY_TO,      &c.comment.reply_to   },
        {COLUMN_TEXT,          &c.comment.text       },
        {COLUMN_LANGUAGE,      &c.language           },
        {COLUMN_PARENT_TEXT,   &c.comment.parent_text},
        {COLUMN_INFERRED,      &c.inferred.parent    },
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (column_copy(row, texts[i].column, arena, texts[i].to, err) < 0)
            return err->status;
    c.comment.published = column_moment(row, COLUMN_PUBLISHED);
    c.comment.time = column_moment(row, COLUMN_TIME);
    c.comment.position = (size_t)sqlite3_column_int64(row, COLUMN_POSITION);
    c.at = (struct standing){
        .key = sqlite3_column_int64(row, COLUMN_KEY),
        .revision = sqlite3_column_int64(row, COLUMN_REVISION),
        .discussion = sqlite3_column_int64(row, COLUMN_DISCUSSION),
        .received = sqlite3_column_int64(row, COLUMN_RECEIVED),
        .model = sqlite3_column_int64(row, COLUMN_MODEL),
        .id = c.comment.id,
        .state = (enum comment_state)sqlite3_column_int(row, COLUMN_STATE),
    };
    if (c.inferred.parent.len)
        read_inferred(row, &c.inferred);
    *out = c;
    return STATUS_OK;
}

static int read_one(struct store *self, enum statement which,
                    struct bound value, struct arena *arena,
                    struct stored_comment *out, struct error *err)
{
    sqlite3_stmt *statement;
    int status = statement_first(self, which, &value, 1, &statement, err);

    if (status != 1)
        return status;
    status = comment_read(statement, arena, out, err);
    statement_end(statement);
    return status < 0 ? status : 1;
}

int store_find(struct store *self, struct view id, struct arena *arena,
               struct stored_comment *out, struct error *err)
{
    return read_one(self, STATEMENT_COMMENT_FIND, text(id), arena, out, err);
}

int store_get(struct store *self, int64_t comment, struct arena *arena,
              struct stored_comment *out, struct error *err)
{
    return read_one(self, STATEMENT_COMMENT_GET, whole(comment), arena, out,
                    err);
}

/* Adds rows to a list that has room for them.  Returns 1 when the arena was
 * full behind the first item: the statement is ended, the list is good. */
static int read_list(struct store *self, sqlite3_stmt *statement,
                     struct arena *arena, struct comment_list *out,
                     struct error *err)
{
    int status;

    while ((status = statement_next(self, statement, err)) == 1) {
        const size_t used = arena->used;
        struct stored_comment *item = &out->item[out->count];
        if ((status = comment_read(statement, arena, item, err)) < 0) {
            statement_end(statement);
            if (status != STATUS_TOO_BIG || out->count == 0)
                return status;
            arena->used = used;
            error_clear(err);
            return 1;
        }
        out->count++;
    }
    return status;
}

static int make_list(struct arena *arena, size_t limit,
                     struct comment_list *out, struct error *err)
{
    out->count = 0;
    out->item = arena_alloc(arena, limit, sizeof(*out->item));
    return out->item ? STATUS_OK
                     : error_set(err, STATUS_TOO_BIG,
                                 "no room for %zu comments", limit);
}

static int list_by(struct store *self, enum statement which,
                   const struct bound *value, size_t count, size_t limit,
                   struct arena *arena, struct comment_list *out,
                   struct error *err)
{
    sqlite3_stmt *statement;
    int status;

    if ((status = make_list(arena, limit, out, err)) < 0 ||
        (status = statement_start(self, which, value, count, &statement, err)) <
            0)
        return status;
    status = read_list(self, statement, arena, out, err);
    return status < 0 ? status : STATUS_OK;
}

int store_waiting(struct store *self, int64_t after, size_t limit,
                  struct arena *arena, struct comment_list *out,
                  struct error *err)
{
    return list_by(self, STATEMENT_COMMENT_WAITING,
                   BIND(whole(after), whole((int64_t)limit)), limit, arena, out,
                   err);
}

int store_texts(struct store *self, int64_t after, size_t limit,
                struct arena *arena, struct comment_list *out,
                struct error *err)
{
    return list_by(self, STATEMENT_COMMENT_TEXTS,
                   BIND(whole(after), whole((int64_t)limit)), limit, arena, out,
                   err);
}

int store_outdated(struct store *self, int64_t model,
                   const struct standing *after, size_t limit,
                   struct arena *arena, struct comment_list *out,
                   struct error *err)
{
    return list_by(self, STATEMENT_COMMENT_OUTDATED,
                   BIND(whole(model), whole(after->model), whole(after->key),
                        whole((int64_t)limit)),
                   limit, arena, out, err);
}

int store_section(struct store *self, int64_t comment, struct buffer *out,
                  struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_SECTION, BIND(whole(comment)),
                                 &row, err);

    buffer_clear(out);
    if (status != 1)
        return status;
    status = buffer_add_view(out, column_view(row, 0), err);
    statement_end(row);
    return status;
}

int store_neighbours(struct store *self, const struct standing *at,
                     size_t before, size_t after, struct arena *arena,
                     struct comment_list *out, struct error *err)
{
    const struct {
        enum statement which;
        size_t limit;
    } sides[] = {
        {STATEMENT_COMMENT_BEFORE, before},
        {STATEMENT_COMMENT_AFTER,  after },
    };
    sqlite3_stmt *statement;
    int status;

    if ((status = make_list(arena, before + after, out, err)) < 0)
        return status;
    for (size_t i = 0; i < 2 && at->discussion; i++) {
        status = statement_start(self, sides[i].which,
                                 BIND(whole(at->discussion), whole(at->key),
                                      whole((int64_t)sides[i].limit)),
                                 &statement, err);
        if (status < 0 ||
            (status = read_list(self, statement, arena, out, err)) < 0)
            return status;
    }
    return STATUS_OK;
}
