#include "item.h"

#include "json_build.h"
#include "render.h"

#include <math.h>

int item_load(struct store *store, const struct policy *policy,
              const struct listed_place *listed, struct arena *arena,
              struct item *out, struct error *err)
{
    const struct place *place = &listed->place;
    int status;

    *out = (struct item){.listed = listed, .scored = place->model != 0};
    status = store_get(store, place->comment, arena, &out->stored, err);
    if (status == 1 && out->scored)
        status = store_model(store, place->model, arena, &out->model, err);
    if (status == 1 && out->scored)
        status = store_score(store, place->comment, out->stored.at.revision,
                             place->model, arena, &out->score, err);
    if (status == 0 || (out->scored && place->tone >= out->model.tone_count))
        return error_set(err, STATUS_DAMAGED,
                         "store is damaged: a place without its score");
    if (status < 0)
        return status;
    if (out->scored) {
        out->tone = out->model.tone[place->tone].name;
        out->rule = policy_find(policy, out->tone);
    }
    return STATUS_OK;
}

static double rounded(double priority)
{
    return round(priority * 10000) / 10000;
}

json_t *item_json(const struct item *item)
{
    const struct comment *comment = &item->stored.comment;
    const struct listed_place *listed = item->listed;
    json_t *line = json_pack(
        "{s:o, s:o, s:f, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:s?, s:o}",
        "comment", render_json_text(comment->id), "discussion",
        render_json_text(comment->discussion), "priority",
        rounded(listed->priority), "tone", render_json_text(item->tone),
        "probability",
        item->scored ? render_json_ratio(listed->place.probability)
                     : json_null(),
        "since", render_json_time(item->stored.at.received), "claimed_by",
        render_json_text(listed->claimed_by), "claimed_until",
        render_json_time(listed->claimed_until), "author",
        render_json_text(comment->author), "time",
        render_json_time(comment->time), "title",
        render_json_text(comment->title), "reply_to",
        render_json_text(comment->reply_to), "reply_inferred",
        render_json_text(item->stored.inferred.parent), "inferred_by",
        render_ground(&item->stored.inferred), "text",
        render_json_text(comment->text));

    json_put(&line, "reasons",
             render_json_reasons(&item->score, &item->model));
    if (item->rule && item->rule->note[0])
        json_put(&line, "note", json_string(item->rule->note));
    return line;
}
