#include "workers.h"

#include <pthread.h>
#include <stdlib.h>

/* ---- each ------------------------------------------------------------- */

struct each {
    size_t count;
    int (*run)(void *context, size_t i, size_t thread, struct error *err);
    void *context;
    pthread_mutex_t lock;
    size_t next;
    size_t failed; /* smallest i that failed; count when none did */
    struct error error;
};

struct each_thread {
    struct each *each;
    size_t number;
};

static bool take_next(struct each *e, size_t *i)
{
    pthread_mutex_lock(&e->lock);
    const bool more = e->next < e->count && e->failed == e->count;
    if (more)
        *i = e->next++;
    pthread_mutex_unlock(&e->lock);
    return more;
}

static void *each_main(void *argument)
{
    const struct each_thread *thread = argument;
    struct each *e = thread->each;
    size_t i;

    while (take_next(e, &i)) {
        struct error err = {.status = STATUS_OK};
        if (e->run(e->context, i, thread->number, &err) >= 0)
            continue;
        pthread_mutex_lock(&e->lock);
        if (i < e->failed) {
            e->failed = i;
            e->error = err;
        }
        pthread_mutex_unlock(&e->lock);
    }
    return NULL;
}

int workers_each(size_t threads, size_t count,
                 int (*run)(void *context, size_t i, size_t thread,
                            struct error *err),
                 void *context, struct error *err)
{
    struct each each = {.count = count,
                        .run = run,
                        .context = context,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .failed = count};
    struct each_thread part[THREADS_CEILING];
    pthread_t thread[THREADS_CEILING];
    size_t started = 0;

    if (threads > THREADS_CEILING)
        threads = THREADS_CEILING;
    part[0] = (struct each_thread){&each, 0};
    for (size_t i = 1; i < threads; i++)
        part[i] = (struct each_thread){&each, i};
    /* a thread that cannot be had leaves its work to the others */
    while (started + 1 < threads &&
           pthread_create(&thread[started], NULL, each_main,
                          &part[started + 1]) == 0)
        started++;
    each_main(&part[0]);
    for (size_t i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&each.lock);
    if (each.failed < count) {
        *err = each.error;
        return err->status;
    }
    return STATUS_OK;
}

/* ---- stream ----------------------------------------------------------- */

enum batch_state { BATCH_FREE, BATCH_WAITS, BATCH_IN_WORK, BATCH_DONE };

struct slot {
    enum batch_state state;
    int status;
    struct error error;
};

struct stream {
    const struct batch_stream *calls;
    void *const *batch;
    struct slot *slot; /* [count] a ring: oldest .. oldest + used - 1 */
    size_t count, oldest, used;
    pthread_mutex_t lock;
    pthread_cond_t waits; /* a batch waits, or the end has come */
    pthread_cond_t done;  /* a batch is done */
    bool stop;
};

struct stream_thread {
    struct stream *stream;
    size_t number;
};

/* The oldest batch that waits is taken; count when none does.  Locked. */
static size_t take_waiting(struct stream *s)
{
    for (size_t i = 0; i < s->used; i++) {
        const size_t at = (s->oldest + i) % s->count;
        if (s->slot[at].state == BATCH_WAITS) {
            s->slot[at].state = BATCH_IN_WORK;
            return at;
        }
    }
    return s->count;
}

/* Works on slot `at`; called and returns locked. */
static void work_on(struct stream *s, size_t at, size_t thread)
{
    struct slot *slot = &s->slot[at];

    pthread_mutex_unlock(&s->lock);
    slot->status = s->calls->work(s->calls->context, s->batch[at], thread,
                                  &slot->error);
    pthread_mutex_lock(&s->lock);
    slot->state = BATCH_DONE;
    pthread_cond_signal(&s->done);
}

static void *stream_main(void *argument)
{
    const struct stream_thread *thread = argument;
    struct stream *s = thread->stream;

    pthread_mutex_lock(&s->lock);
    for (;;) {
        const size_t at = take_waiting(s);
        if (at < s->count)
            work_on(s, at, thread->number);
        else if (s->stop)
            break;
        else
            pthread_cond_wait(&s->waits, &s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

/* Consumes the oldest batch, which is done; called and returns locked. */
static int consume_oldest(struct stream *s, struct error *err)
{
    struct slot *slot = &s->slot[s->oldest];
    int status = slot->status;

    pthread_mutex_unlock(&s->lock);
    if (status < 0)
        *err = slot->error;
    else
        status =
            s->calls->consume(s->calls->context, s->batch[s->oldest], err);
    pthread_mutex_lock(&s->lock);
    slot->state = BATCH_FREE;
    s->oldest = (s->oldest + 1) % s->count;
    s->used--;
    return status;
}

/* Fills the next free batch; called and returns locked. */
static int produce_next(struct stream *s, struct error *err)
{
    const size_t at = (s->oldest + s->used) % s->count;

    pthread_mutex_unlock(&s->lock);
    const int status =
        s->calls->produce(s->calls->context, s->batch[at], err);
    pthread_mutex_lock(&s->lock);
    if (status > 0) {
        error_clear(&s->slot[at].error);
        s->slot[at].state = BATCH_WAITS;
        s->used++;
        pthread_cond_signal(&s->waits);
    }
    return status;
}

/* The caller's thread: what lets the stream flow comes first, then work.
 * Called and returns locked. */
static int conduct(struct stream *s, struct error *err)
{
    struct error end = {.status = STATUS_OK}; /* how producing ended */
    bool more = true;

    while (more || s->used) {
        size_t at;
        if (s->used && s->slot[s->oldest].state == BATCH_DONE) {
            const int status = consume_oldest(s, err);
            if (status < 0)
                return status;
        } else if (more && s->used < s->count &&
                   (!s->used || s->calls->ready(s->calls->context))) {
            more = produce_next(s, &end) > 0;
        } else if ((at = take_waiting(s)) < s->count) {
            work_on(s, at, 0);
        } else {
            pthread_cond_wait(&s->done, &s->lock);
        }
    }
    if (end.status != STATUS_OK)
        *err = end;
    return end.status;
}

int workers_stream(size_t threads, const struct batch_stream *stream,
                   void *const *batch, size_t batch_count, struct error *err)
{
    struct stream s = {.calls = stream,
                       .batch = batch,
                       .slot = calloc(batch_count, sizeof(*s.slot)),
                       .count = batch_count,
                       .lock = PTHREAD_MUTEX_INITIALIZER,
                       .waits = PTHREAD_COND_INITIALIZER,
                       .done = PTHREAD_COND_INITIALIZER};
    struct stream_thread part[THREADS_CEILING];
    pthread_t thread[THREADS_CEILING];
    size_t started = 0;

    if (!s.slot)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (threads > THREADS_CEILING)
        threads = THREADS_CEILING;
    for (size_t i = 0; i < THREADS_CEILING; i++)
        part[i] = (struct stream_thread){&s, i + 1};
    while (started + 1 < threads &&
           pthread_create(&thread[started], NULL, stream_main,
                          &part[started]) == 0)
        started++;
    pthread_mutex_lock(&s.lock);
    const int status = conduct(&s, err);
    s.stop = true;
    pthread_cond_broadcast(&s.waits);
    pthread_mutex_unlock(&s.lock);
    for (size_t i = 0; i < started; i++)
        pthread_join(thread[i], NULL);
    pthread_mutex_destroy(&s.lock);
    pthread_cond_destroy(&s.waits);
    pthread_cond_destroy(&s.done);
    free(s.slot);
    return status;
}
