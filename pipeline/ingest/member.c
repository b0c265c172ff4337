#include "member.h"

#include "clock.h"
#include "date.h"
#include "digest.h"
#include "mapping.h"

#include <assert.h>
#include <stdio.h>

#define DERIVED_ID_DIGITS 16 /* 64 bits: no clash in billions */

static const char *const names[MEMBER_COUNT] = {
    "id",          "discussion", "title",     "section",  "published",
    "position",    "author",     "time",      "reply_to", "text",
    "parent_text", "tones",      "sentiment", "split",
};

const char *member_name(enum member member)
{
    assert(member < MEMBER_COUNT);
    return names[member];
}

enum member member_find(struct view name)
{
    for (int i = 0; name.len && i < MEMBER_COUNT; i++)
        if (names[i][0] == name.ptr[0] && view_is(name, names[i]))
            return (enum member)i;
    return MEMBER_COUNT;
}

void member_clear(struct comment *out)
{
    out->id = out->discussion = out->title = out->section = out->author =
        out->reply_to = out->text = out->parent_text = (struct view){NULL, 0};
    out->published = out->time = TIME_NONE;
    out->position = 0;
    out->id_is_number = out->id_is_derived = false;
    out->annotation.present = false;
    out->annotation.all_known = true;
    out->annotation.tone_count = out->annotation.known_count = 0;
    out->annotation.sentiment = out->annotation.split = (struct view){NULL, 0};
}

static struct view *view_member(struct comment *out, enum member member)
{
    switch (member) {
    case MEMBER_ID:
        return &out->id;
    case MEMBER_DISCUSSION:
        return &out->discussion;
    case MEMBER_TITLE:
        return &out->title;
    case MEMBER_SECTION:
        return &out->section;
    case MEMBER_AUTHOR:
        return &out->author;
    case MEMBER_REPLY_TO:
        return &out->reply_to;
    case MEMBER_TEXT:
        return &out->text;
    case MEMBER_PARENT_TEXT:
        return &out->parent_text;
    case MEMBER_SENTIMENT:
        return &out->annotation.sentiment;
    case MEMBER_SPLIT:
        return &out->annotation.split;
    case MEMBER_PUBLISHED:
    case MEMBER_POSITION:
    case MEMBER_TIME:
    case MEMBER_TONES:
    case MEMBER_COUNT:
        break;
    }
    return NULL;
}

static int check_word(enum member member, struct view value, struct error *err)
{
    if (member == MEMBER_SENTIMENT && !view_is(value, "negative") &&
        !view_is(value, "neutral") && !view_is(value, "positive"))
        return error_set(err, STATUS_BAD_RECORD,
                         "'sentiment' must be negative, neutral or positive, "
                         "not '%.*s'",
                         VIEW_ARG(value));
    if (member == MEMBER_SPLIT && !view_is(value, "train") &&
        !view_is(value, "test") && !view_is(value, "contrast"))
        return error_set(err, STATUS_BAD_RECORD,
                         "'split' must be train, test or contrast, not '%.*s'",
                         VIEW_ARG(value));
    return STATUS_OK;
}

int member_set_text(struct comment *out, enum member member, struct view value,
                    int64_t now, struct arena *arena, struct error *err)
{
    const bool is_text = member == MEMBER_TEXT || member == MEMBER_PARENT_TEXT;
    const size_t ceiling = is_text ? TEXT_CEILING : NAME_CEILING;
    struct view *const target = view_member(out, member);

    if (value.len > ceiling)
        return error_set(err, STATUS_BAD_RECORD,
                         "'%s' has %zu bytes, more than the %zu allowed",
                         member_name(member), value.len, ceiling);
    if (!target)
        return date_parse(value, now,
                          member == MEMBER_TIME ? &out->time : &out->published,
                          err);
    const int status = check_word(member, value, err);
    return status < 0 ? status : arena_copy(arena, value, target, err);
}

int member_set_position(struct comment *out, int64_t value, struct error *err)
{
    if (value < 0 || value > INT32_MAX)
        return error_set(err, STATUS_BAD_RECORD,
                         "'position' must count from 1");
    out->position = (size_t)value;
    return STATUS_OK;
}

int member_add_tone(struct comment *out, struct view name, struct arena *arena,
                    struct error *err)
{
    struct annotation *const labels = &out->annotation;

    if (!name.len || name.len > NAME_CEILING)
        return error_set(err, STATUS_BAD_RECORD,
                         "'tones' holds a name of %zu bytes", name.len);
    for (size_t i = 0; i < labels->tone_count; i++)
        if (view_equal(labels->tone[i], name))
            return error_set(err, STATUS_BAD_RECORD,
                             "'tones' names '%.*s' twice", VIEW_ARG(name));
    if (labels->tone_count == TONES_CEILING)
        return error_set(err, STATUS_BAD_RECORD,
                         "'tones' names more than %d tones", TONES_CEILING);
    const int status =
        arena_copy(arena, name, &labels->tone[labels->tone_count], err);
    if (status == STATUS_OK)
        labels->tone_count++;
    return status;
}

/* The same record gets the same id in every run, whatever stands around it. */
static int derive_id(struct comment *out, struct arena *arena,
                     struct error *err)
{
    char place[CLOCK_ISO_SIZE], hex[DIGEST_HEX_SIZE];
    char id[2 + DERIVED_ID_DIGITS + 1];
    struct digest digest;

    clock_format(out->time, place);
    if (!place[0] && out->position)
        snprintf(place, sizeof(place), "%zu", out->position);
    digest_begin(&digest);
    digest_field(&digest, out->discussion);
    digest_field(&digest, view_of(place));
    digest_field(&digest, out->author);
    digest_field(&digest, out->text);
    digest_end(&digest, hex);
    snprintf(id, sizeof(id), "c-%.*s", DERIVED_ID_DIGITS, hex);
    out->id_is_derived = true;
    return arena_copy(arena, view_of(id), &out->id, err);
}

static int refuse_missing_text(const struct mapping *mapping, struct error *err)
{
    if (!mapping)
        return error_set(err, STATUS_BAD_RECORD, "'text' is missing");
    const struct view column = mapping_column_name(
        mapping, mapping_member_column(mapping, MEMBER_TEXT));
    return error_set(err, STATUS_BAD_RECORD,
                     "'%.*s' is missing, which the mapping says is the text",
                     VIEW_ARG(column));
}

int member_finish(struct comment *out, const struct reader_options *options,
                  struct arena *arena, struct error *err)
{
    int status = STATUS_OK;

    if (!out->text.ptr)
        return refuse_missing_text(options->mapping, err);
    if (!out->discussion.ptr)
        status = arena_copy(arena, options->discussion, &out->discussion, err);
    if (status == STATUS_OK && !out->id.len)
        status = derive_id(out, arena, err);
    if (status == STATUS_OK && options->mapping && !out->discussion.len)
        out->discussion = out->id;
    return status;
}
