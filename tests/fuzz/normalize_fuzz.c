/* Any text, folded and repaired: the way back to the original holds. */
#include "fuzz.h"

#include "language.h"
#include "normalizer.h"
#include "token.h"
#include "utf8.h"

/* What ingest lets through: the longest start that is UTF-8 without NUL. */
static struct view sound_part(struct view bytes)
{
    const char *nul = bytes.len ? memchr(bytes.ptr, '\0', bytes.len) : NULL;
    const size_t broken = utf8_check(bytes);

    bytes = view_first(bytes, broken);
    return nul ? view_first(bytes, (size_t)(nul - bytes.ptr)) : bytes;
}

static void check_tokens(struct view folded, struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    struct token_list tokens;

    if (token_find(folded, &tokens, arena, &err) < 0)
        return;
    for (size_t i = 0; i < tokens.count; i++) {
        const struct token *t = &tokens.token[i];
        FUZZ_CHECK(t->begin < t->end && t->end <= folded.len);
        FUZZ_CHECK(!i || t[-1].end <= t->begin);
        FUZZ_CHECK(utf8_check(token_view(folded, t)) == UTF8_VALID);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct view original = sound_part(fuzz_view(data, size));
    struct error err = {.status = STATUS_OK};
    struct arena *arena = fuzz_arena();
    struct normalizer normalizer;
    struct text text;

    normalizer_open(&normalizer, &model_parts(fuzz_model())->words);
    if (normalize_run(&normalizer.folder, original, &text, arena, &err) < 0) {
        fuzz_check_error(err.status, &err);
        return 0;
    }
    fuzz_check_text(&text);
    fuzz_check_spaces(text.folded);
    check_tokens(text.folded, arena);
    if (repair_run(&normalizer.words, &text, arena, &err) < 0) {
        fuzz_check_error(err.status, &err);
        return 0;
    }
    fuzz_check_text(&text);
    check_tokens(text.folded, arena);
    FUZZ_CHECK(language_code(language_guess(text.folded))[0]);
    return 0;
}
