#include "card.h"

#include <stdbool.h>
#include <string.h>

/* Quotes what a shell would take for more than a word. */
static int add_word(struct buffer *out, const char *word, struct error *err)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-_=+,.:/@%";
    int status = buffer_add_text(out, " ", err);

    if (status < 0)
        return status;
    if (*word && strspn(word, plain) == strlen(word))
        return buffer_add_text(out, word, err);
    status = buffer_add_text(out, "'", err);
    for (; status == STATUS_OK && *word; word++) {
        const char letter[] = {(unsigned char)*word < 0x20 ? '?' : *word, '\0'};
        status = buffer_add_text(out, *word == '\'' ? "'\\''" : letter, err);
    }
    return status < 0 ? status : buffer_add_text(out, "'", err);
}

/* "/home/anna/a.jsonl" is "a.jsonl", also behind "--mapping=". */
static int add_argument(struct buffer *out, const char *word, struct error *err)
{
    const char *value = strchr(word, '=');
    const char *path = word[0] == '-' && value ? value + 1 : word;
    const char *slash = strrchr(path, '/');

    if (path[0] != '/' || !slash[1])
        return add_word(out, word, err);
    if (path == word)
        return add_word(out, slash + 1, err);
    struct buffer joined = {.ptr = NULL};
    int status = buffer_add(&joined, word, (size_t)(path - word), err);
    if (status == STATUS_OK)
        status = buffer_add_text(&joined, slash + 1, err);
    if (status == STATUS_OK)
        status = add_word(out, joined.ptr, err);
    buffer_free(&joined);
    return status;
}

/* `word` is --name or --name=value; *joined tells which. */
static bool is_option(const char *word, const char *name, bool *joined)
{
    const size_t len = strlen(name);

    *joined = strncmp(word, name, len) == 0 && word[len] == '=';
    return *joined || strcmp(word, name) == 0;
}

int card_command(struct buffer *out, int argc, char *const *argv,
                 struct error *err)
{
    int status = buffer_add_text(out, "vigie", err);

    for (int i = 0; status == STATUS_OK && i < argc; i++) {
        bool joined;
        if (is_option(argv[i], "--threads", &joined)) {
            i += !joined;
        } else if (is_option(argv[i], "--out", &joined)) {
            i += !joined;
            status = buffer_add_text(out, " --out DIR", err);
        } else {
            status = add_argument(out, argv[i], err);
        }
    }
    return status;
}
