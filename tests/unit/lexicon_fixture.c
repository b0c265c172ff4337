#include "lexicon_fixture.h"

#include "file.h"
#include "model_fixture.h"
#include "known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ARENA_SIZE ((size_t)8 << 20)

void lexicon_fixture_open(struct lexicon_fixture *self)
{
    struct error err = {.status = STATUS_OK};

    memset(self, 0, sizeof(*self));
    fixture_folder(self->folder);
    normalizer_open(&self->normalizer, NULL);
    arena_open(&self->arena, ARENA_SIZE, &err);
}

void lexicon_fixture_close(struct lexicon_fixture *self)
{
    lexicon_build_free(&self->build);
    lexicon_build_free(&self->build); /* twice is allowed */
    arena_free(&self->arena);
    fixture_remove(self->folder);
}

void lexicon_fixture_add(const struct lexicon_fixture *self, const char *name,
                         const char *lines)
{
    struct error err = {.status = STATUS_OK};
    char path[160];

    snprintf(path, sizeof(path), "%s/%s", self->folder, name);
    if (file_write(path, view_of(lines), &err) < 0)
        fail_msg("%s", err.message);
}

void lexicon_fixture_build(struct lexicon_fixture *self)
{
    struct error err = {.status = STATUS_OK};

    lexicon_build_free(&self->build);
    if (lexicon_build(&self->build, self->folder, &err) < 0)
        fail_msg("%s: %s", err.where, err.message);
}

const char *lexicon_fixture_hits(struct lexicon_fixture *self,
                                 const char *original)
{
    static char shown[1024];
    struct error err = {.status = STATUS_OK};
    const struct facts_of facts = {.lexicon = &self->build.lexicon};
    struct known known;
    struct lexicon_hits hits;
    struct text text;
    size_t len = 0;

    arena_reset(&self->arena);
    if (normalizer_run(&self->normalizer, view_of(original), &text,
                       &self->arena, &err) < 0 ||
        known_open(&known, &text, &facts, NULL, &self->arena, &err) < 0 ||
        lexicon_find(&self->build.lexicon, &known, &hits, &self->arena,
                     &err) < 0)
        fail_msg("%s", err.message);
    shown[0] = '\0';
    for (size_t i = 0; i < hits.count; i++) {
        const struct lexicon_hit *h = &hits.hit[i];
        const uint32_t begin = known.tokens.token[h->first].begin;
        assert_true(h->first <= h->last && h->last < known.tokens.count);
        assert_true(!i || h->first >= h[-1].first);
        assert_true(h->class < self->build.lexicon.class_count);
        len += (size_t)snprintf(
            shown + len, sizeof(shown) - len, "%s%s:%.*s", i ? " | " : "",
            self->build.lexicon.class[h->class].name,
            (int)(known.tokens.token[h->last].end - begin), text.folded.ptr + begin);
        assert_true(len < sizeof(shown));
    }
    return shown;
}
