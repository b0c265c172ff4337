#include "section_thresholds.h"

#include "splitmix.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS 5    /* discussions are flagged in so many turns */
#define TAIL 0.005 /* of the drawings the gain may miss 0 in   */

/* One comment of a section whose tone is known. */
struct member {
    uint32_t discussion;
    uint16_t probability;
    bool positive;
};

/* Flags by the model's threshold [0] and by the section's own [1]. */
struct tally {
    size_t positives, flagged[2], right[2];
};

/* One tone in one section. */
struct pair {
    const struct aim *aim;
    struct member *member; /* [count], discussions together, in order */
    size_t count;
    struct tally *tally; /* [discussions] */
    size_t discussions;
    uint16_t *probability; /* [count] room for aim_threshold() */
    bool *positive;        /* [count]                          */
};

/* ---- what serves the aim ------------------------------------------------ */

static double share(size_t part, size_t all)
{
    return all ? (double)part / (double)all : 0;
}

static double figure(const struct aim *aim, const struct tally *t, size_t by)
{
    switch (aim->kind) {
    case AIM_PRECISION:
        return share(t->right[by], t->flagged[by]);
    case AIM_RECALL:
        return share(t->right[by], t->positives);
    case AIM_F1:
    case AIM_BUDGET:
        break;
    }
    return share(2 * t->right[by], t->flagged[by] + t->positives);
}

static double worth(const struct aim *aim, const struct tally *t, size_t by)
{
    const double value = figure(aim, t, by);

    return aim->kind == AIM_F1 ? value : -fabs(value - aim->value);
}

static void add(struct tally *sum, const struct tally *t)
{
    sum->positives += t->positives;
    for (size_t by = 0; by < 2; by++) {
        sum->flagged[by] += t->flagged[by];
        sum->right[by] += t->right[by];
    }
}

/* ---- one tone in one section -------------------------------------------- */

/* Chosen on the discussions that are not of the part; PARTS: on all. */
static uint16_t choose_without(struct pair *p, size_t part, bool *reached)
{
    size_t count = 0, number = 0;

    for (size_t i = 0; i < p->count; i++) {
        number += i && p->member[i].discussion != p->member[i - 1].discussion;
        if (number % PARTS == part)
            continue;
        p->probability[count] = p->member[i].probability;
        p->positive[count++] = p->member[i].positive;
    }
    return aim_threshold(p->aim, p->probability, p->positive, count, reached);
}

static void count_flags(struct pair *p, uint16_t standard)
{
    uint16_t own[PARTS];
    bool reached;
    size_t number = 0;

    for (size_t part = 0; part < PARTS; part++)
        own[part] = choose_without(p, part, &reached);
    memset(p->tally, 0, p->count * sizeof(*p->tally));
    for (size_t i = 0; i < p->count; i++) {
        const struct member *m = &p->member[i];
        number += i && m->discussion != m[-1].discussion;
        const uint16_t threshold[2] = {standard, own[number % PARTS]};
        struct tally *t = &p->tally[number];
        t->positives += m->positive;
        for (size_t by = 0; by < 2; by++) {
            const bool flagged = m->probability >= threshold[by];
            t->flagged[by] += flagged;
            t->right[by] += flagged && m->positive;
        }
    }
    p->discussions = number + 1;
}

/* Whether the gain of the section's own threshold is more than chance. */
static bool gains(const struct pair *p)
{
    uint64_t state = 1;
    size_t missed = 0;

    for (size_t draw = 0; draw < SECTION_DRAWS; draw++) {
        struct tally sum = {.positives = 0};
        for (size_t i = 0; i < p->discussions; i++)
            add(&sum, &p->tally[splitmix_below(&state, p->discussions)]);
        missed += !(worth(p->aim, &sum, 1) > worth(p->aim, &sum, 0));
    }
    return (double)missed < TAIL * SECTION_DRAWS;
}

static bool has_enough(const struct pair *p)
{
    size_t positives = 0, discussions = 0;

    for (size_t i = 0; i < p->count; i++) {
        positives += p->member[i].positive;
        discussions +=
            !i || p->member[i].discussion != p->member[i - 1].discussion;
    }
    return positives >= SECTION_POSITIVES &&
           p->count - positives >= SECTION_NEGATIVES &&
           discussions >= SECTION_DISCUSSIONS;
}

/* Fills *out but for its tone and section; false where the model's threshold
 * stays. */
static bool try_pair(struct pair *p, uint16_t standard,
                     struct section_threshold *out)
{
    struct tally sum = {.positives = 0};
    bool reached;

    out->threshold = choose_without(p, PARTS, &reached);
    if (!reached || out->threshold == standard)
        return false;
    count_flags(p, standard);
    if (!gains(p))
        return false;
    for (size_t i = 0; i < p->discussions; i++)
        add(&sum, &p->tally[i]);
    out->count = p->count;
    out->positives = sum.positives;
    out->before = figure(p->aim, &sum, 0);
    out->after = figure(p->aim, &sum, 1);
    return true;
}

/* ---- all of them -------------------------------------------------------- */

struct search {
    const struct evaluation *evaluation;
    const struct train_report *report;
    size_t *order; /* [N] comments of a section together, in it discussions */
    struct pair pair;
    struct section_thresholds *out;
    size_t room;
};

static struct view section_of(const struct evaluation *e, size_t i)
{
    return e->corpus->comment[e->comment[i]].section;
}

