#include "clock.h"
#include "command.h"
#include "desk.h"
#include "options.h"
#include "render.h"
#include "sheet.h"

#include <stdio.h>

#define ARENA_SIZE ((size_t)128 << 20) /* reserved; touched as needed */
#define NEIGHBOURS 3                   /* on each side */
#define NEIGHBOUR_SHOWN 160            /* code points */

static void print_neighbour(const struct stored_comment *stored)
{
    printf("  ");
    render_name(stdout, stored->comment.id, 60);
    printf("  ");
    render_byline(stdout, &stored->comment);
    printf("\n");
    render_text(stdout,
                stored->at.state == COMMENT_EMPTY ? view_of("(empty)")
                                                  : stored->comment.text,
                NULL, 4, NEIGHBOUR_SHOWN);
}

static void print_head(const struct sheet *sheet)
{
    const struct comment *comment = &sheet->stored.comment;
    char until[CLOCK_ISO_SIZE];

    render_name(stdout, comment->id, NAME_CEILING);
    printf("  %s, revision %lld", comment_state_name(sheet->stored.at.state),
           (long long)sheet->stored.at.revision);
    if (sheet->claimed) {
        clock_format(sheet->claim.until, until);
        printf(", claimed by ");
        render_name(stdout, sheet->claim.moderator, 40);
        printf(" until %s", until);
    }
    printf("\n");
    if (comment->discussion.len) {
        printf("discussion ");
        render_name(stdout, comment->discussion, NAME_CEILING);
        if (comment->title.len) {
            printf(": «");
            render_name(stdout, comment->title, 120);
            printf("»");
        }
        printf("\n");
    }
    if (comment->reply_to.len) {
        printf("answers ");
        render_name(stdout, comment->reply_to, NAME_CEILING);
        printf("%s\n", sheet->has_parent ? "" : ", which is not in the store");
    }
}

static bool in_thread(const struct comment_list *thread,
                      const struct stored_comment *comment)
{
    for (size_t i = 0; i < thread->count; i++)
        if (thread->item[i].at.key == comment->at.key)
            return true;
    return false;
}

static void print_thread(const struct sheet *sheet)
{
    const struct stored_comment *stored = &sheet->stored;
    struct render_reasons marks = {0};
    size_t i = 0;

    if (sheet->scored)
        render_pick(&sheet->score, sheet_main_tone(&sheet->score), &marks);
    if (sheet->has_parent && !in_thread(&sheet->thread, &sheet->parent)) {
        printf("\nparent:\n");
        print_neighbour(&sheet->parent);
    }
    printf("\nthread:\n");
    for (; i < sheet->thread.count &&
           sheet->thread.item[i].at.key < stored->at.key;
         i++)
        print_neighbour(&sheet->thread.item[i]);
    printf("> ");
    render_name(stdout, stored->comment.id, 60);
    printf("  ");
    render_byline(stdout, &stored->comment);
    printf("\n");
    render_text(stdout, stored->comment.text, &marks, 4, RENDER_ALL);
    for (; i < sheet->thread.count; i++)
        print_neighbour(&sheet->thread.item[i]);
}

static void print_score(const struct sheet *sheet, const struct policy *policy)
{
    if (!sheet->scored) {
        printf("\nnot scored\n");
        return;
    }
    printf("\nscores by %.*s", VIEW_ARG(sheet->model.id));
    if (sheet->stored.language.len)
        printf(", language %.*s", VIEW_ARG(sheet->stored.language));
    printf(":\n");
    for (size_t i = 0; i < sheet->model.tone_count; i++) {
        const struct tone_record *tone = &sheet->model.tone[i];
        const struct tone_verdict *verdict = &sheet->score.verdict.tone[i];
        struct render_reasons reasons;

        printf("  %-16.*s %.4f  threshold %.4f%s%s\n", VIEW_ARG(tone->name),
               verdict->probability / 10000.0, sheet_threshold(policy, sheet, tone),
               verdict->flagged ? "  flagged" : "",
               tone->observation_only ? "  observation only" : "");
        render_pick(&sheet->score, i, &reasons);
        if (reasons.count) {
            printf("    why: ");
            render_reasons(stdout, sheet->stored.comment.text, &reasons);
        }
    }
}

