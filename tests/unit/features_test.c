#include "features.h"
#include "lexicon_fixture.h"
#include "normalizer.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)8 << 20)

static struct lexicon_fixture lexicon;

/* The lexicon is filled in by open_lexicon. */
static struct feature_settings settings = {
    .ngram = {2,       4,      2     },
    .block_scale = { 0.5f, 0.75f, 0.25f, 0.625f, 0.375f, 0.125f},
};

static int open_lexicon(void **state)
{
    (void)state;
    lexicon_fixture_open(&lexicon);
    lexicon_fixture_add(&lexicon, "insults.tsv", "crétin:s\tmild\n");
    lexicon_fixture_add(&lexicon, "words.tsv", "archi\tmore\n");
    lexicon_fixture_build(&lexicon);
    settings.lexicon = lexicon.build.lexicon;
    return 0;
}

static int close_lexicon(void **state)
{
    (void)state;
    lexicon_fixture_close(&lexicon);
    return 0;
}

#define BUCKET_BITS 11

struct world { /* a vocabulary of what some texts hold */
    struct normalizer normalizer;
    struct arena arena;
    struct vocabulary_bucket *bucket;
    uint16_t squared_idf[8192];
    struct vocabulary vocabulary;
};

static struct text normalize(struct world *w, const char *original)
{
    struct error err = {.status = STATUS_OK};
    struct text text;

    if (normalizer_run(&w->normalizer, view_of(original), &text, &w->arena,
                       &err) < 0)
        fail_msg("%s", err.message);
    return text;
}

static void enter_block(struct world *w, const struct ngram_list *list)
{
    struct vocabulary *v = &w->vocabulary;

    for (size_t i = 0; i < list->count; i++) {
        if (vocabulary_find(v, list->ngram[i].hash) != VOCABULARY_NONE)
            continue;
        assert_true(v->count < 8000);
        w->squared_idf[v->count] = (uint16_t)(300 + v->count * 37 % 5000);
        vocabulary_enter(w->bucket, v->bucket_bits, list->ngram[i].hash,
                         v->count);
        v->count++;
    }
}

static void learn(struct world *w, const char *original, const char *parent)
{
    struct error err = {.status = STATUS_OK};
    const struct text text = normalize(w, original);
    const struct text above = normalize(w, parent);
    const struct feature_input in = {&text, &above, NULL};
    struct feature_source source;

    assert_int_equal(features_collect(&settings, &in, &source, &w->arena, &err),
                     STATUS_OK);
    for (size_t b = 0; b < BLOCKS; b++)
        enter_block(w, &source.block[b]);
}

static struct world *open_world(void)
{
    struct error err = {.status = STATUS_OK};
    struct world *w = calloc(1, sizeof(*w));

    normalizer_open(&w->normalizer, NULL);
    arena_open(&w->arena, ARENA_SIZE, &err);
    w->bucket = calloc((size_t)1 << BUCKET_BITS, sizeof(*w->bucket));
    w->vocabulary =
        (struct vocabulary){w->bucket, w->squared_idf, 1, BUCKET_BITS, 0};
    learn(w, "C'est vraiment nul, nul et archi nul !", "Bravo à tous");
    learn(w, "Quel crétin ! Il dit « merci mon bon crétin » !", "Un crétin ?");
    learn(w, "Merci pour cet article :) très bien", "Une question ?");
    return w;
}

static void close_world(struct world *w)
{
    arena_free(&w->arena);
    free(w->bucket);
    free(w);
}

static const char *const seen_texts[] = {
    "C'est nul",
    "nul nul nul nul",
    "Merci :)",
    "xyz qwk",
    "",
    "archi bien, merci pour tout !!!",
    "ARTICLE TRÈS NUL 😂",
    "Quel crétin, nul et crétin !",
    "Il dit « merci mon bon ami »",
    "Tu n'es pas un crétin",
    "nulnulnul nulnul",
};

/* The norm of a block to the power 1/4, over which its values are spread. */
static double pivoted(enum feature_block block, double norm)
{
    static const double pivot[BLOCKS] = {100, 30, 7, 10, 20, 25};

    return (double)settings.block_scale[block] * pow(norm / pivot[block], 0.25);
}

static void check_vector(const struct world *w, const struct feature_input *in,
                         const struct feature_vector *v, const char *name)
{
    size_t begin = 0;

    for (size_t i = 0; i < v->count; i++) {
        assert_true(v->index[i] < w->vocabulary.count);
        for (size_t j = 0; j < i && i >= v->block_end[BLOCK_CHARACTERS]; j++)
            if (v->index[i] == v->index[j])
                fail_msg("%s: feature twice", name);
    }
    for (size_t b = 0; b < BLOCKS; b++) {
        double squares = 0, own = 0;
        assert_true(v->block_end[b] >= begin && v->block_end[b] <= v->count);
        for (size_t i = begin; i < v->block_end[b]; i++) {
            const double idf = sqrt(w->squared_idf[v->index[i]] / 256.0);
            squares += idf * idf;
            own += idf * v->factor[b] * idf * v->factor[b];
        }
        const double wanted =
            v->block_end[b] > begin
                ? pivoted((enum feature_block)b, sqrt(squares))
                : 0;
        /* pivots are given to three digits */
        if (fabs(sqrt(own) - wanted) > 3e-3 * wanted)
            fail_msg("%s: block %zu has norm %f, not %f", name, b, sqrt(own),
                     wanted);
        if (v->block_end[b] == begin)
            assert_true(v->factor[b] == 0);
        begin = v->block_end[b];
    }
    assert_int_equal(begin, v->count);
    if (!in->parent)
        assert_int_equal(v->block_end[BLOCK_PARENT],
                         v->block_end[BLOCK_QUOTED]);
}

