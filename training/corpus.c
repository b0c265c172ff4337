#include "corpus.h"

#include "arena.h"
#include "clock.h"
#include "digest.h"
#include "reader.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK_SIZE ((size_t)1 << 20)
#define RECORD_ARENA ((size_t)8 << 20)

/* Texts are kept in blocks that never move. */
struct text_block {
    struct text_block *next;
    size_t used, size;
    char bytes[];
};

/* A comment before the order of the tones is known. */
struct raw {
    struct labelled comment;
    size_t label_count;
    struct view label[TONES_CEILING];
    struct view sentiment;
};

struct loader {
    struct corpus *corpus;
    struct raw *raw;
    size_t count, room;
};

static int keep(struct corpus *self, struct view text, struct view *out,
                struct error *err)
{
    struct text_block *b = self->block;

    if (!b || b->size - b->used < text.len) {
        const size_t size = text.len > BLOCK_SIZE ? text.len : BLOCK_SIZE;
        b = malloc(sizeof(*b) + size);
        if (!b)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        *b = (struct text_block){.next = self->block, .size = size};
        self->block = b;
    }
    if (text.len)
        memcpy(b->bytes + b->used, text.ptr, text.len);
    *out = (struct view){b->bytes + b->used, text.len};
    b->used += text.len;
    return STATUS_OK;
}

static int keep_all(struct loader *l, const struct comment *from,
                    struct raw *to, struct error *err)
{
    struct corpus *c = l->corpus;
    struct labelled *k = &to->comment;
    int status;

    *to = (struct raw){.comment = {.parent = NO_PARENT}};
    if ((status = keep(c, from->id, &k->id, err)) < 0 ||
        (status = keep(c, from->discussion, &k->discussion, err)) < 0 ||
        (status = keep(c, from->section, &k->section, err)) < 0 ||
        (status = keep(c, from->reply_to, &k->reply_to, err)) < 0 ||
        (status = keep(c, from->text, &k->text, err)) < 0 ||
        (status = keep(c, from->annotation.sentiment, &to->sentiment, err)) < 0)
        return status;
    k->test = view_is(from->annotation.split, "test");
    to->label_count = from->annotation.tone_count;
    for (size_t i = 0; i < to->label_count; i++)
        if ((status = keep(c, from->annotation.tone[i], &to->label[i], err)) <
            0)
            return status;
    return STATUS_OK;
}

static int add(struct loader *l, const struct comment *comment,
               struct error *err)
{
    if (!comment->annotation.present)
        return error_set(err, STATUS_BAD_INPUT,
                         "comment '%.*s' has no labels ('tones')",
                         VIEW_ARG(comment->id));
    if (l->count == CORPUS_CEILING)
        return error_set(err, STATUS_TOO_BIG, "more than %d labelled comments",
                         CORPUS_CEILING);
    if (l->count == l->room) {
        const size_t room = l->room ? l->room * 2 : 4096;
        struct raw *raw = realloc(l->raw, room * sizeof(*raw));
        if (!raw)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        l->raw = raw;
        l->room = room;
    }
    return keep_all(l, comment, &l->raw[l->count++], err);
}

static int read_file(struct loader *l, const char *path, struct arena *arena,
                     struct error *err)
{
    const struct reader_options options = {.now = TIME_NONE};
    struct source *source = NULL;
    struct reader *reader = NULL;
    struct comment comment;
    int status;

    if ((status = source_open(&source, path, err)) < 0 ||
        (status = reader_open(&reader, source, &options, err)) < 0)
        goto out;
    for (;;) {
        arena_reset(arena);
        status = reader_next(reader, &comment, arena, err);
        if (status <= 0)
            break;
        if ((status = add(l, &comment, err)) < 0) {
            error_locate(err, source_name(source), source_line_number(source));
            break;
        }
    }
out:
    reader_free(reader);
    source_free(source);
    return status;
}

/* ---- the label set ------------------------------------------------------ */

static bool is_sentiment(struct view name)
{
    return view_is(name, "negative") || view_is(name, "positive");
}

uint32_t corpus_tone_bit(const struct tone_names *tones, struct view name)
{
    for (size_t t = 0; t < tones->count; t++)
        if (view_is(name, tones->name[t]))
            return UINT32_C(1) << t;
    return 0;
}

static int add_tone(struct tone_names *tones, struct view name,
                    struct error *err)
{
    if (corpus_tone_bit(tones, name))
        return STATUS_OK;
    if (!name.len || name.len >= sizeof(tones->name[0]))
        return error_set(err, STATUS_BAD_INPUT,
                         "'%.*s' is no name for a tone: 1 to 23 bytes",
                         VIEW_ARG(name));
    if (tones->count == MODEL_TONES_CEILING)
        return error_set(err, STATUS_BAD_INPUT,
                         "more than %d tones, sentiment included",
                         MODEL_TONES_CEILING);
    snprintf(tones->name[tones->count++], sizeof(tones->name[0]), "%.*s",
             (int)name.len, name.ptr);
    return STATUS_OK;
}

static int name_tones(struct tone_names *tones, const char *list,
                      struct error *err)
{
    struct view rest = view_of(list);
    int status = STATUS_OK;

