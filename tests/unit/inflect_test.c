#include "inflect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* All forms of a word, in order. */
static void forms_of_the_table(void **state)
{
    /* clang-format off */
    static const struct {
        const char *word, *forms; /* joined by one space */
    } cases[] = {
        {"nul",             "nul"},
        {"espèce_de",       "espèce_de"},
        {"",                ""},
        {":)",              ":)"}, /* no word before the colon */
        {"crétin:s",        "crétin crétins"},
        {"cheval:s",        "cheval chevaux chevals"},
        {"gros:s",          "gros"},
        {"nez:s",           "nez"},
        {"eau:s",           "eau eaux"},
        {"neveu:s",         "neveu neveux"},
        {"crétin:f",        "crétin crétins crétine crétines"},
        {"menteur:f",
         "menteur menteurs menteuse menteuses mentrice mentrices"},
        {"voleur:f",        "voleur voleurs voleuse voleuses"},
        {"gaucher:f",       "gaucher gauchers gauchère gauchères"},
        {"honteux:f",       "honteux honteuse honteuses"},
        {"chétif:f",        "chétif chétifs chétive chétives"},
        {"con:f",           "con cons conne connes"},
        {"chien:f",         "chien chiens chienne chiennes"},
        {"débile:f",        "débile débiles"},
        {"sot:f",           "sot sots sotte sottes sote sotes"},
        {"muet:f",
         "muet muets muette muettes muète muètes"},
        {"jaloux:f",        "jaloux jalouse jalouses"},
        {"public:f",
         "public publics publique publiques publiche publiches"},
        {"fou:f=folle",     "fou fous folle folles"},
        {"nouveau:f",
         "nouveau nouveaux nouvelle nouvelles"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct inflected forms = {.count = 0};
        char shown[512] = "";
        if (inflect(view_of(cases[i].word), &forms, &err) < 0)
            fail_msg("'%s': %s", cases[i].word, err.message);
        for (size_t k = 0; k < forms.count; k++) {
            strncat(shown, k ? " " : "", sizeof(shown) - strlen(shown) - 1);
            strncat(shown, forms.form[k], sizeof(shown) - strlen(shown) - 1);
        }
        if (strcmp(shown, cases[i].forms) != 0)
            fail_msg("'%s': '%s'", cases[i].word, shown);
    }
}

static bool has_form(const struct inflected *forms, const char *form)
{
    size_t found = 0;

    for (size_t i = 0; i < forms->count; i++)
        found += strcmp(forms->form[i], form) == 0;
    assert_true(found < 2); /* none comes twice */
    return found;
}

/* What a verb has among its forms, and what it has not. */
static void verbs_of_the_table(void **state)
{
    static const struct {
        const char *verb, *form;
        bool has;
    } cases[] = {
        {"emmerder:v", "emmerder",     true },
        {"emmerder:v", "emmerde",      true },
        {"emmerder:v", "emmerdes",     true },
        {"emmerder:v", "emmerdent",    true },
        {"emmerder:v", "emmerdez",     true },
        {"emmerder:v", "emmerdons",    true },
        {"emmerder:v", "emmerdais",    true },
        {"emmerder:v", "emmerderait",  true },
        {"emmerder:v", "emmerdé",     true },
        {"emmerder:v", "emmerdées",   true },
        {"emmerder:v", "emmerdant",    true },
        {"emmerder:v", "emmerdèrent", true },
        {"emmerder:v", "emmerdir",     false},
        {"emmerder:v", "emmerd",       false},
        {"égorger:v", "égorgeons",   true },
        {"égorger:v", "égorgeait",   true },
        {"emmerder:v", "emmerdeons",   false},
        {"balayer:v",  "balaie",       true },
        {"balayer:v",  "balaye",       true },
        {"balayer:v",  "balaierait",   true },
        {"appeler:v",  "appelle",      true },
        {"appeler:v",  "appelons",     true },
        {"jeter:v",    "jettent",      true },
        {"vomir:v2",   "vomir",        true },
        {"vomir:v2",   "vomissent",    true },
        {"vomir:v2",   "vomissait",    true },
        {"vomir:v2",   "vomira",       true },
        {"vomir:v2",   "vomi",         true },
        {"vomir:v2",   "vomie",        true },
        {"vomir:v2",   "vomisse",      true },
        {"vomir:v2",   "vomé",        false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct inflected forms = {.count = 0};
        assert_int_equal(inflect(view_of(cases[i].verb), &forms, &err),
                         STATUS_OK);
        if (has_form(&forms, cases[i].form) != cases[i].has)
            fail_msg("%s: %s", cases[i].verb, cases[i].form);
    }
}

static void bad_rules_are_refused(void **state)
{
    /* clang-format off */
    static const struct {
        const char *word, *message;
    } cases[] = {
        {"crétin:x",      "no rule \"x\" for \"crétin\""},
        {"crétin:",       "no rule \"\""},
        {"crétin:S",      "no rule"},
        {"crétin:ff",     "no rule"},
        {"crétin:v",      "no rule \"v\" for \"crétin\""},
        {"parler:v2",     "no rule"},
        {"vomir:v",       "no rule"},
        {"vomir:v3",      "no rule"},
        {"a:s:f",         "no rule"},
        {"1234567890123456789012345678901234567890123456789012345678901234",
         "too long"},
        {"123456789012345678901234567890123456789012345678901234567890123:s",
         "too long"},
        {"1234567890123456789012345678901234567890123456789012345678e:f",
         NULL},
        {"1234567890123456789012345678901234567890123456789012345678teur:f",
         "too long"},
        {"a:f=123456789012345678901234567890123456789012345678901234567890123"
         "4", "too long"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct inflected forms = {.count = 0};
        const int status = inflect(view_of(cases[i].word), &forms, &err);
        if (status != (cases[i].message ? STATUS_BAD_INPUT : STATUS_OK) ||
            (cases[i].message && !strstr(err.message, cases[i].message)))
            fail_msg("'%s': %s", cases[i].word, err.message);
    }
}

/* Words add up in one list until it is full. */
static void forms_add_up(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct inflected forms = {.count = 0};

    (void)state;
    inflect(view_of("sot:s"), &forms, &err);
    inflect(view_of("sot:s"), &forms, &err);
    assert_int_equal(forms.count, 2);
    inflect(view_of("crier:v"), &forms, &err);
    assert_int_equal(err.status, STATUS_OK);
    inflect(view_of("hurler:v"), &forms, &err);
    assert_int_equal(err.status, STATUS_OK);
    assert_int_equal(inflect(view_of("crétin:f"), &forms, &err),
                     STATUS_BAD_INPUT);
    assert_true(forms.count <= INFLECT_FORMS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_of_the_table),
        cmocka_unit_test(verbs_of_the_table),
        cmocka_unit_test(bad_rules_are_refused),
        cmocka_unit_test(forms_add_up),
    };

    return cmocka_run_group_tests_name("inflect", tests, NULL, NULL);
}
