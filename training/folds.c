#include "folds.h"

#include "likeness.h"

#include <stdlib.h>
#include <string.h>

/* 8 bands of 4 hashes: two texts with a Jaccard index of 0.8 meet in one of
 * them with probability 0.98 (Leskovec et al., Mining of Massive Datasets,
 * section 3.4); each pair that meets is then compared. */
#define BANDS 8
#define BAND_HASHES (LIKENESS_HASHES / BANDS)

struct banded {
    uint64_t key;
    size_t row;
};

struct groups {
    struct likeness *sign; /* [N] */
    size_t *leader;        /* [N] union-find */
};

static size_t fold_of(struct view discussion, size_t folds)
{
    uint64_t hash = 0;

    for (size_t i = 0; i < discussion.len; i++)
        hash = hash_mix(hash, (unsigned char)discussion.ptr[i]);
    return (size_t)((hash >> 11) % folds);
}

static size_t leader_of(const struct groups *g, size_t row)
{
    while (g->leader[row] != row)
        row = g->leader[row];
    return row;
}

/* The smaller row leads: the outcome does not depend on the order. */
static void unite(struct groups *g, size_t a, size_t b)
{
    a = leader_of(g, a);
    b = leader_of(g, b);
    if (a < b)
        g->leader[b] = a;
    else
        g->leader[a] = b;
}

static int by_key(const void *a, const void *b)
{
    const struct banded *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Rows that share a band are compared with the first of their kind. */
static void unite_band(struct groups *g, struct banded *list, size_t count)
{
    qsort(list, count, sizeof(*list), by_key);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && list[next].key == list[i].key;
             next++)
            if (likeness_between(&g->sign[list[i].row],
                                 &g->sign[list[next].row]) >= LIKENESS_NEAR)
                unite(g, list[i].row, list[next].row);
    }
}

static int unite_alike(struct groups *g, size_t count, struct error *err)
{
    struct banded *list = calloc(count + 1, sizeof(*list));

    if (!list)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t band = 0; band < BANDS; band++) {
        size_t used = 0;
        for (size_t i = 0; i < count; i++) {
            const uint32_t *least = g->sign[i].least + band * BAND_HASHES;
            uint64_t key = band;
            if (least[0] == UINT32_MAX)
                continue; /* no letters */
            for (size_t k = 0; k < BAND_HASHES; k++)
                key = hash_mix(key, least[k]);
            list[used++] = (struct banded){key, i};
        }
        unite_band(g, list, used);
    }
    free(list);
    return STATUS_OK;
}

static int sign_all(struct groups *g, const struct corpus *corpus,
                    const struct problem *problem, struct error *err)
{
    struct arena arena = {NULL, 0, 0};
    struct folder folder;
    int status = arena_open(&arena, LINE_ARENA, err);

    fold_open(&folder);
    for (size_t i = 0; status == STATUS_OK && i < problem->count; i++) {
        struct text text;
        arena_reset(&arena);
        status =
            normalize_run(&folder, corpus->comment[problem->comment[i]].text,
                          &text, &arena, err);
        if (status == STATUS_OK)
            likeness_sign(text.folded, &g->sign[i]);
        g->leader[i] = i;
    }
    arena_free(&arena);
    return status;
}

/* ---- discussions that are copies of each other --------------------------- */

struct member {
    struct view discussion;
    size_t row;
};

/* Row -> number of its discussion, by name. */
struct discussions {
    size_t count;
    size_t *of;        /* [N]                */
    size_t *size;      /* [count] rows       */
    struct view *name; /* [count]            */
    struct groups kin; /* of copies; no sign */
};

static int by_discussion(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    const struct view p = x->discussion, q = y->discussion;
    const size_t len = p.len < q.len ? p.len : q.len;
    const int order = len ? memcmp(p.ptr, q.ptr, len) : 0;

    return order ? order : (p.len > q.len) - (p.len < q.len);
}

static void free_discussions(struct discussions *d)
{
    free(d->of);
    free(d->size);
    free(d->name);
    free(d->kin.leader);
}

