/* problem.h, gram.h and solve.h */
#include "file.h"
#include "gram.h"
#include "model_fixture.h"
#include "problem.h"
#include "solve.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define POINTS 60

static struct model_fixture fixture;

static int open_all(void **state)
{
    (void)state;
    model_fixture_open(&fixture);
    solve_quietly();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    model_fixture_free(&fixture);
    return 0;
}

static void build(struct problem *out)
{
    const struct train_settings s = model_fixture_settings(1);
    struct error err = {.status = STATUS_OK};

    if (problem_build(out, &fixture.corpus, &s.problem, &err) < 0)
        fail_msg("%s", err.message);
}

/* ---- problem ----------------------------------------------------------------
 */

/* Entry k of the rows is as many features of the vector as it stands for. */
static void expect_entry(const struct problem *p, size_t k,
                         const struct feature_vector *v, size_t *found)
{
    const uint32_t feature = p->index[k];
    size_t times = 0, block = 0;

    for (size_t at = 0, b = 0; at < v->count; at++) {
        while (at >= v->block_end[b])
            b++;
        if (v->index[at] != feature)
            continue;
        block = b;
        times++;
    }
    assert_true(times > 0);
    const double wanted =
        (double)times * v->factor[block] *
        sqrt(vocabulary_squared(&p->vocabulary, feature) / 256.0);
    assert_true(fabs((double)p->value[k] - wanted) < 1e-6);
    assert_int_equal(p->block[feature], block);
    *found += times;
}

static void rows_are_the_scoring_features(void **state)
{
    const struct train_settings s = model_fixture_settings(1);
    struct feature_settings settings = s.problem.features;
    size_t found = 0, all = 0;
    struct error err = {.status = STATUS_OK};
    struct normalizer normalizer;
    struct problem p;
    struct arena arena;

    (void)state;
    build(&p);
    settings.lexicon = p.lexicon.lexicon;
    normalizer_open(&normalizer, &p.words);
    arena_open(&arena, LINE_ARENA, &err);
    assert_int_equal(p.count, FIXTURE_COMMENTS - 8); /* the train split */
    for (size_t i = 0; i < p.count; i++) {
        struct text text[2];
        struct feature_input in;
        struct feature_vector v;
        arena_reset(&arena);
        assert_false(fixture.corpus.comment[p.comment[i]].test);
        assert_int_equal(problem_input(&fixture.corpus, p.comment[i],
                                       &normalizer, text, &in, &arena, &err),
                         STATUS_OK);
        features_run(&settings, &p.vocabulary, &in, &v, &arena, &err);
        all += v.count;
        for (size_t k = p.row[i]; k < p.row[i + 1]; k++) {
            assert_true(k == p.row[i] || p.index[k] > p.index[k - 1]);
            expect_entry(&p, k, &v, &found);
        }
    }
    assert_int_equal(found, all); /* none was left out */
    arena_free(&arena);
    problem_free(&p);
    problem_free(&p);
}

/* Each feature stands in as many comments as its setting asks for. */
static void rare_features_are_left_out(void **state)
{
    size_t last = SIZE_MAX;

    (void)state;
    for (uint32_t least = 1; least <= 5; least++) {
        struct train_settings s = model_fixture_settings(1);
        struct error err = {.status = STATUS_OK};
        struct problem p;
        s.problem.min_frequency = least;
        assert_int_equal(problem_build(&p, &fixture.corpus, &s.problem, &err),
                         STATUS_OK);
        uint32_t *frequency = calloc(p.vocabulary.count, sizeof(*frequency));
        for (size_t k = 0; k < p.row[p.count]; k++)
            frequency[p.index[k]]++;
        for (uint32_t f = 0; f < p.vocabulary.count; f++) {
            assert_true(frequency[f] >= least);
            assert_int_equal(vocabulary_squared(&p.vocabulary, f),
                             vocabulary_squared_idf(p.count, frequency[f]));
        }
        assert_true(p.vocabulary.count < last);
        last = p.vocabulary.count;
        free(frequency);
        problem_free(&p);
    }
}

