/* Thresholds by section: in the card, and as lines of a policy file. */
#include "card.h"
#include "card_parts.h"
#include "file.h"
#include "report.h"

#include <stdio.h>

/* The figure that `before` and `after` are. */
static enum measure_kind kind_of(const struct aim *aim)
{
    if (aim->kind == AIM_PRECISION)
        return MEASURE_PRECISION;
    return aim->kind == AIM_RECALL ? MEASURE_RECALL : MEASURE_F1;
}

static void cell(struct sheet *s, const char *text)
{
    card_text(s, text);
    sheet_markup(s, " | ");
}

static void row(struct sheet *s, const struct card_facts *f,
                const struct section_threshold *t)
{
    const double threshold = (double)t->threshold / PROBABILITY_ONE;

    sheet_markup(s, "| ");
    cell(s, t->section);
    cell(s, report_tone(s->language, f->card->corpus->tones.name[t->tone]));
    cell(s, report_count(s->language, (double)t->count).text);
    cell(s, report_count(s->language, (double)t->positives).text);
    cell(s, report_decimal(s->language, t->before, 3).text);
    cell(s, report_decimal(s->language, t->after, 3).text);
    cell(s, report_decimal(s->language, threshold, 4).text);
    sheet_markup(s, "\n");
}

void card_sections(struct sheet *s, const struct card_facts *f)
{
    static const enum report_key head[] = {
        REPORT_CARD_SECTION,  REPORT_TONE,          REPORT_COMMENTS,
        REPORT_POSITIVES,     REPORT_CARD_AT_MODEL, REPORT_CARD_AT_OWN,
        REPORT_CARD_THRESHOLD};
    const struct aim *aim = &f->card->settings->aim;
    const struct report_number n[] = {
        report_count(s->language, (double)f->sections.tried),
        report_count(s->language, SECTION_POSITIVES),
        report_count(s->language, SECTION_NEGATIVES),
        report_count(s->language, SECTION_DISCUSSIONS),
        report_count(s->language, (double)f->sections.count),
    };
    const char *const values[] = {
        n[0].text, n[1].text, n[2].text,
        n[3].text, n[4].text, report_measure(s->language, kind_of(aim))};

    if (aim->kind == AIM_BUDGET) {
        card_say(s, "\n", REPORT_CARD_SECTIONS_BUDGET, NULL, 0, "\n");
        return;
    }
    card_say(s, "\n", REPORT_CARD_SECTIONS, values, 6, "\n");
    if (f->sections.count)
        card_head_row(s, head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < f->sections.count; i++)
        row(s, f, &f->sections.item[i]);
}

/* ---- the policy file's lines -------------------------------------------- */

static int head_lines(struct buffer *out, const struct card_facts *f,
                      struct error *err)
{
    const struct card *card = f->card;
    struct sheet sheet;
    char aim[160];
    int status;

    sheet_open(&sheet, REPORT_ENGLISH, err);
    card_aim(&sheet, &card->settings->aim, aim, sizeof(aim));
    buffer_free(&sheet.out);
    if (sheet.status < 0)
        return sheet.status;
    status = buffer_printf(
        out, err,
        "; Thresholds by section that go with %s, written by vigie train.\n"
        "; Lines of a policy file (data/policy.ini says more): add them to "
        "yours.\n;\n"
        "; Aim: %s.  %zu of %zu pairs of tone and section with %d\n"
        "; comments with the tone, %d without and %d discussions gain by one.\n"
        ";\n; Everywhere else the model's own hold:\n",
        f->id, aim, f->sections.count, f->sections.tried, SECTION_POSITIVES,
        SECTION_NEGATIVES, SECTION_DISCUSSIONS);
    for (size_t t = 0; status == STATUS_OK && t < card->corpus->tones.count;
         t++)
        status = buffer_printf(
            out, err, ";   %-16s %.4f%s\n", card->corpus->tones.name[t],
            (double)card->report->tone[t].threshold / PROBABILITY_ONE,
            card->report->tone[t].observation_only ? "  observation only" : "");
    return status;
}

static int rule_lines(struct buffer *out, const struct card_facts *f,
                      const struct section_threshold *t, struct error *err)
{
    const char *name = f->card->corpus->tones.name[t->tone];

    return buffer_printf(
        out, err,
        "\n[tone %s in %s]\n"
        "; %zu comments, %zu with the tone: %s %.3f, %.3f before\n"
        "threshold = %.4f\n",
        name, t->section, t->count, t->positives,
        report_measure(REPORT_ENGLISH, kind_of(&f->card->settings->aim)),
        t->after, t->before, (double)t->threshold / PROBABILITY_ONE);
}

int card_thresholds(const char *path, const struct card_facts *f,
                    struct error *err)
{
    struct buffer out = {.ptr = NULL};
    int status = head_lines(&out, f, err);

    for (size_t i = 0; status == STATUS_OK && i < f->sections.count; i++)
        status = rule_lines(&out, f, &f->sections.item[i], err);
    if (status == STATUS_OK)
        status = file_write(path, buffer_view(&out), err);
    buffer_free(&out);
    return status;
}
