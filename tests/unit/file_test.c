/* file.h and digest.h */
#include "digest.h"
#include "file.h"
#include "model_fixture.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static size_t count_files(const char *folder)
{
    DIR *const d = opendir(folder);
    size_t count = 0;

    assert_non_null(d);
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        count += e->d_name[0] != '.';
    closedir(d);
    return count;
}

static void expect_content(const char *path, const char *content)
{
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};

    assert_int_equal(file_read(path, 1 << 20, &out, &err), STATUS_OK);
    assert_int_equal(out.len, strlen(content));
    assert_memory_equal(out.ptr, content, out.len);
    assert_int_equal(out.ptr[out.len], 0);
    buffer_free(&out);
}

static void file_is_written_and_replaced(void **state)
{
    struct error err = {.status = STATUS_OK};
    char folder[64], path[128];

    (void)state;
    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/file", folder);
    assert_int_equal(file_write(path, view_of("one"), &err), STATUS_OK);
    expect_content(path, "one");
    assert_int_equal(file_write(path, (struct view){NULL, 0}, &err), STATUS_OK);
    expect_content(path, "");
    assert_int_equal(file_write(path, view_of("three"), &err), STATUS_OK);
    expect_content(path, "three");
    assert_int_equal(count_files(folder), 1); /* nothing lies beside it */
    fixture_remove(folder);
}

static void reading_keeps_to_the_ceiling(void **state)
{
    static const struct {
        const char *name;
        size_t bytes, ceiling;
        int status;
    } cases[] = {
        {"empty",                   0,    10,   STATUS_OK     },
        {"below",                   9,    10,   STATUS_OK     },
        {"exactly the ceiling",     10,   10,   STATUS_OK     },
        {"one too many",            11,   10,   STATUS_TOO_BIG},
        {"exactly a block",         255,  255,  STATUS_OK     },
        {"one above a block",       256,  255,  STATUS_TOO_BIG},
        {"exactly, several blocks", 5000, 5000, STATUS_OK     },
        {"above, several blocks",   5001, 5000, STATUS_TOO_BIG},
    };
    char folder[64], path[128], bytes[6000];

    (void)state;
    memset(bytes, 'x', sizeof(bytes));
    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/file", folder);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer out = {.ptr = NULL};
        file_write(path, (struct view){bytes, cases[i].bytes}, &err);
        const int status = file_read(path, cases[i].ceiling, &out, &err);
        if (status != cases[i].status ||
            (status == STATUS_OK && out.len != cases[i].bytes))
            fail_msg("%s: %d %s", cases[i].name, status, err.message);
        buffer_free(&out);
    }
    fixture_remove(folder);
}

static void unreadable_is_no_input(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};

    (void)state;
    assert_int_equal(file_read("/nowhere/at/all", 10, &out, &err),
                     STATUS_NO_INPUT);
    assert_non_null(strstr(err.message, "/nowhere/at/all"));
    assert_null(out.ptr);
    error_clear(&err);
    assert_int_equal(file_read("/tmp", 10, &out, &err), STATUS_IO);
    assert_null(out.ptr);
}

/* Where the new file cannot be made or moved, the old state is whole. */
static void impossible_places_cannot_be_created(void **state)
{
    struct error err = {.status = STATUS_OK};
    char folder[64], path[128], below[192], long_path[5000];

    (void)state;
    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/file", folder);
    file_write(path, view_of("old"), &err);
    snprintf(below, sizeof(below), "%s/below", path);
    assert_int_equal(file_write(below, view_of("new"), &err),
                     STATUS_CANNOT_CREATE);
    expect_content(path, "old");
    error_clear(&err);
    /* a folder in the place of the file: rename fails at the very end */
    snprintf(below, sizeof(below), "%s/folder", folder);
    assert_int_equal(mkdir(below, 0755), 0);
    assert_int_equal(file_write(below, view_of("new"), &err),
                     STATUS_CANNOT_CREATE);
    assert_int_equal(count_files(folder), 2);
    error_clear(&err);
    memset(long_path, 'a', sizeof(long_path) - 1);
    long_path[sizeof(long_path) - 1] = '\0';
    assert_int_equal(file_write(long_path, view_of("new"), &err),
                     STATUS_CANNOT_CREATE);
    fixture_remove(folder);
}

