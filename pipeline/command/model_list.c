#include "model_list.h"

#include "clock.h"
#include "models.h"

#include <stdio.h>

#define LIST_ARENA ((size_t)8 << 20)
#define DATA_SHOWN 12 /* hex digits */

/* What metrics.json says, as far as it says it. */
struct listed_metrics {
    bool known, counted;
    double mean;
    long long positives;
};

static void read_metrics(struct view json, struct listed_metrics *out)
{
    json_t *root = json.len ? json_loadb(json.ptr, json.len, 0, NULL) : NULL;
    const json_t *mean = json_object_get(root, "mean_average_precision");
    json_t *tones = json_object_get(root, "tones"), *tone;
    const char *name;

    *out = (struct listed_metrics){.known = json_is_number(mean),
                                   .mean = json_number_value(mean)};
    json_object_foreach(tones, name, tone)
    {
        const json_t *positives = json_object_get(tone, "positives");
        out->counted = out->counted || json_is_integer(positives);
        out->positives += json_integer_value(positives);
    }
    json_decref(root);
}

/* The cells of one model as text; "" where unknown. */
struct cells {
    char trained[CLOCK_ISO_SIZE], mean[16], positives[24];
};

static void fill_cells(const struct model_record *model, struct cells *out)
{
    struct listed_metrics metrics;

    read_metrics(model->metrics, &metrics);
    *out = (struct cells){.mean = ""};
    clock_format(model->trained, out->trained);
    if (metrics.known)
        snprintf(out->mean, sizeof(out->mean), "%.4f", metrics.mean);
    if (metrics.counted)
        snprintf(out->positives, sizeof(out->positives), "%lld",
                 metrics.positives);
}

static const char *dash(const char *text)
{
    return text[0] ? text : "-";
}

static void print_model(const struct model_record *model,
                        const struct cells *cells, bool active)
{
    printf("%c %-28.*s %-20s %-12.*s %8s %10s  ", active ? '*' : ' ',
           VIEW_ARG(model->id), dash(cells->trained),
           (int)(model->data_sha256.len < DATA_SHOWN ? model->data_sha256.len
                                                     : DATA_SHOWN),
           model->data_sha256.len ? model->data_sha256.ptr : "-",
           dash(cells->mean), dash(cells->positives));
    render_name(stdout, model->folder.len ? model->folder : view_of("-"),
                RENDER_ALL);
    printf("\n");
}

static int json_model(const struct model_record *model, bool active,
                      struct error *err)
{
    struct listed_metrics metrics;

    read_metrics(model->metrics, &metrics);
    return render_json_line(
        stdout,
        json_pack(
            "{s:o, s:o, s:o, s:o, s:o, s:b, s:o}", "model",
            render_json_text(model->id), "trained",
            render_json_time(model->trained), "data_sha256",
            render_json_text(model->data_sha256), "mean_average_precision",
            metrics.known ? json_real(metrics.mean) : json_null(), "positives",
            metrics.counted ? json_integer(metrics.positives) : json_null(),
            "active", active, "folder", render_json_text(model->folder)),
        err);
}

static void csv_row(const struct view *field, size_t count)
{
    for (size_t i = 0; i < count; i++)
        render_csv_field(stdout, field[i], i == 0);
    render_csv_end(stdout);
}

static void csv_model(const struct model_record *model,
                      const struct cells *cells, bool active)
{
    const struct view field[] = {
        model->id,
        view_of(cells->trained),
        model->data_sha256,
        view_of(cells->mean),
        view_of(cells->positives),
        view_of(active ? "1" : "0"),
        model->folder,
    };

    csv_row(field, sizeof(field) / sizeof(field[0]));
}

static int write_model(const struct model_record *model, bool active,
                       enum render_format as, struct error *err)
{
    struct cells cells;

    fill_cells(model, &cells);
    if (as == RENDER_JSON)
        return json_model(model, active, err);
    if (as == RENDER_CSV)
        csv_model(model, &cells, active);
    else
        print_model(model, &cells, active);
    return STATUS_OK;
}

static void list_heading(enum render_format as)
{
    const struct view names[] = {
        view_of("model"),       view_of("trained"),
        view_of("data_sha256"), view_of("mean_average_precision"),
        view_of("positives"),   view_of("active"),
        view_of("folder"),
    };

    if (as == RENDER_CSV)
        csv_row(names, sizeof(names) / sizeof(names[0]));
    if (as == RENDER_TEXT)
        printf("  %-28s %-20s %-12s %8s %10s  %s\n", "model", "trained", "data",
               "mean AP", "positives", "folder");
}

