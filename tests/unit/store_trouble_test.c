/* What goes wrong around a store, and what must hold all the same. */
#include "store_fixture.h"

#include "connection.h" /* the connection itself: its limits, its statements */
#include "journal.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void a_locked_store_is_busy(void **state)
{
    struct fixture *f = *state;
    sqlite3 *other;

    assert_int_equal(sqlite3_open(f->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(store_begin(f->store, &f->err), STATUS_BUSY);
    assert_string_equal(f->err.where, f->path);
    sqlite3_close(other);
    error_clear(&f->err);
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
}

static void a_read_only_store_can_be_read(void **state)
{
    struct fixture *f = *state;
    const struct store_options options = {.read_only = true};
    const struct comment comment = make_comment("c1", "texte");
    struct stored_comment found;

    put(f, &comment, NOW);
    close_store(f);
    CHECK(f, store_open(&f->store, f->path, &options, &f->err));
    assert_int_equal(
        store_find(f->store, view_of("c1"), &f->arena, &found, &f->err), 1);
    assert_int_equal(store_begin(f->store, &f->err), STATUS_READ_ONLY);
    close_store(f);
    if (geteuid() == 0)
        return; /* root writes everywhere */
    chmod(f->path, 0444);
    error_clear(&f->err);
    open_store(f);
    assert_int_equal(store_begin(f->store, &f->err), STATUS_READ_ONLY);
}

static struct comment plain_comment(const char *id, const char *text)
{
    return (struct comment){.id = view_of(id),
                            .text = view_of(text),
                            .published = TIME_NONE,
                            .time = TIME_NONE};
}

/* Writes until it fails; 60 kB a time. */
static int fill_up(struct fixture *f)
{
    char *text = calloc(1, 60001);
    struct put_result result;
    char id[16];
    int status;

    memset(text, 'x', 60000);
    CHECK(f, store_begin(f->store, &f->err));
    for (int i = 0; i < 2000; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        const struct comment comment = plain_comment(id, text);
        status = store_put_comment(f->store, &comment, NOW, &result, &f->err);
        if (status < 0)
            break;
    }
    if (status == STATUS_OK)
        status = store_commit(f->store, &f->err);
    free(text);
    return status;
}

static void check_rolled_back(struct fixture *f, int status)
{
    const struct comment next = plain_comment("next", "y");
    struct counts counts;

    assert_int_equal(status, STATUS_FULL);
    error_clear(&f->err);
    ASK(f, "SELECT group_concat(id) FROM comments", "kept");
    assert_int_equal(put(f, &next, NOW).kind, PUT_NEW);
    CHECK(f, store_counts(f->store, &counts, &f->err));
    assert_int_equal(counts.state[COMMENT_WAITING], 2);
}

static void a_full_store_rolls_back(void **state)
{
    struct fixture *f = *state;
    const struct comment kept = plain_comment("kept", "x");

    put(f, &kept, NOW);
    assert_int_equal(sqlite3_exec(f->store->db, "PRAGMA max_page_count = 90",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    check_rolled_back(f, fill_up(f));
}

/* The disk itself refuses, in the middle of the log. */
static void a_full_disk_rolls_back(void **state)
{
    struct fixture *f = *state;
    const struct comment kept = plain_comment("kept", "x");
    struct rlimit before, small;

    put(f, &kept, NOW);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 4 << 20;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const int status = fill_up(f);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    check_rolled_back(f, status);
}

static void the_journal_is_append_only(void **state)
{
    static const char *const forbidden[] = {
        "UPDATE decision SET moderator = 'x'", "DELETE FROM decision",
        "UPDATE label SET value = 0",          "DELETE FROM label",
        "UPDATE activation SET model = 1",     "DELETE FROM activation",
    };
    struct fixture *f = *state;
    const struct comment comment = make_comment("c1", "texte");
    struct decision decision = {.comment = 1,
                                .revision = 1,
                                .time = NOW,
                                .moderator = view_of("anne"),
                                .action = ACTION_REMOVE};

    put(f, &comment, NOW);
    put_model(f, "m@1");
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, journal_add(f->store, &decision, &f->err));
    CHECK(f,
          journal_label(f->store, &decision, view_of("insult"), true, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++)
        if (run_sql(f, forbidden[i]) != SQLITE_CONSTRAINT)
            fail_msg("allowed: %s", forbidden[i]);
    ASK(f, "SELECT comment || tone || value || moderator || time FROM labels",
        "c1insult1anne2020-08-03T08:19:00Z");
}

/* Eight programs make the same store at once; each adds a comment. */
static void creation_is_atomic(void **state)
{
    struct fixture *f = *state;
    const struct store_options options = {
        .create = true, .busy_ms = 10000, .now = NOW, .seed = 7};
    char id[16];

    for (int i = 0; i < 8; i++) {
        if (fork() != 0)
            continue;
        struct put_result result;
        snprintf(id, sizeof(id), "c%d", i);
        const struct comment comment = make_comment(id, "texte");
        const bool good =
            store_open(&f->store, f->path, &options, &f->err) == STATUS_OK &&
            store_begin(f->store, &f->err) == STATUS_OK &&
            store_put_comment(f->store, &comment, NOW, &result, &f->err) ==
                STATUS_OK &&
            store_commit(f->store, &f->err) == STATUS_OK;
        if (!good)
            fprintf(stderr, "%s\n", f->err.message);
        _exit(good ? 0 : 1);
    }
    for (int i = 0; i < 8; i++) {
        int ended;
        assert_true(wait(&ended) > 0);
        assert_int_equal(ended, 0);
    }
    ASK(f, "SELECT count(*) FROM comments", "8");
    ASK(f, "SELECT count FROM tally WHERE kind = 1", "8");
    ASK(f, "SELECT count(*) FROM plan", "1");
    ASK(f, "PRAGMA journal_mode", "wal");
}

/* A writer killed in the middle leaves nothing of its batch. */
static void a_killed_writer_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    const struct comment kept = make_comment("kept", "x");
    int ended;

    put(f, &kept, NOW);
    close_store(f);
    if (fork() == 0) {
        const struct comment lost = make_comment("lost", "x");
        struct put_result result;
        open_store(f);
        store_begin(f->store, &f->err);
        store_put_comment(f->store, &lost, NOW, &result, &f->err);
        kill(getpid(), SIGKILL);
    }
    assert_true(wait(&ended) > 0 && WIFSIGNALED(ended));
    open_store(f);
    ASK(f, "SELECT group_concat(id) FROM comments", "kept");
    ASK(f, "SELECT count FROM tally WHERE kind = 1", "1");
}

static void lists_are_one_index_scan(void **state)
{
    static const enum statement lists[] = {
        STATEMENT_PLACE_LIST, STATEMENT_PLACE_LIST_TONE,
        STATEMENT_PLACE_WAITING, STATEMENT_COMMENT_WAITING};
    struct fixture *f = *state;
    char sql[2048];

    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        sqlite3_stmt *plan;
        snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
                 statement_sql(lists[i]));
        assert_int_equal(sqlite3_prepare_v2(f->store->db, sql, -1, &plan, NULL),
                         SQLITE_OK);
        while (sqlite3_step(plan) == SQLITE_ROW) /* no sorting */
            assert_null(
                strstr((const char *)sqlite3_column_text(plan, 3), "TEMP"));
        sqlite3_finalize(plan);
    }
}

/* Every statement is sound SQL on the schema as it is. */
static void statements_fit_the_schema(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < STATEMENTS; i++) {
        sqlite3_stmt *statement;
        const char *sql = statement_sql((enum statement)i);
        assert_non_null(sql);
        if (sqlite3_prepare_v2(f->store->db, sql, -1, &statement, NULL) !=
            SQLITE_OK)
            fail_msg("%s: %s", sql, sqlite3_errmsg(f->store->db));
        sqlite3_finalize(statement);
    }
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(creation_is_atomic, set_up, tear_down),
        TEST(a_killed_writer_leaves_nothing),
        TEST(a_locked_store_is_busy),
        TEST(a_read_only_store_can_be_read),
        TEST(a_full_store_rolls_back),
        TEST(a_full_disk_rolls_back),
        TEST(the_journal_is_append_only),
        TEST(lists_are_one_index_scan),
        TEST(statements_fit_the_schema),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
