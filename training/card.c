#include "card.h"

#include "card_parts.h"
#include "card_versions.h"
#include "figures.h"
#include "file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing ----------------------------------------------------------------
 */

void card_text(struct sheet *sheet, const char *text)
{
    for (; *text; text++) {
        const char letter[] = {(unsigned char)*text < 0x20 ? ' ' : *text, '\0'};
        if (strchr("\\`*_[]<>|#&", *text))
            sheet_markup(sheet, "\\");
        sheet_markup(sheet, letter);
    }
}

void card_say(struct sheet *sheet, const char *before, enum report_key key,
              const char *const *value, size_t count, const char *after)
{
    struct buffer text = {.ptr = NULL};

    if (sheet->status == STATUS_OK)
        sheet->status = report_fill(&text, report_say(sheet->language, key),
                                    value, count, sheet->err);
    sheet_markup(sheet, before);
    card_text(sheet, text.ptr ? text.ptr : "");
    sheet_markup(sheet, after);
    buffer_free(&text);
}

static void heading(struct sheet *s, enum report_key key)
{
    card_say(s, "\n## ", key, NULL, 0, "\n\n");
}

static void cell(struct sheet *s, const char *text)
{
    card_text(s, text);
    sheet_markup(s, " | ");
}

void card_head_row(struct sheet *s, const enum report_key *key, size_t count)
{
    sheet_markup(s, "\n| ");
    for (size_t i = 0; i < count; i++)
        cell(s, report_say(s->language, key[i]));
    sheet_markup(s, "\n|---|");
    for (size_t i = 1; i < count; i++)
        sheet_markup(s, "--:|");
    sheet_markup(s, "\n");
}

static const char *tone_of(const struct sheet *s, const struct card_facts *f,
                           size_t tone)
{
    return report_tone(s->language, f->card->corpus->tones.name[tone]);
}

/* ---- data -------------------------------------------------------------------
 */

static int by_name(const void *a, const void *b)
{
    const struct view *x = a, *y = b;
    const size_t len = x->len < y->len ? x->len : y->len;
    const int first = len ? memcmp(x->ptr, y->ptr, len) : 0;

    return first ? first : (x->len > y->len) - (x->len < y->len);
}

/* Of the comments that are held out. */
static size_t count_discussions(struct sheet *s, const struct corpus *corpus)
{
    struct view *name = malloc((corpus->count + 1) * sizeof(*name));
    size_t names = 0, count = 0;

    if (!name && s->status == STATUS_OK)
        s->status = error_set(s->err, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; name && i < corpus->count; i++)
        if (corpus->comment[i].test)
            name[names++] = corpus->comment[i].discussion;
    if (names)
        qsort(name, names, sizeof(*name), by_name);
    for (size_t i = 0; i < names; i++)
        count += !i || !view_equal(name[i], name[i - 1]);
    free(name);
    return count;
}

static void tell_files(struct sheet *s, const struct card *card)
{
    struct buffer list = {.ptr = NULL};

    for (size_t i = 0; i < card->file_count; i++) {
        const char *slash = strrchr(card->file[i], '/');
        if (s->status == STATUS_OK)
            s->status = buffer_printf(&list, s->err, "%s%s", i ? ", " : "",
                                      slash ? slash + 1 : card->file[i]);
    }
    const char *const value[] = {list.ptr ? list.ptr : "-"};
    card_say(s, "\n", REPORT_CARD_DATA_FILES, value, 1, "\n");
    buffer_free(&list);
}

static void tell_data(struct sheet *s, const struct card_facts *f)
{
    const struct corpus *c = f->card->corpus;
    const size_t train = f->card->report->rows;
    const struct report_number n[] = {
        report_count(s->language, (double)train),
        report_count(s->language, (double)f->evaluation.discussions),
        report_count(s->language, (double)(c->count - train)),
        report_count(s->language, (double)count_discussions(s, c)),
        report_count(s->language, (double)f->card->report->alike),
    };
    const char *const values[] = {n[0].text, n[1].text, n[2].text, n[3].text,
                                  n[4].text};
    const char *const sha[] = {c->sha256};

    heading(s, REPORT_CARD_DATA);
    card_say(s, "", REPORT_CARD_DATA_TEXT, values, 5, "\n");
    tell_files(s, f->card);
    card_say(s, "\n", REPORT_CARD_DATA_SHA, sha, 1, "\n");
}

/* ---- figures ------------------------------------------------------------ */

static void with_interval(struct sheet *s, const struct card_facts *f,
                          size_t tone, enum measure_kind kind)
{
    const struct interval *i = &f->evaluation.interval[tone].of[kind];
    const double value = measure_value(&f->evaluation.tone[tone], kind);

    card_text(s, report_decimal(s->language, value, 3).text);
    sheet_markup(s, " (");
    card_text(s, report_range(s->language, i->low, i->high, 3).text);
    sheet_markup(s, ") | ");
}