struct placed {
    struct view section;
    uint32_t discussion;
    size_t place;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    const struct view p = x->section, q = y->section;
    const size_t len = p.len < q.len ? p.len : q.len;
    const int names = len ? memcmp(p.ptr, q.ptr, len) : 0;

    if (names || p.len != q.len)
        return names ? names : (p.len > q.len) - (p.len < q.len);
    if (x->discussion != y->discussion)
        return x->discussion < y->discussion ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int sort_places(struct search *s, struct error *err)
{
    const struct evaluation *e = s->evaluation;
    struct placed *list = malloc((e->count + 1) * sizeof(*list));

    if (!list)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < e->count; i++)
        list[i] = (struct placed){section_of(e, i), e->discussion[i], i};
    qsort(list, e->count, sizeof(*list), by_place);
    for (size_t i = 0; i < e->count; i++)
        s->order[i] = list[i].place;
    free(list);
    return STATUS_OK;
}

/* "tone NAME in SECTION", unless the policy file would read something else. */
static bool can_be_written(const struct search *s, size_t tone,
                           struct view section)
{
    const char *name = s->evaluation->corpus->tones.name[tone];

    if (!section.len || view_trim(section).len != section.len ||
        strlen("tone  in ") + strlen(name) + section.len >= SECTION_RULE_SIZE)
        return false;
    for (size_t i = 0; i < section.len; i++)
        if ((unsigned char)section.ptr[i] < ' ' || section.ptr[i] == ']' ||
            section.ptr[i] == ';')
            return false;
    return true;
}

static bool can_be_flagged(const struct search *s, size_t tone)
{
    const char *name = s->evaluation->corpus->tones.name[tone];

    return !s->report->tone[tone].observation_only &&
           !tones_sentiment(view_of(name));
}

static void gather(struct search *s, size_t tone, size_t begin, size_t end)
{
    const struct evaluation *e = s->evaluation;
    struct pair *p = &s->pair;

    p->count = 0;
    for (size_t k = begin; k < end; k++) {
        const size_t i = s->order[k];
        const struct labelled *c = &e->corpus->comment[e->comment[i]];
        if (c->known >> tone & 1)
            p->member[p->count++] = (struct member){
                e->discussion[i], e->verdict[i].tone[tone].probability,
                c->tones >> tone & 1};
    }
}

static int keep(struct search *s, const struct section_threshold *found,
                struct error *err)
{
    struct section_thresholds *out = s->out;

    if (out->count == s->room) {
        const size_t room = s->room ? 2 * s->room : 16;
        struct section_threshold *more =
            realloc(out->item, room * sizeof(*more));
        if (!more)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        out->item = more;
        s->room = room;
    }
    out->item[out->count++] = *found;
    return STATUS_OK;
}

/* The comments order[begin] .. order[end - 1], of one section. */
static int try_section(struct search *s, size_t begin, size_t end,
                       struct error *err)
{
    const struct view section = section_of(s->evaluation, s->order[begin]);
    const size_t tones = s->evaluation->corpus->tones.count;
    int status = STATUS_OK;

    for (size_t t = 0; status == STATUS_OK && t < tones; t++) {
        struct section_threshold found = {.tone = t};
        if (!can_be_flagged(s, t) || !can_be_written(s, t, section))
            continue;
        gather(s, t, begin, end);
        if (!has_enough(&s->pair))
            continue;
        s->out->tried++;
        memcpy(found.section, section.ptr, section.len);
        if (try_pair(&s->pair, s->report->tone[t].threshold, &found))
            status = keep(s, &found, err);
    }
    return status;
}

static int open_search(struct search *s, struct error *err)
{
    const size_t n = s->evaluation->count + 1;

    s->order = malloc(n * sizeof(*s->order));
    s->pair.member = malloc(n * sizeof(*s->pair.member));
    s->pair.tally = malloc(n * sizeof(*s->pair.tally));
    s->pair.probability = malloc(n * sizeof(*s->pair.probability));
    s->pair.positive = malloc(n * sizeof(*s->pair.positive));
    if (!s->order || !s->pair.member || !s->pair.tally ||
        !s->pair.probability || !s->pair.positive)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    return sort_places(s, err);
}

int section_thresholds_choose(struct section_thresholds *out,
                              const struct evaluation *evaluation,
                              const struct train_report *report,
                              const struct aim *aim, struct error *err)
{
    struct search s = {.evaluation = evaluation,
                       .report = report,
                       .pair = {.aim = aim},
                       .out = out};
    int status;

    *out = (struct section_thresholds){.count = 0};
    if (aim->kind == AIM_BUDGET)
        return STATUS_OK;
    status = open_search(&s, err);
    for (size_t i = 0, next; status == STATUS_OK && i < evaluation->count;
         i = next) {
        const struct view section = section_of(evaluation, s.order[i]);
        for (next = i + 1; next < evaluation->count; next++)
            if (!view_equal(section_of(evaluation, s.order[next]), section))
                break;
        status = try_section(&s, i, next, err);
    }
    free(s.order);
    free(s.pair.member);
    free(s.pair.tally);
    free(s.pair.probability);
    free(s.pair.positive);
    return status;
}

void section_thresholds_free(struct section_thresholds *self)
{
    free(self->item);
    *self = (struct section_thresholds){.count = 0};
}
