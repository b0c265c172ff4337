#include "versions.h"

#include "card_versions.h"
#include "version.h"

#include <csv.h>
#include <curl/curl.h>
#include <jansson.h>
#include <microhttpd.h>
#include <sodium/version.h>
#include <sqlite3.h>
#include <zlib.h>

#define TEXT(number) #number
#define DOTTED(major, minor, patch) TEXT(major) "." TEXT(minor) "." TEXT(patch)

static const char csv_version[] = DOTTED(CSV_MAJOR, CSV_MINOR, CSV_RELEASE);

void versions_print(FILE *to)
{
    const struct card_versions v = card_versions();
    const char *const curl = curl_version_info(CURLVERSION_NOW)->version;
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
        {"libmicrohttpd", MHD_get_version()      },
        {"libcurl",       curl                   },
    };

    fprintf(to, "vigie %s\n", VIGIE_VERSION);
    for (size_t i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
        fprintf(to, "  %-14s%s\n", libraries[i].name, libraries[i].version);
}
