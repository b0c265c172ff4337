#include "clock.h"
#include "json_build.h"
#include "render.h"
#include "sense_sheet.h"
#include "sheet.h"

/* [start, end] of the words pasted from the parent, else null. */
static json_t *json_quotes(const struct inferred_reply *inferred)
{
    return inferred->ground == LINK_QUOTE
               ? json_pack("[I, I]", (json_int_t)inferred->begin,
                           (json_int_t)inferred->end)
               : json_null();
}

json_t *sheet_json_comment(const struct stored_comment *stored)
{
    const struct comment *comment = &stored->comment;

    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s?, s:o, s:o, s:o,"
        " s:s}",
        "id", render_json_text(comment->id), "discussion",
        render_json_text(comment->discussion), "position",
        comment->position ? json_integer((json_int_t)comment->position)
                          : json_null(),
        "author", render_json_text(comment->author), "time",
        render_json_time(comment->time), "reply_to",
        render_json_text(comment->reply_to), "reply_inferred",
        render_json_text(stored->inferred.parent), "inferred_by",
        render_ground(&stored->inferred), "quotes",
        json_quotes(&stored->inferred), "text", render_json_text(comment->text),
        "language", render_json_text(stored->language), "state",
        comment_state_name(stored->at.state));
}

static json_t *json_scores(const struct sheet *sheet,
                           const struct policy *policy)
{
    json_t *list = json_array();

    for (size_t i = 0; i < sheet->model.tone_count; i++) {
        const struct tone_record *tone = &sheet->model.tone[i];
        const struct tone_verdict *verdict = &sheet->score.verdict.tone[i];
        json_add(&list,
                 json_pack("{s:o, s:o, s:f, s:b, s:b}", "tone",
                           render_json_text(tone->name), "probability",
                           render_json_ratio(verdict->probability), "threshold",
                           sheet_threshold(policy, sheet, tone), "flagged",
                           verdict->flagged, "observation_only",
                           tone->observation_only));
    }
    return list;
}

static json_t *json_journal(const struct decision_list *journal)
{
    json_t *list = json_array();

    for (size_t i = 0; i < journal->count; i++) {
        const struct decision *decision = &journal->item[i];
        json_add(&list,
                 json_pack("{s:o, s:s, s:I, s:o, s:o, s:o, s:b, s:b}",
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
        json_add(&list, json_pack("{s:I, s:o, s:o}", "revision",
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
        json_add(&thread, sheet_json_comment(&sheet->thread.item[i]));
    return json_pack(
        "{s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "comment", sheet_json_comment(&sheet->stored), "title",
        render_json_text(sheet->stored.comment.title), "revision",
        (json_int_t)sheet->stored.at.revision, "parent",
        sheet->has_parent ? sheet_json_comment(&sheet->parent) : json_null(),
        "thread", thread, "sense",
        sheet->has_sense
            ? sense_json_comment(&sheet->sense, sheet->stored.comment.id)
            : json_null(),
        "model", render_json_text(sheet->model.id), "scores",
        json_scores(sheet, policy), "reasons",
        render_json_reasons(&sheet->score, &sheet->model), "journal",
        json_journal(&sheet->journal), "revisions",
        json_revisions(&sheet->revisions), "claimed_by",
        render_json_text(sheet->claim.moderator), "claimed_until",
        render_json_time(sheet->claimed ? sheet->claim.until : TIME_NONE));
}
