#include "model_fixture.h"
#include "score_line.h"

#include <jansson.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct model_fixture fixture;

static int open_all(void **state)
{
    (void)state;
    model_fixture_open(&fixture);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    model_fixture_free(&fixture);
    return 0;
}

/* Shortest form, and the number read back is the same. */
static void every_probability_is_written(void **state)
{
    const struct model_parts *parts = model_parts(fixture.model);
    char head[64];

    (void)state;
    snprintf(head, sizeof(head), "\"scores\":{\"%s\":", parts->tone[0].name);
    for (unsigned p = 0; p <= PROBABILITY_ONE; p++) {
        struct error err = {.status = STATUS_OK};
        struct record record = {.verdict.tone_count = parts->tone_count};
        struct buffer out = {.ptr = NULL};
        char wanted[32];
        record.verdict.tone[0].probability = (uint16_t)p;
        assert_int_equal(score_line_add(&out, fixture.model, &record, &err),
                         STATUS_OK);
        char *number = strstr(out.ptr, head) + strlen(head);
        number[strcspn(number, ",}")] = '\0';
        snprintf(wanted, sizeof(wanted), "%u.%04u", p / 10000, p % 10000);
        for (size_t len = strlen(wanted);
             wanted[len - 1] == '0' || wanted[len - 1] == '.'; len--) {
            const bool point = wanted[len - 1] == '.';
            wanted[len - 1] = '\0';
            if (point)
                break;
        }
        assert_string_equal(number, wanted);
        assert_int_equal(lround(strtod(number, NULL) * PROBABILITY_ONE), p);
        buffer_free(&out);
    }
}

static void strings_are_escaped(void **state)
{
    static const char *const texts[] = {
        "",
        "simple",
        "\"quoted\"",
        "back\\slash",
        "line\nend\r\ttab",
        "\x01\x1f\x7f",
        "é € 😂",
        "</script>",
        "a/b",
        "\u2028\u2029",
        "C'est «nul»",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ptr = NULL};
        assert_int_equal(score_line_add_string(&out, view_of(texts[i]), &err),
                         STATUS_OK);
        assert_null(memchr(out.ptr, '\n', out.len));
        json_t *back = json_loadb(out.ptr, out.len, JSON_DECODE_ANY, NULL);
        assert_non_null(back);
        assert_string_equal(json_string_value(back), texts[i]);
        json_decref(back);
        buffer_free(&out);
    }
}

/* The line of a record, parsed; it must be one line. */
static json_t *line_of(const struct record *record)
{
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};

    assert_int_equal(score_line_add(&out, fixture.model, record, &err),
                     STATUS_OK);
    assert_int_equal(out.ptr[out.len - 1], '\n');
    assert_ptr_equal(memchr(out.ptr, '\n', out.len), out.ptr + out.len - 1);
    json_t *line = json_loadb(out.ptr, out.len, JSON_REJECT_DUPLICATES, NULL);
    if (!line)
        fail_msg("no JSON: %s", out.ptr);
    buffer_free(&out);
    return line;
}

static void refused_records_say_why(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *id;
        bool number;
        const char *message;
        const char *shown; /* the id as JSON */
    } cases[] = {
        {"string id", "c18", false, "invalid UTF-8 at byte 17", "\"c18\""},
        {"number as id", "18", true, "'text' is missing", "18"},
        {"string that looks like one", "18", false, "x", "\"18\""},
        {"no id", NULL, false, "not JSON: '\"' or \\", "null"},
        {"odd id", "a\"\\\n", false, "é", "\"a\\\"\\\\\\n\""},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct record r = {.error = {.status = STATUS_OK}};
        r.comment.id = view_of(cases[i].id);
        r.comment.id_is_number = cases[i].number;
        error_set(&r.error, STATUS_BAD_RECORD, "%s", cases[i].message);
        json_t *line = line_of(&r);
        char *id = json_dumps(json_object_get(line, "id"), JSON_ENCODE_ANY);
        if (strcmp(id, cases[i].shown) != 0)
            fail_msg("%s: %s", cases[i].name, id);
        assert_string_equal(json_string_value(json_object_get(line, "error")),
                            cases[i].message);
        assert_int_equal(json_object_size(line), 2);
        free(id);
        json_decref(line);
    }
}

