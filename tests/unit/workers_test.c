#include "workers.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ITEMS 1000
#define NEVER SIZE_MAX

static const size_t thread_counts[] = {1, 2, 8};

#define FOR_THREADS(t)                                                         \
    for (size_t at = 0, t = 1; at < 3 && (t = thread_counts[at], true); at++)

/* ---- each ------------------------------------------------------------- */

struct each {
    atomic_size_t called[ITEMS];
    size_t threads, fail_at, fail_also;
};

static int count_call(void *context, size_t i, size_t thread, struct error *err)
{
    struct each *e = context;

    if (thread >= e->threads)
        return error_set(err, STATUS_INTERNAL, "thread %zu", thread);
    atomic_fetch_add(&e->called[i], 1);
    if (i == e->fail_at || i == e->fail_also)
        return error_set(err, STATUS_DAMAGED, "item %zu", i);
    return STATUS_OK;
}

static void each_item_runs_once(void **state)
{
    (void)state;
    FOR_THREADS(threads)
    {
        struct each e = {
            .threads = threads, .fail_at = NEVER, .fail_also = NEVER};
        struct error err = {.status = STATUS_OK};
        assert_int_equal(workers_each(threads, ITEMS, count_call, &e, &err),
                         STATUS_OK);
        for (size_t i = 0; i < ITEMS; i++)
            assert_int_equal(e.called[i], 1);
        assert_int_equal(workers_each(threads, 0, count_call, &e, &err),
                         STATUS_OK);
        assert_int_equal(err.status, STATUS_OK);
    }
}

static void smallest_failure_is_told(void **state)
{
    (void)state;
    FOR_THREADS(threads)
    {
        for (size_t round = 0; round < 50; round++) {
            struct each e = {.threads = threads,
                             .fail_at = 500 + round,
                             .fail_also = 501 + round};
            struct error err = {.status = STATUS_OK};
            char wanted[32];
            snprintf(wanted, sizeof(wanted), "item %zu", 500 + round);
            assert_int_equal(workers_each(threads, ITEMS, count_call, &e, &err),
                             STATUS_DAMAGED);
            assert_string_equal(err.message, wanted);
            for (size_t i = 0; i < e.fail_at; i++)
                assert_int_equal(e.called[i], 1);
        }
    }
}

static void more_threads_than_allowed_are_cut(void **state)
{
    struct each e = {
        .threads = THREADS_CEILING, .fail_at = NEVER, .fail_also = NEVER};
    struct error err = {.status = STATUS_OK};

    (void)state;
    assert_int_equal(workers_each(1000, ITEMS, count_call, &e, &err),
                     STATUS_OK);
}

/* ---- stream ----------------------------------------------------------- */

struct item {
    size_t number, result;
};

struct stream_test {
    pthread_t caller;
    size_t count; /* produced in all                  */
    size_t produced, consumed;
    size_t produce_fails, work_fails, consume_fails; /* at item, or NEVER */
    size_t ready_every; /* ready only when this many were consumed; 0: always */
    size_t threads;
    size_t wrong;
};

static bool is_ready(void *context)
{
    struct stream_test *s = context;

    s->wrong += !pthread_equal(pthread_self(), s->caller);
    return !s->ready_every || s->produced < s->consumed + s->ready_every;
}

static int produce(void *context, void *batch, struct error *err)
{
    struct stream_test *s = context;
    struct item *item = batch;

    s->wrong += !pthread_equal(pthread_self(), s->caller);
    if (s->produced == s->produce_fails)
        return error_set(err, STATUS_IO, "produce %zu", s->produced);
    if (s->produced == s->count)
        return 0;
    /* a question is asked only once the answers that must come first did */
    s->wrong += s->ready_every && s->produced >= s->consumed + s->ready_every;
    *item = (struct item){s->produced++, 0};
    return 1;
}

static int work(void *context, void *batch, size_t thread, struct error *err)
{
    const struct stream_test *s = context;
    struct item *item = batch;
    size_t x = item->number;

    if (thread >= s->threads)
        return error_set(err, STATUS_INTERNAL, "thread %zu", thread);
    /* uneven work, so that threads overtake each other */
    for (size_t i = 0; i < item->number * 7919 % 3000; i++)
        x = x * 6364136223846793005u + 1;
    item->result = item->number * 2 + (x == 42 ? 1 : 0);
    if (item->number >= s->work_fails)
        return error_set(err, STATUS_DAMAGED, "work %zu", item->number);
    return STATUS_OK;
}

