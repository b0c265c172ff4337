#include "classify.h"
#include "explain.h"
#include "file.h"
#include "model.h"
#include "model_file.h"
#include "model_fixture.h"
#include "normalize.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#define FEATURES 60
#define TONES 3
#define BITS 7

/* A model small enough to break every bit of it. */
struct small {
    struct vocabulary_slot slot[1 << BITS];
    uint16_t squared_idf[FEATURES];
    int16_t weight[FEATURES * MODEL_LANES];
    struct model_tone tone[TONES];
    struct model_parts parts;
    char folder[64];
    struct buffer file; /* what model_write made of the parts */
    struct folder folding;
    struct arena arena;
    struct text text; /* one whose n-grams the vocabulary knows */
};

static void fill_vocabulary(struct small *s)
{
    struct error err = {.status = STATUS_OK};
    struct feature_source source;
    const struct feature_input in = {&s->text, NULL};
    uint32_t count = 0;
    struct vocabulary v = {s->slot, s->squared_idf, BITS, 0};

    for (size_t i = 0; i < 1 << BITS; i++)
        s->slot[i] = (struct vocabulary_slot){0, VOCABULARY_NONE};
    assert_int_equal(
        features_collect(&s->parts.settings, &in, &source, &s->arena, &err),
        STATUS_OK);
    for (size_t b = 0; b < BLOCKS; b++)
        for (size_t i = 0; i < source.block[b].count && count < FEATURES; i++) {
            const uint64_t hash = source.block[b].ngram[i].hash;
            if (vocabulary_find(&v, hash) == VOCABULARY_NONE)
                vocabulary_enter(s->slot, BITS, hash, count++);
        }
    assert_int_equal(count, FEATURES);
    for (size_t f = 0; f < FEATURES; f++) {
        s->squared_idf[f] = (uint16_t)(256 + 31 * f);
        for (size_t t = 0; t < TONES; t++)
            s->weight[f * MODEL_LANES + t] =
                (int16_t)((int)(f * 7919 + t * 104729) % 65535 - 32767);
    }
}

