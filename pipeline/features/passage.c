#include "passage.h"

#include "known.h"
#include "utf8.h"
#include "voice.h"

/* Code points of the original before a byte of it; bytes are mostly asked for
 * in rising order. */
struct counted {
    struct view original;
    uint32_t byte, code_points;
};

static uint32_t count_to(struct counted *c, uint32_t byte)
{
    if (byte < c->byte)
        c->byte = c->code_points = 0;
    const struct view step = {c->original.ptr + c->byte, byte - c->byte};

    c->code_points += (uint32_t)utf8_count(step);
    c->byte = byte;
    return c->code_points;
}

/* Tokens first .. end - 1 as a passage. */
static struct passage passage_of(const struct known *known, size_t first,
                                 size_t end, struct counted *counted)
{
    const struct text *text = known->text;
    const uint32_t begin = known->tokens.token[first].begin;
    const uint32_t behind = known->tokens.token[end - 1].end;
    const struct view words = {text->folded.ptr + begin, behind - begin};
    struct passage passage = {.language = language_guess(words)};

    passage.begin = count_to(counted, text->begin[begin]);
    passage.end = count_to(counted, text->end[behind - 1]);
    return passage;
}

static int collect(const struct known *known, const struct voice *voice,
                   struct passage_list *out, struct arena *arena,
                   struct error *err)
{
    struct counted counted = {.original = known->text->original};
    const size_t tokens = known->tokens.count;
    struct passage *list = arena_alloc(arena, tokens, sizeof(*list));
    size_t count = 0, first = 0;

    if (!list)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    for (size_t i = 0; i <= tokens; i++) {
        if (i < tokens && voice->flags[i] & VOICE_QUOTED)
            continue;
        if (first < i)
            list[count++] = passage_of(known, first, i, &counted);
        first = i + 1;
    }
    *out = (struct passage_list){count, list};
    return STATUS_OK;
}

int passage_find(const struct feature_settings *settings,
                 const struct feature_input *in, struct passage_list *out,
                 struct arena *arena, struct error *err)
{
    const struct facts_of of = {.lexicon = &settings->lexicon};
    struct heard heard;
    const int status =
        voice_hear(in->text, in->parent, &of, NULL, &heard, arena, err);

    return status < 0 ? status
                      : collect(&heard.known, &heard.voice, out, arena, err);
}
