#include "card_versions.h"

#include "liblinear_calls.h"
#include "libsvm_calls.h"

#include <stdio.h>
#include <utf8proc.h>

/* 324 is version 3.24 */
static void spell(char out[16], int version)
{
    snprintf(out, 16, "%d.%02d", version / 100, version % 100);
}

struct card_versions card_versions(void)
{
    struct card_versions v = {.libsvm = "missing", .liblinear = "missing"};
    struct error ignored = {.status = STATUS_OK};
    struct libsvm_calls svm;
    struct liblinear_calls linear;

    if (libsvm_calls_open(&svm, &ignored) == STATUS_OK)
        spell(v.libsvm, *svm.libsvm_version);
    if (liblinear_calls_open(&linear, &ignored) == STATUS_OK)
        spell(v.liblinear, *linear.liblinear_version);
    snprintf(v.utf8proc, sizeof(v.utf8proc), "%s", utf8proc_version());
    snprintf(v.unicode, sizeof(v.unicode), "%s", utf8proc_unicode_version());
    return v;
}
