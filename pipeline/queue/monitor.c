#include "monitor.h"

#include "agreement.h"
#include "clock.h"
#include "overturn.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define DAY 86400
#define WEEK (7 * DAY)
#define MODELS_CEILING 256 /* models whose decisions are understood */
#define Z95 1.959963984540054

/* Which tone of the active model each tone of another is; -1 = none. */
struct mapping {
    int64_t model;
    int tone[MODEL_TONES_CEILING];
};

/* What the decided comments of one stratum say of a tone. */
struct stratum {
    double known, positive, flagged_positive, missed; /* weighted */
};

struct watching {
    struct store *store;
    const struct policy *policy;
    struct arena *arena;
    struct monitor *out;
    int64_t active;
    int64_t end; /* of the last week */
    struct mapping mapping[MODELS_CEILING];
    size_t mapping_count;
    uint64_t placed; /* decided, had a place by themselves */
    struct stratum placed_by[MODEL_TONES_CEILING],
        drawn_by[MODEL_TONES_CEILING];
    struct overturns *overturns;
    int64_t *wait; /* [wait_count] seconds */
    size_t wait_count, wait_room;
};

/* Days since Monday, 29 December 1969; every week begins at a multiple of 7. */
static int64_t week_of(int64_t time)
{
    const int64_t shifted = time + 3 * DAY;

    return shifted / WEEK - (shifted % WEEK < 0);
}

void monitor_week(int64_t monday, char out[WEEK_NAME_SIZE])
{
    const int64_t thursday = monday + 3 * DAY;
    const struct wall_clock day = clock_to_utc(thursday);
    const struct wall_clock new_year = {.year = day.year, .month = 1, .day = 1};
    const int64_t days = (thursday - clock_from_utc(&new_year)) / DAY;

    snprintf(out, WEEK_NAME_SIZE, "%04d-W%02d", day.year % 10000,
             (int)(days / 7 + 1) % 100);
}

static int map_model(struct watching *self, int64_t model,
                     const struct mapping **out, struct error *err)
{
    struct model_record record;
    int status;

    for (size_t i = 0; i < self->mapping_count; i++)
        if (self->mapping[i].model == model) {
            *out = &self->mapping[i];
            return STATUS_OK;
        }
    if (self->mapping_count == MODELS_CEILING)
        return error_set(err, STATUS_TOO_BIG,
                         "decisions on more than %d models", MODELS_CEILING);
    const size_t used = self->arena->used;
    if ((status = store_model(self->store, model, self->arena, &record, err)) <
        0)
        return status;
    struct mapping *m = &self->mapping[self->mapping_count++];
    m->model = model;
    for (size_t i = 0; i < MODEL_TONES_CEILING; i++) {
        m->tone[i] = -1;
        for (size_t t = 0; t < self->out->model.tone_count && status == 1; t++)
            if (i < record.tone_count &&
                view_equal(record.tone[i].name, self->out->model.tone[t].name))
                m->tone[i] = (int)t;
    }
    self->arena->used = used;
    *out = m;
    return STATUS_OK;
}

/* ---- what one decision says --------------------------------------------- */

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_NOTHING };

static enum answer answer_of(const struct watching *self,
                             const struct review *review, struct view tone,
                             bool flagged)
{
    for (size_t i = 0; i < review->label_count; i++)
        if (view_equal(review->label[i], tone))
            return review->value[i] ? ANSWER_YES : ANSWER_NO;
    if (review->corrected || !policy_accuses(self->policy, tone))
        return ANSWER_NOTHING;
    if (!review->removed)
        return ANSWER_NO;
    return flagged ? ANSWER_YES : ANSWER_NOTHING;
}

/* Some flag brought it into the queue, not the control sample. */
static bool was_placed(const struct watching *self, const struct mapping *map,
                       const struct review *review)
{
    for (size_t i = 0; i < review->verdict.tone_count; i++) {
        if (!review->verdict.tone[i].flagged || map->tone[i] < 0)
            continue;
        const struct view name = self->out->model.tone[map->tone[i]].name;
        const struct policy_tone *rule = policy_find(self->policy, name);
        if (rule ? rule->weight > 0 || rule->first || rule->gather
                 : self->policy->other_tone > 0)
            return true;
    }
    return false;
}

static void count_recall(struct watching *self, const struct review *review,
                         size_t tone, bool flagged, enum answer answer)
{
    struct recall *recall = &self->out->tone[tone].recall;
    struct stratum *stratum =
        review->share > 0 ? &self->drawn_by[tone] : &self->placed_by[tone];
    const double weight = review->share > 0 ? 1 / review->share : 1;

    stratum->known += weight;
    recall->control += review->share > 0;
    if (answer == ANSWER_NO)
        return;
    stratum->positive += weight;
    *(flagged ? &stratum->flagged_positive : &stratum->missed) += weight;
    if (flagged)
        recall->confirmed++;
    else
        ++*(review->share > 0 ? &recall->found : &recall->missed);
}

static int add_wait(struct watching *self, int64_t seconds, struct error *err)
{
    if (self->wait_count == self->wait_room) {
        const size_t room = self->wait_room ? self->wait_room * 2 : 1024;
        int64_t *wait = realloc(self->wait, room * sizeof(*wait));
        if (!wait)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        self->wait = wait;
        self->wait_room = room;
    }
    self->wait[self->wait_count++] = seconds < 0 ? 0 : seconds;
    return STATUS_OK;
}

