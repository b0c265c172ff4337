#include "lexicon_build.h"

#include "constant.h"
#include "digest.h"
#include "file.h"
#include "inflect.h"
#include "lexicon_tree.h"
#include "normalizer.h"
#include "tables.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_CEILING ((size_t)16 << 20)
#define ARENA ((size_t)1 << 20)
#define WAYS 16384       /* a phrase may be written in, at most             */
#define PHRASE_WORDS 12  /* of one alternative                              */
#define GAP 3            /* words that ** stands for, at most               */
#define SPELLING "spelling"

/* Files whose single words are abusive, whoever they are said to. */
static const char *const abusive_files[] = {"insults", "slurs", "profanity"};

/* The places in the tree a phrase has come to. */
struct ways {
    size_t count;
    uint32_t node[WAYS];
};

struct builder {
    struct tree tree;
    struct normalizer normalizer;
    struct arena arena;
    struct lexicon_class *class; /* [LEXICON_CLASSES_CEILING] */
    uint32_t classes;
    struct lexicon_build *out;
    size_t word_room;
    char file[24];               /* "insults" while it is read */
    struct digest digest;        /* of all files               */
    struct ways now, next;
};

/* ---- words -------------------------------------------------------------- */

/* A form as texts have it: bare, in tokens.  Hashes of the words. */
static int read_form(struct builder *b, struct view form, uint64_t *word,
                     size_t *count, struct view *bare, struct error *err)
{
    struct token_list tokens;
    struct text text;
    int status;

    arena_reset(&b->arena);
    if ((status = normalizer_run(&b->normalizer, form, &text, &b->arena,
                                 err)) < 0 ||
        (status = token_find(text.folded, &tokens, &b->arena, err)) < 0)
        return status;
    *count = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        if (!lexicon_takes(text.folded, &tokens.token[i]))
            continue;
        if (*count == PHRASE_WORDS)
            return error_set(err, STATUS_BAD_INPUT, "more than %d words",
                             PHRASE_WORDS);
        word[(*count)++] =
            lexicon_word(token_view(text.folded, &tokens.token[i]));
    }
    *bare = text.folded;
    return STATUS_OK;
}

static int keep_word(struct builder *b, struct view word, struct view text,
                     bool abusive, struct error *err)
{
    struct lexicon_build *out = b->out;
    struct lexicon_word one = {.abusive = abusive};

    if (word.len >= sizeof(one.word) || text.len >= sizeof(one.text))
        return error_set(err, STATUS_BAD_INPUT, "the word is too long");
    if (out->words == b->word_room) {
        const size_t room = b->word_room ? b->word_room * 2 : 1024;
        struct lexicon_word *more =
            realloc(out->word, room * sizeof(*more));
        if (!more)
            return error_set(err, STATUS_NO_MEMORY, "out of memory");
        out->word = more;
        b->word_room = room;
    }
    if (word.len)
        memcpy(one.word, word.ptr, word.len);
    if (text.len)
        memcpy(one.text, text.ptr, text.len);
    out->word[out->words++] = one;
    return STATUS_OK;
}

/* ---- phrases ------------------------------------------------------------ */

static int add_way(struct ways *ways, uint32_t node, struct error *err)
{
    for (size_t i = ways->count; i-- > 0;)
        if (ways->node[i] == node)
            return STATUS_OK;
    if (ways->count == WAYS)
        return error_set(err, STATUS_BAD_INPUT,
                         "the phrase can be written in more than %d ways",
                         WAYS);
    ways->node[ways->count++] = node;
    return STATUS_OK;
}

static int step_all(struct builder *b, const uint64_t *word, size_t count,
                    struct error *err)
{
    int status = STATUS_OK;

    for (size_t i = 0; status == STATUS_OK && i < b->now.count; i++) {
        uint32_t node = b->now.node[i];
        for (size_t k = 0; status == STATUS_OK && k < count; k++)
            status = tree_step(&b->tree, node, word[k], &node, err);
        if (status == STATUS_OK)
            status = add_way(&b->next, node, err);
    }
    return status;
}

/* `alternative` with its rule, '_' between its words; only the word that
 * carries the rule is inflected. */