static void figures_row(struct sheet *s, const struct card_facts *f,
                        size_t tone)
{
    static const enum measure_kind kinds[] = {
        MEASURE_PRECISION, MEASURE_RECALL, MEASURE_AVERAGE_PRECISION,
        MEASURE_ROC_AUC, MEASURE_CALIBRATION_ERROR};
    const struct tone_report *r = &f->card->report->tone[tone];
    const double threshold = (double)r->threshold / PROBABILITY_ONE;

    sheet_markup(s, "| ");
    cell(s, tone_of(s, f, tone));
    cell(s, report_count(s->language, (double)r->measures.positives).text);
    for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
        with_interval(s, f, tone, kinds[k]);
    cell(s, report_decimal(s->language, threshold, 4).text);
    cell(s, r->observation_only ? report_say(s->language, REPORT_OBSERVATION)
                                : "");
    sheet_markup(s, "\n");
}

void card_aim(struct sheet *s, const struct aim *aim, char *out, size_t size)
{
    static const enum report_key keys[] = {
        REPORT_CARD_AIM_F1, REPORT_CARD_AIM_PRECISION, REPORT_CARD_AIM_RECALL,
        REPORT_CARD_AIM_BUDGET};
    const bool budget = aim->kind == AIM_BUDGET;
    const struct report_number value =
        budget ? report_count(s->language, aim->value)
               : report_decimal(s->language, aim->value, 2);
    const struct report_number volume = report_count(s->language, aim->volume);
    const char *const values[] = {value.text, volume.text};

    sheet_filled(s, keys[aim->kind], values, 2, out, size);
}

static void tell_aim(struct sheet *s, const struct aim *aim)
{
    char text[160];
    const char *const told[] = {text};

    card_aim(s, aim, text, sizeof(text));
    card_say(s, "\n", REPORT_CARD_AIM, told, 1, "\n");
}

static void tell_figures(struct sheet *s, const struct card_facts *f)
{
    static const enum report_key head[] = {REPORT_TONE,
                                           REPORT_POSITIVES,
                                           REPORT_PRECISION,
                                           REPORT_RECALL,
                                           REPORT_AVERAGE_PRECISION,
                                           REPORT_ROC_AUC,
                                           REPORT_CALIBRATION_ERROR,
                                           REPORT_CARD_THRESHOLD,
                                           REPORT_CARD_NOTE};
    const struct evaluation *e = &f->evaluation;
    const struct figures_mean mean = figures_mean(&e->corpus->tones, e->tone);
    const struct report_number n[] = {
        report_count(s->language, (double)f->card->settings->folds),
        report_count(s->language, (double)e->draws),
        report_decimal(s->language, mean.tones, 3),
        report_range(s->language, e->mean[0].low, e->mean[0].high, 3),
        report_decimal(s->language, mean.all, 3),
        report_range(s->language, e->mean[1].low, e->mean[1].high, 3),
    };
    const char *const values[] = {n[0].text, n[1].text, n[2].text,
                                  n[3].text, n[4].text, n[5].text};

    heading(s, REPORT_CARD_FIGURES);
    card_say(s, "", REPORT_CARD_FIGURES_TEXT, values, 6, "\n");
    card_head_row(s, head, sizeof(head) / sizeof(head[0]));
    for (size_t t = 0; t < e->corpus->tones.count; t++)
        figures_row(s, f, t);
    tell_aim(s, &f->card->settings->aim);
    card_sections(s, f);
}

/* ---- parameters --------------------------------------------------------- */

static void tell_parameters(struct sheet *s, const struct card_facts *f)
{
    static const enum report_key head[] = {REPORT_TONE, REPORT_CARD_COST,
                                           REPORT_CARD_WEIGHT};
    const struct card *card = f->card;
    const struct parameters *p = &card->report->parameters;
    const struct problem_settings *problem = &card->settings->problem;
    const struct ngram_settings *ngram = &problem->features.ngram;
    struct report_number n[3], scale[BLOCKS];

    snprintf(n[0].text, sizeof(n[0].text), "%u-%u", (unsigned)ngram->char_min,
             (unsigned)ngram->char_max);
    n[1] = report_count(s->language, (double)ngram->word_max);
    n[2] = report_count(s->language, (double)problem->min_frequency);
    for (size_t b = 0; b < BLOCKS; b++)
        scale[b] = report_decimal(s->language, (double)p->block_scale[b], 2);
    const char *const values[] = {
        solver_name(card->report->solver),
        n[0].text,
        n[1].text,
        n[2].text,
        scale[BLOCK_CHARACTERS].text,
        scale[BLOCK_WORDS].text,
        scale[BLOCK_CUES].text,
        scale[BLOCK_LEXICON].text,
        scale[BLOCK_QUOTED].text,
        scale[BLOCK_PARENT].text,
        report_say(s->language, card->settings->search ? REPORT_CARD_SEARCHED
                                                       : REPORT_CARD_FIXED)};
    heading(s, REPORT_CARD_PARAMETERS);
    card_say(s, "", REPORT_CARD_PARAMETERS_TEXT, values, 11, "\n");
    card_head_row(s, head, sizeof(head) / sizeof(head[0]));
    for (size_t t = 0; t < card->corpus->tones.count; t++) {
        sheet_markup(s, "| ");
        cell(s, tone_of(s, f, t));
        cell(s, report_decimal(s->language, p->c[t], 4).text);
        cell(s, report_decimal(s->language, p->positive_weight[t], 3).text);
        sheet_markup(s, "\n");
    }
}

