#include "store_fixture.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void open_store(struct fixture *f)
{
    const struct store_options options = {
        .create = true, .busy_ms = 50, .now = NOW, .seed = 7};

    CHECK(f, store_open(&f->store, f->path, &options, &f->err));
}

void close_store(struct fixture *f)
{
    queue_close(f->queue);
    store_close(f->store);
    f->queue = NULL;
    f->store = NULL;
}

int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    snprintf(f->folder, sizeof(f->folder), "/tmp/vigie-store-XXXXXX");
    if (!f || !mkdtemp(f->folder))
        return -1;
    snprintf(f->path, sizeof(f->path), "%s/test.db", f->folder);
    policy_default(&f->policy);
    *state = f;
    return arena_open(&f->arena, (size_t)16 << 20, &f->err);
}

int set_up_store(void **state)
{
    if (set_up(state) < 0)
        return -1;
    open_store(*state);
    return 0;
}

int tear_down(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
    struct fixture *f = *state;
    char path[128];

    close_store(f);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
        unlink(path);
    }
    rmdir(f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

struct comment make_comment(const char *id, const char *text)
{
    return (struct comment){.id = view_of(id),
                            .discussion = view_of("d1"),
                            .title = view_of("Titre"),
                            .author = view_of("bob"),
                            .text = view_of(text),
                            .published = TIME_NONE,
                            .time = NOW - HOUR};
}

struct put_result put(struct fixture *f, const struct comment *comment,
                      int64_t now)
{
    struct put_result result;

    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_comment(f->store, comment, now, &result, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    return result;
}

struct model_record make_model(const char *id)
{
    return (struct model_record){
        .id = view_of(id),
        .data_sha256 = view_of("abc"),
        .metrics = view_of("{\"ap\":0.8}"),
        .trained = NOW,
        .tone_count = TONES,
        .tone = {{view_of("hostility"), 5000, false},
                 {view_of("insult"), 5000, false},
                 {view_of("distress"), 3000, false},
                 {view_of("spam"), 5000, false},
                 {view_of("negative"), 5000, false}}
    };
}

int64_t put_model(struct fixture *f, const char *id)
{
    const struct model_record model = make_model(id);
    int64_t key, active;

    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_model(f->store, &model, &key, &f->err));
    CHECK(f, store_active_model(f->store, &active, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    if (!active)
        activate(f, key, 0);
    return key;
}

int64_t activate(struct fixture *f, int64_t model, int64_t undoes)
{
    struct activation row = {.model = model,
                             .time = NOW,
                             .undoes = undoes,
                             .moderator = view_of("anne"),
                             .note = view_of("essai")};

    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_activate(f->store, &row, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    return row.key;
}

struct verdict make_verdict(const uint16_t probability[TONES])
{
    struct verdict verdict = {.tone_count = TONES};

    for (size_t i = 0; i < TONES; i++)
        verdict.tone[i].probability = probability[i];
    return verdict;
}

void open_queue(struct fixture *f)
{
    if (!f->model)
        f->model = put_model(f, "m@1");
    CHECK(f, queue_open(&f->queue, f->store, &f->policy, &f->err));
}

void add_tone(struct policy *policy, const char *name, double weight,
              bool first, bool gather)
{
    struct policy_tone *tone = &policy->tone[policy->tone_count++];

    *tone = (struct policy_tone){.weight = weight,
                                 .threshold = -1,
                                 .first = first,
                                 .gather = gather,
                                 .accuses = weight > 0};
    snprintf(tone->name, sizeof(tone->name), "%s", name);
}

void usual_policy(struct policy *policy)
{
    policy_default(policy);
    policy->control_sample = 0;
    add_tone(policy, "hostility", 1, false, false);
    add_tone(policy, "insult", 2, false, false);
    add_tone(policy, "distress", 10, true, false);
    add_tone(policy, "spam", 1, false, true);
    add_tone(policy, "negative", 0, false, false);
    snprintf(policy->digest, sizeof(policy->digest), "usual");
}

struct standing put_scored(struct fixture *f, const struct comment *comment,
                           int64_t now, const uint16_t probability[TONES])
{
    const struct verdict verdict = make_verdict(probability);
    const struct reason reasons[] = {
        {HOSTILITY, 0, 4, 1.8412, NULL         },
        {HOSTILITY, 5, 9, -0.25,  NULL         },
        {INSULT,    0, 0, 0.4,    "exclamation"}
    };
    const struct score score = {f->model, &verdict, reasons, 3, view_of("fr")};
    struct put_result result;

    CHECK(f, store_begin(f->store, &f->err));
    CHECK(f, store_put_comment(f->store, comment, now, &result, &f->err));
    CHECK(f, queue_put(f->queue, &result.at, &score, &f->err));
    CHECK(f, store_commit(f->store, &f->err));
    return result.at;
}

const char *ask(struct fixture *f, const char *sql, char *out, size_t size)
{
    sqlite3 *db;
    sqlite3_stmt *statement;

    out[0] = '\0';
    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    if (sqlite3_step(statement) == SQLITE_ROW &&
        sqlite3_column_type(statement, 0) != SQLITE_NULL)
        snprintf(out, size, "%s",
                 (const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return out;
}

int run_sql(struct fixture *f, const char *sql)
{
    sqlite3 *db;

    assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
    const int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    sqlite3_close(db);
    return code;
}
