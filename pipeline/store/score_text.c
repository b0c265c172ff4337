#include "score_text.h"

#include "json_value.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#define UNIT 10000.0
#define DIGITS 24 /* of any int64_t, sign and separator included */
#define CUE_CEILING 64

/* snprintf would cost more than the whole insertion. */
static size_t put_whole(char *to, int64_t value)
{
    char digits[DIGITS];
    size_t count = 0, len = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0)
        to[len++] = '-';
    while (count)
        to[len++] = digits[--count];
    return len;
}

int score_text_probabilities(const struct verdict *verdict, struct buffer *out,
                             struct error *err)
{
    const int status =
        buffer_reserve(out, 2 + verdict->tone_count * DIGITS, err);

    if (status < 0)
        return status;
    char *to = out->ptr + out->len;
    *to++ = '[';
    for (size_t i = 0; i < verdict->tone_count; i++) {
        if (i)
            *to++ = ',';
        to += put_whole(to, verdict->tone[i].probability);
    }
    *to++ = ']';
    out->len = (size_t)(to - out->ptr);
    return STATUS_OK;
}

/* Names of cues are ours; anything odd in one is left out. */
static char *put_cue(char *to, const char *cue)
{
    *to++ = ',';
    *to++ = '"';
    for (size_t i = 0; i < CUE_CEILING && cue[i]; i++)
        if ((unsigned char)cue[i] >= 0x20 && cue[i] != '"' && cue[i] != '\\')
            *to++ = cue[i];
    *to++ = '"';
    return to;
}

int score_text_reasons(const struct reason *reason, size_t count,
                       struct buffer *out, struct error *err)
{
    const int status =
        buffer_reserve(out, 2 + count * (4 * DIGITS + CUE_CEILING + 8), err);

    if (status < 0)
        return status;
    char *to = out->ptr + out->len;
    *to++ = '[';
    for (size_t i = 0; i < count; i++) {
        const int64_t part[] = {reason[i].tone, reason[i].begin, reason[i].end,
                                llround(reason[i].weight * UNIT)};
        if (i)
            *to++ = ',';
        *to++ = '[';
        for (size_t j = 0; j < 4; j++) {
            if (j)
                *to++ = ',';
            to += put_whole(to, part[j]);
        }
        if (reason[i].cue)
            to = put_cue(to, reason[i].cue);
        *to++ = ']';
    }
    *to++ = ']';
    out->len = (size_t)(to - out->ptr);
    return STATUS_OK;
}

static int damaged(struct error *err)
{
    return error_set(err, STATUS_DAMAGED, "store is damaged: a score");
}

/* Replanning reads millions of these: no general parser. */
int score_text_read_probabilities(struct view json, int64_t flagged,
                                  struct verdict *out, struct error *err)
{
    size_t count = 0;
    unsigned value = 0;

    if (json.len < 3 || json.ptr[0] != '[' || json.ptr[json.len - 1] != ']')
        return damaged(err);
    for (size_t i = 1; i < json.len; i++) {
        const char c = json.ptr[i];
        if (c >= '0' && c <= '9' && value <= PROBABILITY_ONE) {
            value = value * 10 + (unsigned)(c - '0');
            continue;
        }
        if ((c != ',' && c != ']') || value > PROBABILITY_ONE ||
            count == MODEL_TONES_CEILING)
            return damaged(err);
        out->tone[count] = (struct tone_verdict){
            .probability = (uint16_t)value,
            .flagged = flagged >> count & 1,
        };
        count++;
        value = 0;
    }
    out->tone_count = count;
    return STATUS_OK;
}

static int read_reason(const json_t *item, struct arena *arena,
                       struct reason *out, struct error *err)
{
    int64_t part[4];
    struct view cue;
    int status;

    for (size_t i = 0; i < 4; i++) {
        const json_t *number = json_array_get(item, i);
        if (!json_is_integer(number))
            return damaged(err);
        part[i] = json_integer_value(number);
    }
    if (part[0] < 0 || part[0] >= MODEL_TONES_CEILING || part[1] < 0 ||
        part[1] > UINT32_MAX || part[2] < part[1] || part[2] > UINT32_MAX)
        return damaged(err);
    *out = (struct reason){
        .tone = (uint32_t)part[0],
        .begin = (uint32_t)part[1],
        .end = (uint32_t)part[2],
        .weight = (double)part[3] / UNIT,
    };
    const char *name = json_string_value(json_array_get(item, 4));
    if (!name)
        return STATUS_OK;
    if ((status = arena_copy(arena, view_of(name), &cue, err)) == STATUS_OK)
        out->cue = cue.ptr;
    return status;
}

int score_text_read_reasons(struct view json, struct arena *arena,
                            struct stored_score *out, struct error *err)
{
    json_t *list;
    int status;

    out->reason = NULL;
    out->reason_count = 0;
    if (!json.ptr)
        return STATUS_OK;
    if ((status = json_value_load(json, 0, &list, NULL, err)) < 0)
        return status;
    if (!json_is_array(list)) {
        json_decref(list);
        return damaged(err);
    }
    const size_t count = json_array_size(list);
    struct reason *reason = arena_alloc(arena, count, sizeof(*reason));
    if (!reason)
        status =
            error_set(err, STATUS_TOO_BIG, "no room for %zu reasons", count);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = read_reason(json_array_get(list, i), arena, &reason[i], err);
    json_decref(list);
    if (status < 0)
        return status;
    out->reason = reason;
    out->reason_count = count;
    return STATUS_OK;
}
