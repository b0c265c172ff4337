/* Accounts, sessions, tokens, hooks, policies and jobs in the store. */
#include "store_fixture.h"

#include "accounts.h"
#include "decide.h"
#include "desk.h"
#include "hooks.h"
#include "overview.h"
#include "steering.h"

#include <stdio.h>
#include <string.h>

#define WRITE(f, call)                                                         \
    do {                                                                       \
        CHECK(f, store_begin((f)->store, &(f)->err));                          \
        CHECK(f, call);                                                        \
        CHECK(f, store_commit((f)->store, &(f)->err));                         \
    } while (0)

static struct account add(struct fixture *f, const char *name, enum role role)
{
    struct account account = {.name = view_of(name),
                              .role = role,
                              .password = view_of("hash"),
                              .created = NOW};

    WRITE(f, account_add(f->store, &account, &f->err));
    assert_int_equal(
        account_find(f->store, view_of(name), &f->arena, &account, &f->err), 1);
    return account;
}

static void test_accounts(void **state)
{
    struct fixture *f = *state;
    struct account found;
    struct account_list list;
    const struct account anna = add(f, "anna", ROLE_MODERATOR);

    add(f, "léa", ROLE_LEAD);
    CHECK(f, store_begin(f->store, &f->err));
    assert_int_equal(account_add(f->store, &anna, &f->err), STATUS_BAD_RECORD);
    error_clear(&f->err);
    CHECK(f, store_commit(f->store, &f->err));
    CHECK(f, account_list(f->store, &f->arena, &list, &f->err));
    assert_int_equal(list.count, 2);
    assert_true(view_is(list.item[0].name, "anna"));
    assert_int_equal(list.item[1].role, ROLE_LEAD);
    assert_int_equal(
        account_find(f->store, view_of("bob"), &f->arena, &found, &f->err), 0);
}

static void test_sessions(void **state)
{
    struct fixture *f = *state;
    struct account found;
    const struct account anna = add(f, "anna", ROLE_MODERATOR);
    const struct view cookie = view_of("c1");

    WRITE(f, session_add(f->store, cookie, anna.key, NOW, NOW + 60, &f->err));
    assert_int_equal(
        session_find(f->store, cookie, NOW, &f->arena, &found, &f->err), 1);
    assert_true(view_is(found.name, "anna"));
    assert_int_equal(
        session_find(f->store, cookie, NOW + 60, &f->arena, &found, &f->err),
        0);
    assert_int_equal(
        session_find(f->store, view_of("c2"), NOW, &f->arena, &found, &f->err),
        0);
    WRITE(f, account_set_password(f->store, anna.key, view_of("h2"), &f->err));
    assert_int_equal(
        session_find(f->store, cookie, NOW, &f->arena, &found, &f->err), 0);
    WRITE(f, session_add(f->store, cookie, anna.key, NOW, NOW + 60, &f->err));
    WRITE(f, account_disable(f->store, anna.key, &f->err));
    assert_int_equal(
        session_find(f->store, cookie, NOW, &f->arena, &found, &f->err), 0);
    WRITE(f, session_add(f->store, cookie, anna.key, NOW, NOW + 60, &f->err));
    assert_int_equal(/* disabled is disabled, whatever sessions there are */
                     session_find(f->store, cookie, NOW, &f->arena, &found,
                                  &f->err),
                     0);
}

static void test_mistrust(void **state)
{
    struct fixture *f = *state;
    int64_t failures, until;

    CHECK(f, mistrust_read(f->store, view_of("s"), &failures, &until, &f->err));
    assert_int_equal(failures + until, 0);
    WRITE(f, mistrust_put(f->store, view_of("s"), 3, NOW + 5, &f->err));
    WRITE(f, mistrust_put(f->store, view_of("s"), 4, NOW + 9, &f->err));
    CHECK(f, mistrust_read(f->store, view_of("s"), &failures, &until, &f->err));
    assert_int_equal(failures, 4);
    assert_int_equal(until, NOW + 9);
    WRITE(f, mistrust_forget(f->store, view_of("s"), &f->err));
    CHECK(f, mistrust_read(f->store, view_of("s"), &failures, &until, &f->err));
    assert_int_equal(failures, 0);
}

