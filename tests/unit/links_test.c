/* Inferred replies in the store, and stores from before there were any. */
#include "store_fixture.h"

#include "links.h"

#include <sqlite3.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS                                                                  \
    "SELECT group_concat(id || '>' || reply_inferred || inferred_by, ' ')"     \
    " FROM (SELECT * FROM comments WHERE reply_inferred IS NOT NULL"           \
    " ORDER BY id)"

#define SAID "On sait que l'appli aspirait tout le carnet."
#define QUOTED "« l'appli aspirait tout le carnet » et puis ?"

static void link_all(struct fixture *f)
{
    CHECK(f, links_finish(f->store, &f->err));
    ASK(f, "SELECT count(*) FROM discussion WHERE unlinked", "0");
}

static void put_by(struct fixture *f, const char *id, const char *author,
                   const char *text)
{
    struct comment comment = make_comment(id, text);

    comment.author = view_of(author);
    put(f, &comment, NOW);
}

static void links_follow_what_comes(void **state)
{
    struct fixture *f = *state;
    struct stored_comment found;
    struct comment comment;

    put_by(f, "c1", "anne", SAID);
    put_by(f, "c2", "bob", QUOTED);
    ASK(f, "SELECT unlinked FROM discussion", "2");
    ASK(f, LINKS, "");
    link_all(f);
    ASK(f, LINKS, "c2>c1quote");
    ASK(f,
        "SELECT comment || quoted || start || ':' || end || quoted_start"
        " || ':' || quoted_end FROM quotations",
        "c2c12:3312:43");
    put_by(f, "c3", "carl", "@bob non");
    ASK(f, "SELECT unlinked FROM discussion", "1");
    link_all(f);
    ASK(f, LINKS, "c2>c1quote c3>c2name");
    put_by(f, "c3", "carl", "@bob non"); /* known: nothing to do */
    ASK(f, "SELECT unlinked FROM discussion", "0");
    /* the parent's text is context as a given one's */
    assert_int_equal(
        store_find(f->store, view_of("c2"), &f->arena, &found, &f->err), 1);
    assert_true(view_is(found.comment.parent_text, SAID));
    assert_int_equal(found.comment.reply_to.len, 0);
    assert_true(view_is(found.inferred.parent, "c1"));
    assert_int_equal(found.inferred.ground, LINK_QUOTE);
    assert_int_equal(found.inferred.begin, 2);
    assert_int_equal(found.inferred.end, 33);
    /* another text of the quoted one */
    put_by(f, "c1", "anne", "Rien du tout, oublions cela pour de bon.");
    ASK(f, "SELECT unlinked FROM discussion", "2");
    link_all(f);
    ASK(f, LINKS, "c3>c2name");
    put_by(f, "c1", "anne", SAID);
    link_all(f);
    ASK(f, LINKS, "c2>c1quote c3>c2name");
    /* the site says it after all, and that the parent is unknown to us */
    comment = make_comment("c2", QUOTED);
    comment.reply_to = view_of("c0");
    put(f, &comment, NOW);
    ASK(f, LINKS, "c3>c2name");
    link_all(f);
    ASK(f, LINKS, "c3>c2name");
    assert_int_equal(
        store_find(f->store, view_of("c2"), &f->arena, &found, &f->err), 1);
    assert_null(found.comment.parent_text.ptr);
    assert_null(found.inferred.parent.ptr);
}

static void discussions_are_apart(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c2", QUOTED);

    put_by(f, "c1", "anne", SAID);
    comment.discussion = view_of("d2");
    put(f, &comment, NOW);
    comment.id = view_of("c3"); /* of no discussion */
    comment.discussion = view_of("");
    put(f, &comment, NOW);
    link_all(f);
    ASK(f, LINKS, "");
    comment.discussion = view_of("d1"); /* now it is of one */
    put(f, &comment, NOW);
    link_all(f);
    ASK(f, LINKS, "c3>c1quote");
}

static void an_earlier_one_may_come_late(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c9", SAID);

    put_by(f, "c1", "bob", QUOTED);
    link_all(f);
    ASK(f, LINKS, "");
    comment.author = view_of("anne");
    comment.time = NOW - 2 * HOUR;
    put(f, &comment, NOW);
    link_all(f);
    ASK(f, LINKS, "c1>c9quote");
}

/* What is remembered of a discussion dies with what was rolled back, and with
 * what another program wrote. */
