#include "file.h"
#include "model.h"
#include "model_fixture.h"
#include "small_model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The lexicon and the wordbook came back. */
static void expect_words(const struct small_model *s,
                         const struct model_parts *p)
{
    const struct lexicon *x = &p->settings.lexicon;
    const struct wordbook *w = &p->words;

    assert_int_equal(x->edge_bits, SMALL_BITS);
    assert_memory_equal(x->edge, s->edge, sizeof(s->edge));
    assert_int_equal(x->node_count, SMALL_NODES);
    assert_memory_equal(x->node, s->node, sizeof(s->node));
    assert_int_equal(x->class_count, SMALL_CLASSES);
    assert_memory_equal(x->class, s->class, sizeof(s->class));
    assert_int_equal(w->slot_bits, SMALL_BITS);
    assert_memory_equal(w->slot, s->word, sizeof(s->word));
    assert_int_equal(w->pool_size, SMALL_POOL);
    assert_memory_equal(w->pool, s->parts.words.pool, SMALL_POOL);
    assert_int_equal(w->abusive_count, SMALL_ABUSIVE);
    assert_memory_equal(w->abusive, s->abusive, sizeof(s->abusive));
}

static void parts_survive_the_file(void **state)
{
    const struct small_model *s = *state;
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
    assert_int_equal(p->tone_count, SMALL_TONES);
    assert_memory_equal(p->tone, s->tone, sizeof(s->tone));
    assert_int_equal(p->vocabulary.count, SMALL_FEATURES);
    assert_int_equal(p->vocabulary.bucket_bits, SMALL_BUCKET_BITS);
    assert_memory_equal(p->vocabulary.bucket, s->bucket, sizeof(s->bucket));
    for (uint32_t f = 0; f < SMALL_FEATURES; f++)
        assert_int_equal(vocabulary_squared(&p->vocabulary, f),
                         s->squared_idf[f]);
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

/* What `make fuzz` begins with must open, or it fuzzes the header alone. */
static void fuzzed_seed_is_of_this_version(void **state)
{
    static const char seed[] = "tests/fuzz/seeds/model/small.vigie";
    static const char fresh[] = "build/small.vigie";
    const struct small_model *s = *state;
    struct error err = {.status = STATUS_OK};
    struct buffer kept = {.ptr = NULL};

    assert_int_equal(file_read(seed, 1 << 20, &kept, &err), STATUS_OK);
    if (kept.len != s->file.len ||
        memcmp(kept.ptr, s->file.ptr, kept.len) != 0) {
        file_write(fresh, buffer_view(&s->file), &err);
        fail_msg("put %s in the place of %s", fresh, seed);
    }
    buffer_free(&kept);
}

static void same_parts_same_bytes(void **state)
{
    struct small_model *s = *state;
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
    struct small_model *s = *state;
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
    small_model_score(s, model);
    model_free(model);
    fixture_remove(folder);
}

static void files_that_are_none(void **state)
{
    const struct small_model *s = *state;
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_survive_the_file),
        cmocka_unit_test(fuzzed_seed_is_of_this_version),
        cmocka_unit_test(same_parts_same_bytes),
        cmocka_unit_test(sections_may_be_missing),
        cmocka_unit_test(files_that_are_none),
    };

    return cmocka_run_group_tests_name("model", tests, small_model_open,
                                       small_model_close);
}
