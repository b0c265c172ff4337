/* Damaged model files: each is refused, or harmless. */
#include "model.h"
#include "model_file.h"
#include "small_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

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
    struct small_model *s = *state;

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
    const struct small_model *s = *state;

    for (size_t len = 0; len < s->file.len; len++) {
        struct model *model = NULL;
        void *bytes;
        assert_int_equal(open_copy(&s->file, len, &bytes, &model),
                         STATUS_DAMAGED);
        free(bytes);
    }
}

/* A changed byte under a checksum that fits: refused, or harmless. */
static void sealed_damage_never_crashes(void **state)
{
    static const unsigned char values[] = {0, 1, 0x80, 0xFF};
    struct small_model *s = *state;
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
                small_model_score(s, model);
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
    {"newer file", AT(version), "\x63\0\0\0", 4, STATUS_TOO_NEW, "99."},
    {"older file", AT(version), "\x01\0\0\0", 4, STATUS_TOO_NEW, "1."},
    {"other features", AT(features_version), "\x63\0\0\0", 4,
     STATUS_TOO_NEW, ".99"},
    {"other byte order", AT(byte_order), "\1\2\3\4", 4, STATUS_DAMAGED,
     "byte order"},
    {"no tone", AT(tone_count), "\0\0\0\0", 4, STATUS_DAMAGED, "tones"},
    {"16 tones", AT(tone_count), "\x10\0\0\0", 4, STATUS_DAMAGED, "tones"},
    {"too many features", AT(feature_count), "\xFF\xFF\xFF\xFF", 4,
     STATUS_DAMAGED, "features"},
    {"no room left", AT(feature_count), "\x80\0\0\0", 4, STATUS_DAMAGED,
     "vocabulary"},
    {"buckets beyond all bounds", AT(bucket_bits), "\x17\0\0\0", 4,
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
    {"Platt's slope beyond all bounds", TONE_AT(platt_a),
     "\0\0\0\0\0\0\xF0\x7E", 8, STATUS_DAMAGED, "numbers"},
    {"threshold above one", TONE_AT(threshold), "\x11\x27", 2,
     STATUS_DAMAGED, "numbers"},
    {"tone that implies itself", TONE_AT(implied_by), "\1\0", 2,
     STATUS_DAMAGED, "imply"},
    {"tone implied by none there is", TONE_AT(implied_by), "\0\x80", 2,
     STATUS_DAMAGED, "imply"},
    {"tone without a name", TONE_AT(name), "\0", 1, STATUS_DAMAGED, "tone"},
    {"lexicon without a node", AT(node_count), "\0\0\0\0", 4,
     STATUS_DAMAGED, "size of the lexicon"},
    {"edges beyond all bounds", AT(edge_bits), "\x19\0\0\0", 4,
     STATUS_DAMAGED, "size of the lexicon"},
    {"nodes beyond all bounds", AT(node_count), "\1\0\x40\0", 4,
     STATUS_DAMAGED, "size of the lexicon"},
    {"classes beyond all bounds", AT(class_count), "\1\1\0\0", 4,
     STATUS_DAMAGED, "size of the lexicon"},
    {"words beyond all bounds", AT(word_bits), "\x17\0\0\0", 4,
     STATUS_DAMAGED, "size of the wordbook"},
    {"words without a pool", AT(pool_size), "\0\0\0\0", 4,
     STATUS_DAMAGED, "size of the wordbook"},
    {"pool beyond all bounds", AT(pool_size), "\1\0\0\4", 4,
     STATUS_DAMAGED, "size of the wordbook"},
    {"abusive words beyond all bounds", AT(abusive_count), "\1\0\x20\0", 4,
     STATUS_DAMAGED, "size of the wordbook"},
    {"more edges than there are", AT(edge_bits), "\4\0\0\0", 4,
     STATUS_DAMAGED, "cut"},
    {"more nodes than there are", AT(node_count), "\x13\0\0\0", 4,
     STATUS_DAMAGED, "cut"},
    {"more classes than there are", AT(class_count), "\5\0\0\0", 4,
     STATUS_DAMAGED, "cut"},
    {"more words than there are", AT(word_bits), "\4\0\0\0", 4,
     STATUS_DAMAGED, "cut"},
    {"a pool that is shorter", AT(pool_size), "\x11\0\0\0", 4,
     STATUS_DAMAGED, "cut"},
};
/* clang-format on */

/* The same inside the sections, whose places the layout tells. */
enum section { BUCKETS, EDGES, WORDS, NODE, ABUSE, CLASS, POOL };

/* clang-format off */
static const struct {
    const char *name;
    enum section section;
    size_t at; /* byte of the section */
    const char *bytes;
    size_t len;
    const char *message; /* NULL: nothing is wrong */
} inside[] = {
    {"feature outside the vocabulary", BUCKETS,
     offsetof(struct vocabulary_bucket, feature), "\x3D\0\0\0", 4,
     "vocabulary"},
    {"the last feature twice", BUCKETS,
     offsetof(struct vocabulary_bucket, feature), "\x3C\0\0\0", 4, NULL},
    {"edge to a node outside", EDGES, 4, "\3\0\0\0", 4, "lexicon"},
    {"edge to the last node", EDGES, 4, "\2\0\0\0", 4, NULL},
    {"class outside", NODE, sizeof(struct lexicon_node), "\3", 1, "lexicon"},
    {"second class outside", NODE, sizeof(struct lexicon_node) + 1, "\x80", 1,
     "lexicon"},
    {"wildcard without an edge", NODE, 2, "\1\0", 2, NULL},
    {"class without an end", CLASS, 0, "abcdefghijklmnopqrstuvwxyz012345", 32,
     "name of a class"},
    {"text outside the pool", WORDS, offsetof(struct word_entry, text),
     "\x12\0\0\0", 4, "wordbook"},
    {"abusive word outside the pool", ABUSE, 0, "\x12\0\0\0", 4, "wordbook"},
    {"abusive word at the end of the pool", ABUSE, 4, "\x11\0\0\0", 4, NULL},
    {"pool without an end", POOL, SMALL_POOL - 1, "x", 1, "wordbook"},
};
/* clang-format on */

static size_t section_at(const struct model_layout *at, enum section section)
{
    const uint64_t begin[] = {at->buckets, at->edges,   at->words, at->nodes,
                              at->abusive, at->classes, at->pool};

    return (size_t)begin[section];
}

static void sections_out_of_range(void **state)
{
    struct small_model *s = *state;
    struct model_header header;

    memcpy(&header, s->file.ptr, sizeof(header));
    const struct model_layout at = model_layout(&header);
    for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer copy = {.ptr = NULL};
        struct model *model = NULL;
        buffer_add_view(&copy, buffer_view(&s->file), &err);
        memcpy(copy.ptr + section_at(&at, inside[i].section) + inside[i].at,
               inside[i].bytes, inside[i].len);
        seal(&copy);
        const int status = model_open_memory(&model, copy.ptr, copy.len, &err);
        if ((inside[i].message != NULL) != (status == STATUS_DAMAGED) ||
            (inside[i].message && !strstr(err.message, inside[i].message)))
            fail_msg("%s: %s", inside[i].name, err.message);
        if (status == STATUS_OK)
            small_model_score(s, model);
        model_free(model);
        buffer_free(&copy);
    }
}

