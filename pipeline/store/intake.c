/* Storing comments: new, changed or known. */
#include "connection.h"
#include "places.h"
#include "store.h"
#include "utf8.h"

#include <assert.h>

/* What the store holds under the id of a comment that comes in. */
struct met {
    struct standing at;
    bool same_text;
    unsigned known; /* bits as comment_offers() */
};

/* discussion.unlinked, see schema_2.sql */
#define UNLINKED_GROWN 1
#define UNLINKED_CHANGED 2

static bool is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xA0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 ||
           c == 0xFEFF;
}

static enum comment_state first_state(struct view text)
{
    for (size_t at = 0; at < text.len;)
        if (!is_space(utf8_decode(text.ptr, at, &at)))
            return COMMENT_WAITING;
    return COMMENT_EMPTY;
}

static struct view not_absent(struct view text)
{
    return text.ptr ? text : view_of("");
}

/* Which metadata come with a comment; the statements DISCUSSION_FIND and
 * COMMENT_MEET give the same bits for what the store knows. */
static unsigned discussion_offers(const struct comment *comment)
{
    return (comment->title.len ? 1U : 0) | (comment->section.len ? 2U : 0) |
           (comment->published != TIME_NONE ? 4U : 0);
}

/* 32, 64, 128: what goes to the comment's own heading. */
#define HEADING_BITS 224U

static unsigned comment_offers(const struct comment *comment)
{
    return (comment->discussion.len ? 0 : discussion_offers(comment) << 5) |
           (comment->position ? 1U : 0) | (comment->author.len ? 2U : 0) |
           (comment->time != TIME_NONE ? 4U : 0) |
           (comment->reply_to.len ? 8U : 0) |
           (comment->discussion.len ? 16U : 0);
}

static int fill_discussion(struct store *self, const struct comment *comment,
                           struct error *err)
{
    const unsigned offered = discussion_offers(comment);

    if (!(offered & ~self->discussion_known))
        return STATUS_OK;
    self->discussion_known |= offered;
    return statement_run(self, STATEMENT_DISCUSSION_FILL,
                         BIND(whole(self->discussion_key), name(comment->title),
                              name(comment->section),
                              moment(comment->published)),
                         NULL, err);
}

static int remember(struct store *self, struct view id, int64_t discussion,
                    unsigned known, struct error *err)
{
    buffer_clear(&self->discussion_id);
    self->discussion_key = discussion;
    self->discussion_known = known;
    return buffer_add_view(&self->discussion_id, id, err);
}

static int add_discussion(struct store *self, const struct comment *comment,
                          struct error *err)
{
    const int status =
        statement_run(self, STATEMENT_DISCUSSION_ADD,
                      BIND(text(comment->discussion), name(comment->title),
                           name(comment->section), moment(comment->published)),
                      NULL, err);

    return status < 0 ? status
                      : remember(self, comment->discussion,
                                 sqlite3_last_insert_rowid(self->db),
                                 discussion_offers(comment), err);
}

/* Key of the comment's discussion, 0 for none, made where `add`; -1 when it
 * is not there. */
static int find_discussion(struct store *self, const struct comment *comment,
                           bool add, int64_t *out, struct error *err)
{
    const struct view id = comment->discussion;
    sqlite3_stmt *row;
    int status = STATUS_OK;

    *out = 0;
    if (!id.len)
        return STATUS_OK;
    if (!self->discussion_key ||
        !view_equal(buffer_view(&self->discussion_id), id)) {
        status = statement_first(self, STATEMENT_DISCUSSION_FIND,
                                 BIND(text(id)), &row, err);
        if (status == 0 && !add) {
            *out = -1;
            return STATUS_OK;
        }
        if (status == 0)
            status = add_discussion(self, comment, err);
        else if (status == 1) {
            status = remember(self, id, sqlite3_column_int64(row, 0),
                              (unsigned)sqlite3_column_int(row, 1), err);
            statement_end(row);
        }
    }
    if (status < 0 || (status = fill_discussion(self, comment, err)) < 0)
        return status;
    *out = self->discussion_key;
    return STATUS_OK;
}

/* Notes that replies are to be inferred: links.h.  Once a discussion and
 * transaction, but for a graver level. */
static int unlink_discussion(struct store *self, int64_t discussion, int level,
                             struct error *err)
{
    if (!discussion || (self->unlinked_discussion == discussion &&
                        self->unlinked_level >= level))
        return STATUS_OK;
    self->unlinked_discussion = discussion;
    self->unlinked_level = level;
    return statement_run(self, STATEMENT_DISCUSSION_UNLINK,
                         BIND(whole(discussion), whole(level)), NULL, err);
}

/* Title, section and time of a comment that belongs to no discussion. */
static int fill_heading(struct store *self, const struct comment *comment,
                        int64_t at, struct error *err)
{
    return comment_offers(comment) & HEADING_BITS
               ? statement_run(self, STATEMENT_HEADING_FILL,
                               BIND(whole(at), name(comment->title),
                                    name(comment->section),
                                    moment(comment->published)),
                               NULL, err)
               : STATUS_OK;
}

