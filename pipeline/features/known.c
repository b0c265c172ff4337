#include "known.h"

int known_open(struct known *out, const struct text *text,
               const struct facts_of *of, struct memo *memo,
               struct arena *arena, struct error *err)
{
    struct known self = {.text = text};
    int status;

    if ((status = token_find(text->folded, &self.tokens, arena, err)) < 0)
        return status;
    self.fact =
        arena_alloc(arena, self.tokens.count + 1, sizeof(*self.fact));
    if (!self.fact)
        return error_set(err, STATUS_TOO_BIG, "too many words");
    if ((status = memo_find(memo, of, text->folded, &self.tokens, self.fact,
                            arena, err)) < 0)
        return status;
    for (size_t i = 0; i < self.tokens.count; i++) {
        self.signs |= self.fact[i]->signs;
        self.english |= self.fact[i]->english != 0;
    }
    *out = self;
    return STATUS_OK;
}
