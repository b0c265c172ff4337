#include "sheet.h"

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

static int load_sense(struct store *store, struct arena *arena,
                      struct sheet *out, struct error *err)
{
    const struct view discussion = out->stored.comment.discussion;
    int status = 0;

    if (discussion.len)
        status = sense_read(store, discussion, SENSE_AT_HAND, arena,
                            &out->sense, err);
    out->has_sense = status == 1 && out->sense.has_course;
    return status < 0 ? status : STATUS_OK;
}

int sheet_load(struct store *store, struct view id, size_t neighbours,
               int64_t now, struct arena *arena, struct sheet *out,
               struct error *err)
{
    int status = store_find(store, id, arena, &out->stored, err);
    const struct standing *at = &out->stored.at;
    const struct view given = out->stored.comment.reply_to;

    if (status == 0)
        return error_set(err, STATUS_NOT_FOUND, "no comment '%.*s'",
                         VIEW_ARG(id));
    if (status < 0)
        return status;
    const struct view parent = given.len ? given : out->stored.inferred.parent;
    if (parent.len) {
        status = store_find(store, parent, arena, &out->parent, err);
        if (status < 0)
            return status;
        out->has_parent = status == 1;
    }
    if ((status = store_neighbours(store, at, neighbours, neighbours, arena,
                                   &out->thread, err)) < 0 ||
        (status = load_score(store, arena, out, err)) < 0 ||
        (status = load_sense(store, arena, out, err)) < 0 ||
        (status = journal_of(store, at->key, arena, &out->journal, err)) < 0 ||
        (status = store_revisions(store, at->key, arena, &out->revisions,
                                  err)) < 0 ||
        (status = claim_find(store, at->key, now, arena, &out->claim, err)) < 0)
        return status;
    out->claimed = status == 1;
    return STATUS_OK;
}