/* Corpora that leave nothing to learn from: an error, or an empty problem. */
static void poor_corpora(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *line;
        int status;
    } cases[] = {
        {"held out alone",
         "{\"id\":\"1\",\"text\":\"a\",\"tones\":[],\"split\":\"test\"}\n",
         STATUS_BAD_INPUT},
        {"empty texts",
         "{\"id\":\"1\",\"text\":\"\",\"tones\":[],\"split\":\"train\"}\n"
         "{\"id\":\"2\",\"text\":\" \",\"tones\":[],\"split\":\"train\"}\n",
         STATUS_OK},
        {"nothing in common",
         "{\"id\":\"1\",\"text\":\"a\",\"tones\":[],\"split\":\"train\"}\n"
         "{\"id\":\"2\",\"text\":\"b\",\"tones\":[],\"split\":\"train\"}\n",
         STATUS_OK},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t cues = 0; cues < 2; cues++) {
            struct train_settings s = model_fixture_settings(1);
            struct error err = {.status = STATUS_OK};
            struct corpus corpus;
            struct problem p;
            char path[128];
            const char *const paths[] = {path};
            snprintf(path, sizeof(path), "%s/poor.jsonl", fixture.folder);
            file_write(path, view_of(cases[i].line), &err);
            assert_int_equal(fixture_corpus(&corpus, paths, 1, NULL, &err),
                             STATUS_OK);
            if (!cues)
                s.problem.features.block_scale[BLOCK_CUES] = 0;
            const int status = problem_build(&p, &corpus, &s.problem, &err);
            if (status != cases[i].status)
                fail_msg("%s: %s", cases[i].name, err.message);
            if (status == STATUS_OK) {
                assert_int_equal(p.count, 2);
                assert_int_equal(p.vocabulary.count > 0, cues);
                problem_free(&p);
            }
            corpus_free(&corpus);
        }
}

/* ---- gram
 * --------------------------------------------------------------------- */

static void products_are_the_plain_ones(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct problem p;
    struct gram one, many;

    (void)state;
    build(&p);
    assert_int_equal(gram_build(&one, &p, (size_t)1 << 30, 1, &err), STATUS_OK);
    assert_int_equal(gram_build(&many, &p, (size_t)1 << 30, 3, &err),
                     STATUS_OK);
    for (size_t i = 0; i < p.count; i++) {
        assert_true(one.row[i][0].value == (double)(i + 1));
        for (size_t j = 0; j < p.count; j++) {
            long double sum = 0;
            for (size_t k = p.row[i]; k < p.row[i + 1]; k++)
                for (size_t l = p.row[j]; l < p.row[j + 1]; l++)
                    if (p.index[k] == p.index[l])
                        sum += (long double)p.value[k] * p.value[l];
            const double value = one.row[i][j + 1].value;
            assert_true(fabs(value - (double)sum) < 1e-12);
            assert_true(value == one.row[j][i + 1].value);
            assert_true(value == many.row[i][j + 1].value);
            assert_int_equal(one.row[i][j + 1].index, j + 1);
        }
    }
    gram_free(&one);
    gram_free(&many);
    assert_int_equal(gram_build(&one, &p, gram_bytes(p.count) - 1, 1, &err),
                     STATUS_TOO_BIG);
    error_clear(&err);
    assert_int_equal(gram_build(&one, &p, gram_bytes(p.count), 1, &err),
                     STATUS_OK);
    gram_free(&one);
    gram_free(&one);
    problem_free(&p);
}

/* ---- solve
 * ---------------------------------------------------------------------- */

/* Points of the plane on both sides of x + 2y = 0.5, as a Gram matrix. */
struct plane {
    double x[POINTS][2];
    bool positive[POINTS];
    struct svm_node node[POINTS][POINTS + 1];
    struct svm_node *row[POINTS];
    struct gram gram;
};

static struct plane *open_plane(void)
{
    struct plane *p = calloc(1, sizeof(*p));
    uint64_t seed = 4;

    for (size_t i = 0; i < POINTS;) {
        const double x = (double)(fixture_random(&seed) % 2000) / 1000 - 1;
        const double y = (double)(fixture_random(&seed) % 2000) / 1000 - 1;
        if (fabs(x + 2 * y - 0.5) < 0.2)
            continue;
        p->x[i][0] = x;
        p->x[i][1] = y;
        p->positive[i++] = x + 2 * y > 0.5;
    }
    for (size_t i = 0; i < POINTS; i++) {
        p->row[i] = p->node[i];
        p->node[i][0] = (struct svm_node){0, (double)(i + 1)};
        for (size_t j = 0; j < POINTS; j++)
            p->node[i][j + 1] = (struct svm_node){
                (int)j + 1, p->x[i][0] * p->x[j][0] + p->x[i][1] * p->x[j][1]};
    }
    p->gram = (struct gram){POINTS, p->row};
    return p;
}