static int number_discussions(struct discussions *d,
                              const struct corpus *corpus,
                              const struct problem *problem, struct error *err)
{
    const size_t n = problem->count;
    struct member *member = calloc(n + 1, sizeof(*member));

    *d = (struct discussions){.of = calloc(n + 1, sizeof(*d->of)),
                              .size = calloc(n + 1, sizeof(*d->size)),
                              .name = calloc(n + 1, sizeof(*d->name)),
                              .kin.leader = calloc(n + 1, sizeof(size_t))};
    if (!member || !d->of || !d->size || !d->name || !d->kin.leader) {
        free(member);
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < n; i++)
        member[i] =
            (struct member){corpus->comment[problem->comment[i]].discussion, i};
    qsort(member, n, sizeof(*member), by_discussion);
    for (size_t i = 0; i < n; i++) {
        if (!i || by_discussion(&member[i - 1], &member[i]) != 0) {
            d->kin.leader[d->count] = d->count;
            d->name[d->count++] = member[i].discussion;
        }
        d->of[member[i].row] = d->count - 1;
        d->size[d->count - 1]++;
    }
    free(member);
    return STATUS_OK;
}

static void unite_copies(struct discussions *d, const struct banded *shared,
                         size_t count)
{
    for (size_t i = 0, next; i < count; i = next) {
        const size_t a = (size_t)shared[i].key, b = shared[i].row;
        for (next = i + 1;
             next < count && shared[next].key == a && shared[next].row == b;)
            next++;
        const size_t least = d->size[a] < d->size[b] ? d->size[a] : d->size[b];
        if ((next - i) * 2 >= least)
            unite(&d->kin, a, b);
    }
}

/* Two discussions are copies where half of the smaller one's comments are
 * near-duplicates of some in the other. */
static int find_copies(struct discussions *d, const struct groups *g, size_t n,
                       struct error *err)
{
    struct banded *shared = calloc(n + 1, sizeof(*shared));
    size_t count = 0;

    if (!shared)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < n; i++) {
        const size_t other = d->of[leader_of(g, i)];
        if (other != d->of[i])
            shared[count++] = (struct banded){d->of[i], other};
    }
    if (count)
        qsort(shared, count, sizeof(*shared), by_key);
    unite_copies(d, shared, count);
    free(shared);
    return STATUS_OK;
}

/* ---- folds ----------------------------------------------------------------
 */

static int draw_folds(struct folds *self, const struct corpus *corpus,
                      const struct problem *problem, const struct groups *g,
                      struct error *err)
{
    struct discussions d;
    int status;

    if ((status = number_discussions(&d, corpus, problem, err)) == STATUS_OK &&
        (status = find_copies(&d, g, problem->count, err)) == STATUS_OK)
        for (size_t i = 0; i < problem->count; i++)
            self->fold[i] =
                fold_of(d.name[leader_of(&d.kin, d.of[i])], self->count);
    free_discussions(&d);
    return status;
}

static void keep_apart(struct folds *self, const struct groups *g, size_t count)
{
    for (size_t i = 0; i < count; i++)
        self->apart[leader_of(g, i)] |= UINT32_C(1) << self->fold[i];
    for (size_t i = 0; i < count; i++) {
        const size_t leader = leader_of(g, i);
        self->apart[i] = self->apart[leader];
        self->alike += leader != i;
    }
}

int folds_make(struct folds *out, const struct corpus *corpus,
               const struct problem *problem, size_t count, struct error *err)
{
    const size_t n = problem->count;
    struct folds self = {.count = count,
                         .fold = calloc(n, sizeof(*self.fold)),
                         .apart = calloc(n, sizeof(*self.apart))};
    struct groups g = {calloc(n, sizeof(*g.sign)),
                       calloc(n, sizeof(*g.leader))};
    int status;

    if (!self.fold || !self.apart || !g.sign || !g.leader) {
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
        goto out;
    }
    if ((status = sign_all(&g, corpus, problem, err)) < 0 ||
        (status = unite_alike(&g, n, err)) < 0 ||
        (status = draw_folds(&self, corpus, problem, &g, err)) < 0)
        goto out;
    keep_apart(&self, &g, n);
    *out = self;
    self = (struct folds){.count = 0};
out:
    free(g.sign);
    free(g.leader);
    folds_free(&self);
    return status;
}

void folds_free(struct folds *self)
{
    free(self->fold);
    free(self->apart);
    *self = (struct folds){.count = 0};
}
