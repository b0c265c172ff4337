#include "aim.h"

#include "verdict.h"

#include <stdlib.h>
#include <string.h>

int aim_parse(const char *text, struct aim *out, struct error *err)
{
    static const struct {
        const char *name;
        enum aim_kind kind;
        double most;
        const char *unit;
    } kinds[] = {
        {"precision=", AIM_PRECISION, 1,   ""    },
        {"recall=",    AIM_RECALL,    1,   ""    },
        {"budget=",    AIM_BUDGET,    1e9, "/day"},
    };

    if (strcmp(text, "f1") == 0) {
        *out = (struct aim){.kind = AIM_F1};
        return STATUS_OK;
    }
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        const size_t len = strlen(kinds[i].name);
        char *end;
        if (strncmp(text, kinds[i].name, len) != 0)
            continue;
        const double value = strtod(text + len, &end);
        if (end == text + len || strcmp(end, kinds[i].unit) != 0 ||
            !(value > 0 && value <= kinds[i].most))
            break;
        *out = (struct aim){.kind = kinds[i].kind, .value = value};
        return STATUS_OK;
    }
    return error_set(err, STATUS_USAGE,
                     "'%s' is no aim: f1, precision=0.9, recall=0.8 or "
                     "budget=200/day",
                     text);
}

/* Comments at one probability. */
struct step {
    size_t all, right;
};

struct sweep {
    size_t flagged, right, positives, count;
};

/* How good a threshold is for the aim: greater is better, negative is not to
 * be had. */
static double worth(const struct aim *aim, const struct sweep *s)
{
    const double flagged = (double)s->flagged, right = (double)s->right;

    switch (aim->kind) {
    case AIM_F1:
        return 2 * right / (flagged + (double)s->positives);
    case AIM_PRECISION:
        return s->flagged >= AIM_FLAGS && right >= aim->value * flagged
                   ? flagged
                   : -1;
    case AIM_RECALL:
        return right >= aim->value * (double)s->positives ? 1 / (1 + flagged)
                                                          : -1;
    case AIM_BUDGET:
        return flagged / (double)s->count * aim->volume <= aim->value ? flagged
                                                                      : -1;
    }
    return -1;
}

uint16_t aim_threshold(const struct aim *aim, const uint16_t *probability,
                       const bool *positive, size_t count, bool *reached)
{
    struct step step[PROBABILITY_ONE + 1];
    struct sweep s = {.count = count};
    double best = 0;
    uint16_t threshold = aim->kind == AIM_RECALL ? 1 : PROBABILITY_ONE;

    memset(step, 0, sizeof(step));
    for (size_t i = 0; i < count; i++) {
        step[probability[i]].all++;
        step[probability[i]].right += positive[i];
        s.positives += positive[i];
    }
    for (size_t p = PROBABILITY_ONE; p > 0; p--) {
        if (!step[p].all)
            continue;
        s.flagged += step[p].all;
        s.right += step[p].right;
        const double now = worth(aim, &s);
        if (now > best) {
            best = now;
            threshold = (uint16_t)p;
        }
    }
    *reached = best > 0;
    return threshold;
}
