/* Folders of tables: which files are read, in what order, and what fails. */
#include "tables.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct reading {
    char names[256];
    const char *refused; /* NULL: none */
};

static int note(void *context, const char *path, struct view name,
                struct error *err)
{
    struct reading *self = context;
    const size_t len = strlen(self->names);

    assert_int_equal(access(path, R_OK), 0);
    snprintf(self->names + len, sizeof(self->names) - len, "%.*s ",
             (int)name.len, name.ptr);
    if (self->refused && view_is(name, self->refused))
        return error_set(err, STATUS_BAD_INPUT, "refused");
    return STATUS_OK;
}

static void touch(const char *folder, const char *name, bool there)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (!there) {
        unlink(path);
        return;
    }
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
}

static void tables_are_read_in_order(void **state)
{
    static const char *const files[] = {"b.tsv", "a.tsv",  "a-b.tsv", ".x.tsv",
                                        ".tsv",  "a.tsv~", "c.txt",   "\xC3.tsv"};
    static const struct {
        const char *refused, *names;
        int status;
    } cases[] = {
        {NULL, "a-b a b \xC3 ", STATUS_OK},
        {"a", "a-b a ", STATUS_BAD_INPUT},
        {"\xC3", "a-b a b \xC3 ", STATUS_BAD_INPUT},
    };
    char folder[] = "/tmp/vigie-tables-XXXXXX";
    struct error err = {.status = STATUS_OK};

    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        touch(folder, files[i], true);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct reading reading = {.refused = cases[i].refused};
        err = (struct error){.status = STATUS_OK};
        assert_int_equal(tables_each(folder, note, &reading, &err),
                         cases[i].status);
        assert_string_equal(reading.names, cases[i].names);
    }
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        touch(folder, files[i], false);
    struct reading empty = {.refused = NULL};
    err = (struct error){.status = STATUS_OK};
    assert_int_equal(tables_each(folder, note, &empty, &err), STATUS_OK);
    assert_string_equal(empty.names, "");
    rmdir(folder);
    assert_int_equal(tables_each(folder, note, &empty, &err), STATUS_NO_INPUT);
    assert_non_null(strstr(err.message, folder));
}

static void too_many_tables_are_refused(void **state)
{
    char folder[] = "/tmp/vigie-tables-XXXXXX", name[16];
    struct reading reading = {.refused = NULL};
    struct error err = {.status = STATUS_OK};

    (void)state;
    assert_non_null(mkdtemp(folder));
    for (int i = 0; i <= 256; i++) {
        snprintf(name, sizeof(name), "%d.tsv", i);
        touch(folder, name, true);
    }
    assert_int_equal(tables_each(folder, note, &reading, &err),
                     STATUS_TOO_BIG);
    assert_string_equal(reading.names, "");
    for (int i = 0; i <= 256; i++) {
        snprintf(name, sizeof(name), "%d.tsv", i);
        touch(folder, name, false);
    }
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_read_in_order),
        cmocka_unit_test(too_many_tables_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
