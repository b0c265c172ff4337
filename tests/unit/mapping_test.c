#include "mapping.h"

#include "cases.h"
#include "ingest_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void faults_are_named_with_their_line(void **state)
{
    struct case_file file;
    size_t wrong = 0;

    (void)state;
    for (case_open(&file, "mapping_files.cases"); case_next(&file);) {
        struct error err = {.status = STATUS_OK};
        struct mapping *mapping = NULL;
        char actual[1024] = "read";
        const int status = mapping_parse("m.ini", file.input, &mapping, &err);
        if (status < 0) {
            snprintf(actual, sizeof(actual), "%s: %s", err.where, err.message);
            assert_int_equal(status, STATUS_CONFIG);
            assert_null(mapping);
        }
        wrong += !case_check(&file, status < 0, actual);
        mapping_free(mapping);
    }
    assert_int_equal(wrong, 0);
}

/* The mapping above the line "---" applied to what stands below. */
static bool run_case(const struct case_file *file)
{
    const char *const joint = strstr(file->input.ptr, "---\n");
    const size_t len = joint ? (size_t)(joint - file->input.ptr) : 0;
    struct reader_options options = fixture_options(FORMAT_AUTO);
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};
    struct mapping *mapping = NULL;

    assert_non_null(joint);
    if (mapping_parse("m.ini", view_first(file->input, len), &mapping, &err) <
        0)
        fail_msg("%s:%zu: %s: %s", file->name, file->case_line, err.where,
                 err.message);
    options.mapping = mapping;
    const int status = fixture_dump(view_from(file->input, len + 4), &options,
                                    FIXTURE_ARENA, &out, &err);
    const char *const actual = status < 0 ? err.message : out.ptr;
    const bool right = case_check(file, status < 0, actual + (*actual == ' '));
    buffer_free(&out);
    mapping_free(mapping);
    return right;
}

static void records_of_the_table(void **state)
{
    struct case_file file;
    size_t wrong = 0;

    (void)state;
    for (case_open(&file, "mapping.cases"); case_next(&file);)
        wrong += !run_case(&file);
    assert_int_equal(wrong, 0);
}

static struct mapping *parse(const char *text)
{
    struct error err = {.status = STATUS_OK};
    struct mapping *mapping = NULL;

