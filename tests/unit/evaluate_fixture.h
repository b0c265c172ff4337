/* Comments with labels in memory and on disk, and a model trained on them in
 * a moment: what the tests of evaluation share. */
#ifndef VIGIE_TESTS_EVALUATE_FIXTURE_H
#define VIGIE_TESTS_EVALUATE_FIXTURE_H

#include "corpus.h"
#include "evaluate.h"
#include "file.h"
#include "model.h"
#include "train.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define FIXTURE_DISCUSSIONS 16 /* the last four are held out */
#define FIXTURE_TRAIN 12
#define FIXTURE_EACH 12 /* comments of a discussion */

struct evaluate_fixture {
    char folder[64];
    struct corpus corpus;
    struct train_settings settings;
    struct train_report report;
    struct model *model;
};

/* One of a few words for each part, so that hardly two texts are alike. */
static inline const char *fixture_word(size_t part, bool rude, size_t which)
{
    static const char *const words[3][2][8] = {
        {{"Merci pour cet article", "Bonjour à tous", "Je partage votre avis",
          "Analyse intéressante", "Bravo aux pompiers", "Le train arrive",
          "On verra bien", "Les enfants ont adoré"},
         {"Quel abruti", "Pauvre imbécile", "Bande de nuls", "Sale crétin",
          "Espèce de menteur", "Quel minable", "Toujours ce bouffon",
          "Encore ce débile"}                                       },
        {{"très clair", "sans doute", "avec plaisir", "pour une fois",
          "comme souvent", "malgré la pluie", "ce matin", "dans le calme"},
         {"qui parle", "sans cervelle", "va lire", "retourne jouer",
          "comme toujours", "et fier", "tu mens", "tais-toi"}        },
        {{"cordialement", "bonne soirée", "à demain", "et voilà", "en Bretagne",
          "chez nous", "au marché", "merci encore"},
         {"dégage", "c'est honteux", "la honte", "tu fais pitié",
          "quelle misère", "pauvre type", "ça suffit", "va dormir"}},
    };

    return words[part][rude][which % 8];
}

/* Comment c of discussion d: every other one hostile, every sixth hateful,
 * one in thirty-two asks for a source. */
static inline void fixture_comment(struct buffer *out, size_t d, size_t c)
{
    struct error err = {.status = STATUS_OK};
    const bool rude = c % 2, hate = c % 6 == 1;
    const size_t number = d * FIXTURE_EACH + c;
    const bool asks = number % 32 == 0;

    buffer_printf(
        out, &err,
        "{\"id\":\"d%02zu#%02zu\",\"discussion\":\"d%02zu\","
        "\"section\":\"%s\",\"text\":\"%s %s%s%s, %s\","
        "\"tones\":[%s%s%s],\"sentiment\":\"%s\","
        "\"split\":\"%s\"}\n",
        d, c, d, d % 2 ? "Société <b>" : "société <B>",
        fixture_word(0, rude, number / 2), fixture_word(1, rude, number / 16),
        hate ? " comme tous les musulmans" : "", asks ? " une source ?" : "",
        fixture_word(2, rude, number / 2 + number / 16),
        rude ? "\"hostility\"" : "", hate ? ",\"hate\"" : "",
        asks ? "\"source_request\"" : "",
        rude    ? "negative"
        : c % 4 ? "neutral"
                : "positive",
        d < FIXTURE_TRAIN ? "train" : "test");
    assert_int_equal(err.status, STATUS_OK);
}

static inline void fixture_write(const char *folder, const char *name,
                                 const char *text, char path[static 128])
{
    struct error err = {.status = STATUS_OK};

    snprintf(path, 128, "%s/%s", folder, name);
    if (file_write(path, view_of(text), &err) < 0)
        fail_msg("%s", err.message);
}

static inline void fixture_open(struct evaluate_fixture *self)
{
    struct error err = {.status = STATUS_OK};
    struct buffer lines = {.ptr = NULL};
    char path[128];
    const char *const paths[] = {path};
    const struct corpus_sources sources = {.path = paths,
                                           .path_count = 1,
                                           .tones =
                                               "hostility,hate,source_request"};

    *self = (struct evaluate_fixture){.folder = "/tmp/vigie-test-XXXXXX",
                                      .settings = train_defaults()};
    assert_non_null(mkdtemp(self->folder));
    for (size_t i = 0; i < FIXTURE_DISCUSSIONS * FIXTURE_EACH; i++)
        fixture_comment(&lines, i / FIXTURE_EACH, i % FIXTURE_EACH);
    fixture_write(self->folder, "corpus.jsonl", lines.ptr, path);
    buffer_free(&lines);
    self->settings.name = "fixture";
    self->settings.solver = SOLVER_LIBLINEAR;
    self->settings.folds = 3;
    if (corpus_read(&self->corpus, &sources, &err) < 0 ||
        train_model(&self->corpus, &self->settings, self->folder, &self->report,
                    &err) < 0 ||
        model_open(&self->model, self->folder, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
}

static inline void fixture_remove_file(const char *folder, const char *name)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    unlink(path);
}

static inline void fixture_close(struct evaluate_fixture *self)
{
    model_free(self->model);
    train_report_free(&self->report);
    corpus_free(&self->corpus);
    fixture_remove_file(self->folder, "corpus.jsonl");
    fixture_remove_file(self->folder, MODEL_FILE);
    rmdir(self->folder);
}

/* The whole of a file; yours to buffer_free. */
static inline struct buffer fixture_read(const char *folder, const char *name)
{
    struct error err = {.status = STATUS_OK};
    struct buffer out = {.ptr = NULL};
    char path[128];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    if (file_read(path, (size_t)64 << 20, &out, &err) < 0)
        fail_msg("%s", err.message);
    return out;
}

#endif