static void test_tokens(void **state)
{
    static const struct {
        const char *words;
        int status;
        unsigned scopes;
        const char *printed;
    } cases[] = {
        {"score",        STATUS_OK,    SCOPE_SCORE,               "score"      },
        {"read, ingest", STATUS_OK,    SCOPE_READ | SCOPE_INGEST, "ingest,read"},
        {"score,score",  STATUS_OK,    SCOPE_SCORE,               "score"      },
        {"",             STATUS_USAGE, 0,                         NULL         },
        {"score,",       STATUS_USAGE, 0,                         NULL         },
        {"all",          STATUS_USAGE, 0,                         NULL         },
    };
    struct fixture *f = *state;
    struct api_token token = {.name = view_of("site"),
                          .scopes = SCOPE_SCORE,
                          .created = NOW},
                 found;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        unsigned scopes = 0;
        char words[SCOPES_SIZE];
        assert_int_equal(scopes_parse(view_of(cases[i].words), &scopes, &err),
                         cases[i].status);
        if (cases[i].status < 0)
            continue;
        assert_int_equal(scopes, cases[i].scopes);
        scopes_print(scopes, words);
        assert_string_equal(words, cases[i].printed);
    }
    WRITE(f, api_token_add(f->store, &token, view_of("h"), &f->err));
    assert_int_equal(
        api_token_find(f->store, view_of("h"), &f->arena, &found, &f->err), 1);
    assert_int_equal(found.scopes, SCOPE_SCORE);
    WRITE(f, api_token_revoke(f->store, token.key, NOW, &f->err));
    assert_int_equal(
        api_token_find(f->store, view_of("h"), &f->arena, &found, &f->err), 0);
}

/* A decision's message is made in its transaction, is sent by one at a time,
 * and stays until it is acknowledged. */
static void test_deliveries(void **state)
{
    static const uint16_t probability[TONES] = {9000, 100, 100, 100, 100};
    struct fixture *f = *state;
    struct hook hook = {.kind = HOOK_WEBHOOK,
                        .url = view_of("http://x"),
                        .secret = view_of("s"),
                        .created = NOW};
    struct comment comment = make_comment("c1", "bonjour");
    const struct request request = {.comment = view_of("c1"),
                                    .action = ACTION_REMOVE,
                                    .moderator = view_of("anna"),
                                    .now = NOW};
    struct delivery delivery;
    struct outcome outcome;
    struct hook_list list;
    int64_t open;

    usual_policy(&f->policy);
    open_queue(f);
    f->model = put_model(f, "m1");
    put_scored(f, &comment, NOW, probability);
    WRITE(f, hook_add(f->store, &hook, &f->err));
    CHECK(f, decide_run(f->queue, &request, &f->arena, &outcome, &f->err));
    assert_int_equal(
        delivery_take(f->store, NOW, NOW + 60, &f->arena, &delivery, &f->err),
        1);
    assert_true(view_is(delivery.comment, "c1"));
    assert_true(view_is(delivery.action, "remove"));
    assert_int_equal(
        delivery_take(f->store, NOW, NOW + 60, &f->arena, &delivery, &f->err),
        0);
    assert_int_equal(delivery_take(f->store, NOW + 60, NOW + 90, &f->arena,
                                   &delivery, &f->err),
                     1);
    WRITE(f, delivery_failed(f->store, delivery.key, NOW + 100, view_of("500"),
                             &f->err));
    assert_int_equal(delivery_take(f->store, NOW + 99, NOW + 200, &f->arena,
                                   &delivery, &f->err),
                     0);
    CHECK(f, delivery_count(f->store, &open, &f->err));
    assert_int_equal(open, 1);
    WRITE(f, delivery_done(f->store, delivery.key, NOW + 100, view_of("200"),
                           &f->err));
    CHECK(f, delivery_count(f->store, &open, &f->err));
    assert_int_equal(open, 0);
    WRITE(f, hook_remove(f->store, hook.key, NOW, &f->err));
    CHECK(f, hook_list(f->store, &f->arena, &list, &f->err));
    assert_int_equal(list.count, 0);
    ASK(f, "SELECT tries FROM delivery", "1");
}