    if (mapping_parse("m.ini", view_of(text), &mapping, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
    return mapping;
}

static void a_page_has_no_columns(void **state)
{
    struct reader_options options = fixture_options(FORMAT_PAGE);
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};
    struct mapping *const mapping = parse("[columns]\ntext = t\n");

    (void)state;
    options.mapping = mapping;
    assert_int_equal(fixture_dump(view_of("T\n2020-08-04 08:26Z\na"), &options,
                                  FIXTURE_ARENA, &out, &err),
                     STATUS_USAGE);
    buffer_free(&out);
    mapping_free(mapping);
}

static void without_a_mapping_all_is_known(void **state)
{
    const struct reader_options options = fixture_options(FORMAT_AUTO);
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct comment comment;
    struct arena arena;

    (void)state;
    memset(&comment, 0xA5, sizeof(comment));
    assert_int_equal(arena_open(&arena, FIXTURE_ARENA, &err), 0);
    assert_int_equal(
        source_open_memory(&source, "m",
                           view_of("{\"text\":\"t\",\"tones\":[\"a\"]}"), &err),
        0);
    assert_int_equal(reader_open(&reader, source, &options, &err), 0);
    assert_int_equal(reader_next(reader, &comment, &arena, &err), 1);
    assert_true(comment.annotation.present);
    assert_true(comment.annotation.all_known);
    assert_int_equal(comment.annotation.known_count, 0);
    assert_int_equal(comment.annotation.tone_count, 1);
    reader_free(reader);
    source_free(source);
    arena_free(&arena);
}

static const char whole[] = "[columns]\nid = a\ntext = t\n[tone x]\n"
                            "column = l.m\nseparator = _\nyes = 1 \"b c\"\n"
                            " d e\nno = 0\n[tone y]\ncolumn = v\n"
                            "at_least = 2\nat_most = 1\n[sentiment]\n"
                            "column = s\nnegative = -\n[split]\ncolumn = s\n"
                            "test = test\n[tone z]\nalways = no\n";
static const char record[] =
    "{\"a\":1,\"t\":\"u\",\"l\":{\"m\":\"1_d\"},\"v\":[1,2.5,\"x\"],"
    "\"s\":\"-\"}";

static void a_full_arena_is_a_status(void **state)
{
    struct reader_options options = fixture_options(FORMAT_JSONL);
    struct buffer out = {.ptr = NULL};
    struct mapping *const mapping = parse(whole);
    int status = STATUS_TOO_BIG;

    (void)state;
    options.mapping = mapping;
    for (size_t size = 1; size < 600; size++) {
        struct error err = {.status = STATUS_OK};
        buffer_clear(&out);
        status = fixture_dump(view_of(record), &options, size, &out, &err);
        assert_true(status == 0 || status == STATUS_TOO_BIG);
    }
    assert_int_equal(status, 0);
    assert_string_equal(out.ptr, " id=1# discussion=1 text=u tones:x,y "
                                 "known:x,y,z sentiment=negative split=train");
    buffer_free(&out);
    mapping_free(mapping);
}

static void broken_files_do_no_harm(void **state)
{
    static const char bytes[] = "\0\n[]=;\", #\xC3";

    (void)state;
    for (size_t at = 0; at < sizeof(whole) - 1; at++)
        for (size_t b = 0; b < sizeof(bytes); b++) {
            struct error err = {.status = STATUS_OK};
            struct mapping *mapping = NULL;
            const size_t len = b ? sizeof(whole) - 1 : at + 1;
            char *const copy = malloc(len);
            assert_non_null(copy);
            memcpy(copy, whole, len);
            copy[at] = bytes[b];
            if (mapping_parse("m", (struct view){copy, len}, &mapping, &err))
                assert_int_equal(err.status, STATUS_CONFIG);
            free(copy);
            mapping_free(mapping);
        }
}

static void sizes_are_bounded(void **state)
{
    static const struct {
        const char *start, *part, *message;
    } cases[] = {
        {"[columns]\ntext=t\n[tone x]\ncolumn=c\n", "yes=%zu\n",
         "a mapping has at most 512 values" },
        {"[columns]\ntext=t\n[tone x]\n",           "column=c%zu\nyes=1\n",
         "too many columns: 'c31'"          },
        {"[columns]\ntext=t\n[tone x]\n",           "column=c\nyes=%zu\n",
         "too many columns under tones: 'c'"},
        {"[columns]\ntext=t\n",                     "[tone t%zu]\nalways=no\n",
         "more than 16 tones"               },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct mapping *mapping = NULL;
        struct buffer text = {.ptr = NULL};
        buffer_add_text(&text, cases[i].start, &err);
        for (size_t n = 0; n < 600; n++) {
            char part[64];
            const char *const mark = strstr(cases[i].part, "%zu");
            snprintf(part, sizeof(part), "%.*s%zu%s",
                     (int)(mark - cases[i].part), cases[i].part, n, mark + 3);
            buffer_add_text(&text, part, &err);
        }
        assert_int_equal(mapping_parse("m", buffer_view(&text), &mapping, &err),
                         STATUS_CONFIG);
        assert_string_equal(err.message, cases[i].message);
        buffer_free(&text);
    }
}

/* ---- the shipped mappings ----------------------------------------------- */

static struct mapping *read_shipped(const char *name)
{
    struct error err = {.status = STATUS_OK};
    struct mapping *mapping = NULL;
    char path[256], full[1024];

    snprintf(path, sizeof(path), "data/mappings/%s.ini", name);
    if (mapping_read(case_path(path, full), &mapping, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
    return mapping;
}

static void the_example_reads_its_csv(void **state)
{
    struct reader_options options = fixture_options(FORMAT_AUTO);
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};
    struct mapping *const mapping = read_shipped("example_csv");

    (void)state;
    options.mapping = mapping;
    assert_int_equal(fixture_dump(view_of("comment,toxic,insult\na,1,0\n"
                                          "b,0,1\nc,,\nd,0,0\n"),
                                  &options, FIXTURE_ARENA, &out, &err),
                     0);
    assert_string_equal(
        out.ptr,
        " id=~ discussion=~ text=a tones:hostility known:hostility,insult "
        "split=train // id=~ discussion=~ text=b tones:hostility,insult "
        "known:hostility,insult split=train // id=~ discussion=~ text=c tones: "
        "known: split=train // id=~ discussion=~ text=d tones: "
        "known:hostility,insult split=train");
    buffer_free(&out);
    mapping_free(mapping);
}

struct tally {
    size_t records, test, yes, no;
};

static bool holds(const struct view *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (view_is(list[i], name))
            return true;
    return false;
}

/* Counts a tone or, where the name is one, a sentiment (no: the other two). */
static void count_one(const struct annotation *in, const char *name,
                      struct tally *out)
{
    const bool is_sentiment = strcmp(name, "negative") == 0 ||
                              strcmp(name, "neutral") == 0 ||
                              strcmp(name, "positive") == 0;
    const bool yes = is_sentiment ? view_is(in->sentiment, name)
                                  : holds(in->tone, in->tone_count, name);
    const bool known = is_sentiment ? in->sentiment.len > 0
                                    : holds(in->known, in->known_count, name);