int model_list(struct store *store, enum render_format as, struct error *err)
{
    struct model_record model;
    struct arena arena;
    int64_t active, key = 0;
    int status, more;

    if ((status = arena_open(&arena, LIST_ARENA, err)) < 0)
        return status;
    status = store_active_model(store, &active, err);
    if (status == STATUS_OK)
        list_heading(as);
    while (status == STATUS_OK &&
           (more = store_next_model(store, key, &key, err)) != 0) {
        arena_reset(&arena);
        status = more < 0 ? more : store_model(store, key, &arena, &model, err);
        if (status == 1)
            status = write_model(&model, key == active, as, err);
    }
    if (status == STATUS_OK && !key && as == RENDER_TEXT)
        printf("  no model yet\n");
    arena_free(&arena);
    return status;
}

/* ---- the journal -------------------------------------------------------- */

static const char *kind_of(const struct activation *row)
{
    if (row->undoes)
        return "rollback";
    return row->moderator.len ? "promote" : "first use";
}

static void print_activation(const struct activation *row, struct view id)
{
    char when[CLOCK_ISO_SIZE];

    clock_format(row->time, when);
    printf("%lld  %s  %s", (long long)row->key, when, kind_of(row));
    if (row->undoes)
        printf(" of %lld", (long long)row->undoes);
    printf(" -> ");
    render_name(stdout, id, RENDER_ALL);
    if (row->moderator.len) {
        printf(" by ");
        render_name(stdout, row->moderator, RENDER_ALL);
    }
    if (row->note.len) {
        printf(", note: ");
        render_name(stdout, row->note, RENDER_ALL);
    }
    printf("%s\n", row->undone ? " (taken back)" : "");
}

static int json_activation(const struct activation *row, struct view id,
                           struct error *err)
{
    return render_json_line(
        stdout,
        json_pack("{s:I, s:s, s:o, s:o, s:o, s:o, s:o, s:b}", "number",
                  (json_int_t)row->key, "kind", kind_of(row), "model",
                  render_json_text(id), "moderator",
                  render_json_text(row->moderator), "note",
                  render_json_text(row->note), "time",
                  render_json_time(row->time), "undoes",
                  row->undoes ? json_integer(row->undoes) : json_null(),
                  "undone", row->undone),
        err);
}

static void csv_activation(const struct activation *row, struct view id)
{
    char when[CLOCK_ISO_SIZE], number[24], undoes[24] = "";

    clock_format(row->time, when);
    snprintf(number, sizeof(number), "%lld", (long long)row->key);
    if (row->undoes)
        snprintf(undoes, sizeof(undoes), "%lld", (long long)row->undoes);
    const struct view field[] = {view_of(number),
                                 view_of(kind_of(row)),
                                 id,
                                 row->moderator,
                                 row->note,
                                 view_of(when),
                                 view_of(undoes),
                                 view_of(row->undone ? "1" : "0")};
    csv_row(field, sizeof(field) / sizeof(field[0]));
}

static int write_activation(struct store *store, const struct activation *row,
                            enum render_format as, struct arena *arena,
                            struct error *err)
{
    const size_t used = arena->used;
    struct model_record model;
    int status = store_model(store, row->model, arena, &model, err);

    if (status == 0)
        return error_set(err, STATUS_DAMAGED,
                         "store is damaged: an activation of no model");
    if (status < 0)
        return status;
    status = STATUS_OK;
    if (as == RENDER_JSON)
        status = json_activation(row, model.id, err);
    else if (as == RENDER_CSV)
        csv_activation(row, model.id);
    else
        print_activation(row, model.id);
    arena->used = used;
    return status;
}

int model_journal(struct store *store, enum render_format as, struct error *err)
{
    const struct view names[] = {view_of("number"), view_of("kind"),
                                 view_of("model"),  view_of("moderator"),
                                 view_of("note"),   view_of("time"),
                                 view_of("undoes"), view_of("undone")};
    struct activation_list list;
    struct arena arena;
    int status;

    if ((status = arena_open(&arena, LIST_ARENA, err)) < 0)
        return status;
    if ((status = store_activations(store, &arena, &list, err)) == STATUS_OK &&
        as == RENDER_CSV)
        csv_row(names, sizeof(names) / sizeof(names[0]));
    for (size_t i = 0; status == STATUS_OK && i < list.count; i++)
        status = write_activation(store, &list.item[i], as, &arena, err);
    arena_free(&arena);
    return status;
}
