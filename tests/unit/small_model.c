#include "small_model.h"

#include "classify.h"
#include "explain.h"
#include "file.h"
#include "model_fixture.h"
#include "normalizer.h"
#include "utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char pool[SMALL_POOL] = "crétin\0nul\0c'est";

static void fill_vocabulary(struct small_model *s)
{
    struct error err = {.status = STATUS_OK};
    struct feature_source source;
    const struct feature_input in = {&s->text, NULL, NULL};
    uint32_t count = 0;
    struct vocabulary v = {s->bucket, s->squared_idf, 1, SMALL_BUCKET_BITS, 0};

    assert_int_equal(
        features_collect(&s->parts.settings, &in, &source, &s->arena, &err),
        STATUS_OK);
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t i = 0; i < source.block[b].count && count < SMALL_FEATURES;
             i++) {
            const uint64_t hash = source.block[b].ngram[i].hash;
            if (vocabulary_find(&v, hash) == VOCABULARY_NONE)
                vocabulary_enter(s->bucket, SMALL_BUCKET_BITS, hash, count++);
        }
    assert_int_equal(count, SMALL_FEATURES);
    for (uint32_t f = 0; f < SMALL_FEATURES; f++) {
        s->squared_idf[f] = (uint16_t)(256 + 31 * f);
        weights_set_squared(s->weight, f, s->squared_idf[f]);
        for (size_t t = 0; t < SMALL_TONES; t++)
            s->weight[f * WEIGHT_LANES + t] =
                (int16_t)((int)(f * 7919 + t * 104729) % 65535 - 32767);
    }
}

static struct lexicon_edge *enter_phrase(struct small_model *s, uint32_t from,
                                         const char *word, uint32_t to)
{
    const uint64_t hash = lexicon_edge_hash(from, lexicon_word(view_of(word)));
    struct lexicon_edge *e = lexicon_place(s->edge, SMALL_BITS, hash);

    *e = (struct lexicon_edge){(uint32_t)(hash >> 32), to};
    return e;
}

static void enter_word(struct small_model *s, enum word_key kind,
                       const char *word, uint16_t flags, uint32_t text)
{
    const uint64_t hash = wordbook_hash(kind, view_of(word));

    *wordbook_place(s->word, SMALL_BITS, hash) =
        (struct word_entry){(uint32_t)(hash >> 32), 5, flags, text};
}

/* Two phrases, "nul" and "archi nul", and four entries of the wordbook. */
static void fill_words(struct small_model *s)
{
    enter_phrase(s, 0, "nul", 1);
    enter_phrase(s, 0, "archi", 2);
    enter_phrase(s, 2, "nul", 1);
    s->node[1].class[0] = 1;
    s->node[1].class[1] = 2;
    snprintf(s->class[0].name, sizeof(s->class[0].name), "insults/mild");
    snprintf(s->class[1].name, sizeof(s->class[1].name), "more/any?");
    enter_word(s, WORD_KEY_SPELLING, "nul", WORD_ABUSIVE, 0);
    enter_word(s, WORD_KEY_SPELLING, "archi", 0, 0);
    enter_word(s, WORD_KEY_SPELLING, "c", WORD_RESPELT, 12);
    enter_word(s, WORD_KEY_SOUND, "kretI", WORD_SOUND, 0);
    s->abusive[1] = 8;
    s->parts.settings.lexicon = (struct lexicon){
        .edge = s->edge,
        .edge_bits = SMALL_BITS,
        .node = s->node,
        .node_count = SMALL_NODES,
        .class = s->class,
        .class_count = SMALL_CLASSES,
    };
    s->parts.words = (struct wordbook){s->word,      SMALL_BITS, pool,
                                       sizeof(pool), s->abusive, SMALL_ABUSIVE};
}

int small_model_open(void **state)
{
    static const char *const names[] = {"insult", "negative", "positive"};
    struct error err = {.status = STATUS_OK};
    struct small_model *s = calloc(1, sizeof(*s));
    char path[128];

    fold_open(&s->folding);
    arena_open(&s->arena, (size_t)4 << 20, &err);
    normalize_run(&s->folding, view_of("C'est nul, archi NUUUL :) ! 😂"),
                  &s->text, &s->arena, &err);
    /* clang-format off */
    s->parts = (struct model_parts){
        .name = "small",
        .settings = {.ngram = {2, 3, 2},
                     .block_scale = {0.5f, 0.75f, 0.25f, 0.5f, 0.5f, 0.25f}},
        .vocabulary = {s->bucket, s->squared_idf, 1, SMALL_BUCKET_BITS,
                       SMALL_FEATURES},
        .tone_count = SMALL_TONES,
        .tone = s->tone,
        .weight = s->weight,
    };
    /* clang-format on */
    fill_words(s);
    memset(s->parts.data_sha256, 'a', 64);
    for (size_t t = 0; t < SMALL_TONES; t++) {
        s->tone[t] = (struct model_tone){.bias = -1.0,
                                         .unit = 1.0 / 32767,
                                         .platt_a = -2,
                                         .platt_b = 0.5,
                                         .threshold = 5000,
                                         .flags = t ? TONE_SENTIMENT : 0,
                                         .positives = 60};
        snprintf(s->tone[t].name, sizeof(s->tone[t].name), "%s", names[t]);
    }
    fill_vocabulary(s);
    fixture_folder(s->folder);
    assert_int_equal(model_write(&s->parts, s->folder, &err), STATUS_OK);
    snprintf(path, sizeof(path), "%s/%s", s->folder, MODEL_FILE);
    assert_int_equal(file_read(path, 1 << 20, &s->file, &err), STATUS_OK);
    *state = s;
    return 0;
}

int small_model_close(void **state)
{
    struct small_model *s = *state;

    buffer_free(&s->file);
    arena_free(&s->arena);
    fixture_remove(s->folder);
    free(s);
    return 0;
}

void small_model_score(const struct small_model *s, const struct model *model)
{
    struct error err = {.status = STATUS_OK};
    const struct feature_input in = {&s->text, &s->text, NULL};
    const struct model_parts *p = model_parts(model);
    const struct classifier classifier = classifier_of(model);
    struct explanation *explanation;
    struct feature_vector vector;
    const struct reason *reason;
    struct verdict verdict;
    struct arena arena;
    size_t count;

    arena_open(&arena, (size_t)1 << 18, &err);
    struct normalizer normalizer;
    struct text repaired;
    normalizer_open(&normalizer, &p->words);
    if (normalizer_run(&normalizer, view_of("c nul, @rchi kretin n.u.l n*l"),
                       &repaired, &arena, &err) == STATUS_OK)
        assert_int_equal(utf8_check(repaired.folded), UTF8_VALID);
    arena_reset(&arena);
    if (features_run(&p->settings, &p->vocabulary, &in, &vector, &arena,
                     &err) == STATUS_OK) {
        fixture_classify(&classifier, &vector, &verdict);
        classify_sentiment(model, &verdict);
        assert_int_equal(verdict.tone_count, p->tone_count);
    }
    if (explain_open(&explanation, model, &in, &arena, &err) == STATUS_OK)
        for (size_t t = 0; t < p->tone_count; t++)
            explain_tone(explanation, t, &reason, &count, &arena, &err);
    assert_true(err.status == STATUS_OK || err.status == STATUS_TOO_BIG);
    arena_free(&arena);
}
