#include "store_fixture.h"

#include "journal.h" /* store_revisions() */

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- opening ---------------------------------------------------------- */

static void write_file(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(bytes, file);
    fclose(file);
}

static void files_are_recognised(void **state)
{
    static const struct {
        const char *name;
        const char *bytes; /* of the file; NULL: none there */
        const char *sql;   /* run on it, to make a database */
        bool create;
        int status;
        const char *message;
    } cases[] = {
        {"no file is no store",        NULL,                                               NULL,                         false, STATUS_NO_INPUT,
         "no such store"                                                                                                                                                                                          },
        {"an empty file is no store",  "",                                                 NULL,                         false, STATUS_NO_INPUT,
         "is empty"                                                                                                                                                                                               },
        {"an empty file becomes one",  "",                                                 NULL,                         true,  STATUS_OK,       NULL                                                             },
        {"nothing becomes one",        NULL,                                               NULL,                         true,  STATUS_OK,       NULL                                                             },
        {"text is none",               "{\"id\":\"c1\",\"text\":\"du texte en clair\"}\n",
         NULL,                                                                                                           true,  STATUS_DAMAGED,  "is not a vigie store"                                           },
        {"another program's tables",   NULL,                                               "CREATE TABLE t (a)",         true,
         STATUS_DAMAGED,                                                                                                                         "is not a vigie store"                                           },
        {"another program's mark",     NULL,                                               "PRAGMA application_id = 42", true,
         STATUS_DAMAGED,                                                                                                                         "is not a vigie store"                                           },
        {"a version without our mark", NULL,                                               "PRAGMA user_version = 1",    true,
         STATUS_DAMAGED,                                                                                                                         "is not a vigie store"                                           },
        {"a newer version",            NULL,
         "PRAGMA application_id = 1986619241; PRAGMA user_version = 9",                                                  true,
         STATUS_TOO_NEW,                                                                                                                         "store was written by a newer vigie (schema 9, this one knows 4)"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct store_options options = {.create = cases[i].create,
                                              .now = NOW};
        struct error err = {.status = STATUS_OK};
        unlink(f->path);
        if (cases[i].bytes)
            write_file(f->path, cases[i].bytes);
        if (cases[i].sql)
            assert_int_equal(run_sql(f, cases[i].sql), SQLITE_OK);
        const int status = store_open(&f->store, f->path, &options, &err);
        if (status != cases[i].status)
            fail_msg("%s: %s", cases[i].name, err.message);
        if (cases[i].message) {
            assert_non_null(strstr(err.message, cases[i].message));
            assert_string_equal(err.where, f->path);
        }
        close_store(f);
    }
}

static void a_folder_is_no_store(void **state)
{
    struct fixture *f = *state;
    const struct store_options options = {.create = true};

    assert_int_equal(store_open(&f->store, f->folder, &options, &f->err),
                     STATUS_DAMAGED);
    error_clear(&f->err);
    assert_int_equal(
        store_open(&f->store, "/nowhere/at/all.db", &options, &f->err),
        STATUS_CANNOT_CREATE);
}

static void schema_is_what_it_says(void **state)
{
    struct fixture *f = *state;

    ASK(f, "PRAGMA user_version", "4");
    ASK(f, "PRAGMA application_id", "1986619241");
    ASK(f, "PRAGMA journal_mode", "wal");
    ASK(f, "SELECT seed FROM plan", "7");
    close_store(f);
    open_store(f); /* again: nothing to do */
    ASK(f, "SELECT count(*) FROM plan", "1");
}

static void views_have_the_promised_columns(void **state)
{
    static const struct {
        const char *view, *columns;
    } cases[] = {
        {"comments",        "id,discussion,position,author,time,reply_to,text,"
                     "language,state,reply_inferred,inferred_by"},
        {"scores",          "comment,model,tone,probability,flagged"                },
        {"reasons",         "comment,model,tone,start,end,weight"                   },
        {"quotations",      "comment,quoted,start,end,quoted_start,quoted_end"      },
        {"source_requests", "discussion,comment,author,time,about,asked,"
                            "answer,answered_by,answered"},
        {"heat",            "discussion,comment,number,time,hostility,heat,excess,"
                 "turning"                                          },
        {"discussions",
         "discussion,title,section,published,comments,scored,requests,"
         "open_requests,heat,turned_at,turned_time,turned_by"                       },
        {"queue",           "comment,discussion,priority,tone,probability,since,"
                  "claimed_by,claimed_until"                       },
        {"decisions",       "comment,moderator,action,tones,note,model,time,undone" },
        {"labels",          "comment,tone,value,moderator,time"                     },
        {"models",          "model,trained,data_sha256,active,metrics"              },
    };
    struct fixture *f = *state;
    char sql[160];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        snprintf(sql, sizeof(sql),
                 "SELECT group_concat(name) FROM pragma_table_info('%s')",
                 cases[i].view);
        ASK(f, sql, cases[i].columns);
    }
}

