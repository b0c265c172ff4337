#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ini_text.h"

#include <stdio.h>
#include <string.h>

struct seen {
    char pairs[512]; /* "line section.name=value;" */
};

static int note(void *context, const struct ini_pair *pair, struct error *err)
{
    struct seen *seen = context;
    const size_t len = strlen(seen->pairs);

    snprintf(seen->pairs + len, sizeof(seen->pairs) - len, "%zu %s.%s=%s;",
             pair->line, pair->section, pair->name, pair->value);
    return strcmp(pair->name, "bad") == 0
               ? error_set(err, STATUS_BAD_RECORD, "not that one")
               : STATUS_OK;
}

#define TEN "xxxxxxxxxx"
#define FIFTY TEN TEN TEN TEN TEN

static const struct {
    const char *name, *text, *pairs, *where, *message; /* NULL: no error */
    int status;
} cases[] = {
    {"an empty file", "", "", NULL, NULL, STATUS_OK},
    {"sections, comments, blank lines",
     "; c\n[a]\nx = 1\n\n# d\n[b]\ny=2 ; e\n", "3 a.x=1;7 b.y=2;", NULL, NULL,
     STATUS_OK},
    {"the last line needs no end", "[a]\nx = 1", "2 a.x=1;", NULL, NULL,
     STATUS_OK},
    {"a value goes on in an indented line", "[a]\nx = 1,\n  2\n",
     "2 a.x=1,;3 a.x=2;", NULL, NULL, STATUS_OK},
    {"a key above all sections", "x = 1\n", "1 .x=1;", NULL, NULL, STATUS_OK},
    {"refused by the taker: no further pair", "[a]\nx = 1\nbad = 2\ny = 3\n",
     "2 a.x=1;3 a.bad=2;", "f.ini:3", "not that one", STATUS_BAD_RECORD},
    {"neither of the three", "[a]\nx\n", "", "f.ini:2",
     "neither a [section] nor key = value nor a ; comment", STATUS_CONFIG},
    {"the first mistake counts", "[a]\nnone\nbad = 1\n", "3 a.bad=1;",
     "f.ini:2", "neither a [section] nor key = value nor a ; comment",
     STATUS_CONFIG},
    {"an indented key", "[a]\nx = 1\n y = 2\n", "2 a.x=1;", "f.ini:3",
     "an indented line continues the one above: a key must stand at the start "
     "of its line",
     STATUS_CONFIG},
    {"a line too long", "[a]\nx = " FIFTY FIFTY FIFTY FIFTY "\n", "", "f.ini:2",
     "line of more than 199 bytes or with a zero byte", STATUS_CONFIG},
    {"a name too long", "[a]\n" FIFTY " = 1\n", "", "f.ini:2", NULL,
     STATUS_CONFIG},
    {"not UTF-8", "[a]\n\xFF = 1\n", "", "f.ini", "invalid UTF-8 at byte 4",
     STATUS_CONFIG},
};

static void pairs_and_places(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct seen seen = {""};
        struct error err = {.status = STATUS_OK};
        const int status =
            ini_text_read("f.ini", view_of(cases[i].text), note, &seen, &err);
        if (status != cases[i].status ||
            strcmp(seen.pairs, cases[i].pairs) != 0 ||
            strcmp(err.where, cases[i].where ? cases[i].where : "") != 0 ||
            (cases[i].message && strcmp(err.message, cases[i].message) != 0))
            fail_msg("%s: %d '%s' '%s' '%s'", cases[i].name, status,
                     seen.pairs, err.where, err.message);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pairs_and_places)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
