#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "credentials.h"

#include <sodium/core.h>
#include <string.h>

static void test_password(void **state)
{
    static const struct {
        const char *name, *password;
        int status;
    } cases[] = {
        {"ten letters will do",     "dix lettre",                               STATUS_OK   },
        {"letters, not bytes",      "éééééééééé",                     STATUS_OK   },
        {"nine will not",           "neuf lett",                                STATUS_USAGE},
        {"broken UTF-8 is refused", "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
         STATUS_USAGE                                                                       },
    };
    char hash[PASSWORD_HASH_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        const int status =
            password_hash(view_of(cases[i].password), hash, &err);
        if (status != cases[i].status)
            fail_msg("%s: %s", cases[i].name, err.message);
        if (status < 0)
            continue;
        assert_memory_equal(hash, "$argon2id$", 10);
        assert_true(password_fits(view_of(cases[i].password), view_of(hash)));
        assert_false(password_fits(view_of("another one"), view_of(hash)));
    }
    assert_false(password_fits(view_of("anything"), (struct view){NULL, 0}));
    assert_false(password_fits(view_of(""), view_of("no hash at all")));
}

/* RFC 4231, cases 2 and 6, and the one Coral's contract gives. */
static void test_signature(void **state)
{
    char key[132], hex[DIGEST_HEX_SIZE];

    (void)state;
    signature_make(view_of("Jefe"), view_of("what do ya want for nothing?"),
                   hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c7"
                             "5a003f089d2739839dec58b964ec3843");
    memset(key, 0xAA, 131);
    signature_make((struct view){key, 131},
                   view_of("Test Using Larger Than Block-Size Key - Hash Key "
                           "First"),
                   hex);
    assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f"
                             "8e0bc6213728c5140546040f0ee37f54");
    signature_make(view_of("empsec_00ff"),
                   view_of("{\n  \"action\": \"NEW\"\n}"), hex);
    assert_string_equal(hex, "fa26485e9ebbe760c43b9d6d52aece5d"
                             "9a9e91b35a010d848f711cbabb6f8ef5");
}

static void test_signature_header(void **state)
{
#define GOOD "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    static const struct {
        const char *header;
        bool fits;
    } cases[] = {
        {"sha256=" GOOD,              true },
        {"sha256=00, sha256=" GOOD,   true },
        {"sha256=" GOOD ",sha256=00", true },
        {GOOD,                        false},
        {"sha1=" GOOD,                false},
        {"sha256=",                   false},
        {"",                          false},
        {",,,",                       false},
        {"sha256=" GOOD "00",         false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (signature_fits(view_of(cases[i].header), view_of("Jefe"),
                           view_of("what do ya want for nothing?")) !=
            cases[i].fits)
            fail_msg("%s", cases[i].header);
}

static void test_secrets(void **state)
{
    char a[SECRET_SIZE], b[SECRET_SIZE], hash[DIGEST_HEX_SIZE],
        form[DIGEST_HEX_SIZE];

    (void)state;
    secret_make("vigie_", a);
    secret_make("vigie_", b);
    assert_int_equal(strlen(a), 49);
    assert_memory_equal(a, "vigie_", 6);
    assert_string_not_equal(a, b);
    secret_hash(view_of("abc"), hash);
    assert_string_equal(hash, "ba7816bf8f01cfea414140de5dae2223"
                              "b00361a396177a9cb410ff61f20015ad");
    csrf_make(view_of(a), form);
    assert_true(csrf_fits(view_of(form), view_of(a)));
    assert_false(csrf_fits(view_of(form), view_of(b)));
    assert_false(csrf_fits(view_of(""), view_of(a)));
    assert_false(csrf_fits(view_of(form), view_of("")));
    csrf_make(view_of(""), form);
    assert_false(csrf_fits(view_of(form), view_of("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_password),
        cmocka_unit_test(test_signature),
        cmocka_unit_test(test_signature_header),
        cmocka_unit_test(test_secrets),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
