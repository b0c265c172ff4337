#include "model_fixture.h"
#include "pipeline.h"
#include "utf8.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COMMENTS 600 /* more than two batches */
#define BAD_EVERY 37 /* such a record is refused by the reader */
#define NEVER SIZE_MAX
#define LONG_TEXT ((size_t)128 << 10) /* bytes */

static struct model_fixture fixture;
static struct pipeline pipeline;

static int open_all(void **state)
{
    (void)state;
    model_fixture_open(&fixture);
    pipeline_open(&pipeline, fixture.model);
    pipeline.reasons = 3;
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    model_fixture_free(&fixture);
    return 0;
}

struct ends {
    pthread_t caller;
    size_t next_fails, deliver_fails, write_fails; /* at comment, or NEVER */
    size_t read, delivered, wrong, since_last;
    size_t ready_every; /* 0: always ready */
    struct verdict verdict[COMMENTS];
    size_t reasons[COMMENTS];
};

static bool is_ready(void *context)
{
    const struct ends *e = context;

    return !e->ready_every || e->read % e->ready_every != 0;
}

static int next(void *context, struct comment *out, struct arena *arena,
                struct error *err)
{
    struct ends *e = context;
    char id[32];

    e->wrong += !pthread_equal(pthread_self(), e->caller);
    if (e->read == e->next_fails)
        return error_set(err, STATUS_IO, "next %zu", e->read);
    if (e->read == COMMENTS)
        return 0;
    const size_t i = e->read++;
    const struct corpus *c = &fixture.corpus;
    snprintf(id, sizeof(id), "%zu", i);
    *out = (struct comment){.position = i};
    if (arena_copy(arena, view_of(id), &out->id, err) < 0 ||
        arena_copy(arena, c->comment[i % c->count].text, &out->text, err) < 0)
        return err->status;
    if (i % 3 == 0)
        out->parent_text = c->comment[(i + 50) % c->count].text;
    if (i % BAD_EVERY == 0) {
        out->text = (struct view){NULL, 0};
        return error_set(err, STATUS_BAD_RECORD, "record %zu", i);
    }
    return 1;
}

static int write_id(void *context, const struct record *r, struct buffer *out,
                    struct error *err)
{
    const struct ends *e = context;

    if (r->comment.position == e->write_fails)
        return error_set(err, STATUS_TOO_BIG, "write %zu", e->write_fails);
    return buffer_add_view(out, r->comment.id, err) < 0
               ? err->status
               : buffer_add(out, "\n", 1, err);
}

/* The ids of a batch in their order, whichever thread wrote them. */
static bool are_ids(const struct buffer *written, size_t first, size_t last)
{
    size_t at = 0;

    for (size_t i = first; i <= last; i++) {
        char id[32];
        const int len = snprintf(id, sizeof(id), "%zu\n", i);
        if (!view_starts(view_from(buffer_view(written), at), id))
            return false;
        at += (size_t)len;
    }
    return at == written->len;
}

static int deliver(void *context, const struct record *r,
                   const struct buffer *written, struct error *err)
{
    struct ends *e = context;
    const size_t i = e->delivered;
    char id[32], message[32];

    e->wrong += !pthread_equal(pthread_self(), e->caller);
    if (i == e->deliver_fails)
        return error_set(err, STATUS_FULL, "deliver %zu", i);
    snprintf(id, sizeof(id), "%zu", i);
    snprintf(message, sizeof(message), "record %zu", i);
    e->wrong += !view_is(r->comment.id, id);
    if (i % BAD_EVERY == 0) {
        e->wrong += r->error.status != STATUS_BAD_RECORD ||
                    strcmp(r->error.message, message) != 0;
    } else {
        e->wrong += r->error.status != STATUS_OK;
        e->verdict[i] = r->verdict;
        e->reasons[i] = r->reason_count;
        for (size_t k = 0; k < r->reason_count; k++)
            e->wrong += !(r->reason[k].weight > 0) ||
                        !r->verdict.tone[r->reason[k].tone].flagged;
    }
    if (written)
        e->wrong += !are_ids(written, i - e->since_last, i);
    e->since_last = written ? 0 : e->since_last + 1;
    e->delivered++;
    return STATUS_OK;
}

