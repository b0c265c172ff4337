#include "classify.h"
#include "explain.h"
#include "file.h"
#include "model.h"
#include "model_file.h"
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
#include <zlib.h>

#define FEATURES 60
#define TONES 3
#define BITS 7
#define SMALL_BITS 3
#define NODES 3
#define CLASSES 2
#define ABUSIVE 2

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
    struct lexicon_edge edge[1 << SMALL_BITS];
    struct lexicon_node node[NODES];
    struct lexicon_class class[CLASSES];
    struct word_entry word[1 << SMALL_BITS];
    uint32_t abusive[ABUSIVE];
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

static const char pool[] = "crétin\0nul\0c'est";

static struct lexicon_edge *enter_phrase(struct small *s, uint32_t from,
                                         const char *word, uint32_t to)
{
    const uint64_t hash =
        lexicon_edge_hash(from, lexicon_word(view_of(word)));
    struct lexicon_edge *e = lexicon_place(s->edge, SMALL_BITS, hash);

    *e = (struct lexicon_edge){(uint32_t)(hash >> 32), to};
    return e;
}

static void enter_word(struct small *s, enum word_key kind, const char *word,
                       uint16_t flags, uint32_t text)
{
    const uint64_t hash = wordbook_hash(kind, view_of(word));

    *wordbook_place(s->word, SMALL_BITS, hash) =
        (struct word_entry){(uint32_t)(hash >> 32), 5, flags, text};
}

/* Two phrases, "nul" and "archi nul", and four entries of the wordbook. */
static void fill_words(struct small *s)
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
        s->edge, SMALL_BITS, s->node, NODES, s->class, CLASSES};
    s->parts.words = (struct wordbook){s->word,   SMALL_BITS, pool,
                                       sizeof(pool), s->abusive, ABUSIVE};
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
        .settings = {.ngram = {2, 3, 2},
                     .block_scale = {0.5f, 0.75f, 0.25f, 0.5f, 0.5f, 0.25f}},
        .vocabulary = {s->slot, s->squared_idf, BITS, FEATURES},
        .tone_count = TONES,
        .tone = s->tone,
        .weight = s->weight,
    };
    /* clang-format on */
    fill_words(s);
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
    struct normalizer normalizer;
    struct text repaired;
    normalizer_open(&normalizer, &p->words);
    if (normalizer_run(&normalizer, view_of("c nul, @rchi kretin n.u.l n*l"),
                       &repaired, &arena, &err) == STATUS_OK)
        assert_int_equal(utf8_check(repaired.folded), UTF8_VALID);
    arena_reset(&arena);
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

/* ---- whole ------------------------------------------------------------- */

/* The lexicon and the wordbook came back. */
static void expect_words(const struct small *s, const struct model_parts *p)
{
    const struct lexicon *x = &p->settings.lexicon;
    const struct wordbook *w = &p->words;

    assert_int_equal(x->edge_bits, SMALL_BITS);
    assert_memory_equal(x->edge, s->edge, sizeof(s->edge));
    assert_int_equal(x->node_count, NODES);
    assert_memory_equal(x->node, s->node, sizeof(s->node));
    assert_int_equal(x->class_count, CLASSES);
    assert_memory_equal(x->class, s->class, sizeof(s->class));
    assert_int_equal(w->slot_bits, SMALL_BITS);
    assert_memory_equal(w->slot, s->word, sizeof(s->word));
    assert_int_equal(w->pool_size, sizeof(pool));
    assert_memory_equal(w->pool, pool, sizeof(pool));
    assert_int_equal(w->abusive_count, ABUSIVE);
    assert_memory_equal(w->abusive, s->abusive, sizeof(s->abusive));
}

static void parts_survive_the_file(void **state)
{
    const struct small *s = *state;
    struct error err = {.status = STATUS_OK};
    struct model *model = NULL;

    assert_int_equal(model_open(&model, s->folder, &err), STATUS_OK);
    const struct model_parts *p = model_parts(model);
    assert_string_equal(p->name, "small");
    assert_string_equal(p->data_sha256, s->parts.data_sha256);
    assert_memory_equal(&p->settings.ngram, &s->parts.settings.ngram,
                        sizeof(p->settings.ngram));
    assert_memory_equal(p->settings.block_scale, s->parts.settings.block_scale,
                        sizeof(p->settings.block_scale));
    expect_words(s, p);
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

/* A model without lexicon and wordbook is one, too. */
static void sections_may_be_missing(void **state)
{
    struct small *s = *state;
    struct model_parts parts = s->parts;
    struct error err = {.status = STATUS_OK};
    struct model *model = NULL;
    char folder[64];

    parts.settings.lexicon = (struct lexicon){.edge = NULL};
    parts.words = (struct wordbook){.slot = NULL};
    fixture_folder(folder);
    assert_int_equal(model_write(&parts, folder, &err), STATUS_OK);
    assert_int_equal(model_open(&model, folder, &err), STATUS_OK);
    assert_null(model_parts(model)->settings.lexicon.edge);
    assert_null(model_parts(model)->words.slot);
    score_with(s, model);
    model_free(model);
    fixture_remove(folder);
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
    {"newer file", AT(version), "\x03\0\0\0", 4, STATUS_TOO_NEW, "3."},
    {"older file", AT(version), "\x01\0\0\0", 4, STATUS_TOO_NEW, "1."},
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
enum section { SLOTS, EDGES, WORDS, NODE, ABUSE, CLASS, POOL };

static const struct {
    const char *name;
    enum section section;
    size_t at; /* byte of the section */
    const char *bytes;
    size_t len;
    const char *message; /* NULL: nothing is wrong */
} inside[] = {
    {"feature outside the vocabulary", SLOTS, 4, "\x3C\0\0\0", 4,
     "vocabulary"},
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
    {"pool without an end", POOL, sizeof(pool) - 1, "x", 1, "wordbook"},
};

static size_t section_at(const struct model_layout *at, enum section section)
{
    const uint64_t begin[] = {at->slots,   at->edges,   at->words, at->nodes,
                              at->abusive, at->classes, at->pool};

    return (size_t)begin[section];
}

static void sections_out_of_range(void **state)
{
    struct small *s = *state;
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
            score_with(s, model);
        model_free(model);
        buffer_free(&copy);
    }
}

/* A search ends at an empty slot: tables without one are refused. */
static void full_tables_are_refused(void **state)
{
    static const struct {
        enum section section;
        size_t slots, size, at; /* byte of the slot that fills it */
        const char *message;
    } cases[] = {
        {SLOTS, 1 << BITS, sizeof(struct vocabulary_slot), 4, "vocabulary"},
        {EDGES, 1 << SMALL_BITS, sizeof(struct lexicon_edge), 4, "lexicon"},
        {WORDS, 1 << SMALL_BITS, sizeof(struct word_entry), 4, "wordbook"},
    };
    struct small *s = *state;
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
        cmocka_unit_test(sections_may_be_missing),
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(each_flipped_bit_is_seen),
        cmocka_unit_test(each_shorter_file_is_seen),
        cmocka_unit_test(sealed_damage_never_crashes),
        cmocka_unit_test(values_out_of_range),
        cmocka_unit_test(sections_out_of_range),
        cmocka_unit_test(full_tables_are_refused),
    };

    return cmocka_run_group_tests_name("model", tests, open_small, close_small);
}
