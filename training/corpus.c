#include "corpus.h"

#include "digest.h"
#include "loader.h"
#include "moderated.h"

#include <stdlib.h>

/* ---- the label set ------------------------------------------------------ */

/* All tones that occur, the most frequent first, equal ones by name. */
static int find_tones(const struct loader *l, struct tone_names *tones,
                      struct error *err)
{
    struct tone_names found = {.count = 0};
    size_t frequency[MODEL_TONES_CEILING] = {0};

    for (size_t i = 0; i < l->count; i++)
        for (size_t j = 0; j < l->raw[i].annotation.tone_count; j++) {
            const struct view name = l->raw[i].annotation.tone[j];
            if (!tones_sentiment(name) && tones_add(&found, name, err) < 0)
                return err->status;
            for (size_t t = 0; t < found.count; t++)
                frequency[t] += view_is(name, found.name[t]);
        }
    for (size_t rank = 0; rank < found.count; rank++) {
        size_t best = 0;
        for (size_t t = 1; t < found.count; t++)
            if (frequency[t] > frequency[best] ||
                (frequency[t] == frequency[best] && frequency[t] &&
                 strcmp(found.name[t], found.name[best]) < 0))
                best = t;
        if (tones_add(tones, view_of(found.name[best]), err) < 0)
            return err->status;
        frequency[best] = 0;
    }
    return STATUS_OK;
}

static int settle_tones(const struct loader *l, const char *list,
                        struct tone_names *tones, struct error *err)
{
    int status =
        list ? tones_parse(tones, list, err) : find_tones(l, tones, err);

    if (status == STATUS_OK)
        status = tones_add(tones, view_of("negative"), err);
    if (status == STATUS_OK)
        status = tones_add(tones, view_of("positive"), err);
    return status;
}

/* ---- order -------------------------------------------------------------- */

static int compare_views(struct view a, struct view b)
{
    const size_t len = a.len < b.len ? a.len : b.len;
    const int first = len ? memcmp(a.ptr, b.ptr, len) : 0;

    return first ? first : (a.len > b.len) - (a.len < b.len);
}

static int by_id(const void *a, const void *b)
{
    const struct raw *x = a, *y = b;
    const int first = compare_views(x->comment.id, y->comment.id);

    if (first || x->later != y->later)
        return first ? first : y->later - x->later; /* the later one first */
    return compare_views(x->comment.text, y->comment.text);
}

static uint32_t tone_bits(const struct tone_names *tones, const struct raw *r)
{
    uint32_t bits = tones_bit(tones, r->annotation.sentiment);

    for (size_t i = 0; i < r->annotation.tone_count; i++)
        bits |= tones_bit(tones, r->annotation.tone[i]);
    return bits;
}

/* See struct annotation: what is not known is neither yes nor no. */
static uint32_t known_bits(const struct tone_names *tones, const struct raw *r)
{
    uint32_t bits = 0;

    if (r->annotation.all_known)
        return (uint32_t)((UINT64_C(1) << tones->count) - 1);
    for (size_t i = 0; i < r->annotation.known_count; i++)
        bits |= tones_bit(tones, r->annotation.known[i]);
    if (r->annotation.sentiment.len)
        bits |= tones_bit(tones, view_of("negative")) |
                tones_bit(tones, view_of("positive"));
    return bits;
}

static bool same_contents(const struct labelled *a, const struct labelled *b)
{
    return a->tones == b->tones && a->known == b->known && a->test == b->test &&
           a->contrast == b->contrast && view_equal(a->text, b->text) &&
           view_equal(a->section, b->section) &&
           view_equal(a->discussion, b->discussion) &&
           view_equal(a->reply_to, b->reply_to);
}

static int take_over(struct corpus *c, struct loader *l, struct error *err)
{
    c->comment = calloc(l->count ? l->count : 1, sizeof(*c->comment));
    if (!c->comment)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (l->count)
        qsort(l->raw, l->count, sizeof(*l->raw), by_id);
    for (size_t i = 0, kept = 0; i < l->count; i++) {
        struct labelled *k = &l->raw[i].comment;
        struct labelled *twin = c->count ? &c->comment[c->count - 1] : NULL;
        k->tones = tone_bits(&c->tones, &l->raw[i]);
        k->known = known_bits(&c->tones, &l->raw[i]);
        k->follows = l->raw[i].later;
        if (!twin || !view_equal(twin->id, k->id)) {
            c->comment[c->count++] = *k;
            kept = i;
        } else if (l->raw[kept].later && !l->raw[i].later) {
            twin->test = k->test; /* other labels, the same side */
            twin->contrast = k->contrast;
            twin->follows = false;
        } else if (!same_contents(twin, k)) {
            return error_set(err, STATUS_BAD_INPUT,
                             "comment '%.*s' comes twice with other contents",
                             VIEW_ARG(k->id));
        }
    }
    c->block = l->block;
    l->block = NULL;
    return STATUS_OK;
}

