#include "library.h"
#include "microhttp.h"
#include "transport.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void what_is_missing_is_named(void **state)
{
    static const struct {
        const char *soname, *call;
        const char *cause; /* NULL: found */
    } cases[] = {
        {"libm.so.6",          "cbrt",       NULL                             },
        {"libnone-of-us.so.9", "cbrt",       "libnone-of-us.so.9: cannot open"},
        {"libm.so.6",          "none_of_us", "undefined symbol: none_of_us"   },
    };
    static const char start[] =
        "cannot load a library, is package p installed? ";

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        double (*found)(double) = NULL;
        const struct library_call call = {cases[i].call, &found};
        const int status = library_open(cases[i].soname, "p", &call, 1, &err);
        if (cases[i].cause) {
            assert_int_equal(status, STATUS_NOT_INSTALLED);
            assert_memory_equal(err.message, start, sizeof(start) - 1);
            assert_non_null(strstr(err.message, cases[i].cause));
        } else {
            assert_int_equal(status, STATUS_OK);
            assert_true(found(27) > 2.99 && found(27) < 3.01);
        }
    }
}

/* The library is the one whose header was compiled against. */
static void versions_are_those_of_the_headers(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct microhttp http;
    struct transport curl;

    (void)state;
    assert_int_equal(microhttp_open(&http, &err), STATUS_OK);
    assert_int_equal(transport_open(&curl, &err), STATUS_OK);
    assert_string_equal(curl.version_info(CURLVERSION_NOW)->version,
                        LIBCURL_VERSION);
    assert_int_equal(strtol(http.get_version(), NULL, 10), MHD_VERSION >> 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(versions_are_those_of_the_headers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
