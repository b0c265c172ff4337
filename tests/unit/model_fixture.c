#include "model_fixture.h"

#include "file.h"
#include "utf8.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define WAYS 8 /* beginnings and ends of a comment */
#define POLITE FIXTURE_INSULTS
#define THREATS (POLITE + WAYS * (WAYS - 1))

static const char *const insult_begin[WAYS] = {
    "Espèce d'abruti", "T'es qu'un crétin",          "Pauvre imbécile",
    "Quel connard",    "Bande de bouffons",          "Ta gueule minable",
    "Sale débile",     "Encore toi, sinistre clown",
};
static const char *const insult_end[WAYS] = {
    ", va apprendre à lire.",       " !!! tu racontes n'importe quoi",
    ", retourne à l'école",         " : même un gosse comprend ça",
    ", tu fais HONTE à la France.", " qui n'a jamais bossé de sa vie",
    " sans cervelle, dégage",       "... on t'a pas sonné 🤡",
};
static const char *const polite_begin[WAYS - 1] = {
    "Merci pour cet article",       "Bonjour, je partage votre avis",
    "Analyse très intéressante",    "Je ne suis pas d'accord, mais bon",
    "Le ministre devrait répondre", "Bravo aux pompiers",
    "D'après l'INSEE en 2019",
};
static const char *const polite_end[WAYS] = {
    ", cordialement.",
    ", cela mérite réflexion.",
    " ; auriez-vous une source ?",
    ", voir https://example.org/rapport",
    ", on verra bien dans 10 ans.",
    " : les chiffres parlent d'eux-mêmes.",
    ", bonne soirée à tous :)",
    " et c'est tout à fait normal.",
};
static const char *const threats[] = {
    "Je vais te retrouver et te casser la figure",
    "On sait où tu habites, fais attention",
    "Tu vas payer, je te le garantis",
    "La prochaine fois je te démolis",
    "Attends que je te croise dans la rue",
    "Tu ne perds rien pour attendre, je viens",
    "Un beau soleil sur la place ce matin",
    "Rien à ajouter",
    "Le train de 14h30 était à l'heure",
    "Encore des travaux rue de la République",
    "Les enfants ont adoré le spectacle",
    "Quelqu'un connaît le score du match ?",
};

static void say(size_t i, char *text, size_t size)
{
    if (i < POLITE)
        snprintf(text, size, "%s%s", insult_begin[i / WAYS],
                 insult_end[i % WAYS]);
    else if (i < THREATS)
        snprintf(text, size, "%s%s", polite_begin[(i - POLITE) / WAYS],
                 polite_end[(i - POLITE) % WAYS]);
    else
        snprintf(text, size, "%s", threats[i - THREATS]);
}

void model_fixture_line(size_t i, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};
    const bool insult = i < POLITE;
    const bool threat = i >= THREATS && i < THREATS + FIXTURE_THREATS;
    /* the last polite row alone is held out, in a discussion of its own */
    const bool test = i >= THREATS - WAYS && i < THREATS;
    const size_t discussion = test ? 9 : i % 7;
    char text[256], parent[32] = "null";

    say(i, text, sizeof(text));
    if (i % 3 == 0 && i >= 7 && !test && (i - 7 < THREATS - WAYS))
        snprintf(parent, sizeof(parent), "\"c%03zu\"", i - 7);
    buffer_printf(out, &err,
                  "{\"id\":\"c%03zu\",\"discussion\":\"d%zu\",\"reply_to\":%s,"
                  "\"text\":\"%s\",\"tones\":[%s],\"sentiment\":\"%s\","
                  "\"split\":\"%s\"}",
                  i, discussion, parent, text,
                  insult   ? "\"insult\""
                  : threat ? "\"threat\""
                           : "",
                  insult || threat        ? "negative"
                  : i < POLITE + 3 * WAYS ? "positive"
                                          : "neutral",
                  test ? "test" : "train");
    assert_int_equal(err.status, STATUS_OK);
}

