#include "slices.h"

#include "fold.h"
#include "language.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define SHORT_CODE_POINTS 100
#define MIDDLE_CODE_POINTS 350
#define LENGTHS 3
#define LANGUAGES 4

/* One section, as folded. */
struct section {
    char folded[256], spelled[64];
    size_t count;
    size_t first; /* comment it was met at */
};

/* Which slices each comment stands in. */
struct places {
    const struct evaluation *evaluation;
    size_t *section;         /* [N] index in `sections`, then its rank */
    unsigned char *length;   /* [N] */
    unsigned char *language; /* [N] */
    struct section *sections;
    size_t section_count, section_room;
};

const char *slice_key(enum slice_kind kind)
{
    static const char *const keys[] = {
#define X(name, key) #key,
        SLICE_LIST(X)
#undef X
    };

    return keys[kind];
}

bool slice_shows(const struct slice *slice, size_t tone)
{
    return slice->tone[tone].positives >= SLICE_POSITIVES;
}

static void see_text(void *context, size_t i, const struct text *text)
{
    struct places *p = context;
    const size_t len = utf8_count(text->original);

    p->length[i] = len <= SHORT_CODE_POINTS    ? 0
                   : len <= MIDDLE_CODE_POINTS ? 1
                                               : 2;
    p->language[i] = (unsigned char)text->language;
}

/* ---- sections ----------------------------------------------------------- */

/* The name without its capitals: folded as texts are, but numbers stay. */
static void copy_name(const struct folder *folder, struct view name,
                      struct section *out)
{
    const struct view spelled = utf8_first(name, sizeof(out->spelled) - 1);
    size_t len = 0;

    *out = (struct section){.count = 0};
    if (spelled.len)
        memcpy(out->spelled, spelled.ptr, spelled.len);
    for (size_t at = 0; at < spelled.len;) {
        int32_t folded[FOLD_CLUSTER_CEILING];
        const size_t count = fold_cluster(folder, spelled, at, folded, &at);
        for (size_t i = 0; i < count && len + 4 < sizeof(out->folded); i++)
            len += utf8_encode((uint32_t)folded[i], out->folded + len);
    }
}

static int enter_section(struct places *p, const struct section *found,
                         size_t i, struct error *err)
{
    size_t s = 0;

    while (s < p->section_count &&
           strcmp(p->sections[s].folded, found->folded) != 0)
        s++;
    if (s == p->section_room) {
        const size_t room = s ? 2 * s : 64;
        struct section *more = realloc(p->sections, room * sizeof(*more));
        if (!more)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        p->sections = more;
        p->section_room = room;
    }
    if (s == p->section_count) {
        p->sections[s] = *found;
        p->sections[s].first = i;
        p->section_count++;
    }
    p->sections[s].count++;
    p->section[i] = p->sections[s].first;
    return STATUS_OK;
}

static int find_sections(struct places *p, struct error *err)
{
    const struct evaluation *e = p->evaluation;
    struct section found = {.count = 0};
    struct view last = {NULL, 0};
    struct folder folder;
    int status = STATUS_OK;

    fold_open(&folder);
    for (size_t i = 0; status == STATUS_OK && i < e->count; i++) {
        const struct view name = e->corpus->comment[e->comment[i]].section;
        if (!i || !view_equal(name, last))
            copy_name(&folder, name, &found);
        last = name;
        status = enter_section(p, &found, i, err);
    }
    return status;
}

static int by_size(const void *a, const void *b)
{
    const struct section *x = a, *y = b;

    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->folded, y->folded);
}

/* From the comment a section was met at to its rank by size. */
static int rank_sections(struct places *p, struct error *err)
{
    size_t *rank = calloc(p->evaluation->count + 1, sizeof(*rank));

    if (!rank)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    qsort(p->sections, p->section_count, sizeof(*p->sections), by_size);
    for (size_t s = 0; s < p->section_count; s++)
        rank[p->sections[s].first] = s < SLICE_SECTIONS ? s : SLICE_SECTIONS;
    for (size_t i = 0; i < p->evaluation->count; i++)
        p->section[i] = rank[p->section[i]];
    free(rank);
    return STATUS_OK;
}

/* ---- slices ------------------------------------------------------------- */

static bool stands_in(const struct places *p, size_t i, enum slice_kind kind,
                      size_t number)
{
    switch (kind) {
    case SLICE_SECTION:
        return p->section[i] == number;
    case SLICE_LENGTH:
        return p->length[i] == number;
    case SLICE_LANGUAGE:
        return p->language[i] == number;
    case SLICE_KINDS:
        break;
    }
    return false;
}

static void name_slice(const struct places *p, struct slice *slice,
                       size_t number)
{
    static const char *const lengths[LENGTHS] = {"1-100", "101-350", "351-"};
    const char *name = "*";

    if (slice->kind == SLICE_LENGTH)
        name = lengths[number];
    else if (slice->kind == SLICE_LANGUAGE)
        name = language_code((enum language)number);
    else if (number < SLICE_SECTIONS)
        name = p->sections[number].spelled;
    snprintf(slice->name, sizeof(slice->name), "%s", name);
}

static int measure_slice(struct slices *out, const struct places *p,
                         enum slice_kind kind, size_t number, bool *member,
                         struct error *err)
{
    const struct evaluation *e = p->evaluation;
    struct slice *slice = &out->slice[out->count];
    int status = STATUS_OK;

    *slice = (struct slice){.kind = kind};
    for (size_t i = 0; i < e->count; i++) {
        member[i] = stands_in(p, i, kind, number);
        slice->count += member[i];
    }
    if (!slice->count)
        return STATUS_OK;
    name_slice(p, slice, number);
    for (size_t t = 0; status == STATUS_OK && t < e->corpus->tones.count; t++)
        status = evaluate_some(e, t, member, &slice->tone[t], err);
    out->count += status == STATUS_OK;
    return status;
}

static int measure_all(struct slices *out, const struct places *p,
                       struct error *err)
{
    const size_t numbers[SLICE_KINDS] = {SLICE_SECTIONS + 1, LENGTHS,
                                         LANGUAGES};
    bool *member = malloc((p->evaluation->count + 1) * sizeof(*member));
    int status = STATUS_OK;

    out->slice =
        calloc(SLICE_SECTIONS + 1 + LENGTHS + LANGUAGES, sizeof(*out->slice));
    if (!member || !out->slice)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t k = 0; k < SLICE_KINDS; k++)
        for (size_t n = 0; status == STATUS_OK && n < numbers[k]; n++)
            status = measure_slice(out, p, (enum slice_kind)k, n, member, err);
    free(member);
    return status;
}

int slices_measure(struct slices *out, const struct evaluation *evaluation,
                   struct error *err)
{
    const size_t n = evaluation->count + 1;
    struct places p = {.evaluation = evaluation,
                       .section = calloc(n, sizeof(*p.section)),
                       .length = calloc(n, 1),
                       .language = calloc(n, 1)};
    int status = STATUS_OK;

    *out = (struct slices){0, NULL};
    if (!p.section || !p.length || !p.language)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK &&
        (status = evaluate_texts(evaluation, see_text, &p, err)) == STATUS_OK &&
        (status = find_sections(&p, err)) == STATUS_OK &&
        (status = rank_sections(&p, err)) == STATUS_OK)
        status = measure_all(out, &p, err);
    if (status < 0)
        slices_free(out);
    free(p.section);
    free(p.length);
    free(p.language);
    free(p.sections);
    return status;
}

void slices_free(struct slices *self)
{
    free(self->slice);
    *self = (struct slices){0, NULL};
}