static int consume(void *context, void *batch, struct error *err)
{
    struct stream_test *s = context;
    const struct item *item = batch;

    s->wrong += !pthread_equal(pthread_self(), s->caller);
    s->wrong += item->number != s->consumed;
    s->wrong += item->result / 2 != item->number;
    if (item->number == s->consume_fails)
        return error_set(err, STATUS_FULL, "consume %zu", item->number);
    s->consumed++;
    return STATUS_OK;
}

static int run(struct stream_test *s, size_t threads, size_t batch_count,
               struct error *err)
{
    const struct batch_stream calls = {s, is_ready, produce, work, consume};
    struct item item[THREADS_CEILING];
    void *batch[THREADS_CEILING];

    for (size_t i = 0; i < batch_count; i++)
        batch[i] = &item[i];
    s->caller = pthread_self();
    s->threads = threads;
    return workers_stream(threads, &calls, batch, batch_count, err);
}

/* clang-format off */
static const struct {
    const char *name;
    size_t count, produce_fails, work_fails, consume_fails, ready_every;
    size_t consumed; /* items consumed when it is over */
    int status;
    const char *message;
} streams[] = {
    {"empty stream", 0, NEVER, NEVER, NEVER, 0, 0, STATUS_OK, ""},
    {"one item", 1, NEVER, NEVER, NEVER, 0, 1, STATUS_OK, ""},
    {"many items", ITEMS, NEVER, NEVER, NEVER, 0, ITEMS, STATUS_OK, ""},
    {"question and answer", 200, NEVER, NEVER, NEVER, 1, 200, STATUS_OK, ""},
    {"three at a time", 200, NEVER, NEVER, NEVER, 3, 200, STATUS_OK, ""},
    {"first work fails", ITEMS, NEVER, 0, NEVER, 0, 0, STATUS_DAMAGED,
     "work 0"},
    {"work fails in the middle", ITEMS, NEVER, 500, NEVER, 0, 500,
     STATUS_DAMAGED, "work 500"},
    {"last work fails", ITEMS, NEVER, ITEMS - 1, NEVER, 0, ITEMS - 1,
     STATUS_DAMAGED, "work 999"},
    {"nothing can be produced", ITEMS, 0, NEVER, NEVER, 0, 0, STATUS_IO,
     "produce 0"},
    {"produce fails, what came before is consumed", ITEMS, 300, NEVER, NEVER, 0,
     300, STATUS_IO, "produce 300"},
    {"work fails before produce", ITEMS, 300, 299, NEVER, 0, 299,
     STATUS_DAMAGED, "work 299"},
    {"consume fails", ITEMS, NEVER, NEVER, 10, 0, 10, STATUS_FULL,
     "consume 10"},
    {"consume fails before work", ITEMS, NEVER, 12, 10, 0, 10, STATUS_FULL,
     "consume 10"},
};
/* clang-format on */

static void streams_of_the_table(void **state)
{
    (void)state;
    FOR_THREADS(threads)
    {
        for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
            for (size_t batches = 1; batches <= 24; batches += 23) {
                struct error err = {.status = STATUS_OK};
                struct stream_test s = {
                    .count = streams[i].count,
                    .produce_fails = streams[i].produce_fails,
                    .work_fails = streams[i].work_fails,
                    .consume_fails = streams[i].consume_fails,
                    .ready_every = streams[i].ready_every,
                };
                const int status = run(&s, threads, batches, &err);
                if (status != streams[i].status || s.wrong ||
                    s.consumed != streams[i].consumed ||
                    strcmp(err.message, streams[i].message) != 0)
                    fail_msg("%s, %zu threads, %zu batches: %d '%s', %zu "
                             "consumed, %zu wrong",
                             streams[i].name, threads, batches, status,
                             err.message, s.consumed, s.wrong);
            }
    }
}

/* While the next question is not there, the answer to the last one goes out:
 * with one free place of two, the second is not waited for. */
static void answer_does_not_wait_for_the_next_question(void **state)
{
    (void)state;
    for (size_t round = 0; round < 100; round++) {
        struct error err = {.status = STATUS_OK};
        struct stream_test s = {.count = 20,
                                .produce_fails = NEVER,
                                .work_fails = NEVER,
                                .consume_fails = NEVER,
                                .ready_every = 1};
        assert_int_equal(run(&s, 2, 2, &err), STATUS_OK);
        assert_int_equal(s.consumed, 20);
        assert_int_equal(s.wrong, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_item_runs_once),
        cmocka_unit_test(smallest_failure_is_told),
        cmocka_unit_test(more_threads_than_allowed_are_cut),
        cmocka_unit_test(streams_of_the_table),
        cmocka_unit_test(answer_does_not_wait_for_the_next_question),
    };

    return cmocka_run_group_tests_name("workers", tests, NULL, NULL);
}
