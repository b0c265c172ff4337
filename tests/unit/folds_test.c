#include "file.h"
#include "folds.h"
#include "likeness.h"
#include "model_fixture.h"
#include "processes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* ---- likeness ------------------------------------------------------------ */

static struct likeness sign(const char *folded)
{
    struct likeness out;

    likeness_sign(view_of(folded), &out);
    return out;
}

static void near_duplicates_are_told_from_others(void **state)
{
    static const struct {
        const char *name, *a, *b;
        bool near;
    } cases[] = {
        {"the same", "quel article bien fait", "quel article bien fait", true},
        {"spacing and punctuation", "quel article bien fait",
         "quel article... bien  fait !", true},
        {"one word at the end of many",
         "je ne comprends pas pourquoi la mairie a choisi ce quartier plutot "
         "que celui de la gare ou tout le monde passe",
         "je ne comprends pas pourquoi la mairie a choisi ce quartier plutot "
         "que celui de la gare ou tout le monde passe alors",
         true},
        {"other words", "quel article bien fait", "merci pour ces precisions",
         false},
        {"short and the same", "oui", "oui !", true},
        {"short and other", "oui", "non", false},
        {"no letters at all", "!!!", "!!!", false},
        {"nothing", "", "", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct likeness a = sign(cases[i].a), b = sign(cases[i].b);
        if ((likeness_between(&a, &b) >= LIKENESS_NEAR) != cases[i].near)
            fail_msg("%s: %.2f", cases[i].name, likeness_between(&a, &b));
    }
}

/* ---- folds --------------------------------------------------------------- */

#define ROW(id, discussion, text)                                              \
    "{\"id\":\"" id "\",\"discussion\":\"" discussion "\",\"text\":\"" text   \
    "\",\"tones\":[]}\n"

static void read_lines(const char *lines, struct corpus *corpus,
                       struct problem *problem)
{
    const struct problem_settings settings =
        model_fixture_settings(1).problem;
    struct error err = {.status = STATUS_OK};
    char folder[64], path[128];
    const char *const paths[] = {path};

    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/lines.jsonl", folder);
    if (file_write(path, view_of(lines), &err) < 0 ||
        fixture_corpus(corpus, paths, 1, "insult", &err) < 0 ||
        problem_build(problem, corpus, &settings, &err) < 0)
        fail_msg("%s", err.message);
    fixture_remove(folder);
}

static void a_near_duplicate_never_trains_against_its_twin(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct corpus corpus;
    struct problem problem;
    struct folds folds;

    (void)state;
    read_lines(ROW("1", "a", "un article bien fait et complet")
               ROW("2", "a", "une autre chose encore a dire la dessus")
               ROW("3", "b", "Un article bien fait, et complet !")
               ROW("4", "b", "personne n'en parle dans le village")
               ROW("5", "b", "je prefere le train de nuit a l'avion"),
               &corpus, &problem);
    assert_int_equal(folds_make(&folds, &corpus, &problem, 7, &err), STATUS_OK);
    assert_int_equal(folds.alike, 1);
    assert_int_equal(folds.fold[0], folds.fold[1]); /* one discussion */
    for (size_t i = 0; i < problem.count; i++) {
        assert_false(folds_trains(&folds, i, folds.fold[i]));
        assert_true(folds_trains(&folds, i, folds.count));
    }
    assert_false(folds_trains(&folds, 0, folds.fold[2]));
    assert_false(folds_trains(&folds, 2, folds.fold[0]));
    assert_true(folds.fold[0] == folds.fold[2] ||
                folds_trains(&folds, 1, folds.fold[2]));
    folds_free(&folds);
    problem_free(&problem);
    corpus_free(&corpus);
}

static void copies_of_a_discussion_share_its_fold(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct corpus corpus;
    struct problem problem;
    struct folds folds;

    (void)state;
    read_lines(ROW("1", "a", "un article bien fait et complet")
               ROW("2", "a", "une autre chose encore a dire la dessus")
               ROW("3", "b", "un article bien fait et complet")
               ROW("4", "b", "une autre chose encore a dire la dessus !")
               ROW("5", "b", "personne n'en parle dans le village")
               ROW("6", "c", "Personne n'en parle dans le village.")
               ROW("7", "d", "je prefere le train de nuit a l'avion"),
               &corpus, &problem);
    assert_int_equal(folds_make(&folds, &corpus, &problem, 31, &err),
                     STATUS_OK);
    for (size_t i = 1; i < 6; i++)
        assert_int_equal(folds.fold[i], folds.fold[0]);
    assert_int_not_equal(folds.fold[6], folds.fold[0]);
    for (size_t i = 0; i < 6; i++)
        assert_true(folds_trains(&folds, i, folds.fold[6]));
    folds_free(&folds);
    problem_free(&problem);
    corpus_free(&corpus);
}

/* ---- processes ----------------------------------------------------------- */

struct squares {
    double *out; /* shared */
    size_t fails_at;
};

static int square(void *context, size_t i, struct error *err)
{
    const struct squares *s = context;

    if (i == s->fails_at)
        return error_set(err, STATUS_BAD_INPUT, "number %zu", i);
    s->out[i] = (double)i * (double)i;
    return STATUS_OK;
}

static void results_come_back_from_processes(void **state)
{
    static const size_t processes[] = {1, 2, 5, 100};

    (void)state;
    for (size_t p = 0; p < sizeof(processes) / sizeof(processes[0]); p++) {
        struct error err = {.status = STATUS_OK};
        struct squares s = {shared_alloc(50, sizeof(double)), 1000};
        assert_int_equal(
            processes_each(processes[p], 50, square, NULL, &s, &err),
            STATUS_OK);
        for (size_t i = 0; i < 50; i++)
            assert_true(s.out[i] == (double)i * (double)i);
        shared_free(s.out, 50, sizeof(double));
    }
}

static void a_failing_process_tells_why(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct squares s = {shared_alloc(50, sizeof(double)), 20};

    (void)state;
    assert_int_equal(processes_each(3, 50, square, NULL, &s, &err),
                     STATUS_BAD_INPUT);
    assert_string_equal(err.message, "number 20");
    shared_free(s.out, 50, sizeof(double));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(near_duplicates_are_told_from_others),
        cmocka_unit_test(a_near_duplicate_never_trains_against_its_twin),
        cmocka_unit_test(copies_of_a_discussion_share_its_fold),
        cmocka_unit_test(results_come_back_from_processes),
        cmocka_unit_test(a_failing_process_tells_why),
    };

    return cmocka_run_group_tests_name("folds", tests, NULL, NULL);
}
