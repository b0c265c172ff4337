/* A store in a folder of its own, for the tests of store and queue. */
#ifndef VIGIE_TESTS_STORE_FIXTURE_H
#define VIGIE_TESTS_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "arena.h"
#include "clock.h"
#include "error.h"
#include "queue.h"
#include "scores.h"
#include "store.h"

#include <stdbool.h>

#define NOW INT64_C(1596442740) /* 2020-08-03T08:19:00Z */
#define HOUR 3600
#define TONES 5

/* The order of the test model. */
enum { HOSTILITY, INSULT, DISTRESS, SPAM, NEGATIVE };

struct fixture {
    char folder[64];
    char path[96];
    struct store *store;
    struct arena arena;
    struct error err;
    struct policy policy;
    struct queue *queue;
    int64_t model;
};

/* Fails the test with the message of the error. */
#define CHECK(fixture, call)                                                   \
    do {                                                                       \
        const int check_status = (call);                                       \
        if (check_status < 0)                                                  \
            fail_msg("%s: %s", (fixture)->err.where, (fixture)->err.message);  \
    } while (0)

void open_store(struct fixture *f);
void close_store(struct fixture *f);
int set_up(void **state);
int set_up_store(void **state);
int tear_down(void **state);
struct comment make_comment(const char *id, const char *text);
struct put_result put(struct fixture *f, const struct comment *comment,
                      int64_t now);
struct model_record make_model(const char *id);

/* Makes a model known; the first becomes the active one. */
int64_t put_model(struct fixture *f, const char *id);

/* Adds a row to the journal of activations; its key. */
int64_t activate(struct fixture *f, int64_t model, int64_t undoes);
struct verdict make_verdict(const uint16_t probability[TONES]);

/* Opens the queue with f->policy; distress first, spam gathered. */
void open_queue(struct fixture *f);

void add_tone(struct policy *policy, const char *name, double weight,
              bool first, bool gather);
void usual_policy(struct policy *policy);

/* Puts and scores in one transaction, as `vigie score` does. */
struct standing put_scored(struct fixture *f, const struct comment *comment,
                           int64_t now, const uint16_t probability[TONES]);

/* The single text a query gives, in a buffer of the caller; "" for NULL or no
 * row.  By a connection of its own: what other programs see. */
const char *ask(struct fixture *f, const char *sql, char *out, size_t size);

/* Runs SQL on the store by such a connection; returns SQLite's code. */
int run_sql(struct fixture *f, const char *sql);

#define ASK(fixture, sql, expected)                                            \
    do {                                                                       \
        char ask_answer[1024];                                                 \
        assert_string_equal(ask(fixture, sql, ask_answer, sizeof(ask_answer)), \
                            expected);                                         \
    } while (0)

#endif