/* ---- comments --------------------------------------------------------- */

static void comments_are_new_changed_or_known(void **state)
{
    static const struct {
        const char *name, *text;
        enum put_kind kind;
        int64_t revision;
        enum comment_state state;
    } cases[] = {
        {"first",             "Bonjour",   PUT_NEW,     1, COMMENT_WAITING},
        {"again",             "Bonjour",   PUT_KNOWN,   1, COMMENT_WAITING},
        {"edited",            "Bonsoir",   PUT_CHANGED, 2, COMMENT_WAITING},
        {"emptied",           " \xC2\xA0", PUT_CHANGED, 3, COMMENT_EMPTY  },
        {"empty again",       " \xC2\xA0", PUT_KNOWN,   3, COMMENT_EMPTY  },
        {"written once more", "Bonjour",   PUT_CHANGED, 4, COMMENT_WAITING},
    };
    struct fixture *f = *state;
    struct revision_list old;
    struct counts counts;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct comment comment = make_comment("c1", cases[i].text);
        const struct put_result result = put(f, &comment, NOW + (int64_t)i);
        if (result.kind != cases[i].kind ||
            result.at.revision != cases[i].revision ||
            result.at.state != cases[i].state || result.at.key != 1)
            fail_msg("%s", cases[i].name);
    }
    CHECK(f, store_revisions(f->store, 1, &f->arena, &old, &f->err));
    assert_int_equal(old.count, 3);
    assert_true(view_is(old.item[1].text, "Bonsoir"));
    assert_int_equal(old.item[1].received, NOW + 2);
    CHECK(f, store_counts(f->store, &counts, &f->err));
    assert_int_equal(counts.state[COMMENT_WAITING], 1);
    assert_int_equal(counts.state[COMMENT_EMPTY], 0);
}

static void unknown_metadata_is_filled_in(void **state)
{
    struct fixture *f = *state;
    struct comment bare = {.id = view_of("c1"),
                           .text = view_of("x"),
                           .published = TIME_NONE,
                           .time = TIME_NONE};
    struct comment whole = make_comment("c1", "x");
    struct stored_comment found;

    whole.reply_to = view_of("c0");
    whole.section = view_of("Tech");
    whole.published = NOW - 9;
    whole.position = 4;
    put(f, &bare, NOW);
    assert_int_equal(put(f, &whole, NOW).kind, PUT_KNOWN);
    whole.author = view_of("somebody else"); /* known: kept */
    put(f, &whole, NOW);
    assert_int_equal(
        store_find(f->store, view_of("c1"), &f->arena, &found, &f->err), 1);
    assert_true(view_is(found.comment.author, "bob"));
    assert_true(view_is(found.comment.reply_to, "c0"));
    assert_true(view_is(found.comment.title, "Titre"));
    assert_true(view_is(found.comment.section, "Tech"));
    assert_int_equal(found.comment.published, NOW - 9);
    assert_int_equal(found.comment.time, NOW - HOUR);
    assert_int_equal(found.comment.position, 4);
    ASK(f, "SELECT time FROM comments", "2020-08-03T07:19:00Z");
}

