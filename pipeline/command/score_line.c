#include "score_line.h"

#include <jansson.h>
#include <string.h>

struct target {
    struct buffer *out;
    struct error *err;
};

static int take_bytes(const char *bytes, size_t len, void *context)
{
    const struct target *t = context;

    return buffer_add(t->out, bytes, len, t->err) < 0 ? -1 : 0;
}

int score_line_add_string(struct buffer *out, struct view text,
                          struct error *err)
{
    struct target target = {out, err};
    json_t *string = json_stringn(text.len ? text.ptr : "", text.len);

    if (!string)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int failed =
        json_dump_callback(string, take_bytes, &target, JSON_ENCODE_ANY);
    json_decref(string);
    return failed ? error_set(err, STATUS_NO_MEMORY, "out of memory")
                  : STATUS_OK;
}

int score_line_add_probability(struct buffer *out, uint16_t probability,
                               struct error *err)
{
    char digits[8] = "0.0000";
    size_t len = 6;

    if (probability == 0 || probability == PROBABILITY_ONE)
        return buffer_add_text(out, probability ? "1" : "0", err);
    for (size_t i = 5, rest = probability; i > 1; i--, rest /= 10)
        digits[i] = (char)('0' + rest % 10);
    while (digits[len - 1] == '0')
        len--;
    return buffer_add(out, digits, len, err);
}

static int add_id(struct buffer *out, const struct comment *comment,
                  struct error *err)
{
    int status = buffer_add_text(out, "{\"id\":", err);

    if (status < 0)
        return status;
    if (!comment->id.ptr)
        return buffer_add_text(out, "null", err);
    if (comment->id_is_number)
        return buffer_add_view(out, comment->id, err);
    return score_line_add_string(out, comment->id, err);
}

static int add_scores(struct buffer *out, const struct model_parts *p,
                      const struct verdict *v, struct error *err)
{
    int status = buffer_add_text(out, ",\"scores\":{", err);

    for (uint32_t t = 0; status == STATUS_OK && t < p->tone_count; t++) {
        if ((status = buffer_printf(out, err, "%s\"%s\":", t ? "," : "",
                                    p->tone[t].name)) == STATUS_OK)
            status =
                score_line_add_probability(out, v->tone[t].probability, err);
    }
    return status < 0 ? status : buffer_add_text(out, "}", err);
}

static int add_flags(struct buffer *out, const struct model_parts *p,
                     const struct verdict *v, struct error *err)
{
    int status = buffer_add_text(out, ",\"flags\":[", err);
    bool any = false;

    for (uint32_t t = 0; status == STATUS_OK && t < p->tone_count; t++) {
        if (!v->tone[t].flagged || p->tone[t].flags & TONE_SENTIMENT)
            continue;
        status = buffer_printf(out, err, "%s\"%s\"", any ? "," : "",
                               p->tone[t].name);
        any = true;
    }
    return status < 0 ? status : buffer_add_text(out, "]", err);
}

static int add_reasons(struct buffer *out, const struct model_parts *p,
                       const struct record *r, struct error *err)
{
    int status = buffer_add_text(out, ",\"reasons\":[", err);

    for (size_t i = 0; status == STATUS_OK && i < r->reason_count; i++) {
        const struct reason *reason = &r->reason[i];
        status = buffer_printf(out, err, "%s{\"tone\":\"%s\",\"start\":%u,"
                                         "\"end\":%u,\"weight\":%.4f",
                               i ? "," : "", p->tone[reason->tone].name,
                               reason->begin, reason->end, reason->weight);
        if (status == STATUS_OK && reason->cue)
            status = buffer_printf(out, err, ",\"cue\":\"%s\"", reason->cue);
        if (status == STATUS_OK)
            status = buffer_add_text(out, "}", err);
    }
    return status < 0 ? status : buffer_add_text(out, "]", err);
}

int score_line_add(struct buffer *out, const struct model *model,
                   const struct record *r, struct error *err)
{
    const struct model_parts *p = model_parts(model);
    int status;

    if ((status = add_id(out, &r->comment, err)) < 0)
        return status;
    if (r->error.status != STATUS_OK) {
        if ((status = buffer_add_text(out, ",\"error\":", err)) < 0 ||
            (status = score_line_add_string(out, view_of(r->error.message),
                                            err)) < 0)
            return status;
        return buffer_add_text(out, "}\n", err);
    }
    if ((status = buffer_printf(out, err,
                                ",\"model\":\"%s\",\"language\":\"%s\"",
                                model_id(model),
                                language_code(r->language))) < 0 ||
        (status = add_scores(out, p, &r->verdict, err)) < 0 ||
        (status = add_flags(out, p, &r->verdict, err)) < 0 ||
        (status = buffer_printf(out, err, ",\"sentiment\":\"%s\"",
                                classify_sentiment(model, &r->verdict))) < 0)
        return status;
    if (r->reason && (status = add_reasons(out, p, r, err)) < 0)
        return status;
    return buffer_add_text(out, "}\n", err);
}