static int run(struct ends *e, size_t threads, struct error *err)
{
    const struct pipeline_ends ends = {e, is_ready, next, write_id, deliver};

    e->caller = pthread_self();
    return pipeline_stream(&pipeline, &ends, threads, err);
}

/* clang-format off */
static const struct {
    const char *name;
    size_t next_fails, deliver_fails, write_fails, ready_every, delivered;
    int status;
    const char *message;
} streams[] = {
    {"all of them", NEVER, NEVER, NEVER, 0, COMMENTS, STATUS_OK, ""},
    {"one by one, as they come", NEVER, NEVER, NEVER, 1, COMMENTS, STATUS_OK,
     ""},
    {"in sevens", NEVER, NEVER, NEVER, 7, COMMENTS, STATUS_OK, ""},
    {"reading fails at once", 0, NEVER, NEVER, 0, 0, STATUS_IO, "next 0"},
    {"reading fails, what came before is delivered", 400, NEVER, NEVER, 0, 400,
     STATUS_IO, "next 400"},
    {"reading fails inside the first batch", 5, NEVER, NEVER, 0, 5, STATUS_IO,
     "next 5"},
    {"delivery fails", NEVER, 300, NEVER, 0, 300, STATUS_FULL, "deliver 300"},
    {"delivery fails first", 500, 300, NEVER, 0, 300, STATUS_FULL,
     "deliver 300"},
    {"writing fails, none of its batch is delivered", NEVER, NEVER, 300, 0, 256,
     STATUS_TOO_BIG, "write 300"},
    {"writing fails first", 520, NEVER, 300, 0, 256, STATUS_TOO_BIG,
     "write 300"},
};
/* clang-format on */

static void streams_of_the_table(void **state)
{
    static const size_t threads[] = {1, 2, 8};
    struct ends *e = malloc(sizeof(*e));

    (void)state;
    for (size_t t = 0; t < 3; t++)
        for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
            struct error err = {.status = STATUS_OK};
            if (threads[t] == 8 && i % 4) /* 24 batches are slow to make */
                continue;
            *e = (struct ends){.next_fails = streams[i].next_fails,
                               .deliver_fails = streams[i].deliver_fails,
                               .write_fails = streams[i].write_fails,
                               .ready_every = streams[i].ready_every};
            const int status = run(e, threads[t], &err);
            if (status != streams[i].status || e->wrong ||
                e->delivered != streams[i].delivered ||
                strcmp(err.message, streams[i].message) != 0)
                fail_msg("%s, %zu threads: %d '%s', %zu delivered, %zu wrong",
                         streams[i].name, threads[t], status, err.message,
                         e->delivered, e->wrong);
            /* the end of a batch is said, so that nothing stays unwritten */
            if (streams[i].deliver_fails == NEVER)
                assert_int_equal(e->since_last, 0);
        }
    free(e);
}

/* Bit for bit, on any number of threads and in batches of any size. */
static void results_do_not_depend_on_threads(void **state)
{
    struct ends *one = malloc(sizeof(*one)), *many = malloc(sizeof(*many));
    struct error err = {.status = STATUS_OK};
    size_t reasons = 0;

    (void)state;
    *one = (struct ends){
        .next_fails = NEVER, .deliver_fails = NEVER, .write_fails = NEVER};
    assert_int_equal(run(one, 1, &err), STATUS_OK);
    for (size_t threads = 2; threads <= 8; threads += 6) {
        *many = (struct ends){.next_fails = NEVER,
                              .deliver_fails = NEVER,
                              .write_fails = NEVER,
                              .ready_every = threads * 11};
        assert_int_equal(run(many, threads, &err), STATUS_OK);
        for (size_t i = 0; i < COMMENTS; i++) {
            const struct verdict *a = &one->verdict[i], *b = &many->verdict[i];
            assert_int_equal(a->tone_count, b->tone_count);
            for (size_t t = 0; t < a->tone_count; t++) {
                assert_memory_equal(&a->tone[t].decision_value,
                                    &b->tone[t].decision_value, sizeof(double));
                assert_int_equal(a->tone[t].probability,
                                 b->tone[t].probability);
                assert_int_equal(a->tone[t].flagged, b->tone[t].flagged);
            }
            assert_int_equal(one->reasons[i], many->reasons[i]);
            reasons += many->reasons[i];
        }
    }
    assert_true(reasons > COMMENTS);
    free(one);
    free(many);
}

