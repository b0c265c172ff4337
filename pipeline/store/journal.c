#include "journal.h"

#include "connection.h"
#include "places.h"
#include "rows.h"

#include <assert.h>

static const char *const action_names[ACTION_COUNT] = {
    [ACTION_APPROVE] = "approve",
    [ACTION_REMOVE] = "remove",
    [ACTION_DEFER] = "defer",
    [ACTION_UNDO] = "undo",
};

const char *action_name(enum action action)
{
    return action_names[action];
}

bool action_parse(struct view word, enum action *out)
{
    for (int i = 0; i < ACTION_COUNT; i++)
        if (view_is(word, action_names[i])) {
            *out = (enum action)i;
            return true;
        }
    return false;
}

int journal_add(struct store *self, struct decision *decision,
                struct error *err)
{
    assert(self->writing);
    const int status =
        statement_run(self, STATEMENT_JOURNAL_ADD,
                      BIND(whole(decision->comment), whole(decision->revision),
                           text(decision->moderator),
                           text(view_of(action_name(decision->action))),
                           key(decision->undoes), name(decision->tones),
                           name(decision->note), key(decision->model),
                           whole(decision->time), whole(decision->second)),
                      NULL, err);

    if (status == STATUS_OK)
        decision->key = sqlite3_last_insert_rowid(self->db);
    return status;
}

int journal_label(struct store *self, const struct decision *decision,
                  struct view tone, bool value, struct error *err)
{
    assert(self->writing);
    return statement_run(self, STATEMENT_JOURNAL_LABEL,
                         BIND(whole(decision->key), text(tone), whole(value)),
                         NULL, err);
}

static int read_decision(sqlite3_stmt *row, int64_t comment,
                         struct arena *arena, struct decision *out,
                         struct error *err)
{
    int status;

    *out = (struct decision){
        .key = sqlite3_column_int64(row, 0),
        .comment = comment,
        .revision = sqlite3_column_int64(row, 1),
        .undoes = sqlite3_column_int64(row, 4),
        .model = sqlite3_column_int64(row, 7),
        .time = sqlite3_column_int64(row, 8),
        .second = sqlite3_column_int(row, 9) != 0,
        .undone = sqlite3_column_int(row, 10) != 0,
    };
    if (!action_parse(column_view(row, 3), &out->action))
        return error_set(err, STATUS_DAMAGED, "store is damaged: a decision");
    if ((status = column_copy(row, 2, arena, &out->moderator, err)) < 0 ||
        (status = column_copy(row, 5, arena, &out->tones, err)) < 0)
        return status;
    return column_copy(row, 6, arena, &out->note, err);
}

/* Rows of unknown number: counted first, then read. */
static int count_rows(struct store *self, enum statement which, int64_t comment,
                      size_t *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(self, which, BIND(whole(comment)), &row, err);

    *out = 0;
    if (status < 0)
        return status;
    while ((status = statement_next(self, row, err)) == 1)
        ++*out;
    return status;
}

static int no_room(size_t count, struct error *err)
{
    return error_set(err, STATUS_TOO_BIG, "no room for %zu journal rows",
                     count);
}

int journal_of(struct store *self, int64_t comment, struct arena *arena,
               struct decision_list *out, struct error *err)
{
    sqlite3_stmt *row;
    size_t room;
    int status;

    if ((status = count_rows(self, STATEMENT_JOURNAL_OF, comment, &room, err)) <
        0)
        return status;
    out->count = 0;
    if (!(out->item = arena_alloc(arena, room, sizeof(*out->item))))
        return no_room(room, err);
    if ((status = statement_start(self, STATEMENT_JOURNAL_OF,
                                  BIND(whole(comment)), &row, err)) < 0)
        return status;
    while (out->count < room &&
           (status = statement_next(self, row, err)) == 1) {
        if ((status = read_decision(row, comment, arena, &out->item[out->count],
                                    err)) < 0)
            break;
        out->count++;
    }
    statement_end(row);
    return status < 0 ? status : STATUS_OK;
}

static int read_revision(sqlite3_stmt *row, struct arena *arena, void *item,
                         struct error *err)
{
    struct revision *out = item;

    out->number = sqlite3_column_int64(row, 0);
    out->received = sqlite3_column_int64(row, 1);
    return column_copy(row, 2, arena, &out->text, err);
}

int store_revisions(struct store *self, int64_t comment, struct arena *arena,
                    struct revision_list *out, struct error *err)
{
    sqlite3_stmt *row;
    size_t room;
    int status;

    if ((status =
             count_rows(self, STATEMENT_REVISION_OF, comment, &room, err)) < 0)
        return status;
    out->count = 0;
    if (!(out->item = arena_alloc(arena, room, sizeof(*out->item))))
        return no_room(room, err);
    status = statement_start(self, STATEMENT_REVISION_OF, BIND(whole(comment)),
                             &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_revision, out->item,
                                  sizeof(*out->item), room, &out->count, arena,
                                  err);
}

int store_set_state(struct store *self, const struct standing *at,
                    enum comment_state state, struct error *err)
{
    assert(self->writing);
    const int status =
        statement_run(self, STATEMENT_COMMENT_SET_STATE,
                      BIND(whole(at->key), whole(state)), NULL, err);

    if (status == STATUS_OK) {
        self->tally[at->state]--;
        self->tally[state]++;
    }
    return status;
}

int store_discussion(struct store *self, struct view id, int64_t *out,
                     struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_DISCUSSION_FIND,
                                       BIND(text(id)), &row, err);

    if (status == 1) {
        *out = sqlite3_column_int64(row, 0);
        statement_end(row);
    }
    return status;
}
