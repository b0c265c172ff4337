/* A file of the lexicon, and below a line "%%" one of spellings; then phrases
 * are looked for in the first one's own text. */
#include "fuzz.h"

#include "known.h"
#include "lexicon_build.h"
#include "normalizer.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/vigie-fuzz.XXXXXX";
static char insults[64], spelling[64];

static void remove_folder(void)
{
    unlink(insults);
    unlink(spelling);
    rmdir(folder);
}

static void make_folder(void)
{
    if (insults[0])
        return;
    FUZZ_CHECK(mkdtemp(folder));
    snprintf(insults, sizeof(insults), "%s/insults.tsv", folder);
    snprintf(spelling, sizeof(spelling), "%s/spelling.tsv", folder);
    atexit(remove_folder);
}

static void put(const char *path, struct view bytes)
{
    FILE *file = fopen(path, "w");

    FUZZ_CHECK(file);
    FUZZ_CHECK(fwrite(bytes.ptr, 1, bytes.len, file) == bytes.len);
    FUZZ_CHECK(fclose(file) == 0);
}

static void find(const struct lexicon *lexicon, struct view original)
{
    struct error err = {.status = STATUS_OK};
    struct arena *arena = fuzz_arena();
    struct normalizer normalizer;
    const struct facts_of facts = {.lexicon = lexicon};
    struct known known;
    struct lexicon_hits hits;
    struct text text;

    normalizer_open(&normalizer, NULL);
    if (normalizer_run(&normalizer, original, &text, arena, &err) < 0 ||
        known_open(&known, &text, &facts, NULL, arena, &err) < 0 ||
        lexicon_find(lexicon, &known, &hits, arena, &err) < 0)
        return;
    for (size_t i = 0; i < hits.count; i++) {
        FUZZ_CHECK(hits.hit[i].class < lexicon->class_count);
        FUZZ_CHECK(hits.hit[i].first <= hits.hit[i].last);
        FUZZ_CHECK(hits.hit[i].last < known.tokens.count);
        FUZZ_CHECK(!i || hits.hit[i - 1].first <= hits.hit[i].first);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {.status = STATUS_OK};
    struct view rest = fuzz_view(data, size);
    const struct view first = fuzz_part(&rest);
    struct lexicon_build build;

    make_folder();
    put(insults, first);
    put(spelling, rest);
    const int status = lexicon_build(&build, folder, &err);
    fuzz_check_error(status, &err);
    if (status < 0)
        return 0;
    if (utf8_check(first) == UTF8_VALID)
        find(&build.lexicon, first);
    lexicon_build_free(&build);
    return 0;
}