/* ---- one record ------------------------------------------------------------
 */

static void parent_changes_the_value(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct workbench bench;
    struct arena keep;
    struct record alone = {.comment.text = view_of("Pauvre type")};
    struct record reply = {.comment.text = view_of("Pauvre type"),
                           .comment.parent_text =
                               view_of("Merci pour cet article")};

    (void)state;
    workbench_open(&bench, &err);
    arena_open(&keep, (size_t)1 << 20, &err);
    assert_int_equal(pipeline_run(&pipeline, &alone, &bench, &keep, &err),
                     STATUS_OK);
    assert_int_equal(pipeline_run(&pipeline, &reply, &bench, &keep, &err),
                     STATUS_OK);
    assert_true(alone.verdict.tone[0].decision_value !=
                reply.verdict.tone[0].decision_value);
    workbench_free(&bench);
    arena_free(&keep);
}

static void reasons_are_bounded(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct workbench bench;
    struct arena keep;

    (void)state;
    workbench_open(&bench, &err);
    arena_open(&keep, (size_t)1 << 20, &err);
    for (size_t wanted = 0; wanted <= 5; wanted++) {
        struct pipeline p = pipeline;
        struct record r = {
            .comment.text = view_of("Espèce d'abruti, va apprendre à lire.")};
        size_t tones = 0, of_insult = 0;
        p.reasons = wanted;
        assert_int_equal(pipeline_run(&p, &r, &bench, &keep, &err),
                         STATUS_OK);
        assert_true(r.verdict.tone[0].flagged);
        for (size_t t = 0; t < r.verdict.tone_count; t++)
            tones += r.verdict.tone[t].flagged;
        for (size_t i = 0; i < r.reason_count; i++)
            of_insult += r.reason[i].tone == 0;
        assert_int_equal(of_insult, wanted);
        assert_true(r.reason_count <= wanted * tones);
        assert_int_equal(r.reason == NULL, wanted == 0);
    }
    workbench_free(&bench);
    arena_free(&keep);
}

static void small_arenas_are_too_big_texts(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct workbench bench = {.scratch = {NULL, 0, 0}};
    size_t fitted = 0;

    (void)state;
    memo_open(&bench.memo, &err);
    for (size_t size = 0; size < 60000; size += 13) {
        struct arena keep;
        struct record r = {.comment.text = view_of("Pauvre abruti !"),
                           .comment.parent_text = view_of("Merci :)")};
        error_clear(&err);
        arena_open(&bench.scratch, size, &err);
        arena_open(&keep, size % 2000, &err);
        const int status = pipeline_run(&pipeline, &r, &bench, &keep, &err);
        assert_true(status == STATUS_OK || status == STATUS_TOO_BIG);
        assert_int_equal(status, err.status);
        fitted += status == STATUS_OK;
        arena_free(&bench.scratch);
        arena_free(&keep);
    }
    memo_free(&bench.memo);
    assert_true(fitted > 100);
}

/* A text of many pages goes through, reasons and all. */
static void long_text_is_scored(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer text = {.ptr = NULL};
    struct workbench bench;
    struct arena keep;

    (void)state;
    for (size_t i = 0; text.len < LONG_TEXT; i++) {
        const struct corpus *c = &fixture.corpus;
        buffer_add_view(&text, c->comment[i % c->count].text, &err);
        buffer_add_text(&text, "\n", &err);
    }
    struct record r = {.comment.text =
                           utf8_first(buffer_view(&text), LONG_TEXT)};
    workbench_open(&bench, &err);
    arena_open(&keep, (size_t)1 << 20, &err);
    if (pipeline_run(&pipeline, &r, &bench, &keep, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(r.verdict.tone_count, 4);
    workbench_free(&bench);
    arena_free(&keep);
    buffer_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_of_the_table),
        cmocka_unit_test(results_do_not_depend_on_threads),
        cmocka_unit_test(parent_changes_the_value),
        cmocka_unit_test(reasons_are_bounded),
        cmocka_unit_test(small_arenas_are_too_big_texts),
        cmocka_unit_test(long_text_is_scored),
    };

    return cmocka_run_group_tests_name("pipeline", tests, open_all, close_all);
}