static void read_only_folder_keeps_its_file(void **state)
{
    struct error err = {.status = STATUS_OK};
    char folder[64], path[128];

    (void)state;
    if (geteuid() == 0) {
        print_message("skipped: root may write everywhere\n");
        return;
    }
    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/file", folder);
    file_write(path, view_of("old"), &err);
    chmod(folder, 0555);
    assert_int_equal(file_write(path, view_of("new"), &err),
                     STATUS_CANNOT_CREATE);
    expect_content(path, "old");
    chmod(folder, 0755);
    fixture_remove(folder);
}

static void old_file_survives_a_full_disk(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct rlimit before, small;
    char folder[64], path[128];
    static char bytes[100000];

    (void)state;
    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/file", folder);
    file_write(path, view_of("old"), &err);
    memset(bytes, 'x', sizeof(bytes));
    void (*const handler)(int) = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 4096;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const int status =
        file_write(path, (struct view){bytes, sizeof(bytes)}, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    assert_int_equal(status, STATUS_FULL);
    expect_content(path, "old");
    assert_int_equal(count_files(folder), 1);
    fixture_remove(folder);
}

static void errno_has_a_status(void **state)
{
    (void)state;
    assert_int_equal(file_write_status(ENOSPC), STATUS_FULL);
    assert_int_equal(file_write_status(EFBIG), STATUS_FULL);
    assert_int_equal(file_write_status(EDQUOT), STATUS_FULL);
    assert_int_equal(file_write_status(EROFS), STATUS_READ_ONLY);
    assert_int_equal(file_write_status(EACCES), STATUS_READ_ONLY);
    assert_int_equal(file_write_status(EIO), STATUS_IO);
}

/* FIPS 180-2, examples B.1 and B.2, and the empty message. */
static void digest_of_known_messages(void **state)
{
    /* clang-format off */
    static const struct {
        const char *message, *hex;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb924"
         "27ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223"
         "b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039" "a33ce45964ff2167f6ecedd419db06c1"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t cut = 0; cut <= strlen(cases[i].message); cut++) {
            struct digest digest;
            char hex[DIGEST_HEX_SIZE];
            const struct view all = view_of(cases[i].message);
            digest_begin(&digest);
            digest_bytes(&digest, view_first(all, cut));
            digest_bytes(&digest, view_from(all, cut));
            digest_end(&digest, hex);
            assert_string_equal(hex, cases[i].hex);
        }
}

static void digest_of_fields(const char *const *field, size_t count, char *hex)
{
    struct digest digest;

    digest_begin(&digest);
    for (size_t i = 0; i < count; i++)
        digest_field(&digest, view_of(field[i]));
    digest_end(&digest, hex);
}

static void fields_are_kept_apart(void **state)
{
    static const char *const fields[][3] = {
        {"ab",  "c",   ""},
        {"a",   "bc",  ""},
        {"abc", "",    ""},
        {"",    "abc", ""}
    };
    struct digest digest;
    char hex[5][DIGEST_HEX_SIZE];

    (void)state;
    for (size_t i = 0; i < 4; i++)
        digest_of_fields(fields[i], 3, hex[i]);
    digest_of_fields(fields[2], 1, hex[4]);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(hex[i], hex[j]);
    /* the documented form: length in 8 little-endian bytes, then the bytes */
    digest_begin(&digest);
    digest_bytes(&digest, (struct view){"\3\0\0\0\0\0\0\0abc", 11});
    digest_end(&digest, hex[0]);
    assert_string_equal(hex[0], hex[4]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(file_is_written_and_replaced),
        cmocka_unit_test(reading_keeps_to_the_ceiling),
        cmocka_unit_test(unreadable_is_no_input),
        cmocka_unit_test(impossible_places_cannot_be_created),
        cmocka_unit_test(read_only_folder_keeps_its_file),
        cmocka_unit_test(old_file_survives_a_full_disk),
        cmocka_unit_test(errno_has_a_status),
        cmocka_unit_test(digest_of_known_messages),
        cmocka_unit_test(fields_are_kept_apart),
    };

    return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