/* ---- the rest ----------------------------------------------------------- */

static void tell_misuse(struct sheet *s)
{
    static const enum report_key keys[] = {
        REPORT_CARD_NOT_HIDE, REPORT_CARD_NOT_RATE, REPORT_CARD_NOT_LANGUAGE,
        REPORT_CARD_NOT_DISTRESS, REPORT_CARD_NOT_PROOF};

    heading(s, REPORT_CARD_NOT);
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        card_say(s, "- ", keys[i], NULL, 0, "\n");
}

static void tell_origin(struct sheet *s, const struct card *card)
{
    const struct card_versions v = card_versions();
    const char *const values[] = {card->version, v.libsvm, v.liblinear,
                                  v.utf8proc, v.unicode};

    heading(s, REPORT_CARD_MADE);
    sheet_markup(s, "    ");
    sheet_markup(s, card->command); /* a code block: nothing is markup */
    sheet_markup(s, "\n");
    card_say(s, "\n", REPORT_CARD_MADE_TEXT, values, 5, "\n");
}

static void write_card(struct sheet *s, const struct card_facts *f)
{
    const struct report_number features =
        report_count(s->language, (double)f->card->report->features);
    const char *const values[] = {f->id, features.text};

    heading(s, REPORT_CARD_WHAT);
    card_say(s, "", REPORT_CARD_WHAT_TEXT, values, 2, "\n");
    tell_data(s, f);
    tell_figures(s, f);
    card_weaknesses(s, f);
    tell_misuse(s);
    tell_parameters(s, f);
    tell_origin(s, f->card);
}

static int write_files(const char *folder, const struct card_facts *f,
                       struct error *err)
{
    struct figures figures =
        figures_of(&f->evaluation, "train split, out of fold");
    struct sheet sheet;
    char path[4096];

    sheet_open(&sheet, REPORT_ENGLISH, err);
    sheet_markup(&sheet, "# ");
    card_text(&sheet, f->card->settings->name);
    sheet_markup(&sheet, "\n\nEnglish, puis français.\n");
    write_card(&sheet, f);
    sheet.language = REPORT_FRENCH;
    sheet_markup(&sheet, "\n---\n\n# ");
    card_text(&sheet, f->card->settings->name);
    sheet_markup(&sheet, " (français)\n");
    write_card(&sheet, f);
    snprintf(path, sizeof(path), "%s/" CARD_FILE, folder);
    if (sheet.status == STATUS_OK)
        sheet.status = file_write(path, buffer_view(&sheet.out), err);
    snprintf(path, sizeof(path), "%s/" CARD_THRESHOLDS, folder);
    if (sheet.status == STATUS_OK)
        sheet.status = card_thresholds(path, f, err);
    snprintf(path, sizeof(path), "%s/" CARD_METRICS, folder);
    figures.sections = &f->sections;
    if (sheet.status == STATUS_OK)
        sheet.status = figures_save(path, &figures, err);
    buffer_free(&sheet.out);
    return sheet.status;
}

static int gather(struct card_facts *f, const char *folder, struct error *err)
{
    const struct card *card = f->card;
    struct model *model = NULL;
    int status;

    if ((status = model_open(&model, folder, err)) < 0)
        return status;
    snprintf(f->id, sizeof(f->id), "%s", model_id(model));
    model_free(model);
    if ((status = evaluate_out_of_fold(card->corpus, card->report,
                                       &f->evaluation, err)) < 0 ||
        (status = evaluate_intervals(&f->evaluation, CARD_DRAWS, CARD_SEED,
                                     card->settings->threads, err)) < 0 ||
        (status = slices_measure(&f->slices, &f->evaluation, err)) < 0)
        return status;
    /* the figures that the training printed, to the last digit */
    for (size_t t = 0; t < card->corpus->tones.count; t++)
        f->evaluation.tone[t] = card->report->tone[t].measures;
    if ((status = section_thresholds_choose(&f->sections, &f->evaluation,
                                            card->report, &card->settings->aim,
                                            err)) < 0)
        return status;
    return card->terms
               ? bias_measure(&f->bias, &f->evaluation, card->terms, err)
               : STATUS_OK;
}

int card_write(const char *folder, const struct card *card, struct error *err)
{
    struct card_facts *f = calloc(1, sizeof(*f));
    int status;

    if (!f)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    f->card = card;
    status = gather(f, folder, err);
    if (status == STATUS_OK)
        status = write_files(folder, f, err);
    section_thresholds_free(&f->sections);
    slices_free(&f->slices);
    evaluation_free(&f->evaluation);
    free(f);
    return status;
}