static int add_alternative(struct builder *b, struct view alternative,
                           bool alone, bool abusive, struct error *err)
{
    struct inflected forms = {.count = 0};
    int status = inflect(alternative, &forms, err);

    for (size_t i = 0; status == STATUS_OK && i < forms.count; i++) {
        uint64_t word[PHRASE_WORDS];
        size_t count;
        struct view bare;
        for (char *c = forms.form[i]; *c; c++)
            if (*c == '_')
                *c = ' ';
        if ((status = read_form(b, view_of(forms.form[i]), word, &count, &bare,
                                err)) < 0)
            break;
        if (alone && abusive && count == 1)
            status = keep_word(b, bare, (struct view){NULL, 0}, true, err);
        if (status == STATUS_OK)
            status = step_all(b, word, count, err);
    }
    return status;
}

/* Any `least` to `most` words. */
static int add_gap(struct builder *b, size_t least, size_t most,
                   struct error *err)
{
    static const uint64_t any[GAP] = {LEXICON_WILDCARD, LEXICON_WILDCARD,
                                      LEXICON_WILDCARD};
    int status = STATUS_OK;

    for (size_t n = least; status == STATUS_OK && n <= most; n++)
        status = step_all(b, any, n, err);
    return status;
}

/* One part of a phrase: word, alternatives, gap, each perhaps optional. */
static int add_part(struct builder *b, struct view part, bool alone,
                    bool abusive, struct error *err)
{
    const bool optional = part.len > 2 && part.ptr[0] == '(' &&
                          part.ptr[part.len - 1] == ')';
    int status = STATUS_OK;

    b->next.count = 0;
    if (optional) {
        part = (struct view){part.ptr + 1, part.len - 2};
        status = add_gap(b, 0, 0, err);
    }
    if (view_is(part, "*") || view_is(part, "**"))
        status =
            part.len == 1 ? add_gap(b, 1, 1, err) : add_gap(b, 0, GAP, err);
    else
        while (status == STATUS_OK && part.len) {
            const char *slash = memchr(part.ptr + 1, '/', part.len - 1);
            const size_t len = slash ? (size_t)(slash - part.ptr) : part.len;
            status = add_alternative(b, view_first(part, len), alone, abusive,
                                     err);
            part = view_from(part, len + 1);
        }
    b->now = b->next;
    return status;
}

static int add_phrase(struct builder *b, struct view phrase, uint32_t class,
                      bool abusive, struct error *err)
{
    const bool alone = !memchr(phrase.ptr, ' ', phrase.len);
    struct view rest = phrase;
    int status = STATUS_OK;

    b->now = (struct ways){.count = 1};
    while (status == STATUS_OK && rest.len) {
        const char *space = memchr(rest.ptr, ' ', rest.len);
        const size_t len = space ? (size_t)(space - rest.ptr) : rest.len;
        if (len)
            status = add_part(b, view_first(rest, len), alone, abusive, err);
        rest = view_from(rest, len + 1);
    }
    for (size_t i = 0; status == STATUS_OK && i < b->now.count; i++) {
        if (!b->now.node[i])
            return error_set(err, STATUS_BAD_INPUT,
                             "the phrase may be empty");
        tree_mark(&b->tree, b->now.node[i], class);
    }
    return status;
}

/* ---- files -------------------------------------------------------------- */

static int find_class(struct builder *b, struct view name, bool innocent,
                      uint32_t *out, struct error *err)
{
    struct lexicon_class class = {.name = ""};
    const int len =
        snprintf(class.name, sizeof(class.name), "%s/%.*s%s", b->file,
                 (int)name.len, name.ptr, innocent ? "?" : "");

    if (!name.len || len < 0 || (size_t)len >= sizeof(class.name))
        return error_set(err, STATUS_BAD_INPUT, "no class, or too long a one");
    for (*out = 0; *out < b->classes; ++*out)
        if (strcmp(b->class[*out].name, class.name) == 0)
            return STATUS_OK;
    if (b->classes == LEXICON_CLASSES_CEILING - 1)
        return error_set(err, STATUS_TOO_BIG, "more than %d classes",
                         LEXICON_CLASSES_CEILING - 1);
    b->class[b->classes++] = class;
    return STATUS_OK;
}

static bool is_abusive(const struct builder *b, struct view class)
{
    const size_t count = sizeof(abusive_files) / sizeof(abusive_files[0]);

    for (size_t i = 0; i < count; i++)
        if (strcmp(b->file, abusive_files[i]) == 0)
            return !view_is(class, "political");
    return false;
}