static void print_journal(const struct sheet *sheet)
{
    char when[CLOCK_ISO_SIZE];

    if (sheet->revisions.count)
        printf("\nolder texts:\n");
    for (size_t i = 0; i < sheet->revisions.count; i++) {
        const struct revision *revision = &sheet->revisions.item[i];
        clock_format(revision->received, when);
        printf("  %lld  received %s\n", (long long)revision->number, when);
        render_text(stdout, revision->text, NULL, 4, RENDER_ALL);
    }
    if (sheet->journal.count)
        printf("\njournal:\n");
    for (size_t i = 0; i < sheet->journal.count; i++) {
        const struct decision *decision = &sheet->journal.item[i];
        clock_format(decision->time, when);
        printf("  %s  %s by ", when, action_name(decision->action));
        render_name(stdout, decision->moderator, NAME_CEILING);
        printf(", revision %lld", (long long)decision->revision);
        if (decision->tones.len) {
            printf(", tones ");
            render_name(stdout, decision->tones, NAME_CEILING);
        }
        if (decision->note.len) {
            printf(", note: ");
            render_name(stdout, decision->note, NAME_CEILING);
        }
        printf("%s%s\n", decision->second ? " (second opinion)" : "",
               decision->undone ? " (undone)" : "");
    }
}

static int show(struct store *store, const struct policy *policy,
                struct view id, int64_t now, enum render_format as,
                struct error *err)
{
    struct sheet sheet = {.has_parent = false};
    struct arena arena;
    int status;

    if ((status = arena_open(&arena, ARENA_SIZE, err)) < 0)
        return status;
    status = sheet_load(store, id, NEIGHBOURS, now, &arena, &sheet, err);
    if (status == STATUS_OK && as == RENDER_JSON) {
        status = render_json_line(stdout, sheet_json(&sheet, policy), err);
    } else if (status == STATUS_OK) {
        print_head(&sheet);
        print_thread(&sheet);
        print_score(&sheet, policy);
        print_journal(&sheet);
    }
    arena_free(&arena);
    return status;
}

int command_show(const struct command *self, const struct surroundings *around,
                 int argc, char **argv, struct error *err)
{
    const char *path = around->store, *policy_path = NULL, *format = "text";
    struct store_options options = {.read_only = true, .now = around->now};
    struct store *store = NULL;
    struct policy policy;
    enum render_format as;
    char **operands;
    size_t count;
    int status;
    const struct option_spec specs[] = {
        {"format", OPTION_TEXT, &format, "WORD", "text or json"},
        {"db", OPTION_TEXT, &path, "FILE", "the store ($VIGIE_DB, vigie.db)"},
        {"policy", OPTION_TEXT, &policy_path, "FILE",
         "for thresholds; data/policy.ini"},
        {"now", OPTION_TIME, &options.now, "TIME", "as if it were that time"},
    };

    status = options_parse(self, specs, sizeof(specs) / sizeof(specs[0]), argc,
                           argv, &operands, &count, err);
    if (status)
        return status < 0 ? status : STATUS_OK;
    if (count != 1)
        return error_set(err, STATUS_USAGE,
                         "one comment wanted, see 'vigie show --help'");
    if ((status = render_format(format, false, &as, err)) < 0 ||
        (status = desk_policy(around, policy_path, &policy, err)) < 0)
        return status;
    if ((status = store_open(&store, path, &options, err)) == STATUS_OK &&
        (status = desk_saved_policy(store, policy_path, &policy, err)) ==
            STATUS_OK)
        status =
            show(store, &policy, view_of(operands[0]), options.now, as, err);
    store_close(store);
    return status;
}
