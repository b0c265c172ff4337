#include "links.h"

#include "connection.h"
#include "places.h" /* store_generation() */
#include "thread.h"

#include <assert.h>
#include <stdlib.h>

#define RUN_READS 20000 /* comments of one links_run(), about */
#define SLOTS 256

/* A discussion whose comments up to `last` are in the thread. */
struct slot {
    int64_t discussion; /* key; 0 = free */
    int64_t last;       /* key           */
    struct thread *thread;
    size_t bytes; /* of it, when last looked */
};

struct linker {
    uint64_t generation;
    size_t bytes; /* of all slots */
    struct slot slot[SLOTS];
};

static const char *const grounds[] = {
    [LINK_NONE] = "",
    [LINK_QUOTE] = "quote",
    [LINK_NAME] = "name",
};

static void clear_slot(struct linker *self, struct slot *slot)
{
    thread_free(slot->thread);
    self->bytes -= slot->bytes;
    *slot = (struct slot){.discussion = 0};
}

static void clear(struct linker *self)
{
    for (size_t i = 0; i < SLOTS; i++)
        clear_slot(self, &self->slot[i]);
}

void links_forget(struct linker *linker)
{
    if (linker)
        clear(linker);
    free(linker);
}

/* Made at first use; NULL when memory is short. */
static struct linker *linker_of(struct store *store)
{
    if (!store->linker)
        store->linker = calloc(1, sizeof(*store->linker));
    struct linker *self = store->linker;
    if (self && self->generation != store_generation(store)) {
        clear(self);
        self->generation = store_generation(store);
    }
    return self;
}

/* ---- one discussion ----------------------------------------------------- */

static int put_link(void *context, int64_t comment, const struct link *link,
                    struct error *err)
{
    struct store *store = context;

    if (link->ground == LINK_NONE)
        return statement_run(store, STATEMENT_INFERRED_REMOVE,
                             BIND(whole(comment)), NULL, err);
    const bool quote = link->ground == LINK_QUOTE;
    const struct bound none = {.kind = BOUND_NULL};
    return statement_run(store, STATEMENT_INFERRED_PUT,
                         BIND(whole(comment), whole(link->parent),
                              text(view_of(grounds[link->ground])),
                              quote ? whole(link->begin) : none,
                              quote ? whole(link->end) : none,
                              quote ? whole(link->parent_begin) : none,
                              quote ? whole(link->parent_end) : none),
                         NULL, err);
}

static int open_thread(struct store *store, struct slot *slot,
                       struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(store, STATEMENT_DISCUSSION_TITLE,
                                 BIND(whole(slot->discussion)), &row, err);

    if (status != 1)
        return status;
    status = thread_open(&slot->thread, column_view(row, 0), err);
    statement_end(row);
    return status;
}

static int add(struct store *store, struct slot *slot, sqlite3_stmt *row,
               struct error *err)
{
    const struct thread_comment comment = {
        .key = sqlite3_column_int64(row, 0),
        .time = column_moment(row, 1),
        .position = (size_t)sqlite3_column_int64(row, 2),
        .given = sqlite3_column_int(row, 3) != 0,
        .author = column_view(row, 4),
        .text = column_view(row, 5),
    };
    int status = thread_add(slot->thread, &comment, err);

    if (status == STATUS_TOO_BIG) { /* begins anew: the older part of such a
                                     * discussion is out of reach */
        error_clear(err);
        if ((status = thread_settle(slot->thread, put_link, store, err)) < 0)
            return status;
        thread_free(slot->thread);
        slot->thread = NULL;
        if ((status = open_thread(store, slot, err)) < 0)
            return status;
        status = thread_add(slot->thread, &comment, err);
    }
    slot->last = comment.key;
    return status;
}

static int read_new(struct store *store, struct slot *slot, size_t *reads,
                    struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_start(
        store, STATEMENT_COMMENT_LINKABLE,
        BIND(whole(slot->discussion), whole(slot->last)), &row, err);

    while (status >= 0 && (status = statement_next(store, row, err)) == 1) {
        ++*reads;
        if ((status = add(store, slot, row, err)) < 0)
            statement_end(row);
    }
    return status;
}

/* all  known comments have changed: what is remembered is void */
static int link_discussion(struct store *store, struct linker *self,
                           int64_t discussion, bool all, size_t *reads,
                           struct error *err)
{
    struct slot *slot = &self->slot[(uint64_t)discussion % SLOTS];
    int status = STATUS_OK;

    if (all || slot->discussion != discussion)
        clear_slot(self, slot);
    if (!slot->thread) {
        slot->discussion = discussion;
        status = open_thread(store, slot, err);
    }
    if (status < 0 || (status = read_new(store, slot, reads, err)) < 0 ||
        (status = thread_settle(slot->thread, put_link, store, err)) < 0 ||
        (status = statement_run(store, STATEMENT_DISCUSSION_LINKED,
                                BIND(whole(discussion)), NULL, err)) < 0) {
        clear_slot(self, slot);
        return status;
    }
    self->bytes -= slot->bytes;
    slot->bytes = thread_bytes(slot->thread);
    self->bytes += slot->bytes;
    if (self->bytes > LINKS_BYTES)
        clear(self);
    return STATUS_OK;
}

/* ---- all of them -------------------------------------------------------- */

/* 1 and the next discussion that is to be linked, 0 or a status. */
static int next_unlinked(struct store *store, int64_t *discussion, bool *all,
                         struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(store, STATEMENT_DISCUSSION_UNLINKED,
                                       NULL, 0, &row, err);

    if (status != 1)
        return status;
    *discussion = sqlite3_column_int64(row, 0);
    *all = sqlite3_column_int(row, 1) > 1;
    statement_end(row);
    return 1;
}

int links_run(struct store *self, struct error *err)
{
    struct linker *linker = linker_of(self);
    int64_t discussion;
    size_t reads = 0;
    bool all;
    int status;

    assert(self->writing);
    if (!linker)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    while ((status = next_unlinked(self, &discussion, &all, err)) == 1) {
        if (reads > RUN_READS)
            break;
        status = link_discussion(self, linker, discussion, all, &reads, err);
        if (status < 0)
            break;
    }
    self->unlinked_discussion = 0; /* see intake.c */
    if (status < 0)
        store_rollback(self);
    return status;
}

int links_finish(struct store *self, struct error *err)
{
    int64_t discussion;
    bool all;
    int status;

    while ((status = next_unlinked(self, &discussion, &all, err)) == 1) {
        if ((status = store_begin(self, err)) < 0 ||
            (status = links_run(self, err)) < 0 ||
            (status = store_commit(self, err)) < 0)
            return status;
    }
    return status;
}
