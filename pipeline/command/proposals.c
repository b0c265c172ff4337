#include "proposals.h"

#include "clock.h"

#include <stdio.h>

static const char *const columns[] = {"comment",  "discussion",  "title",
                                      "section",  "author",      "time",
                                      "reply_to", "parent_text", "text"};

#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

static void print_proposal(const struct comment *comment, size_t number)
{
    printf("%3zu. ", number);
    render_name(stdout, comment->id, 60);
    printf("\n     ");
    render_byline(stdout, comment);
    if (comment->title.len) {
        printf(", on «");
        render_name(stdout, comment->title, 80);
        printf("»");
    }
    if (comment->reply_to.len) {
        printf(", answers ");
        render_name(stdout, comment->reply_to, 60);
    }
    printf("\n");
    if (comment->parent_text.len) {
        printf("     parent:\n");
        render_text(stdout, comment->parent_text, NULL, 7, 160);
    }
    render_text(stdout, comment->text, NULL, 5, RENDER_ALL);
    printf("\n");
}

static void write_csv(const struct comment *comment)
{
    char when[CLOCK_ISO_SIZE];

    clock_format(comment->time, when);
    const struct view field[COLUMNS] = {
        comment->id,       comment->discussion,  comment->title,
        comment->section,  comment->author,      view_of(when),
        comment->reply_to, comment->parent_text, comment->text};
    for (size_t i = 0; i < COLUMNS; i++)
        render_csv_field(stdout, field[i], i == 0);
    render_csv_end(stdout);
}

static int write_json(const struct comment *comment, struct error *err)
{
    return render_json_line(
        stdout,
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", columns[0],
                  render_json_text(comment->id), columns[1],
                  render_json_text(comment->discussion), columns[2],
                  render_json_text(comment->title), columns[3],
                  render_json_text(comment->section), columns[4],
                  render_json_text(comment->author), columns[5],
                  render_json_time(comment->time), columns[6],
                  render_json_text(comment->reply_to), columns[7],
                  render_json_text(comment->parent_text), columns[8],
                  render_json_text(comment->text)),
        err);
}

static void print_heading(enum render_format as)
{
    for (size_t i = 0; i < COLUMNS && as == RENDER_CSV; i++)
        render_csv_field(stdout, view_of(columns[i]), i == 0);
    if (as == RENDER_CSV)
        render_csv_end(stdout);
}

static int write_proposal(const struct comment *comment, size_t number,
                          enum render_format as, struct error *err)
{
    switch (as) {
    case RENDER_TEXT:
        print_proposal(comment, number);
        break;
    case RENDER_JSON:
        return write_json(comment, err);
    case RENDER_CSV:
        write_csv(comment);
        break;
    }
    return STATUS_OK;
}

int proposals_print(struct store *store, const struct proposal_list *list,
                    enum render_format as, struct arena *arena,
                    struct error *err)
{
    struct stored_comment stored;
    int status = STATUS_OK;

    print_heading(as);
    for (size_t i = 0; i < list->count && status >= 0; i++) {
        arena_reset(arena);
        status = store_get(store, list->comment[i], arena, &stored, err);
        if (status == 1)
            status = write_proposal(&stored.comment, i + 1, as, err);
    }
    if (status >= 0 && as == RENDER_TEXT)
        printf(
            "%zu to label: vigie decide COMMENT approve|remove --tones A,B\n",
            list->count);
    return status < 0 ? status : STATUS_OK;
}
