#include "versions.h"

#include "card_versions.h"
#include "microhttp.h"
#include "transport.h"
#include "version.h"

#include <csv.h>
#include <jansson.h>
#include <sodium/version.h>
#include <sqlite3.h>
#include <zlib.h>

#define TEXT(number) #number
#define DOTTED(major, minor, patch) TEXT(major) "." TEXT(minor) "." TEXT(patch)

static const char csv_version[] = DOTTED(CSV_MAJOR, CSV_MINOR, CSV_RELEASE);

static const char *curl_version_text(void)
{
    struct error ignored = {.status = STATUS_OK};
    struct transport curl;

    return transport_open(&curl, &ignored) < 0
               ? "missing"
               : curl.version_info(CURLVERSION_NOW)->version;
}

static const char *microhttp_version(void)
{
    struct error ignored = {.status = STATUS_OK};
    struct microhttp http;

    return microhttp_open(&http, &ignored) < 0 ? "missing" : http.get_version();
}

void versions_print(FILE *to)
{
    const struct card_versions v = card_versions();
    const struct {
        const char *name, *version;
    } libraries[] = {
        {"SQLite",        sqlite3_libversion()   },
        {"zlib",          zlibVersion()          },
        {"utf8proc",      v.utf8proc             },
        {"Unicode",       v.unicode              },
        {"libsvm",        v.libsvm               },
        {"liblinear",     v.liblinear            },
        {"jansson",       jansson_version_str()  },
        {"libcsv",        csv_version            },
        {"inih",          "-"                    },
        {"libsodium",     sodium_version_string()},
        {"libmicrohttpd", microhttp_version()    },
        {"libcurl",       curl_version_text()    },
    };

    fprintf(to, "vigie %s\n", VIGIE_VERSION);
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
        fprintf(to, "  %-14s%s\n", libraries[i].name, libraries[i].version);
}