static void an_id_belongs_to_one_discussion(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c1", "x");
    struct put_result result;

    put(f, &comment, NOW);
    comment.discussion = view_of("d2");
    CHECK(f, store_begin(f->store, &f->err));
    assert_int_equal(
        store_put_comment(f->store, &comment, NOW, &result, &f->err),
        STATUS_BAD_RECORD);
    assert_string_equal(f->err.message, "comment 'c1' of discussion 'd2' is "
                                        "known as one of 'd1'");
    error_clear(&f->err);
    comment.id = view_of("c2"); /* the transaction goes on */
    CHECK(f, store_put_comment(f->store, &comment, NOW, &result, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    ASK(f, "SELECT group_concat(id || discussion) FROM comments", "c1d1,c2d2");
    comment.discussion = view_of(""); /* says nothing against it */
    assert_int_equal(put(f, &comment, NOW).kind, PUT_KNOWN);
}

static void waiting_comments_come_in_order(void **state)
{
    struct fixture *f = *state;
    struct comment comment = make_comment("c1", "parent");
    struct comment_list list;
    char id[16];

    put(f, &comment, NOW);
    for (int i = 2; i <= 5; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        comment = make_comment(id, i == 4 ? "" : "enfant");
        comment.reply_to = view_of("c1");
        put(f, &comment, NOW);
    }
    CHECK(f, store_waiting(f->store, 1, 2, &f->arena, &list, &f->err));
    assert_int_equal(list.count, 2);
    assert_int_equal(list.item[0].at.key, 2);
    assert_true(view_is(list.item[0].comment.parent_text, "parent"));
    assert_true(view_is(list.item[0].comment.title, "Titre"));
    CHECK(f, store_waiting(f->store, 3, 9, &f->arena, &list, &f->err));
    assert_int_equal(list.count, 1); /* c4 is empty */
    assert_true(view_is(list.item[0].comment.id, "c5"));
    CHECK(f, store_neighbours(f->store, &list.item[0].at, 2, 2, &f->arena,
                              &list, &f->err));
    assert_int_equal(list.count, 2);
    assert_true(view_is(list.item[0].comment.id, "c3"));
}

static void a_small_arena_stops_a_list_early(void **state)
{
    struct fixture *f = *state;
    struct arena small;
    struct comment_list list;
    char id[16];

    for (int i = 1; i <= 8; i++) {
        snprintf(id, sizeof(id), "c%d", i);
        const struct comment comment = make_comment(id, "du texte");
        put(f, &comment, NOW);
    }
    CHECK(f, arena_open(&small, 32768, &f->err));
    for (small.size = 0; small.size < 12000; small.size += 7) {
        struct error err = {.status = STATUS_OK};
        arena_reset(&small);
        const int status = store_waiting(f->store, 0, 8, &small, &list, &err);
        assert_true(status == STATUS_OK || status == STATUS_TOO_BIG);
        if (status == STATUS_OK)
            assert_in_range(list.count, 1, 8);
    }
    assert_int_equal(list.count, 8);
    small.size = 32768;
    arena_free(&small);
}

int main(void)
{
#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, set_up_store, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_are_recognised, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_folder_is_no_store, set_up,
                                        tear_down),
        TEST(schema_is_what_it_says),
        TEST(views_have_the_promised_columns),
        TEST(comments_are_new_changed_or_known),
        TEST(unknown_metadata_is_filled_in),
        TEST(an_id_belongs_to_one_discussion),
        TEST(waiting_comments_come_in_order),
        TEST(a_small_arena_stops_a_list_early),
    };
#undef TEST
    return cmocka_run_group_tests(tests, NULL, NULL);
}