static int see(void *context, const struct review *review, struct error *err)
{
    struct watching *self = context;
    struct monitor *out = self->out;
    const bool inside = review->time >= out->monday && review->time < self->end;
    const bool active = review->model == self->active;
    const struct mapping *map;
    int status = map_model(self, review->model, &map, err);

    if (status < 0)
        return status;
    const bool placed = !(review->share > 0) && was_placed(self, map, review);
    self->placed += active && placed;
    out->decided += inside;
    if (inside && review->received != TIME_NONE &&
        (status = add_wait(self, review->time - review->received, err)) < 0)
        return status;
    for (size_t i = 0; i < review->verdict.tone_count; i++) {
        const struct tone_verdict *verdict = &review->verdict.tone[i];
        if (map->tone[i] < 0)
            continue;
        const size_t tone = (size_t)map->tone[i];
        const enum answer answer = answer_of(
            self, review, out->model.tone[tone].name, verdict->flagged);
        if (answer == ANSWER_NOTHING)
            continue;
        if (active && (placed || review->share > 0))
            count_recall(self, review, tone, verdict->flagged, answer);
        if (inside && verdict->flagged &&
            (status = overturn_add(
                 self->overturns, tone,
                 (size_t)((review->time - out->monday) / WEEK),
                 verdict->probability, answer == ANSWER_NO, active, err)) < 0)
            return status;
    }
    return STATUS_OK;
}

/* ---- what they say together --------------------------------------------- */

/* Wilson's interval of x of n. */
static void wilson(double x, double n, double *low, double *high)
{
    const double z2 = Z95 * Z95, p = x / n;
    const double middle = p + z2 / (2 * n);
    const double half = Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n));

    *low = fmax(0, (middle - half) / (1 + z2 / n));
    *high = fmin(1, (middle + half) / (1 + z2 / n));
}

static void estimate(struct watching *self, size_t tone,
                     const struct population *population)
{
    struct recall *r = &self->out->tone[tone].recall;
    const struct stratum *p = &self->placed_by[tone],
                         *d = &self->drawn_by[tone];
    const double all = (double)(population->placed + self->placed);
    const double placed_up = p->known > 0 ? all / p->known : 0;
    const double drawn_up = d->known > 0 ? population->stand_for / d->known : 0;
    double low, high;

    r->few = r->control < MONITOR_FEW ||
             r->confirmed + r->missed + r->found < MONITOR_FEW;
    if (r->few)
        return;
    const double hits =
        p->flagged_positive * placed_up + d->flagged_positive * drawn_up;
    const double misses = p->missed * placed_up;
    r->estimate = hits / (hits + misses + d->missed * drawn_up);
    wilson((double)r->found, (double)r->control, &low, &high);
    r->low = hits / (hits + misses + high * population->stand_for);
    r->high = hits / (hits + misses + low * population->stand_for);
}

static int by_length(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return x < y ? -1 : x > y;
}

static void set_waits(struct watching *self)
{
    self->out->median = self->out->late = -1;
    if (!self->wait_count)
        return;
    qsort(self->wait, self->wait_count, sizeof(*self->wait), by_length);
    self->out->median = self->wait[(self->wait_count - 1) / 2];
    self->out->late = self->wait[(self->wait_count - 1) * 9 / 10];
}

static int find_active(struct watching *self, struct error *err)
{
    struct monitor *out = self->out;
    int status = store_active_model(self->store, &self->active, err);

    if (status == STATUS_OK)
        status = store_model(self->store, self->active, self->arena,
                             &out->model, err);
    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND,
                         "no model in the store yet: score something first");
    for (size_t t = 0; t < out->model.tone_count && status == 1; t++) {
        const struct tone_record *tone = &out->model.tone[t];
        out->tone[t].name = tone->name;
        out->tone[t].threshold = policy_threshold(
            self->policy, tone->name, view_of(""), tone->threshold / 10000.0);
    }
    return status < 0 ? status : STATUS_OK;
}

static int watch(struct watching *self, int64_t now, struct error *err)
{
    struct monitor *out = self->out;
    struct population population;
    int status;

    if ((status = find_active(self, err)) < 0 ||
        (status = overturn_open(&self->overturns, err)) < 0 ||
        (status = review_each(self->store, see, self, err)) < 0 ||
        (status = review_population(self->store, self->active, &population,
                                    err)) < 0 ||
        (status = agreement_run(self->store, out, err)) < 0 ||
        (status = review_ages(self->store, now, &out->ages, err)) < 0 ||
        (status = store_counts(self->store, &out->counts, err)) < 0)
        return status;
    for (size_t t = 0; t < out->model.tone_count; t++) {
        estimate(self, t, &population);
        overturn_judge(self->overturns, t, out->weeks, &out->tone[t]);
    }
    set_waits(self);
    return STATUS_OK;
}

int monitor_run(struct store *store, const struct policy *policy, int64_t now,
                size_t weeks, struct arena *arena, struct monitor *out,
                struct error *err)
{
    struct watching *self = calloc(1, sizeof(*self));
    int status;

    if (!self)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int64_t last = week_of(now);
    *out = (struct monitor){
        .weeks = weeks, .monday = (last - (int64_t)weeks + 1) * WEEK - 3 * DAY};
    self->store = store;
    self->policy = policy;
    self->arena = arena;
    self->out = out;
    self->end = (last + 1) * WEEK - 3 * DAY;
    status = watch(self, now, err);
    overturn_free(self->overturns);
    free(self->wait);
    free(self);
    return status;
}