static size_t find(const struct corpus *c, struct view id)
{
    size_t low = 0, high = c->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare_views(c->comment[middle].id, id);
        if (!order)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NO_PARENT;
}

static int by_discussion(const void *a, const void *b)
{
    struct labelled *const *x = a, *const *y = b;
    const int order = compare_views((*x)->discussion, (*y)->discussion);

    return order ? order : (*x)->follows - (*y)->follows;
}

/* Those that follow stand behind the others of their discussion. */
static int settle_split(struct corpus *c, struct error *err)
{
    struct labelled **sorted = malloc((c->count + 1) * sizeof(*sorted));
    int status = STATUS_OK;

    if (!sorted)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < c->count; i++)
        sorted[i] = &c->comment[i];
    qsort(sorted, c->count, sizeof(*sorted), by_discussion);
    for (size_t i = 1; status == STATUS_OK && i < c->count; i++) {
        struct labelled *k = sorted[i];
        const struct labelled *before = sorted[i - 1];
        if (!view_equal(k->discussion, before->discussion))
            continue;
        if (k->follows) {
            k->test = before->test;
            k->contrast = before->contrast;
        } else if (k->test != before->test)
            status = error_set(err, STATUS_BAD_INPUT,
                               "discussion '%.*s' stands on both sides of the "
                               "split",
                               VIEW_ARG(k->discussion));
    }
    free(sorted);
    return status;
}

static void find_parents(struct corpus *c)
{
    for (size_t i = 0; i < c->count; i++) {
        struct labelled *k = &c->comment[i];
        const size_t parent =
            k->reply_to.len ? find(c, k->reply_to) : NO_PARENT;
        if (parent != NO_PARENT && parent != i &&
            view_equal(c->comment[parent].discussion, k->discussion))
            k->parent = parent;
        if (k->parent != NO_PARENT)
            k->parent_text = c->comment[k->parent].text;
    }
}

static void sign(struct corpus *c)
{
    struct digest digest;

    digest_begin(&digest);
    for (size_t i = 0; i < c->count; i++) {
        const struct labelled *k = &c->comment[i];
        digest_field(&digest, k->id);
        digest_field(&digest, k->discussion);
        digest_field(&digest, k->reply_to);
        digest_field(&digest, k->parent_text);
        digest_field(&digest, k->text);
        digest_field(&digest, view_of(k->test       ? "test"
                                       : k->contrast ? "contrast"
                                                     : "train"));
        for (size_t t = 0; t < c->tones.count; t++) {
            if (k->tones >> t & 1)
                digest_field(&digest, view_of(c->tones.name[t]));
            else if (!(k->known >> t & 1))
                digest_field(&digest, view_of("?"));
        }
    }
    digest_end(&digest, c->sha256);
}

int corpus_read(struct corpus *out, const struct corpus_sources *sources,
                struct error *err)
{
    struct corpus corpus = {.count = 0};
    struct loader loader = {.count = 0};
    struct moderated_counts moderated = {.comments = 0};
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < sources->path_count; i++)
        status = loader_file(&loader, sources, i, err);
    if (status == STATUS_OK && sources->store)
        status = moderated_load(&loader, sources->store, &moderated, err);
    if (status < 0 ||
        (status = settle_tones(&loader, sources->tones, &corpus.tones, err)) <
            0 ||
        (status = take_over(&corpus, &loader, err)) < 0 ||
        (status = settle_split(&corpus, err)) < 0)
        goto out;
    find_parents(&corpus);
    sign(&corpus);
    corpus.from_store = moderated.comments;
    corpus.conflicts = moderated.conflicts;
    *out = corpus;
    corpus = (struct corpus){.count = 0};
out:
    loader_free(&loader);
    corpus_free(&corpus);
    return status;
}

void corpus_free(struct corpus *self)
{
    struct loader rest = {.block = self->block};

    loader_free(&rest);
    free(self->comment);
    *self = (struct corpus){.count = 0};
}

size_t corpus_positives(const struct corpus *self, size_t tone, bool test)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        count += self->comment[i].test == test &&
                 (self->comment[i].tones >> tone & 1);
    return count;
}

size_t corpus_negatives(const struct corpus *self, size_t tone, bool test)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        count +=
            self->comment[i].test == test &&
            (self->comment[i].known & ~self->comment[i].tones) >> tone & 1;
    return count;
}