/* A search ends where there is room: tables without any are refused. */
static void full_tables_are_refused(void **state)
{
    /* clang-format off */
    static const struct {
        enum section section;
        size_t slots, size, at; /* byte of the slot or bucket that fills it */
        const char *message;
    } cases[] = {
        {BUCKETS, 1 << SMALL_BUCKET_BITS, sizeof(struct vocabulary_bucket),
         offsetof(struct vocabulary_bucket, feature[VOCABULARY_BUCKET - 1]),
         "vocabulary"},
        {EDGES, 1 << SMALL_BITS, sizeof(struct lexicon_edge), 4, "lexicon"},
        {WORDS, 1 << SMALL_BITS, sizeof(struct word_entry), 4, "wordbook"},
    };
    /* clang-format on */
    struct small_model *s = *state;
    struct model_header header;

    memcpy(&header, s->file.ptr, sizeof(header));
    const struct model_layout at = model_layout(&header);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct error err = {.status = STATUS_OK};
        struct buffer copy = {.ptr = NULL};
        struct model *model = NULL;
        buffer_add_view(&copy, buffer_view(&s->file), &err);
        for (size_t k = 0; k < cases[i].slots; k++)
            memcpy(copy.ptr + section_at(&at, cases[i].section) +
                       k * cases[i].size + cases[i].at,
                   "\1\0\0\0", 4);
        seal(&copy);
        assert_int_equal(model_open_memory(&model, copy.ptr, copy.len, &err),
                         STATUS_DAMAGED);
        if (!strstr(err.message, "full") ||
            !strstr(err.message, cases[i].message))
            fail_msg("%s", err.message);
        buffer_free(&copy);
    }
}

static void values_out_of_range(void **state)
{
    struct small_model *s = *state;

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
        cmocka_unit_test(each_flipped_bit_is_seen),
        cmocka_unit_test(each_shorter_file_is_seen),
        cmocka_unit_test(sealed_damage_never_crashes),
        cmocka_unit_test(values_out_of_range),
        cmocka_unit_test(sections_out_of_range),
        cmocka_unit_test(full_tables_are_refused),
    };

    return cmocka_run_group_tests_name("model_damage", tests, small_model_open,
                                       small_model_close);
}
