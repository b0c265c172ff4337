/* covered FOLDER < WORDS: what the lexicon of FOLDER calls each word.
 *
 * WORDS  one a line
 * For each line one on standard output: the class of the phrase that the word
 * alone is ("insults/strong"), "spelling" where spelling.tsv has it, or "-".
 * A line of several words is "-".  Exits 0, or 66 when FOLDER is no lexicon. */
#include "lexicon_build.h"
#include "normalizer.h"
#include "token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH ((size_t)1 << 20)

static const char *class_of(const struct lexicon *lexicon, struct view word)
{
    const uint32_t at =
        lexicon_follow(lexicon, LEXICON_ROOT, lexicon_word(word));

    if (!at || !lexicon->node[at].class[0])
        return NULL;
    return lexicon->class[lexicon->node[at].class[0] - 1].name;
}

static bool is_spelling(const struct lexicon_build *build, struct view word)
{
    for (size_t i = 0; i < build->words; i++)
        if (build->word[i].text[0] && view_is(word, build->word[i].word))
            return true;
    return false;
}

static const char *covered(const struct lexicon_build *build,
                           const struct normalizer *normalizer,
                           struct view line, struct arena *arena)
{
    struct error err = {.status = STATUS_OK};
    struct text text;
    struct token token, more;
    size_t at = 0;

    arena_reset(arena);
    if (normalizer_run(normalizer, line, &text, arena, &err) < 0 ||
        !token_next(text.folded, &at, &token) ||
        token_next(text.folded, &at, &more))
        return "-";
    const struct view word = token_view(text.folded, &token);
    const char *class = class_of(&build->lexicon, word);
    return class ? class : is_spelling(build, word) ? "spelling" : "-";
}

int main(int count, char **argument)
{
    struct error err = {.status = STATUS_OK};
    struct lexicon_build build;
    struct normalizer normalizer;
    struct arena arena;
    char *line = NULL;
    size_t size = 0;
    ssize_t len;

    if (count != 2) {
        fprintf(stderr, "usage: covered FOLDER < WORDS\n");
        return 64;
    }
    if (lexicon_build(&build, argument[1], &err) < 0 ||
        arena_open(&arena, SCRATCH, &err) < 0) {
        fprintf(stderr, "covered: %s\n", err.message);
        return 66;
    }
    normalizer_open(&normalizer, NULL);
    while ((len = getline(&line, &size, stdin)) > 0) {
        if (line[len - 1] == '\n')
            len--;
        puts(covered(&build, &normalizer, (struct view){line, (size_t)len},
                     &arena));
    }
    free(line);
    arena_free(&arena);
    lexicon_build_free(&build);
    return 0;
}
