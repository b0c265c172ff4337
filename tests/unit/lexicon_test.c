#include "lexicon.h"
#include "lexicon_fixture.h"
#include "model_fixture.h"
#include "known.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void phrases_of_the_table(void **state)
{
    /* clang-format off */
    static const struct {
        const char *name, *line, *text, *hits;
    } cases[] = {
        {"a word", "crétin\tk", "Quel CRÉTIN !", "f/k:cretin"},
        {"not inside a word", "con\tk", "concours", ""},
        {"twice", "con\tk", "con, con", "f/k:con | f/k:con"},
        {"two words", "ta gueule\tk", "ta gueule.", "f/k:ta gueule"},
        {"a sentence ends it", "ta gueule\tk", "ta. gueule", ""},
        {"commas and dashes do not", "ta gueule\tk", "ta, - \"gueule\"",
         "f/k:ta, - \"gueule"},
        {"elision", "d'abord\tk", "d'abord", "f/k:d'abord"},
        {"apostrophe left out", "t es nul\tk", "t'es nul", "f/k:t'es nul"},
        {"hyphens are no words", "va-t-en\tk", "va t en", "f/k:va t en"},
        {"no inflection unasked", "crétin\tk", "crétins", ""},
        {"plural", "crétin:s\tk", "crétins", "f/k:cretins"},
        {"feminine", "menteur:f\tk", "menteuses", "f/k:menteuses"},
        {"given feminine", "fou:f=folle\tk", "folles", "f/k:folles"},
        {"verb", "emmerder:v pas\tk", "emmerdez pas", "f/k:emmerdez pas"},
        {"second group", "vomir:v2\tk", "vomissent", "f/k:vomissent"},
        {"optional word there", "(sale) con\tk", "sale con",
         "f/k:sale con | f/k:con"},
        {"optional word not there", "(sale) con\tk", "con", "f/k:con"},
        {"optional at the end", "con (fini)\tk", "con fini", "f/k:con fini"},
        {"optional in the middle", "va (te) faire\tk", "va faire",
         "f/k:va faire"},
        {"optional inflected", "(gros:f) con\tk", "gros con",
         "f/k:gros con | f/k:con"},
        {"alternatives", "ta/ma/sa gueule\tk", "ma gueule", "f/k:ma gueule"},
        {"none of them", "ta/ma/sa gueule\tk", "la gueule", ""},
        {"alternative of two words", "ta/de_sa gueule\tk", "de sa gueule",
         "f/k:de sa gueule"},
        {"optional alternatives", "(gros/sale) con\tk", "sale con",
         "f/k:sale con | f/k:con"},
        {"inflected alternatives", "con:f/sot:f fini:f\tk", "sotte finie",
         "f/k:sotte finie"},
        {"any one word", "tu * chier\tk", "tu fais chier",
         "f/k:tu fais chier"},
        {"not none", "tu * chier\tk", "tu chier", ""},
        {"not two", "tu * chier\tk", "tu me fais chier", ""},
        {"a gap of none", "tu ** chier\tk", "tu chier", "f/k:tu chier"},
        {"a gap of three", "tu ** chier\tk", "tu nous fais tous chier",
         "f/k:tu nous fais tous chier"},
        {"not of four", "tu ** chier\tk", "tu nous fais vraiment tous chier",
         ""},
        {"a gap at the end", "tu **\tk", "tu a b c d", "f/k:tu a b c"},
        {"any word is no word of punctuation", "tu * chier\tk",
         "tu, \"fais\" chier", "f/k:tu, \"fais\" chier"},
        {"no gap reaches over a full stop", "tu ** chier\tk", "tu. chier",
         ""},
        {"a comma is passed over in a gap", "tu ** chier\tk", "tu, me, chier",
         "f/k:tu, me, chier"},
        {"the longest from a word on", "con\tk\ncon fini\tk", "con fini",
         "f/k:con fini"},
        {"of each class", "con\tk\ncon fini\tl", "con fini",
         "f/k:con | f/l:con fini"},
        {"two classes", "con\tk\ncon\tl", "con", "f/k:con | f/l:con"},
        {"the first two of three", "con\tk\ncon\tl\ncon\tm", "con",
         "f/k:con | f/l:con"},
        {"overlapping", "un con\tk\ncon fini\tk", "un con fini",
         "f/k:un con | f/k:con fini"},
        {"an innocent sense", "boulet\tk\tune bille", "boulet",
         "f/k?:boulet"},
        {"remarks and empty lines", "# x\n\n  \ncon\tk\n", "con x", "f/k:con"},
        {"blanks around", "  con  fini \t k \t", "con fini", "f/k:con fini"},
        {"classes of numbers", "100 balles\tk", "50 balles", "f/k:N balles"},
        {"accents make no difference", "creTIN\tk", "crétîn", "f/k:cretin"},
    };
    /* clang-format on */

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct lexicon_fixture w;
        lexicon_fixture_open(&w);
        lexicon_fixture_add(&w, "f.tsv", cases[i].line);
        lexicon_fixture_build(&w);
        const char *hits = lexicon_fixture_hits(&w, cases[i].text);
        if (strcmp(hits, cases[i].hits) != 0)
            fail_msg("%s: '%s'", cases[i].name, hits);
        lexicon_fixture_close(&w);
    }
}