static int meet(struct store *self, const struct comment *comment,
                struct met *out, struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_COMMENT_MEET,
                                       BIND(text(comment->id)), &row, err);

    if (status != 1)
        return status;
    out->at = (struct standing){
        .key = sqlite3_column_int64(row, 0),
        .revision = sqlite3_column_int64(row, 1),
        .discussion = sqlite3_column_int64(row, 2),
        .received = sqlite3_column_int64(row, 3),
        .model = sqlite3_column_int64(row, 4),
        .id = comment->id,
        .state = (enum comment_state)sqlite3_column_int(row, 5),
    };
    out->same_text = view_equal(column_view(row, 6), comment->text);
    out->known = (unsigned)sqlite3_column_int(row, 7);
    statement_end(row);
    return 1;
}

static int add(struct store *self, const struct comment *comment, int64_t now,
               struct put_result *result, struct error *err)
{
    const enum comment_state state = first_state(comment->text);
    const int64_t position = (int64_t)comment->position;
    int64_t discussion;
    int status;

    if ((status = find_discussion(self, comment, true, &discussion, err)) < 0)
        return status;
    status =
        statement_run(self, STATEMENT_COMMENT_ADD,
                      BIND(text(comment->id), key(discussion), key(position),
                           name(comment->author), moment(comment->time),
                           name(comment->reply_to), whole(now), whole(state),
                           text(not_absent(comment->text))),
                      NULL, err);
    if (status < 0)
        return status;
    self->tally[state]++;
    result->kind = PUT_NEW;
    result->at = (struct standing){
        .key = sqlite3_last_insert_rowid(self->db),
        .revision = 1,
        .discussion = discussion,
        .received = now,
        .id = comment->id,
        .state = state,
    };
    if ((status = unlink_discussion(self, discussion, UNLINKED_GROWN, err)) < 0)
        return status;
    return fill_heading(self, comment, result->at.key, err);
}

static int refuse(struct store *self, const struct comment *comment,
                  const struct met *met, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_DISCUSSION_NAME,
                        BIND(whole(met->at.discussion)), &row, err);

    if (status < 0)
        return status;
    error_set(err, STATUS_BAD_RECORD,
              "comment '%.*s' of discussion '%.*s' is known as one of '%.*s'",
              VIEW_ARG(comment->id), VIEW_ARG(comment->discussion),
              VIEW_ARG(column_view(row, 0)));
    statement_end(row);
    return err->status;
}

static int fill(struct store *self, const struct comment *comment,
                struct standing *at, struct error *err)
{
    int64_t discussion = 0;
    int status;

    if (!at->discussion &&
        (status = find_discussion(self, comment, true, &discussion, err)) < 0)
        return status;
    if (!at->discussion)
        at->discussion = discussion;
    if ((status = fill_heading(self, comment, at->key, err)) < 0 ||
        (status = unlink_discussion(self, at->discussion, UNLINKED_CHANGED,
                                    err)) < 0 ||
        (comment->reply_to.len && /* given from now on */
         (status = statement_run(self, STATEMENT_INFERRED_REMOVE,
                                 BIND(whole(at->key)), NULL, err)) < 0))
        return status;
    return statement_run(self, STATEMENT_COMMENT_FILL,
                         BIND(whole(at->key), key(discussion),
                              key((int64_t)comment->position),
                              name(comment->author), moment(comment->time),
                              name(comment->reply_to)),
                         NULL, err);
}

static int revise(struct store *self, const struct comment *comment,
                  int64_t now, struct standing *at, struct error *err)
{
    const enum comment_state state = first_state(comment->text);
    int status;

    if ((status = statement_run(self, STATEMENT_REVISION_ADD,
                                BIND(whole(at->key)), NULL, err)) < 0 ||
        (status =
             statement_run(self, STATEMENT_COMMENT_REVISE,
                           BIND(whole(at->key), text(not_absent(comment->text)),
                                whole(state), whole(now)),
                           NULL, err)) < 0 ||
        (status = place_remove(self, at->key, err)) < 0 ||
        (status = place_release(self, at->key, err)) < 0 ||
        (status = control_remove(self, at->key, err)) < 0 ||
        (status = unlink_discussion(self, at->discussion, UNLINKED_CHANGED,
                                    err)) < 0)
        return status;
    self->generation++;
    self->tally[at->state]--;
    self->tally[state]++;
    at->revision++;
    at->received = now;
    at->model = 0;
    at->state = state;
    return STATUS_OK;
}

int store_put_comment(struct store *self, const struct comment *comment,
                      int64_t now, struct put_result *result, struct error *err)
{
    struct met met = {.at = {.key = 0}};
    int64_t discussion;
    int status;

    assert(self->writing);
    if ((status = meet(self, comment, &met, err)) < 0)
        return status;
    if (status == 0)
        return add(self, comment, now, result, err);
    if ((status = find_discussion(self, comment, false, &discussion, err)) < 0)
        return status;
    if (discussion && met.at.discussion && discussion != met.at.discussion)
        return refuse(self, comment, &met, err);
    if ((comment_offers(comment) & ~met.known) &&
        (status = fill(self, comment, &met.at, err)) < 0)
        return status;
    if (!met.same_text &&
        (status = revise(self, comment, now, &met.at, err)) < 0)
        return status;
    result->kind = met.same_text ? PUT_KNOWN : PUT_CHANGED;
    result->at = met.at;
    return STATUS_OK;
}
