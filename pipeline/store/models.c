/* The models that scored, and which one is active. */
#include "models.h"

#include "connection.h"

#include <assert.h>

static int add_model(struct store *self, const struct model_record *model,
                     int64_t *out, struct error *err)
{
    int status = statement_run(
        self, STATEMENT_MODEL_ADD,
        BIND(text(model->id), name(model->folder), moment(model->trained),
             name(model->data_sha256), name(model->metrics)),
        NULL, err);

    *out = sqlite3_last_insert_rowid(self->db);
    for (size_t i = 0; i < model->tone_count && status == STATUS_OK; i++) {
        const struct tone_record *tone = &model->tone[i];
        status = statement_run(self, STATEMENT_MODEL_TONE_ADD,
                               BIND(whole(*out), whole((int64_t)i),
                                    text(tone->name), whole(tone->threshold),
                                    whole(tone->observation_only)),
                               NULL, err);
    }
    return status;
}

/* One id, one model: its tones give the numbers of a score their meaning. */
static int check_tones(struct store *self, const struct model_record *model,
                       int64_t known, struct error *err)
{
    sqlite3_stmt *row;
    size_t count = 0;
    bool same = true;
    int status = statement_start(self, STATEMENT_MODEL_TONES,
                                 BIND(whole(known)), &row, err);

    if (status < 0)
        return status;
    while ((status = statement_next(self, row, err)) == 1) {
        same = same && count < model->tone_count &&
               view_equal(column_view(row, 0), model->tone[count].name);
        count++;
    }
    if (status == STATUS_OK && (!same || count != model->tone_count))
        status = error_set(err, STATUS_BAD_RECORD,
                           "model '%.*s' is known with other tones",
                           VIEW_ARG(model->id));
    return status;
}

int store_find_model(struct store *self, struct view id, int64_t *out,
                     struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_MODEL_FIND, BIND(text(id)), &row, err);

    if (status == 1) {
        *out = sqlite3_column_int64(row, 0);
        statement_end(row);
    }
    return status;
}

int store_put_model(struct store *self, const struct model_record *model,
                    int64_t *out, struct error *err)
{
    int64_t found = 0;
    int status;

    assert(self->writing && model->tone_count <= MODEL_TONES_CEILING);
    status = store_find_model(self, model->id, &found, err);
    if (status == 1) {
        status = check_tones(self, model, found, err);
        if (status == STATUS_OK && model->folder.len)
            status = statement_run(
                self, STATEMENT_MODEL_MOVE,
                BIND(whole(found), text(model->folder), moment(model->trained)),
                NULL, err);
    } else if (status == 0) {
        status = add_model(self, model, &found, err);
    }
    if (status == STATUS_OK)
        *out = found;
    return status;
}

static int read_head(sqlite3_stmt *row, struct arena *arena,
                     struct model_record *out, struct error *err)
{
    int status;

    out->trained = column_moment(row, 2);
    if ((status = column_copy(row, 0, arena, &out->id, err)) < 0 ||
        (status = column_copy(row, 1, arena, &out->folder, err)) < 0 ||
        (status = column_copy(row, 3, arena, &out->data_sha256, err)) < 0)
        return status;
    return column_copy(row, 4, arena, &out->metrics, err);
}

static int read_tone(sqlite3_stmt *row, struct arena *arena,
                     struct model_record *out, struct error *err)
{
    if (out->tone_count == MODEL_TONES_CEILING)
        return error_set(err, STATUS_DAMAGED,
                         "store is damaged: a model of too many tones");
    struct tone_record *tone = &out->tone[out->tone_count++];
    tone->threshold = (uint16_t)sqlite3_column_int(row, 1);
    tone->observation_only = sqlite3_column_int(row, 2) != 0;
    return column_copy(row, 0, arena, &tone->name, err);
}

int store_model(struct store *self, int64_t model, struct arena *arena,
                struct model_record *out, struct error *err)
{
    sqlite3_stmt *row;
    int status = statement_first(self, STATEMENT_MODEL_GET, BIND(whole(model)),
                                 &row, err);

    if (status != 1)
        return status;
    *out = (struct model_record){0};
    status = read_head(row, arena, out, err);
    statement_end(row);
    if (status < 0 ||
        (status = statement_start(self, STATEMENT_MODEL_TONES,
                                  BIND(whole(model)), &row, err)) < 0)
        return status;
    while ((status = statement_next(self, row, err)) == 1)
        if ((status = read_tone(row, arena, out, err)) < 0) {
            statement_end(row);
            return status;
        }
    return status < 0 ? status : 1;
}

int store_knows_tone(struct store *self, struct view tone, struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_MODEL_TONE_KNOWN,
                                       BIND(text(tone)), &row, err);

    if (status == 1)
        statement_end(row);
    return status;
}

int store_next_model(struct store *self, int64_t after, int64_t *out,
                     struct error *err)
{
    sqlite3_stmt *row;
    const int status = statement_first(self, STATEMENT_MODEL_NEXT,
                                       BIND(whole(after)), &row, err);

    if (status == 1) {
        *out = sqlite3_column_int64(row, 0);
        statement_end(row);
    }
    return status;
}