static struct record scored(void)
{
    struct record r = {.error = {.status = STATUS_OK}};

    r.comment.id = view_of("c17");
    r.language = LANGUAGE_FRENCH;
    r.verdict.tone_count = 4;
    r.verdict.tone[0] = (struct tone_verdict){1.5, 9312, true};
    r.verdict.tone[1] = (struct tone_verdict){-1, 127, false};
    r.verdict.tone[2] = (struct tone_verdict){1, 8800, true};
    r.verdict.tone[3] = (struct tone_verdict){-2, 0, false};
    return r;
}

static void scored_records_say_all(void **state)
{
    const struct record r = scored();
    json_t *line = line_of(&r);
    const json_t *scores = json_object_get(line, "scores");
    const json_t *flags = json_object_get(line, "flags");

    (void)state;
    assert_string_equal(json_string_value(json_object_get(line, "id")), "c17");
    assert_string_equal(json_string_value(json_object_get(line, "model")),
                        model_id(fixture.model));
    assert_string_equal(json_string_value(json_object_get(line, "language")),
                        "fr");
    assert_int_equal(json_object_size(scores), 4);
    assert_true(json_number_value(json_object_get(scores, "insult")) == 0.9312);
    assert_true(json_number_value(json_object_get(scores, "threat")) == 0.0127);
    assert_true(json_number_value(json_object_get(scores, "positive")) == 0);
    /* a sentiment is no flag */
    assert_int_equal(json_array_size(flags), 1);
    assert_string_equal(json_string_value(json_array_get(flags, 0)), "insult");
    assert_string_equal(json_string_value(json_object_get(line, "sentiment")),
                        "negative");
    assert_null(json_object_get(line, "reasons"));
    json_decref(line);
}

static void reasons_are_listed(void **state)
{
    const struct reason reasons[] = {
        {0, 4, 11, 1.84,     NULL               },
        {0, 0, 0,  0.00004,  "exclamation marks"},
        {0, 2, 3,  123456.5, "smileys"          },
    };
    struct record r = scored();

    (void)state;
    r.reason = reasons;
    r.reason_count = 3;
    json_t *line = line_of(&r);
    const json_t *list = json_object_get(line, "reasons");
    assert_int_equal(json_array_size(list), 3);
    for (size_t i = 0; i < 3; i++) {
        const json_t *item = json_array_get(list, i);
        const json_t *cue = json_object_get(item, "cue");
        assert_string_equal(json_string_value(json_object_get(item, "tone")),
                            "insult");
        assert_int_equal(json_integer_value(json_object_get(item, "start")),
                         reasons[i].begin);
        assert_int_equal(json_integer_value(json_object_get(item, "end")),
                         reasons[i].end);
        assert_true(fabs(json_number_value(json_object_get(item, "weight")) -
                         reasons[i].weight) <= 0.00005);
        assert_int_equal(cue != NULL, reasons[i].cue != NULL);
        if (cue)
            assert_string_equal(json_string_value(cue), reasons[i].cue);
    }
    json_decref(line);
    r.reason_count = 0;
    line = line_of(&r);
    assert_true(json_is_array(json_object_get(line, "reasons")));
    assert_int_equal(json_array_size(json_object_get(line, "reasons")), 0);
    json_decref(line);
}

static void full_buffer_is_an_error(void **state)
{
    const struct record r = scored();
    size_t fitted = 0;

    (void)state;
    for (size_t ceiling = 1; ceiling < 1000; ceiling++) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ceiling = ceiling};
        const int status = score_line_add(&out, fixture.model, &r, &err);
        assert_true(status == STATUS_OK || status == STATUS_TOO_BIG);
        assert_true(out.len <= ceiling);
        assert_true(status == STATUS_OK || !fitted);
        fitted += status == STATUS_OK;
        buffer_free(&out);
    }
    assert_true(fitted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_probability_is_written),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(refused_records_say_why),
        cmocka_unit_test(scored_records_say_all),
        cmocka_unit_test(reasons_are_listed),
        cmocka_unit_test(full_buffer_is_an_error),
    };

    return cmocka_run_group_tests_name("score_line", tests, open_all,
                                       close_all);
}