void model_fixture_write(const char *path, uint64_t shuffle)
{
    struct error err = {.status = STATUS_OK};
    struct buffer file = {.ptr = NULL};
    size_t order[FIXTURE_COMMENTS];

    for (size_t i = 0; i < FIXTURE_COMMENTS; i++)
        order[i] = i;
    for (size_t i = FIXTURE_COMMENTS - 1; shuffle && i > 0; i--) {
        const size_t j = (size_t)(fixture_random(&shuffle) % (i + 1));
        const size_t kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    for (size_t i = 0; i < FIXTURE_COMMENTS; i++) {
        model_fixture_line(order[i], &file);
        buffer_add_text(&file, "\n", &err);
    }
    file_write(path, buffer_view(&file), &err);
    buffer_free(&file);
    if (err.status != STATUS_OK)
        fail_msg("%s", err.message);
}

struct train_settings model_fixture_settings(size_t threads)
{
    struct train_settings settings = train_defaults();

    settings.name = "fixture";
    settings.problem.features.ngram = (struct ngram_settings){2, 4, 2};
    settings.folds = 3;
    settings.memory = (size_t)16 << 20;
    settings.threads = threads;
    return settings;
}

int fixture_corpus(struct corpus *out, const char *const *path, size_t count,
                   const char *tones, struct error *err)
{
    const struct corpus_sources sources = {
        .path = path, .path_count = count, .tones = tones};

    return corpus_read(out, &sources, err);
}

void model_fixture_open(struct model_fixture *self)
{
    struct error err = {.status = STATUS_OK};
    const struct train_settings settings = model_fixture_settings(1);
    char path[128];
    const char *const paths[] = {path};

    *self = (struct model_fixture){.model = NULL};
    fixture_folder(self->folder);
    snprintf(path, sizeof(path), "%s/corpus.jsonl", self->folder);
    model_fixture_write(path, 0);
    if (fixture_corpus(&self->corpus, paths, 1, FIXTURE_TONES, &err) < 0 ||
        train_model(&self->corpus, &settings, self->folder, &self->report, &err) <
            0 ||
        model_open(&self->model, self->folder, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
}

void model_fixture_free(struct model_fixture *self)
{
    model_free(self->model);
    train_report_free(&self->report);
    corpus_free(&self->corpus);
    fixture_remove(self->folder);
}

void fixture_folder(char path[static 64])
{
    snprintf(path, 64, "/tmp/vigie-test-XXXXXX");
    if (!mkdtemp(path))
        fail_msg("no temporary folder");
}

void fixture_remove(const char *path)
{
    DIR *const folder = opendir(path);
    char file[512];

    if (!folder)
        return;
    for (struct dirent *d = readdir(folder); d; d = readdir(folder)) {
        snprintf(file, sizeof(file), "%s/%s", path, d->d_name);
        if (d->d_name[0] != '.' && unlink(file) < 0)
            rmdir(file);
    }
    closedir(folder);
    rmdir(path);
}

uint64_t fixture_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;

    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

void fixture_random_text(uint64_t *state, size_t count, struct buffer *out)
{
    static const struct {
        uint32_t from, count;
    } kinds[] = {
        {0x20,    0x5F    },
        {'a',     26      },
        {0xA0,    0x1B0   },
        {0x300,   0x70    },
        {0x1F300, 0x300   },
        {0x2000,  0x70    },
        {'0',     10      },
        {0x1100,  0x100   },
        {0x3040,  0x150   },
        {0xFB00,  0x500   },
        {1,       0xD7FF  },
        {0xE000,  0x101FFF},
        {'!',     15      },
        {0x09,    5       },
    };
    struct error err = {.status = STATUS_OK};

    for (size_t i = 0; i < count; i++) {
        const uint64_t number = fixture_random(state);
        const size_t kind = number % (sizeof(kinds) / sizeof(kinds[0]));
        char bytes[4];
        const uint32_t c =
            kinds[kind].from + (uint32_t)((number >> 32) % kinds[kind].count);
        buffer_add(out, bytes, utf8_encode(c, bytes), &err);
    }
}

void fixture_classify(const struct classifier *classifier,
                      const struct feature_vector *vector, struct verdict *out)
{
    const struct model_parts *p = model_parts(classifier->model);
    struct feature_sums sums;
    size_t at = 0;

    memset(&sums, 0, sizeof(sums));
    for (size_t b = 0; b < BLOCKS; b++) {
        for (; at < vector->block_end[b]; at++)
            for (size_t t = 0; t < WEIGHT_LANES; t++)
                sums.weight[b][t] +=
                    p->weight[vector->index[at] * WEIGHT_LANES + t];
        sums.factor[b] = vector->factor[b];
    }
    classify_sums(classifier, &sums, out);
}
