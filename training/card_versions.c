#include "card_versions.h"

#include <libsvm/svm.h>
#include <linear.h>
#include <stdio.h>
#include <utf8proc.h>

/* 324 is version 3.24 */
static void spell(char out[16], int version)
{
    snprintf(out, 16, "%d.%02d", version / 100, version % 100);
}

struct card_versions card_versions(void)
{
    struct card_versions v;

    spell(v.libsvm, libsvm_version);
    spell(v.liblinear, liblinear_version);
    snprintf(v.utf8proc, sizeof(v.utf8proc), "%s", utf8proc_version());
    snprintf(v.unicode, sizeof(v.unicode), "%s", utf8proc_unicode_version());
    return v;
}