/* What was saved is followed where no file is named; its text says the same
 * as the policy it was printed from. */
static void test_policies(void **state)
{
    struct fixture *f = *state;
    struct policy policy, read;
    struct buffer text = {.ptr = NULL};
    struct saved_policy saved = {.time = NOW,
                                 .moderator = view_of("léa"),
                                 .note = view_of("moins de bruit")};
    int64_t key;

    CHECK(f, policy_parse("p",
                          view_of("[queue]\nheat = 0.123456789\n[tone insult]\n"
                                  "weight = 1.5\nthreshold = 0.4321\nnote = "
                                  "3114, numéro\n[tone spam]\ngather = yes\n"
                                  "[tone insult in Sport]\nthreshold = 0.7\n"),
                          &policy, &f->err));
    CHECK(f, policy_print(&policy, &text, &f->err));
    CHECK(f, policy_parse("q", buffer_view(&text), &read, &f->err));
    assert_string_equal(policy.digest, read.digest);
    assert_string_equal(policy.tone[0].note, read.tone[0].note);
    assert_int_equal(policy.tone[1].accuses, read.tone[1].accuses);
    CHECK(f, saved_policy_key(f->store, &key, &f->err));
    assert_int_equal(key, 0);
    policy_default(&read);
    CHECK(f, desk_saved_policy(f->store, NULL, &read, &f->err));
    assert_int_equal(read.tone_count, 0);
    saved.text = buffer_view(&text);
    WRITE(f, saved_policy_add(f->store, &saved, &f->err));
    CHECK(f, desk_saved_policy(f->store, "a file", &read, &f->err));
    assert_int_equal(read.tone_count, 0);
    CHECK(f, desk_saved_policy(f->store, NULL, &read, &f->err));
    assert_string_equal(policy.digest, read.digest);
    assert_int_not_equal(run_sql(f, "DELETE FROM policy"), 0);
    assert_int_not_equal(run_sql(f, "UPDATE policy SET note = ''"), 0);
    buffer_free(&text);
}

static void test_jobs(void **state)
{
    struct fixture *f = *state;
    struct job job = {.kind = view_of("train"),
                      .about = view_of(""),
                      .moderator = view_of("léa"),
                      .folder = view_of("/x"),
                      .started = NOW},
               found;

    WRITE(f, job_add(f->store, &job, &f->err));
    WRITE(f, job_set_process(f->store, job.key, 42, &f->err));
    assert_int_equal(job_find(f->store, job.key, &f->arena, &found, &f->err),
                     1);
    assert_int_equal(found.process, 42);
    assert_int_equal(found.ended, TIME_NONE);
    WRITE(f, job_end(f->store, job.key, NOW + 9, 65, &f->err));
    WRITE(f, job_end(f->store, job.key, NOW + 10, 0, &f->err));
    assert_int_equal(job_find(f->store, job.key, &f->arena, &found, &f->err),
                     1);
    assert_int_equal(found.exit_status, 65); /* the first word counts */
}

/* A store of the first schema is brought up to date and loses nothing. */
static void test_older_store(void **state)
{
    struct fixture *f = *state;
    const struct comment comment = make_comment("c1", "bonjour");

    put(f, &comment, NOW);
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(
        run_sql(f, "DROP VIEW suggestions; DROP TABLE suggestion;"
                   "DROP TABLE job; DROP TRIGGER decision_told;"
                   "DROP TABLE delivery; DROP TABLE hook; DROP TABLE policy;"
                   "DROP TABLE token; DROP TABLE mistrust; DROP TABLE session;"
                   "DROP TABLE account; DROP INDEX comment_by;"
                   "PRAGMA user_version = 2"),
        0);
    open_store(f);
    ASK(f, "SELECT id FROM comments", "c1");
    add(f, "anna", ROLE_ADMIN);
}

#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, set_up_store, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_accounts), CASE(test_sessions),    CASE(test_mistrust),
        CASE(test_tokens),   CASE(test_deliveries),  CASE(test_policies),
        CASE(test_jobs),     CASE(test_older_store),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
