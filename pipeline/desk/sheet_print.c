#include "clock.h"
#include "render.h"
#include "sense_sheet.h"
#include "sheet.h"
#include "utf8.h"

#include <stdio.h>

#define NEIGHBOUR_SHOWN 160 /* code points */
#define QUOTED_SHOWN 60     /* code points */

double sheet_threshold(const struct policy *policy, const struct sheet *sheet,
                       const struct tone_record *tone)
{
    return policy_threshold(policy, tone->name, sheet->stored.comment.section,
                            tone->threshold / 10000.0);
}

void sheet_print_neighbour(const struct stored_comment *stored)
{
    printf("  ");
    render_name(stdout, stored->comment.id, 60);
    printf("  ");
    render_byline(stdout, &stored->comment);
    render_answers(stdout, stored);
    printf("\n");
    render_text(stdout,
                stored->at.state == COMMENT_EMPTY ? view_of("(empty)")
                                                  : stored->comment.text,
                NULL, 4, NEIGHBOUR_SHOWN);
}

/* "answers c12 (inferred: quotes it, «sont sans égale»)" */
static void print_inferred(const struct sheet *sheet)
{
    const struct inferred_reply *inferred = &sheet->stored.inferred;

    printf("answers ");
    render_name(stdout, inferred->parent, NAME_CEILING);
    if (inferred->ground == LINK_NAME) {
        printf(" (inferred: calls its author)\n");
        return;
    }
    printf(" (inferred: quotes it, «");
    render_name(
        stdout,
        utf8_range(sheet->stored.comment.text, inferred->begin, inferred->end),
        QUOTED_SHOWN);
    printf("»)\n");
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
    } else if (sheet->has_parent) {
        print_inferred(sheet);
    }
}

/* The flagged tone that is surest, else the likeliest: its reasons are
 * marked. */
static size_t main_tone(const struct stored_score *score)
{
    size_t best = 0;

    for (size_t i = 1; i < score->verdict.tone_count; i++) {
        const struct tone_verdict *a = &score->verdict.tone[i],
                                  *b = &score->verdict.tone[best];
        if (a->flagged != b->flagged ? a->flagged
                                     : a->probability > b->probability)
            best = i;
    }
    return best;
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
        render_pick(&sheet->score, main_tone(&sheet->score), &marks);
    if (sheet->has_parent && !in_thread(&sheet->thread, &sheet->parent)) {
        printf("\nparent:\n");
        sheet_print_neighbour(&sheet->parent);
    }
    printf("\nthread:\n");
    for (; i < sheet->thread.count &&
           sheet->thread.item[i].at.key < stored->at.key;
         i++)
        sheet_print_neighbour(&sheet->thread.item[i]);
    printf("> ");
    render_name(stdout, stored->comment.id, 60);
    printf("  ");
    render_byline(stdout, &stored->comment);
    printf("\n");
    render_text(stdout, stored->comment.text, &marks, 4, RENDER_ALL);
    for (; i < sheet->thread.count; i++)
        sheet_print_neighbour(&sheet->thread.item[i]);
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
               verdict->probability / 10000.0,
               sheet_threshold(policy, sheet, tone),
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

void sheet_print(const struct sheet *sheet, const struct policy *policy)
{
    print_head(sheet);
    print_thread(sheet);
    print_score(sheet, policy);
    if (sheet->has_sense)
        sense_print_comment(&sheet->sense, sheet->stored.comment.id);
    print_journal(sheet);
}