static const struct solver_settings hard = {
    .c = 1000, .positive_weight = 1, .tolerance = 1e-6};

static void toy_set_is_separated_in_any_order(void **state)
{
    struct plane *p = open_plane();
    double first[POINTS];

    (void)state;
    for (uint64_t shuffle = 0; shuffle < 8; shuffle++) {
        struct error err = {.status = STATUS_OK};
        struct solution s;
        size_t row[POINTS];
        bool positive[POINTS];
        uint64_t seed = shuffle;
        for (size_t i = 0; i < POINTS; i++)
            row[i] = i;
        for (size_t i = POINTS - 1; shuffle && i > 0; i--) {
            const size_t j = fixture_random(&seed) % (i + 1), kept = row[i];
            row[i] = row[j];
            row[j] = kept;
        }
        for (size_t i = 0; i < POINTS; i++)
            positive[i] = p->positive[row[i]];
        assert_int_equal(
            solve(&p->gram, row, positive, POINTS, &hard, &s, &err), STATUS_OK);
        for (size_t i = 0; i < POINTS; i++) {
            const double value = solution_value(&s, &p->gram, i);
            assert_int_equal(value > 0, p->positive[i]);
            if (!shuffle)
                first[i] = value;
            assert_true(fabs(value - first[i]) < 1e-2 * (1 + fabs(value)));
        }
        solution_free(&s);
    }
    free(p);
}

/* Trained on some rows, it knows the sides of the others. */
static void rows_left_out_are_valued(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct plane *p = open_plane();
    struct solution s;
    size_t row[POINTS], count = 0, right = 0;
    bool positive[POINTS];

    (void)state;
    for (size_t i = 0; i < POINTS; i++)
        if (i % 3) {
            positive[count] = p->positive[i];
            row[count++] = i;
        }
    assert_int_equal(solve(&p->gram, row, positive, count, &hard, &s, &err),
                     STATUS_OK);
    for (size_t i = 0; i < s.count; i++)
        assert_true(s.support[i] % 3 != 0);
    for (size_t i = 0; i < POINTS; i += 3)
        right += (solution_value(&s, &p->gram, i) > 0) == p->positive[i];
    assert_true(right >= POINTS / 3 - 2);
    solution_free(&s);
    free(p);
}

static void one_class_has_no_plane(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct plane *p = open_plane();
    static const size_t row[] = {3, 1, 2};
    static const struct {
        bool positive[3];
        size_t count;
        double bias;
    } cases[] = {
        {{true, true, true},    3, 1 },
        {{false, false, false}, 3, -1},
        {{true},                1, 1 },
        {{false},               0, -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct solution s;
        assert_int_equal(solve(&p->gram, row, cases[i].positive, cases[i].count,
                               &hard, &s, &err),
                         STATUS_OK);
        assert_int_equal(s.count, 0);
        assert_true(s.bias == cases[i].bias);
        assert_true(solution_value(&s, &p->gram, 7) == cases[i].bias);
        solution_free(&s);
    }
    free(p);
}

static void wrong_parameters_are_refused(void **state)
{
    static const struct solver_settings wrong[] = {
        {.c = 0,  .positive_weight = 1, .tolerance = 1e-3},
        {.c = -1, .positive_weight = 1, .tolerance = 1e-3},
        {.c = 1,  .positive_weight = 1, .tolerance = 0   },
    };
    static const size_t row[] = {0, 1, 2, 3, 4, 5, 6, 7};
    struct plane *p = open_plane();

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct error err = {.status = STATUS_OK};
        const bool positive[8] = {true, false};
        struct solution s;
        assert_int_equal(solve(&p->gram, row, positive, 8, &wrong[i], &s, &err),
                         STATUS_BAD_INPUT);
        assert_non_null(strstr(err.message, "libsvm"));
    }
    free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_the_scoring_features),
        cmocka_unit_test(rare_features_are_left_out),
        cmocka_unit_test(poor_corpora),
        cmocka_unit_test(products_are_the_plain_ones),
        cmocka_unit_test(toy_set_is_separated_in_any_order),
        cmocka_unit_test(rows_left_out_are_valued),
        cmocka_unit_test(one_class_has_no_plane),
        cmocka_unit_test(wrong_parameters_are_refused),
    };

    return cmocka_run_group_tests_name("solve", tests, open_all, close_all);
}