    assert_true(in->present && !in->all_known && in->split.len);
    assert_true(known || !yes);
    out->records++;
    out->test += view_is(in->split, "test");
    out->yes += yes;
    out->no += known && !yes;
}

static void count_file(const char *path, const struct mapping *mapping,
                       const char *name, struct tally *out)
{
    const struct reader_options options = {.now = INT64_MIN,
                                           .mapping = mapping};
    struct error err = {.status = STATUS_OK};
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct comment comment;
    struct arena arena;
    int status;

    assert_int_equal(arena_open(&arena, FIXTURE_ARENA, &err), 0);
    assert_int_equal(source_open(&source, path, &err), 0);
    assert_int_equal(reader_open(&reader, source, &options, &err), 0);
    for (;;) {
        arena_reset(&arena);
        if ((status = reader_next(reader, &comment, &arena, &err)) <= 0)
            break;
        assert_false(comment.id_is_derived);
        assert_true(view_equal(comment.id, comment.discussion));
        count_one(&comment.annotation, name, out);
    }
    if (status < 0)
        fail_msg("%s: %s", err.where, err.message);
    assert_null(reader_warning(reader));
    reader_free(reader);
    source_free(source);
    arena_free(&arena);
}

/* The sets are not ours to ship: they lie beside the repository, or not. */
static bool find_set(const char *name, char path[static 1024])
{
    static const char *const endings[] = {"", ".gz"};
    char part[512];

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        snprintf(part, sizeof(part), "../shared/corpora/%s/%s.jsonl%s", name,
                 name, endings[i]);
        if (access(case_path(part, path), R_OK) == 0)
            return true;
    }
    return false;
}

/* The counts that the sets' own documentation gives. */
static void public_sets_give_their_counts(void **state)
{
    static const struct {
        const char *set, *name;
        struct tally wanted;
    } cases[] = {
        {"mlma_fr",                   "hostility",      {4014, 0, 2943, 821}  },
        {"mlma_fr",                   "hate",           {4014, 0, 399, 821}   },
        {"mlma_fr",                   "insult",         {4014, 0, 0, 0}       },
        {"ftr_racism",                "hate",           {2856, 0, 927, 1929}  },
        {"ftr_racism",                "hostility",      {2856, 0, 927, 0}     },
        {"rtp_lx_fr",                 "hostility",      {2076, 0, 691, 1376}  },
        {"rtp_lx_fr",                 "insult",         {2076, 0, 516, 1497}  },
        {"rtp_lx_fr",                 "hate",           {2076, 0, 203, 1794}  },
        {"rtp_lx_fr",                 "threat",         {2076, 0, 0, 1913}    },
        {"multipico_fr",              "sarcasm",        {1413, 276, 352, 519} },
        {"umsab_sentiment_fr",        "negative",       {2163, 324, 721, 1442}},
        {"umsab_sentiment_fr",        "neutral",        {2163, 324, 721, 1442}},
        {"umsab_sentiment_fr",        "positive",       {2163, 324, 721, 1442}},
        {"umsab_sentiment_fr",        "hostility",      {2163, 324, 0, 0}     },
        {"french_interrogatives_fib", "source_request", {2933, 241, 0, 2933}  },
        {"diabla_dialogues_fr",       "hostility",      {2883, 0, 0, 2883}    },
        {"diabla_dialogues_fr",       "insult",         {2883, 0, 0, 2883}    },
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct mapping *const mapping = read_shipped(cases[i].set);
        const struct tally *const wanted = &cases[i].wanted;
        struct tally got = {0, 0, 0, 0};
        char path[1024];
        if (find_set(cases[i].set, path)) {
            count_file(path, mapping, cases[i].name, &got);
            if (memcmp(&got, wanted, sizeof(got)) != 0)
                fail_msg("%s, %s: %zu records, %zu test, %zu yes, %zu no",
                         cases[i].set, cases[i].name, got.records, got.test,
                         got.yes, got.no);
        } else if (!i || strcmp(cases[i].set, cases[i - 1].set) != 0) {
            printf("skipped: the set %s is not here\n", cases[i].set);
        }
        mapping_free(mapping);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(records_of_the_table),
        cmocka_unit_test(a_page_has_no_columns),
        cmocka_unit_test(without_a_mapping_all_is_known),
        cmocka_unit_test(a_full_arena_is_a_status),
        cmocka_unit_test(broken_files_do_no_harm),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(the_example_reads_its_csv),
        cmocka_unit_test(public_sets_give_their_counts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
