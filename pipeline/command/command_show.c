#include "clock.h"
#include "command.h"
#include "desk.h"
#include "journal.h"
#include "options.h"
#include "render.h"

#include <stdio.h>

#define ARENA_SIZE ((size_t)128 << 20) /* reserved; touched as needed */
#define NEIGHBOURS 3                   /* on each side */
#define NEIGHBOUR_SHOWN 160            /* code points */

/* Everything the store knows of one comment. */
struct sheet {
    struct stored_comment stored;
    struct stored_comment parent;
    bool has_parent;
    struct comment_list thread; /* neighbours, itself left out */
    bool scored;
    struct model_record model;
    struct stored_score score;
    struct decision_list journal;
    struct revision_list revisions;
    struct claim claim;
    bool claimed;
};

static int load_score(struct store *store, struct arena *arena,
                      struct sheet *out, struct error *err)
{
    const struct standing *at = &out->stored.at;
    int status;

    if (!at->model)
        return STATUS_OK;
    status = store_model(store, at->model, arena, &out->model, err);
    if (status == 1)
        status = store_score(store, at->key, at->revision, at->model, arena,
                             &out->score, err);
    if (status == 0 ||
        (status == 1 && out->score.verdict.tone_count != out->model.tone_count))
        return error_set(err, STATUS_DAMAGED,
                         "store is damaged: a comment without its score");
    out->scored = status == 1;
    return status < 0 ? status : STATUS_OK;
}

static int load(struct store *store, struct view id, int64_t now,
                struct arena *arena, struct sheet *out, struct error *err)
{
    int status = store_find(store, id, arena, &out->stored, err);
    const struct standing *at = &out->stored.at;
    const struct view parent = out->stored.comment.reply_to;

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no comment '%.*s'",
                         VIEW_ARG(id));
    if (status < 0)
        return status;
    if (parent.len) {
        status = store_find(store, parent, arena, &out->parent, err);
        if (status < 0)
            return status;
        out->has_parent = status == 1;
    }
    if ((status = store_neighbours(store, at, NEIGHBOURS, NEIGHBOURS, arena,
                                   &out->thread, err)) < 0 ||
        (status = load_score(store, arena, out, err)) < 0 ||
        (status = journal_of(store, at->key, arena, &out->journal, err)) < 0 ||
        (status = store_revisions(store, at->key, arena, &out->revisions,
                                  err)) < 0 ||
        (status = claim_find(store, at->key, now, arena, &out->claim, err)) < 0)
        return status;
    out->claimed = status == 1;
    return STATUS_OK;
}

/* The threshold that flags now: the policy's, else the model's. */
static double threshold_of(const struct policy *policy,
                           const struct sheet *sheet,
                           const struct tone_record *tone)
{
    return policy_threshold(policy, tone->name, sheet->stored.comment.section,
                            tone->threshold / 10000.0);
}

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
               verdict->probability / 10000.0, threshold_of(policy, sheet, tone),
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

static json_t *json_comment(const struct stored_comment *stored)
{
    const struct comment *comment = &stored->comment;

    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "id",
                     render_json_text(comment->id), "discussion",
                     render_json_text(comment->discussion), "position",
                     comment->position
                         ? json_integer((json_int_t)comment->position)
                         : json_null(),
                     "author", render_json_text(comment->author), "time",
                     render_json_time(comment->time), "reply_to",
                     render_json_text(comment->reply_to), "text",
                     render_json_text(comment->text), "language",
                     render_json_text(stored->language), "state",
                     comment_state_name(stored->at.state));
}

static json_t *json_scores(const struct sheet *sheet,
                           const struct policy *policy)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sheet->model.tone_count; i++) {
        const struct tone_record *tone = &sheet->model.tone[i];
        const struct tone_verdict *verdict = &sheet->score.verdict.tone[i];
        json_array_append_new(
            list,
            json_pack("{s:o, s:o, s:f, s:b, s:b}", "tone",
                      render_json_text(tone->name), "probability",
                      render_json_ratio(verdict->probability), "threshold",
                      threshold_of(policy, sheet, tone), "flagged", verdict->flagged,
                      "observation_only", tone->observation_only));
    }
    return list;
}

static json_t *json_journal(const struct decision_list *journal)
{
    json_t *list = json_array();

    for (size_t i = 0; i < journal->count; i++) {
        const struct decision *decision = &journal->item[i];
        json_array_append_new(
            list, json_pack("{s:o, s:s, s:I, s:o, s:o, s:o, s:b, s:b}",
                            "moderator",
                            render_json_text(decision->moderator), "action",
                            action_name(decision->action), "revision",
                            (json_int_t)decision->revision, "tones",
                            render_json_text(decision->tones), "note",
                            render_json_text(decision->note), "time",
                            render_json_time(decision->time), "second",
                            decision->second, "undone", decision->undone));
    }
    return list;
}

static json_t *json_revisions(const struct revision_list *revisions)
{
    json_t *list = json_array();

    for (size_t i = 0; i < revisions->count; i++) {
        const struct revision *revision = &revisions->item[i];
        json_array_append_new(
            list, json_pack("{s:I, s:o, s:o}", "revision",
                            (json_int_t)revision->number, "received",
                            render_json_time(revision->received), "text",
                            render_json_text(revision->text)));
    }
    return list;
}

static json_t *json_sheet(const struct sheet *sheet,
                          const struct policy *policy)
{
    json_t *thread = json_array();

    for (size_t i = 0; i < sheet->thread.count; i++)
        json_array_append_new(thread, json_comment(&sheet->thread.item[i]));
    return json_pack(
        "{s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "comment", json_comment(&sheet->stored), "title",
        render_json_text(sheet->stored.comment.title), "revision",
        (json_int_t)sheet->stored.at.revision, "parent",
        sheet->has_parent ? json_comment(&sheet->parent) : json_null(),
        "thread", thread, "model", render_json_text(sheet->model.id), "scores",
        json_scores(sheet, policy), "reasons",
        render_json_reasons(&sheet->score, &sheet->model), "journal",
        json_journal(&sheet->journal), "revisions",
        json_revisions(&sheet->revisions), "claimed_by",
        render_json_text(sheet->claim.moderator), "claimed_until",
        render_json_time(sheet->claimed ? sheet->claim.until : TIME_NONE));
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
    status = load(store, id, now, &arena, &sheet, err);
    if (status == STATUS_OK && as == RENDER_JSON) {
        status = render_json_line(stdout, json_sheet(&sheet, policy), err);
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
    if ((status = store_open(&store, path, &options, err)) == STATUS_OK)
        status =
            show(store, &policy, view_of(operands[0]), options.now, as, err);
    store_close(store);
    return status;
}