/* ---- against a plain second writing ------------------------------------- */

/* Phrases over the words a to d: each part a word, two words, or "*" or "**",
 * perhaps optional. */
struct plain_part {
    char word[2]; /* 'a'..'d'; 0; '*'; '+' for "**" in word[0] alone */
    bool optional;
};

struct plain_phrase {
    size_t parts, class;
    struct plain_part part[4];
};

static void write_phrase(const struct plain_phrase *p, struct buffer *out)
{
    struct error err = {.status = STATUS_OK};

    for (size_t i = 0; i < p->parts; i++) {
        const struct plain_part *part = &p->part[i];
        char text[8];
        if (part->word[0] == '*' || part->word[0] == '+')
            snprintf(text, sizeof(text), "%s",
                     part->word[0] == '*' ? "*" : "**");
        else if (part->word[1])
            snprintf(text, sizeof(text), "%c/%c", part->word[0], part->word[1]);
        else
            snprintf(text, sizeof(text), "%c", part->word[0]);
        buffer_printf(out, &err, part->optional ? "%s(%s)" : "%s%s",
                      i ? " " : "", text);
    }
    buffer_printf(out, &err, "\tk%zu\n", p->class);
}

/* Ends behind which the phrase, from part `i` on, may have come when it has
 * come to word `at`: a bit each. */
static uint32_t plain_ends(const struct plain_phrase *p, size_t i,
                           const char *text, size_t count, size_t at)
{
    uint32_t ends = 0;

    if (i == p->parts)
        return 1u << at;
    const struct plain_part *part = &p->part[i];
    if (part->optional || part->word[0] == '+')
        ends |= plain_ends(p, i + 1, text, count, at);
    if (part->word[0] == '+') {
        for (size_t n = 1; n <= 3 && at + n <= count; n++)
            ends |= plain_ends(p, i + 1, text, count, at + n);
        return ends;
    }
    if (at < count && (part->word[0] == '*' || part->word[0] == text[at] ||
                       part->word[1] == text[at]))
        ends |= plain_ends(p, i + 1, text, count, at + 1);
    return ends;
}

static struct plain_phrase random_phrase(uint64_t *seed)
{
    struct plain_phrase p = {.parts = 1 + fixture_random(seed) % 4,
                             .class = fixture_random(seed) % 2};
    bool fixed = false;

    for (size_t i = 0; i < p.parts; i++) {
        const uint64_t kind = fixture_random(seed) % 10;
        struct plain_part *part = &p.part[i];
        part->word[0] = (char)('a' + fixture_random(seed) % 4);
        if (kind == 0)
            part->word[0] = '*';
        else if (kind == 1)
            part->word[0] = '+';
        else if (kind < 4)
            part->word[1] = (char)('a' + fixture_random(seed) % 4);
        part->optional = fixture_random(seed) % 4 == 0;
        fixed |= !part->optional && part->word[0] != '+';
    }
    if (!fixed) /* a phrase may not be empty */
        p.part[0] = (struct plain_part){
            {'a', 0},
            false
        };
    return p;
}

/* The longest end of each class from each word on, as hits_of shows them. */
static void plain_hits(const struct plain_phrase *phrase, size_t phrases,
                       const char *text, size_t count, char *out)
{
    out[0] = '\0';
    for (size_t at = 0; at < count; at++)
        for (size_t class = 0; class < 2; class ++) {
            uint32_t ends = 0;
            size_t end = 0;
            for (size_t i = 0; i < phrases; i++)
                if (phrase[i].class == class)
                    ends |= plain_ends(&phrase[i], 0, text, count, at);
            while (ends >> (end + 1))
                end++;
            if (!ends || end == at)
                continue;
            sprintf(out + strlen(out), "%zu k%zu %zu;", at, class, end);
        }
}

static int by_place(const void *a, const void *b)
{
    const struct lexicon_hit *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->class > y->class) - (x->class < y->class);
}

