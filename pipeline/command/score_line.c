#include "score_line.h"

#include "digits.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
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

/* Printable ASCII that needs no escape: most ids. */
static bool is_plain(struct view text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < ' ' || text.ptr[i] > '~' || text.ptr[i] == '"' ||
            text.ptr[i] == '\\')
            return false;
    return true;
}

int score_line_add_string(struct buffer *out, struct view text,
                          struct error *err)
{
    struct target target = {out, err};
    int status;

    if (is_plain(text)) {
        if ((status = buffer_add(out, "\"", 1, err)) < 0 ||
            (status = buffer_add_view(out, text, err)) < 0)
            return status;
        return buffer_add(out, "\"", 1, err);
    }
    json_t *string = json_stringn(text.ptr, text.len);
    if (!string)
        return error_set(err, STATUS_NO_MEMORY, "out of memory");
    const int failed =
        json_dump_callback(string, take_bytes, &target, JSON_ENCODE_ANY);
    json_decref(string);
    return failed ? error_set(err, STATUS_NO_MEMORY, "out of memory")
                  : STATUS_OK;
}

#define PROBABILITY_ROOM 6 /* "0.1234" */

/* Behind what was written, for which there is room. */
static char *put_probability(char *at, uint16_t probability)
{
    uint32_t rest = probability;
    size_t len = PROBABILITY_ROOM;

    if (probability == 0 || probability == PROBABILITY_ONE) {
        *at = probability ? '1' : '0';
        return at + 1;
    }
    memcpy(at, "0.", 2);
    for (size_t i = len - 1; i > 1; i--, rest /= 10)
        at[i] = (char)('0' + rest % 10);
    while (at[len - 1] == '0')
        len--;
    return at + len;
}

static inline char *put_text(char *at, const char *text)
{
    const size_t len = strlen(text);

    memcpy(at, text, len);
    return at + len;
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

/* The NUL-terminated text of an array of `size` bytes, all of which may be
 * written: a copy of a known size is a few moves. */
#define PUT_ARRAY(at, array)                                                   \
    (memcpy(at, array, sizeof(array)), (at) + strlen(array))

static char *put_scores(char *at, const struct model_parts *p,
                        const struct verdict *v)
{
    at = put_text(at, ",\"scores\":{\"");
    for (uint32_t t = 0; t < p->tone_count; t++) {
        if (t)
            at = put_text(at, ",\"");
        at = PUT_ARRAY(at, p->tone[t].name);
        at = put_text(at, "\":");
        at = put_probability(at, v->tone[t].probability);
    }
    *at++ = '}';
    return at;
}

static char *put_flags(char *at, const struct model_parts *p,
                       const struct verdict *v)
{
    bool any = false;

    at = put_text(at, ",\"flags\":[");
    for (uint32_t t = 0; t < p->tone_count; t++) {
        if (!v->tone[t].flagged || p->tone[t].flags & TONE_SENTIMENT)
            continue;
        at = put_text(at, any ? ",\"" : "\"");
        at = PUT_ARRAY(at, p->tone[t].name);
        *at++ = '"';
        any = true;
    }
    *at++ = ']';
    return at;
}

#define NAMES_ROOM 160 /* of the members, and the values that are no array */

static int add_verdict(struct buffer *out, const struct model *model,
                       const struct record *r, struct error *err)
{
    const struct model_parts *p = model_parts(model);
    const size_t tone = sizeof(p->tone[0].name) + 8;
    const size_t room = NAMES_ROOM + MODEL_ID_SIZE +
                        p->tone_count * (2 * tone + PROBABILITY_ROOM);
    const int status = buffer_reserve(out, room, err);

    if (status < 0)
        return status;
    char *at = put_text(out->ptr + out->len, ",\"model\":\"");
    at = put_text(at, model_id(model));
    at = put_text(at, "\",\"language\":\"");
    at = put_text(at, language_code(r->language));
    *at++ = '"';
    at = put_scores(at, p, &r->verdict);
    at = put_flags(at, p, &r->verdict);
    at = put_text(at, ",\"sentiment\":\"");
    at = put_text(at, classify_sentiment(model, &r->verdict));
    *at++ = '"';
    *at = '\0';
    out->len = (size_t)(at - out->ptr);
    return STATUS_OK;
}

static char *put_number(char *at, uint64_t value)
{
    char digits[DIGITS_ROOM], *const end = digits + sizeof(digits);
    const char *const begin = digits_put(end, value, 1);

    memcpy(at, begin, (size_t)(end - begin));
    return at + (end - begin);
}

/* Four digits behind the point. */
static char *put_weight(char *at, double weight)
{
    const long long parts = llround(weight * 10000);
    const uint64_t size = (uint64_t)llabs(parts);

    if (parts < 0)
        *at++ = '-';
    at = put_number(at, size / 10000);
    *at++ = '.';
    digits_put(at + 4, size % 10000, 4);
    return at + 4;
}

#define REASON_ROOM 160 /* of its members and numbers */

static int add_reason(struct buffer *out, const struct model_parts *p,
                      const struct reason *reason, struct error *err)
{
    const size_t room = REASON_ROOM + sizeof(p->tone[0].name) +
                        (reason->cue ? strlen(reason->cue) : 0);
    const int status = buffer_reserve(out, room, err);

    if (status < 0)
        return status;
    char *at = put_text(out->ptr + out->len, "{\"tone\":\"");
    at = PUT_ARRAY(at, p->tone[reason->tone].name);
    at = put_text(at, "\",\"start\":");
    at = put_number(at, reason->begin);
    at = put_text(at, ",\"end\":");
    at = put_number(at, reason->end);
    at = put_text(at, ",\"weight\":");
    at = put_weight(at, reason->weight);
    if (reason->cue) {
        at = put_text(at, ",\"cue\":\"");
        at = put_text(at, reason->cue);
        *at++ = '"';
    }
    *at++ = '}';
    *at = '\0';
    out->len = (size_t)(at - out->ptr);
    return STATUS_OK;
}

static int add_reasons(struct buffer *out, const struct model_parts *p,
                       const struct record *r, struct error *err)
{
    int status = buffer_add_text(out, ",\"reasons\":[", err);

    for (size_t i = 0; i < r->reason_count && status == STATUS_OK; i++) {
        if (i)
            status = buffer_add_text(out, ",", err);
        if (status == STATUS_OK)
            status = add_reason(out, p, &r->reason[i], err);
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
    if ((status = add_verdict(out, model, r, err)) < 0)
        return status;
    if (r->reason && (status = add_reasons(out, p, r, err)) < 0)
        return status;
    return buffer_add_text(out, "}\n", err);
}
