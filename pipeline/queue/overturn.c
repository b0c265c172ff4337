#include "overturn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define Z_ONE_SIDED 1.6448536269514722 /* 5 % */

struct overturns {
    struct overturn week[MODEL_TONES_CEILING][MONITOR_WEEKS_CEILING];
    struct flag {
        uint16_t tone, week, probability;
        bool undone;
    } * flag; /* [count] of the active model */
    size_t count, room;
};

/* The flags of one tone at one probability. */
struct step {
    uint32_t confirmed, undone;
};

int overturn_open(struct overturns **out, struct error *err)
{
    *out = calloc(1, sizeof(**out));
    return *out ? STATUS_OK : error_set(err, STATUS_NO_MEMORY, "out of memory");
}

void overturn_free(struct overturns *self)
{
    if (!self)
        return;
    free(self->flag);
    free(self);
}

int overturn_add(struct overturns *self, size_t tone, size_t week,
                 uint16_t probability, bool undone, bool active,
                 struct error *err)
{
    self->week[tone][week].flagged++;
    self->week[tone][week].undone += undone;
    if (!active)
        return STATUS_OK;
    if (self->count == self->room) {
        const size_t room = self->room ? self->room * 2 : 1024;
        struct flag *flag = realloc(self->flag, room * sizeof(*flag));
        if (!flag)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        self->flag = flag;
        self->room = room;
    }
    self->flag[self->count++] =
        (struct flag){(uint16_t)tone, (uint16_t)week, probability, undone};
    return STATUS_OK;
}

static double share(const struct overturn *o)
{
    return o->flagged ? (double)o->undone / (double)o->flagged : 0;
}

static bool rises(const struct overturn *before, const struct overturn *recent)
{
    const double n0 = (double)before->flagged, n1 = (double)recent->flagged;

    if (before->flagged < OVERTURN_LEAST || recent->flagged < OVERTURN_LEAST ||
        share(recent) <= share(before))
        return false;
    const double p = (double)(before->undone + recent->undone) / (n0 + n1);
    return share(recent) - share(before) >=
           Z_ONE_SIDED * sqrt(p * (1 - p) * (1 / n0 + 1 / n1));
}

/* The lowest probability from which the flags are right as often as wanted,
 * with at least half of the right ones; 0 = none, -1 = too few to say. */
static int find_threshold(const struct step *step, double precision)
{
    uint32_t all = 0, right = 0, confirmed = 0, undone = 0;
    int found = 0;

    for (size_t p = 0; p <= PROBABILITY_ONE; p++) {
        all += step[p].confirmed + step[p].undone;
        right += step[p].confirmed;
    }
    if (all < OVERTURN_LEAST)
        return -1;
    for (int p = PROBABILITY_ONE; p > 0; p--) {
        confirmed += step[p].confirmed;
        undone += step[p].undone;
        if (step[p].confirmed + step[p].undone && confirmed * 2 >= right &&
            confirmed >= precision * (confirmed + undone))
            found = p;
    }
    return found;
}

static void propose(const struct overturns *self, size_t tone, size_t since,
                    struct monitor_tone *out)
{
    struct step step[PROBABILITY_ONE + 1];

    memset(step, 0, sizeof(step));
    for (size_t i = 0; i < self->count; i++) {
        const struct flag *f = &self->flag[i];
        if (f->tone != tone || f->week < since)
            continue;
        step[f->probability].confirmed += !f->undone;
        step[f->probability].undone += f->undone;
    }
    const int found = find_threshold(step, 1 - share(&out->before));
    out->proposal = PROPOSAL_THRESHOLD;
    out->proposed = found / (double)PROBABILITY_ONE;
    if (found < 0)
        out->proposal = PROPOSAL_WATCH;
    else if (out->proposed <= out->threshold)
        out->proposal = PROPOSAL_RETRAIN;
}

void overturn_judge(const struct overturns *self, size_t tone, size_t weeks,
                    struct monitor_tone *out)
{
    const size_t recent = weeks < 4 ? 1 : 2, since = weeks - recent;

    out->before = out->recent = (struct overturn){0};
    for (size_t w = 0; w < weeks; w++) {
        struct overturn *to = w < since ? &out->before : &out->recent;
        out->week[w] = self->week[tone][w];
        to->flagged += out->week[w].flagged;
        to->undone += out->week[w].undone;
    }
    out->proposal = PROPOSAL_NONE;
    if (rises(&out->before, &out->recent))
        propose(self, tone, since, out);
}