static void memory_is_not_trusted(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c1", SAID);
    struct put_result result;

    put_by(f, "c0", "zoé", "Tout autre chose, pour que la discussion soit.");
    link_all(f);
    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_comment(f->store, &comment, NOW, &result, &f->err));
    CHECK(f, links_run(f->store, &f->err));
    store_rollback(f->store);
    put_by(f, "c2", "carl", QUOTED);
    link_all(f);
    ASK(f, LINKS, "");
    assert_int_equal(run_sql(f, "UPDATE comment SET text = '"
                                "On sait que l''appli "
                                "aspirait tout le carnet."
                                "' WHERE id = 'c0'"),
                     SQLITE_OK);
    put_by(f, "c3", "dan", QUOTED);
    link_all(f);
    ASK(f, LINKS, "c2>c0quote c3>c0quote");
}

static void many_are_linked_in_parts(void **state)
{
    struct fixture *f = *state;
    struct put_result result;
    int runs = 1, status;

    CHECK(f, store_begin(f->store, &f->err));
    for (int i = 0; i < 60000; i++) {
        char id[16], discussion[16];
        struct comment comment = make_comment(id, i % 2 ? QUOTED : SAID);
        snprintf(id, sizeof(id), "c%d", i);
        snprintf(discussion, sizeof(discussion), "d%d", i / 20);
        comment.id = view_of(id);
        comment.discussion = view_of(discussion);
        comment.author = view_of(i % 2 ? "bob" : "anne");
        CHECK(f, store_put_comment(f->store, &comment, NOW, &result, &f->err));
    }
    while ((status = links_run(f->store, &f->err)) == 1)
        runs++;
    assert_int_equal(status, 0);
    CHECK(f, store_commit(f->store, &f->err));
    assert_in_range(runs, 2, 4);
    ASK(f, "SELECT count(*) FROM inferred", "30000");
}

/* ---- stores of schema 1 ------------------------------------------------- */

static const char *const schema_1[] = {
#include "schema.inc"
};

static void make_old_store(struct fixture *f)
{
    sqlite3 *db;
    char sql[32768] = "";
    size_t len = 0;

    for (size_t i = 0; i < sizeof(schema_1) / sizeof(schema_1[0]); i++)
        len +=
            (size_t)snprintf(sql + len, sizeof(sql) - len, "%s", schema_1[i]);
    assert_true(len < sizeof(sql));
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(
            db,
            "INSERT INTO plan (one, created, seed) VALUES (1, 1, 7);"
            "INSERT INTO discussion (key, id) VALUES (1, 'd1');"
            "INSERT INTO comment (key, id, discussion, author, received,"
            " state, text) VALUES (1, 'c1', 1, 'anne', 1, 1, 'On sait que"
            " l''appli aspirait tout le carnet.'), (2, 'c2', 1, 'bob', 1, 1,"
            " '« l''appli aspirait tout le carnet » et puis ?');"
            "UPDATE tally SET count = 2 WHERE kind = 1",
            NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
}

static void old_stores_are_migrated(void **state)
{
    static const struct store_options ways[] = {
        {.busy_ms = 50, .now = NOW       },
        { .busy_ms = 50,   .now = NOW, .read_only = true},
        { .busy_ms = 50,   .now = NOW,    .create = true},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        unlink(f->path);
        make_old_store(f);
        CHECK(f, store_open(&f->store, f->path, &ways[i], &f->err));
        ASK(f, "PRAGMA user_version", "4");
        ASK(f, LINKS, "c2>c1quote");
        ASK(f, "SELECT count(*) FROM comments WHERE state = 'waiting'", "2");
        ASK(f, "PRAGMA foreign_key_check", "");
        close_store(f);
    }
}

static void an_old_store_that_cannot_be_written(void **state)
{
    struct fixture *f = *state;
    const struct store_options options = {.read_only = true, .now = NOW};

    make_old_store(f);
    if (geteuid() == 0)
        skip(); /* permissions do not bind */
    chmod(f->path, 0444);
    assert_int_equal(store_open(&f->store, f->path, &options, &f->err),
                     STATUS_READ_ONLY);
    assert_string_equal(f->err.message, "store has schema 1, this vigie needs "
                                        "3, and it cannot be written");
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(links_follow_what_comes),
        TEST(discussions_are_apart),
        TEST(an_earlier_one_may_come_late),
        TEST(memory_is_not_trusted),
        TEST(many_are_linked_in_parts),
        cmocka_unit_test_setup_teardown(old_stores_are_migrated, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_old_store_that_cannot_be_written,
                                        set_up, tear_down),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