static int open_small(void **state)
{
    static const char *const names[] = {"insult", "negative", "positive"};
    struct error err = {.status = STATUS_OK};
    struct small *s = calloc(1, sizeof(*s));
    char path[128];

    fold_open(&s->folding);
    arena_open(&s->arena, (size_t)4 << 20, &err);
    normalize_run(&s->folding, view_of("C'est nul, archi NUUUL :) ! 😂"),
                  &s->text, &s->arena, &err);
    /* clang-format off */
    s->parts = (struct model_parts){
        .name = "small",
        .settings = {{2, 3, 2}, {0.5f, 0.75f, 0.25f, 0.25f}},
        .vocabulary = {s->slot, s->squared_idf, BITS, FEATURES},
        .tone_count = TONES,
        .tone = s->tone,
        .weight = s->weight,
    };
    /* clang-format on */
    memset(s->parts.data_sha256, 'a', 64);
    for (size_t t = 0; t < TONES; t++) {
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

static int close_small(void **state)
{
    struct small *s = *state;

    buffer_free(&s->file);
    arena_free(&s->arena);
    fixture_remove(s->folder);
    free(s);
    return 0;
}

/* ---- whole ------------------------------------------------------------- */

static void parts_survive_the_file(void **state)
{
    const struct small *s = *state;
    struct error err = {.status = STATUS_OK};
    struct model *model = NULL;

    assert_int_equal(model_open(&model, s->folder, &err), STATUS_OK);
    const struct model_parts *p = model_parts(model);
    assert_string_equal(p->name, "small");
    assert_string_equal(p->data_sha256, s->parts.data_sha256);
    assert_memory_equal(&p->settings, &s->parts.settings, sizeof(p->settings));
    assert_int_equal(p->tone_count, TONES);
    assert_memory_equal(p->tone, s->tone, sizeof(s->tone));
    assert_int_equal(p->vocabulary.count, FEATURES);
    assert_int_equal(p->vocabulary.slot_bits, BITS);
    assert_memory_equal(p->vocabulary.slot, s->slot, sizeof(s->slot));
    assert_memory_equal(p->vocabulary.squared_idf, s->squared_idf,
                        sizeof(s->squared_idf));
    assert_memory_equal(p->weight, s->weight, sizeof(s->weight));
    assert_int_equal(strlen(model_id(model)), strlen("small@") + 12);
    assert_int_equal(strncmp(model_id(model), "small@", 6), 0);
    assert_int_equal(strspn(model_id(model) + 6, "0123456789abcdef"), 12);
    assert_int_equal(model_find_tone(model, "insult"), 0);
    assert_int_equal(model_find_tone(model, "positive"), 2);
    assert_int_equal(model_find_tone(model, "threat"), -1);
    model_free(model);
    model_free(NULL);
}

static void same_parts_same_bytes(void **state)
{
    struct small *s = *state;
    struct error err = {.status = STATUS_OK};
    struct buffer again = {.ptr = NULL};
    struct model *model = NULL, *other = NULL;
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", s->folder, MODEL_FILE);
    assert_int_equal(model_write(&s->parts, s->folder, &err), STATUS_OK);
    file_read(path, 1 << 20, &again, &err);
    assert_int_equal(again.len, s->file.len);
    assert_memory_equal(again.ptr, s->file.ptr, again.len);
    buffer_clear(&again);
    /* another weight is another name */
    s->weight[5]++;
    assert_int_equal(model_write(&s->parts, s->folder, &err), STATUS_OK);
    s->weight[5]--;
    file_read(path, 1 << 20, &again, &err);
    model_open_memory(&model, s->file.ptr, s->file.len, &err);
    model_open_memory(&other, again.ptr, again.len, &err);
    assert_int_equal(err.status, STATUS_OK);
    assert_string_not_equal(model_id(model), model_id(other));
    model_free(model);
    model_free(other);
    buffer_free(&again);
}

static void files_that_are_none(void **state)
{
    const struct small *s = *state;
    struct error err = {.status = STATUS_OK};
    struct model *model = NULL;
    char folder[64], path[128];

    fixture_folder(folder);
    snprintf(path, sizeof(path), "%s/%s", folder, MODEL_FILE);
    assert_int_equal(model_open(&model, folder, &err), STATUS_NO_INPUT);
    assert_string_equal(err.where, path);
    error_clear(&err);
    file_write(path, (struct view){NULL, 0}, &err);
    assert_int_equal(model_open(&model, folder, &err), STATUS_DAMAGED);
    error_clear(&err);
    file_write(path, view_of("{\"id\":1}\n"), &err);
    assert_int_equal(model_open(&model, folder, &err), STATUS_DAMAGED);
    assert_string_equal(err.where, path);
    error_clear(&err);
    assert_int_equal(model_write(&s->parts, "/nowhere/at/all", &err),
                     STATUS_CANNOT_CREATE);
    assert_null(model);
    fixture_remove(folder);
}

/* ---- broken -------------------------------------------------------------- */

static void seal(struct buffer *file)
{
    const uint32_t sum = (uint32_t)crc32_z(0, (const unsigned char *)file->ptr,
                                           file->len - sizeof(uint32_t));

    memcpy(file->ptr + file->len - sizeof(sum), &sum, sizeof(sum));
}

/* Bytes of their own, so that ASan sees a read behind them. */
static int open_copy(const struct buffer *file, size_t len, void **bytes,
                     struct model **model)
{
    struct error err = {.status = STATUS_OK};

    *bytes = malloc(len + 1);
    *bytes = realloc(*bytes, len ? len : 1);
    memcpy(*bytes, file->ptr, len);
    const int status = model_open_memory(model, *bytes, len, &err);
    assert_int_equal(status, err.status);
    assert_int_equal(status < 0, err.message[0] != 0);
    return status;
}

static void each_flipped_bit_is_seen(void **state)
{
    struct small *s = *state;

    for (size_t bit = 0; bit < s->file.len * 8; bit++) {
        struct model *model = NULL;
        void *bytes;
        s->file.ptr[bit / 8] ^= (char)(1 << bit % 8);
        const int status = open_copy(&s->file, s->file.len, &bytes, &model);
        s->file.ptr[bit / 8] ^= (char)(1 << bit % 8);
        if (status != STATUS_DAMAGED && status != STATUS_TOO_NEW)
            fail_msg("byte %zu: %d", bit / 8, status);
        assert_null(model);
        free(bytes);
    }
}

static void each_shorter_file_is_seen(void **state)
{
    const struct small *s = *state;

    for (size_t len = 0; len < s->file.len; len++) {
        struct model *model = NULL;
        void *bytes;
        assert_int_equal(open_copy(&s->file, len, &bytes, &model),
                         STATUS_DAMAGED);
        free(bytes);
    }
}

static void score_with(const struct small *s, const struct model *model)
{
    struct error err = {.status = STATUS_OK};
    const struct feature_input in = {&s->text, &s->text};
    const struct model_parts *p = model_parts(model);
    const struct classifier classifier = classifier_of(model);
    struct explanation *explanation;
    struct feature_vector vector;
    const struct reason *reason;
    struct verdict verdict;
    struct arena arena;
    size_t count;

    arena_open(&arena, (size_t)1 << 18, &err);
    if (features_run(&p->settings, &p->vocabulary, &in, &vector, &arena,
                     &err) == STATUS_OK) {
        classify_run(&classifier, &vector, &verdict);
        classify_sentiment(model, &verdict);
        assert_int_equal(verdict.tone_count, p->tone_count);
    }
    if (explain_open(&explanation, model, &in, &arena, &err) == STATUS_OK)
        for (size_t t = 0; t < p->tone_count; t++)
            explain_tone(explanation, t, &reason, &count, &arena, &err);
    assert_true(err.status == STATUS_OK || err.status == STATUS_TOO_BIG);
    arena_free(&arena);
}

/* A changed byte under a checksum that fits: refused, or harmless. */
static void sealed_damage_never_crashes(void **state)
{
    static const unsigned char values[] = {0, 1, 0x80, 0xFF};
    struct small *s = *state;
    struct buffer copy = {.ptr = NULL};
    struct error err = {.status = STATUS_OK};
    size_t refused = 0, opened = 0;

    for (size_t i = 0; i + 4 < s->file.len; i++)
        for (size_t v = 0; v < sizeof(values); v++) {
            struct model *model = NULL;
            void *bytes;
            buffer_clear(&copy);
            buffer_add_view(&copy, buffer_view(&s->file), &err);
            copy.ptr[i] = (char)values[v];
            seal(&copy);
            const int status = open_copy(&copy, copy.len, &bytes, &model);
            assert_true(status == STATUS_OK || status == STATUS_DAMAGED ||
                        status == STATUS_TOO_NEW);
            /* what lies in the weights is a number like any other */
            if (status == STATUS_OK && (i < 400 || i % 20 == 0))
                score_with(s, model);
            refused += status < 0;
            opened += status == STATUS_OK;
            model_free(model);
            free(bytes);
        }
    assert_true(refused > 500 && opened > 500);
    buffer_free(&copy);
}

#define AT(member) offsetof(struct model_header, member)
#define TONE_AT(member)                                                        \
    (sizeof(struct model_header) + offsetof(struct model_tone, member))

/* clang-format off */
static const struct {
    const char *name;
    size_t at;
    const char *bytes;
    size_t len;
    int status;
    const char *message;
} damages[] = {
    {"foreign magic", AT(magic), "SQLite f", 8, STATUS_DAMAGED, "not a"},
    {"newer file", AT(version), "\x02\0\0\0", 4, STATUS_TOO_NEW, "2."},
    {"other features", AT(features_version), "\x63\0\0\0", 4,
     STATUS_TOO_NEW, ".99"},
    {"other byte order", AT(byte_order), "\1\2\3\4", 4, STATUS_DAMAGED,
     "byte order"},
    {"no tone", AT(tone_count), "\0\0\0\0", 4, STATUS_DAMAGED, "tones"},
    {"17 tones", AT(tone_count), "\x11\0\0\0", 4, STATUS_DAMAGED, "tones"},
    {"too many features", AT(feature_count), "\xFF\xFF\xFF\xFF", 4,
     STATUS_DAMAGED, "features"},
    {"no slot left", AT(feature_count), "\x80\0\0\0", 4, STATUS_DAMAGED,
     "vocabulary"},
    {"slots beyond all bounds", AT(slot_bits), "\x40\0\0\0", 4,
     STATUS_DAMAGED, "vocabulary"},
    {"longer than said", AT(file_size), "\0\0\0\0\0\0\0\1", 8,
     STATUS_DAMAGED, "cut"},
    {"n-grams of one", AT(char_min), "\1\0\0\0", 4, STATUS_DAMAGED,
     "n-grams"},
    {"n-grams of nine", AT(char_max), "\x09\0\0\0", 4, STATUS_DAMAGED,
     "n-grams"},
    {"no words", AT(word_max), "\0\0\0\0", 4, STATUS_DAMAGED, "n-grams"},
    {"scale is no number", AT(block_scale), "\0\0\xC0\x7F", 4,
     STATUS_DAMAGED, "scale"},
    {"no name", AT(name), "\0", 1, STATUS_DAMAGED, "name"},
    {"bias is no number", TONE_AT(bias), "\0\0\0\0\0\0\xF8\x7F", 8,
     STATUS_DAMAGED, "numbers"},
    {"unit is infinite", TONE_AT(unit), "\0\0\0\0\0\0\xF0\x7F", 8,
     STATUS_DAMAGED, "numbers"},
    {"threshold above one", TONE_AT(threshold), "\x11\x27", 2,
     STATUS_DAMAGED, "numbers"},
    {"tone without a name", TONE_AT(name), "\0", 1, STATUS_DAMAGED, "tone"},
    {"feature outside the vocabulary", sizeof(struct model_header) + TONES *
     sizeof(struct model_tone) + 4, "\x3C\0\0\0", 4, STATUS_DAMAGED,
     "vocabulary"},
};
/* clang-format on */

static void values_out_of_range(void **state)
{
    struct small *s = *state;

    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer copy = {.ptr = NULL};
        struct model *model = NULL;
        buffer_add_view(&copy, buffer_view(&s->file), &err);
        memcpy(copy.ptr + damages[i].at, damages[i].bytes, damages[i].len);
        seal(&copy);
        if (model_open_memory(&model, copy.ptr, copy.len, &err) !=
                damages[i].status ||
            !strstr(err.message, damages[i].message))
            fail_msg("%s: %s", damages[i].name, err.message);
        buffer_free(&copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_survive_the_file),
        cmocka_unit_test(same_parts_same_bytes),
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(each_flipped_bit_is_seen),
        cmocka_unit_test(each_shorter_file_is_seen),
        cmocka_unit_test(sealed_damage_never_crashes),
        cmocka_unit_test(values_out_of_range),
    };

    return cmocka_run_group_tests_name("model", tests, open_small, close_small);
}