/* The next field of a line, ended by a tab. */
static struct view take_field(struct view *line)
{
    const char *tab = line->len ? memchr(line->ptr, '\t', line->len) : NULL;
    const size_t len = tab ? (size_t)(tab - line->ptr) : line->len;
    const struct view field = view_trim(view_first(*line, len));

    *line = view_from(*line, len + 1);
    return field;
}

static int take_spelling(struct builder *b, struct view written,
                         struct view standard, struct error *err)
{
    uint64_t word[PHRASE_WORDS];
    char key[48];
    struct view bare;
    size_t count;
    int status;

    if ((status = read_form(b, written, word, &count, &bare, err)) < 0)
        return status;
    if (count != 1 || bare.len >= sizeof(key))
        return error_set(err, STATUS_BAD_INPUT, "\"%.*s\" is not one word",
                         VIEW_ARG(written));
    memcpy(key, bare.ptr, bare.len);
    const struct view kept = {key, bare.len};
    if ((status = read_form(b, standard, word, &count, &bare, err)) < 0)
        return status;
    return keep_word(b, kept, bare, false, err);
}

static int take_line(void *context, struct view line, struct error *err)
{
    struct builder *b = context;
    uint32_t class = 0;
    int status;

    if (!view_trim(line).len || line.ptr[0] == '#')
        return STATUS_OK;
    if (utf8_check(line) != UTF8_VALID)
        return error_set(err, STATUS_BAD_INPUT, "invalid UTF-8 at byte %zu",
                         utf8_check(line));
    const struct view phrase = take_field(&line), second = take_field(&line);
    if (!phrase.len || !second.len)
        return error_set(err, STATUS_BAD_INPUT,
                         "neither a comment nor phrase TAB class");
    b->out->phrases++;
    if (strcmp(b->file, SPELLING) == 0)
        return take_spelling(b, phrase, second, err);
    const bool innocent = take_field(&line).len > 0;
    if ((status = find_class(b, second, innocent, &class, err)) < 0)
        return status;
    return add_phrase(b, phrase, class, !innocent && is_abusive(b, second),
                      err);
}

static int read_file(void *context, const char *path, struct view name,
                     struct error *err)
{
    struct builder *b = context;
    struct buffer bytes = {.ptr = NULL};
    int status;

    if (name.len >= sizeof(b->file))
        return error_set(err, STATUS_BAD_INPUT, "'%s': too long a name", path);
    snprintf(b->file, sizeof(b->file), "%.*s", (int)name.len, name.ptr);
    if ((status = file_read(path, FILE_CEILING, &bytes, err)) < 0)
        return status;
    digest_field(&b->digest, name);
    digest_field(&b->digest, buffer_view(&bytes));
    buffer_free(&bytes);
    return file_lines(path, FILE_CEILING, take_line, b, err);
}

static int read_files(struct builder *b, const char *folder,
                      struct error *err)
{
    digest_begin(&b->digest);
    const int status = tables_each(folder, read_file, b, err);
    digest_end(&b->digest, b->out->sha256);
    return status;
}

int lexicon_build(struct lexicon_build *out, const char *folder,
                  struct error *err)
{
    struct builder *b = calloc(1, sizeof(*b));
    int status = STATUS_OK;

    *out = (struct lexicon_build){.phrases = 0};
    if (!folder || !b) {
        free(b);
        return folder ? error_set(err, STATUS_NO_MEMORY, "out of memory")
                      : STATUS_OK;
    }
    b->out = out;
    b->class = calloc(LEXICON_CLASSES_CEILING, sizeof(*b->class));
    normalizer_open(&b->normalizer, NULL);
    if (!b->class)
        status = error_set(err, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK &&
        (status = arena_open(&b->arena, ARENA, err)) == STATUS_OK &&
        (status = tree_open(&b->tree, err)) == STATUS_OK &&
        (status = read_files(b, folder, err)) == STATUS_OK)
        status = tree_pack(&b->tree, &out->lexicon, err);
    out->lexicon.class = b->class;
    out->lexicon.class_count = b->classes;
    tree_free(&b->tree);
    arena_free(&b->arena);
    free(b);
    if (status < 0)
        lexicon_build_free(out);
    return status;
}

void lexicon_build_free(struct lexicon_build *self)
{
    free_constant(self->lexicon.edge);
    free_constant(self->lexicon.node);
    free_constant(self->lexicon.class);
    free(self->word);
    *self = (struct lexicon_build){.phrases = 0};
}
