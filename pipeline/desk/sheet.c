#include "sheet.h"

#include "clock.h"
#include "render.h"

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

int sheet_load(struct store *store, struct view id, size_t neighbours,
               int64_t now, struct arena *arena, struct sheet *out,
               struct error *err)
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
    if ((status = store_neighbours(store, at, neighbours, neighbours, arena,
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

double sheet_threshold(const struct policy *policy, const struct sheet *sheet,
                       const struct tone_record *tone)
{
    return policy_threshold(policy, tone->name, sheet->stored.comment.section,
                            tone->threshold / 10000.0);
}

size_t sheet_main_tone(const struct stored_score *score)
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

json_t *sheet_json_comment(const struct stored_comment *stored)
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
            list, json_pack("{s:o, s:o, s:f, s:b, s:b}", "tone",
                            render_json_text(tone->name), "probability",
                            render_json_ratio(verdict->probability),
                            "threshold", sheet_threshold(policy, sheet, tone),
                            "flagged", verdict->flagged, "observation_only",
                            tone->observation_only));
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
                            "moderator", render_json_text(decision->moderator),
                            "action", action_name(decision->action), "revision",
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

json_t *sheet_json(const struct sheet *sheet, const struct policy *policy)
{
    json_t *thread = json_array();

    for (size_t i = 0; i < sheet->thread.count; i++)
        json_array_append_new(thread,
                              sheet_json_comment(&sheet->thread.item[i]));
    return json_pack(
        "{s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "comment", sheet_json_comment(&sheet->stored), "title",
        render_json_text(sheet->stored.comment.title), "revision",
        (json_int_t)sheet->stored.at.revision, "parent",
        sheet->has_parent ? sheet_json_comment(&sheet->parent) : json_null(),
        "thread", thread, "model", render_json_text(sheet->model.id), "scores",
        json_scores(sheet, policy), "reasons",
        render_json_reasons(&sheet->score, &sheet->model), "journal",
        json_journal(&sheet->journal), "revisions",
        json_revisions(&sheet->revisions), "claimed_by",
        render_json_text(sheet->claim.moderator), "claimed_until",
        render_json_time(sheet->claimed ? sheet->claim.until : TIME_NONE));
}