    while (rest.len && status == STATUS_OK) {
        const char *const comma = memchr(rest.ptr, ',', rest.len);
        const size_t len = comma ? (size_t)(comma - rest.ptr) : rest.len;
        const struct view name = view_trim(view_first(rest, len));
        status = corpus_tone_bit(tones, name)
                     ? error_set(err, STATUS_BAD_INPUT,
                                 "tone '%.*s' is named twice", VIEW_ARG(name))
                     : add_tone(tones, name, err);
        rest = view_from(rest, len + 1);
    }
    return status;
}

/* All tones that occur, the most frequent first, equal ones by name. */
static int find_tones(const struct loader *l, struct tone_names *tones,
                      struct error *err)
{
    struct tone_names found = {.count = 0};
    size_t frequency[MODEL_TONES_CEILING] = {0};

    for (size_t i = 0; i < l->count; i++)
        for (size_t j = 0; j < l->raw[i].label_count; j++) {
            const struct view name = l->raw[i].label[j];
            if (!is_sentiment(name) && add_tone(&found, name, err) < 0)
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
        if (add_tone(tones, view_of(found.name[best]), err) < 0)
            return err->status;
        frequency[best] = 0;
    }
    return STATUS_OK;
}

static int settle_tones(const struct loader *l, const char *list,
                        struct error *err)
{
    struct tone_names *tones = &l->corpus->tones;
    int status =
        list ? name_tones(tones, list, err) : find_tones(l, tones, err);

    if (status == STATUS_OK &&
        (status = add_tone(tones, view_of("negative"), err)) == STATUS_OK)
        status = add_tone(tones, view_of("positive"), err);
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

    return first ? first : compare_views(x->comment.text, y->comment.text);
}

static uint32_t tone_bits(const struct tone_names *tones, const struct raw *r)
{
    uint32_t bits = corpus_tone_bit(tones, r->sentiment);

    for (size_t i = 0; i < r->label_count; i++)
        bits |= corpus_tone_bit(tones, r->label[i]);
    return bits;
}

static bool same_contents(const struct labelled *a, const struct labelled *b)
{
    return a->tones == b->tones && a->test == b->test &&
           view_equal(a->text, b->text) && view_equal(a->section, b->section) &&
           view_equal(a->discussion, b->discussion) &&
           view_equal(a->reply_to, b->reply_to);
}

static int take_over(struct loader *l, struct error *err)
{
    struct corpus *c = l->corpus;

    c->comment = calloc(l->count ? l->count : 1, sizeof(*c->comment));
    if (!c->comment)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    qsort(l->raw, l->count, sizeof(*l->raw), by_id);
    for (size_t i = 0; i < l->count; i++) {
        struct labelled *k = &l->raw[i].comment;
        k->tones = tone_bits(&c->tones, &l->raw[i]);
        if (c->count && view_equal(c->comment[c->count - 1].id, k->id)) {
            if (same_contents(&c->comment[c->count - 1], k))
                continue;
            return error_set(err, STATUS_BAD_INPUT,
                             "comment '%.*s' comes twice with other contents",
                             VIEW_ARG(k->id));
        }
        c->comment[c->count++] = *k;
    }
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
    const struct labelled *const *x = a, *const *y = b;

    return compare_views((*x)->discussion, (*y)->discussion);
}

static int check_split(const struct corpus *c, struct error *err)
{
    const struct labelled **sorted = malloc((c->count + 1) * sizeof(*sorted));
    int status = STATUS_OK;

    if (!sorted)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < c->count; i++)
        sorted[i] = &c->comment[i];
    qsort(sorted, c->count, sizeof(*sorted), by_discussion);
    for (size_t i = 1; status == STATUS_OK && i < c->count; i++)
        if (view_equal(sorted[i]->discussion, sorted[i - 1]->discussion) &&
            sorted[i]->test != sorted[i - 1]->test)
            status = error_set(err, STATUS_BAD_INPUT,
                               "discussion '%.*s' stands on both sides of the "
                               "split",
                               VIEW_ARG(sorted[i]->discussion));
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
        digest_field(&digest, k->text);
        digest_field(&digest, view_of(k->test ? "test" : "train"));
        for (size_t t = 0; t < c->tones.count; t++)
            if (k->tones >> t & 1)
                digest_field(&digest, view_of(c->tones.name[t]));
    }
    digest_end(&digest, c->sha256);
}

int corpus_read(struct corpus *out, const char *const *path, size_t path_count,
                const char *tones, struct error *err)
{
    struct corpus corpus = {.count = 0};
    struct loader loader = {.corpus = &corpus};
    struct arena arena = {NULL, 0, 0};
    int status = arena_open(&arena, RECORD_ARENA, err);

    for (size_t i = 0; status == STATUS_OK && i < path_count; i++)
        status = read_file(&loader, path[i], &arena, err);
    if (status < 0 || (status = settle_tones(&loader, tones, err)) < 0 ||
        (status = take_over(&loader, err)) < 0 ||
        (status = check_split(&corpus, err)) < 0)
        goto out;
    find_parents(&corpus);
    sign(&corpus);
    *out = corpus;
    corpus = (struct corpus){.count = 0};
out:
    free(loader.raw);
    arena_free(&arena);
    corpus_free(&corpus);
    return status;
}

void corpus_free(struct corpus *self)
{
    while (self->block) {
        struct text_block *next = self->block->next;
        free(self->block);
        self->block = next;
    }
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
