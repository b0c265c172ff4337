/* What changes between two models, as text, JSON lines and CSV. */
#include "diff_inside.h"
#include "json_build.h"

#include <stdio.h>

#define ITEM_ARENA ((size_t)4 << 20)
#define TEXT_SHOWN 400 /* code points */

static void print_summary(const struct diff *self)
{
    printf("%s -> %s: %zu comments, %zu change side", model_id(self->model[0]),
           model_id(self->model[1]), self->comments, self->changed);
    if (self->failed)
        printf(", %zu could not be scored", self->failed);
    printf("\n%-16s %14s %18s %10s\n", "tone", "newly flagged",
           "no longer flagged", "unchanged");
    for (size_t t = 0; t < self->tone_count; t++) {
        const struct diff_tone *tone = &self->tone[t];
        printf("%-16.*s %14zu %18zu %10zu%s\n", VIEW_ARG(tone->name),
               tone->flagged, tone->withdrawn, tone->same,
               tone->at[0] < 0   ? "  new"
               : tone->at[1] < 0 ? "  gone"
                                 : "");
    }
    printf("\n");
}

static int json_summary(const struct diff *self, struct error *err)
{
    json_t *tones = json_array();

    for (size_t t = 0; t < self->tone_count; t++) {
        const struct diff_tone *tone = &self->tone[t];
        json_add(&tones,
                 json_pack("{s:o, s:I, s:I, s:I}", "tone",
                           render_json_text(tone->name), "newly_flagged",
                           (json_int_t)tone->flagged, "no_longer_flagged",
                           (json_int_t)tone->withdrawn, "unchanged",
                           (json_int_t)tone->same));
    }
    return render_json_line(stdout,
                            json_pack("{s:s, s:s, s:I, s:I, s:I, s:o}", "from",
                                      model_id(self->model[0]), "to",
                                      model_id(self->model[1]), "comments",
                                      (json_int_t)self->comments, "changed",
                                      (json_int_t)self->changed, "failed",
                                      (json_int_t)self->failed, "tones", tones),
                            err);
}

static void print_probability(int32_t probability)
{
    if (probability < 0)
        printf("-");
    else
        printf("%.4f", probability / 10000.0);
}

static void print_change(const struct diff *self, const struct change *change,
                         const struct stored_comment *stored, size_t number)
{
    const struct view name = self->tone[change->tone].name;

    printf("%3zu. %c%.*s  ", number, change->flagged ? '+' : '-',
           VIEW_ARG(name));
    print_probability(change->probability[0]);
    printf(" -> ");
    print_probability(change->probability[1]);
    printf("  ");
    render_name(stdout, stored->comment.id, 60);
    printf("  %s\n     ", comment_state_name(stored->at.state));
    render_byline(stdout, &stored->comment);
    if (stored->comment.title.len) {
        printf(", on «");
        render_name(stdout, stored->comment.title, 80);
        printf("»");
    }
    printf("\n");
    render_text(stdout, stored->comment.text, NULL, 5, TEXT_SHOWN);
    printf("\n");
}

static json_t *json_probability(int32_t probability)
{
    return probability < 0 ? json_null()
                           : render_json_ratio((uint16_t)probability);
}

static int json_change(const struct diff *self, const struct change *change,
                       const struct stored_comment *stored, struct error *err)
{
    return render_json_line(
        stdout,
        json_pack("{s:o, s:o, s:o, s:b, s:o, s:o, s:s, s:o}", "comment",
                  render_json_text(stored->comment.id), "discussion",
                  render_json_text(stored->comment.discussion), "tone",
                  render_json_text(self->tone[change->tone].name), "flagged",
                  change->flagged, "from",
                  json_probability(change->probability[0]), "to",
                  json_probability(change->probability[1]), "state",
                  comment_state_name(stored->at.state), "text",
                  render_json_text(stored->comment.text)),
        err);
}

static void csv_probability(int32_t probability)
{
    char text[16] = "";

    if (probability >= 0)
        snprintf(text, sizeof(text), "%.4f", probability / 10000.0);
    render_csv_field(stdout, view_of(text), false);
}

static void csv_change(const struct diff *self, const struct change *change,
                       const struct stored_comment *stored)
{
    render_csv_field(stdout, stored->comment.id, true);
    render_csv_field(stdout, stored->comment.discussion, false);
    render_csv_field(stdout, self->tone[change->tone].name, false);
    render_csv_field(stdout, view_of(change->flagged ? "1" : "0"), false);
    csv_probability(change->probability[0]);
    csv_probability(change->probability[1]);
    render_csv_field(stdout, view_of(comment_state_name(stored->at.state)),
                     false);
    render_csv_field(stdout, stored->comment.text, false);
    render_csv_end(stdout);
}

static int write_change(const struct diff *self, size_t i, struct arena *arena,
                        struct error *err)
{
    const struct change *change = &self->heap[i];
    struct stored_comment stored;
    int status = store_get(self->store, change->comment, arena, &stored, err);

    if (status != 1)
        return status;
    switch (self->options->as) {
    case RENDER_TEXT:
        print_change(self, change, &stored, i + 1);
        break;
    case RENDER_JSON:
        return json_change(self, change, &stored, err);
    case RENDER_CSV:
        csv_change(self, change, &stored);
        break;
    }
    return STATUS_OK;
}

int diff_print(const struct diff *self, struct error *err)
{
    static const char *const columns[] = {"comment", "discussion", "tone",
                                          "flagged", "from",       "to",
                                          "state",   "text"};
    struct arena arena;
    int status = STATUS_OK;

    if (self->options->as == RENDER_TEXT)
        print_summary(self);
    else if (self->options->as == RENDER_JSON)
        status = json_summary(self, err);
    for (size_t i = 0; i < 8 && self->options->as == RENDER_CSV; i++)
        render_csv_field(stdout, view_of(columns[i]), i == 0);
    if (self->options->as == RENDER_CSV)
        render_csv_end(stdout);
    if (status < 0 || (status = arena_open(&arena, ITEM_ARENA, err)) < 0)
        return status;
    for (size_t i = 0; i < self->heap_count && status >= 0; i++) {
        arena_reset(&arena);
        status = write_change(self, i, &arena, err);
    }
    arena_free(&arena);
    return status < 0 ? status : STATUS_OK;
}