static void found_hits(struct lexicon_fixture *w, const char *text,
                       size_t count, char *out)
{
    struct error err = {.status = STATUS_OK};
    const struct facts_of facts = {.lexicon = &w->build.lexicon};
    struct known known;
    struct lexicon_hits hits;
    char folded[64];

    for (size_t i = 0; i < count; i++) {
        folded[2 * i] = text[i];
        folded[2 * i + 1] = ' ';
    }
    const struct text all = {
        .folded = {folded, count ? 2 * count - 1 : 0}
    };
    arena_reset(&w->arena);
    known_open(&known, &all, &facts, NULL, &w->arena, &err);
    assert_int_equal(
        lexicon_find(&w->build.lexicon, &known, &hits, &w->arena, &err),
        STATUS_OK);
    struct lexicon_hit sorted[64];
    memcpy(sorted, hits.hit, hits.count * sizeof(*sorted));
    for (size_t i = 0; i < hits.count; i++) /* k0 or k1, as it is named */
        sorted[i].class =
            (uint32_t)(w->build.lexicon.class[sorted[i].class].name[3] - '0');
    qsort(sorted, hits.count, sizeof(*sorted), by_place);
    out[0] = '\0';
    for (size_t i = 0; i < hits.count; i++)
        sprintf(out + strlen(out), "%u k%u %u;", sorted[i].first,
                sorted[i].class, sorted[i].last + 1);
}

/* With a filter and without. */
static void hits_are_the_plain_ones(void **state)
{
    struct error err = {.status = STATUS_OK};
    uint64_t seed = 12;
    size_t some = 0;

    (void)state;
    for (size_t round = 0; round < 150; round++) {
        struct plain_phrase phrase[3];
        const size_t phrases = 1 + round % 3;
        struct buffer lines = {.ptr = NULL};
        struct lexicon_fixture w;
        for (size_t i = 0; i < phrases; i++) {
            phrase[i] = random_phrase(&seed);
            write_phrase(&phrase[i], &lines);
        }
        lexicon_fixture_open(&w);
        lexicon_fixture_add(&w, "f.tsv", lines.ptr);
        lexicon_fixture_build(&w);
        if (round % 2)
            assert_int_equal(lexicon_open_filter(&w.build.lexicon, &err),
                             STATUS_OK);
        for (size_t n = 0; n < 40; n++) {
            char text[10], wanted[1024], found[1024];
            const size_t count = n % sizeof(text);
            for (size_t i = 0; i < count; i++)
                text[i] = (char)('a' + fixture_random(&seed) % 5);
            plain_hits(phrase, phrases, text, count, wanted);
            found_hits(&w, text, count, found);
            if (strcmp(wanted, found) != 0)
                fail_msg("%s'%.*s': '%s', not '%s'", lines.ptr, (int)count,
                         text, found, wanted);
            some += found[0] != '\0';
        }
        buffer_free(&lines);
        lexicon_free_filter(&w.build.lexicon);
        lexicon_fixture_close(&w);
    }
    assert_true(some > 2000);
}

static void arena_shrunk_byte_by_byte(void **state)
{
    struct error err = {.status = STATUS_OK};
    const struct text text = {.folded = view_of("sale con, ta gueule")};
    struct facts_of facts;
    struct known known;
    struct lexicon_fixture w;
    size_t fitted = 0;

    (void)state;
    lexicon_fixture_open(&w);
    lexicon_fixture_add(&w, "f.tsv", "(sale) con\tk\nta gueule\tl\n");
    lexicon_fixture_build(&w);
    facts = (struct facts_of){.lexicon = &w.build.lexicon};
    known_open(&known, &text, &facts, NULL, &w.arena, &err);
    for (size_t size = 0; size < 1024; size++) {
        struct lexicon_hits hits = {77, NULL};
        struct arena arena;
        arena_open(&arena, size, &err); /* exact: ASan sees the byte behind */
        error_clear(&err);
        const int status =
            lexicon_find(&w.build.lexicon, &known, &hits, &arena, &err);
        if (status == STATUS_OK) {
            fitted++;
            assert_int_equal(hits.count, 3);
        } else {
            assert_true(status == STATUS_TOO_BIG && !fitted);
        }
        arena_free(&arena);
    }
    assert_true(fitted > 0);
    lexicon_fixture_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phrases_of_the_table),
        cmocka_unit_test(hits_are_the_plain_ones),
        cmocka_unit_test(arena_shrunk_byte_by_byte),
    };

    return cmocka_run_group_tests_name("lexicon", tests, NULL, NULL);
}
