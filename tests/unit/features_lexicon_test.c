/* The lexicon block of features.h. */
#include "features.h"
#include "lexicon_fixture.h"
#include "voice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct lexicon_fixture lexicon;

static struct feature_settings settings = {
    .ngram = {2,  4, 2},
    .block_scale = {[BLOCK_LEXICON] = 1},
};

/* What a text gives to the lexicon block; until the next call. */
static struct feature_source collect(const char *original)
{
    static struct text text;
    struct error err = {.status = STATUS_OK};
    const struct feature_input in = {&text, NULL, NULL};
    struct feature_source source;
    struct arena *arena = &lexicon.arena;

    arena_reset(arena);
    if (normalizer_run(&lexicon.normalizer, view_of(original), &text, arena,
                       &err) < 0 ||
        features_collect(&settings, &in, &source, arena, &err) < 0)
        fail_msg("%s", err.message);
    return source;
}

static const struct {
    const char *name, *text;
    uint8_t voice; /* one of the flags; 0: the phrase alone */
    size_t count;
} voices[] = {
    {"alone",             "crétin",                     0,             1},
    {"twice",             "crétin, crétin",            0,             2},
    {"none",              "créteil",                    0,             0},
    {"negated",           "pas un crétin",              VOICE_NEGATED, 1},
    {"not negated",       "un crétin",                  VOICE_NEGATED, 0},
    {"said to someone",   "tu es un crétin",            VOICE_SAID_TO, 1},
    {"of oneself",        "je suis un crétin",          VOICE_SELF,    1},
    {"about someone",     "il est crétin",              VOICE_ABOUT,   1},
    {"asked",             "crétin ?",                   VOICE_ASKED,   1},
    {"at arm's length",   "un \"crétin\" là",          VOICE_SCARE,   1},
    {"quoted",            "il dit \"tu es un crétin\"", VOICE_QUOTED,  1},
    {"quoted is not his", "il dit \"tu es un crétin\"", 0,             0},
};

static void phrases_by_their_voice(void **state)
{

    (void)state;
    for (size_t i = 0; i < sizeof(voices) / sizeof(voices[0]); i++) {
        const struct feature_source source = collect(voices[i].text);
        size_t count = 0;
        const struct ngram_list *list = &source.block[BLOCK_LEXICON];
        for (size_t k = 0; k < list->count; k++)
            count += source.phrase[k].voice == voices[i].voice &&
                     source.phrase[k].other == LEXICON_ALONE &&
                     list->ngram[k].end - list->ngram[k].begin == 6;
        if (count != voices[i].count)
            fail_msg("%s: %zu", voices[i].name, count);
    }
}

/* Two classes make a pair in one sentence, in no other place. */
static void pairs_stand_in_one_sentence(void **state)
{
    static const struct {
        const char *text;
        size_t pairs;
    } cases[] = {
        {"archi crétin",           1},
        {"crétin archi",           1},
        {"archi. crétin",          0},
        {"archi\ncrétin",          0},
        {"crétin crétin",         0}, /* one class */
        {"archi \"oh le crétin\"", 0}, /* not his */
        {"archi crétin archi",     2},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct feature_source source = collect(cases[i].text);
        size_t pairs = 0;
        for (size_t k = 0; k < source.block[BLOCK_LEXICON].count; k++) {
            const struct lexicon_feature *f = &source.phrase[k];
            pairs += f->other != LEXICON_ALONE;
            assert_true(f->other == LEXICON_ALONE || f->class < f->other);
            assert_true(f->class < settings.lexicon.class_count);
        }
        if (pairs != cases[i].pairs)
            fail_msg("'%s': %zu", cases[i].text, pairs);
    }
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_by_their_voice),
        cmocka_unit_test(pairs_stand_in_one_sentence),
    };

    return cmocka_run_group_tests_name("features_lexicon", tests, open_lexicon,
                                       close_lexicon);
}