static void blocks_have_their_scale(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct world *w = open_world();

    (void)state;
    for (size_t i = 0; i < sizeof(seen_texts) / sizeof(seen_texts[0]); i++)
        for (size_t p = 0; p < 2; p++) {
            const struct text text = normalize(w, seen_texts[i]);
            const struct text parent = normalize(w, "Bravo pour la question");
            const struct feature_input in = {&text, p ? &parent : NULL, NULL};
            struct feature_vector v;
            assert_int_equal(features_run(&settings, &w->vocabulary, &in, &v,
                                          &w->arena, &err),
                             STATUS_OK);
            check_vector(w, &in, &v, seen_texts[i]);
        }
    close_world(w);
}

static void unknown_text_has_no_features(void **state)
{
    struct feature_settings no_cues = settings;
    struct error err = {.status = STATUS_OK};
    struct world *w = open_world();
    const struct text text = normalize(w, "wxyz 7 kkkw");
    const struct feature_input in = {&text, NULL, NULL};
    struct feature_vector v = {.count = 77};

    (void)state;
    no_cues.block_scale[BLOCK_CUES] = 0;
    no_cues.block_scale[BLOCK_CHARACTERS] = 0;
    assert_int_equal(
        features_run(&no_cues, &w->vocabulary, &in, &v, &w->arena, &err),
        STATUS_OK);
    assert_int_equal(v.count, 0);
    for (size_t b = 0; b < BLOCKS; b++)
        assert_true(v.factor[b] == 0 && v.block_end[b] == 0);
    close_world(w);
}

/* A block of scale 0 is not even collected. */
static void blocks_can_be_left_out(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct world *w = open_world();
    const struct text text =
        normalize(w, "Crétin ! Il dit « merci pour cet article »");
    const struct feature_input in = {&text, &text, NULL};

    (void)state;
    for (size_t b = 0; b < BLOCKS; b++) {
        struct feature_settings s = settings;
        struct feature_source source;
        s.block_scale[b] = 0;
        assert_int_equal(features_collect(&s, &in, &source, &w->arena, &err),
                         STATUS_OK);
        for (size_t k = 0; k < BLOCKS; k++)
            assert_int_equal(source.block[k].count > 0, k != b);
    }
    close_world(w);
}

static void arena_shrunk_byte_by_byte(void **state)
{
    struct world *w = open_world();
    const struct text text = normalize(w, "Nul crétin :) > « a b c »");
    const struct feature_input in = {&text, &text, NULL};
    size_t fitted = 0;

    (void)state;
    for (size_t size = 0; size < 40000; size += 7) {
        struct error err = {.status = STATUS_OK};
        struct feature_vector v = {.count = 77};
        struct arena arena;
        arena_open(&arena, size, &err);
        const int status =
            features_run(&settings, &w->vocabulary, &in, &v, &arena, &err);
        if (status == STATUS_OK)
            fitted++;
        else
            assert_true(status == STATUS_TOO_BIG && v.count == 77 && !fitted);
        arena_free(&arena);
    }
    assert_true(fitted > 0);
    close_world(w);
}

/* What the pivot is for: a text ten times as long is not thinned out to
 * unit length, nor does it count ten times. */
static void longer_texts_weigh_a_little_more(void **state)
{
    struct error err = {.status = STATUS_OK};
    struct world *w = open_world();
    double last = 0;

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        static const char *const texts[] = {
            "nul", "nul vraiment", "c'est vraiment nul et archi",
            "c'est vraiment nul et archi, merci pour cet article très bien"};
        const struct text text = normalize(w, texts[i]);
        const struct feature_input in = {&text, NULL, NULL};
        struct feature_vector v;
        double squares = 0;
        assert_int_equal(
            features_run(&settings, &w->vocabulary, &in, &v, &w->arena, &err),
            STATUS_OK);
        for (size_t k = v.block_end[BLOCK_CHARACTERS];
             k < v.block_end[BLOCK_WORDS]; k++)
            squares += w->squared_idf[v.index[k]] / 256.0;
        const double norm = sqrt(squares) * v.factor[BLOCK_WORDS];
        assert_true(norm > last && (!last || norm < last * 1.5));
        last = norm;
    }
    close_world(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_have_their_scale),
        cmocka_unit_test(unknown_text_has_no_features),
        cmocka_unit_test(blocks_can_be_left_out),
        cmocka_unit_test(longer_texts_weigh_a_little_more),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
    };

    return cmocka_run_group_tests_name("features", tests, open_lexicon,
                                       close_lexicon);
}
