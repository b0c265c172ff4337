/* `vigie COMMAND`: gathers the surroundings, runs one command of the table,
 * prints its error and turns it into an exit code. */
#include "clock.h"
#include "command.h"
#include "error.h"
#include "home.h"
#include "versions.h"

#include <libgen.h>
#include <signal.h>
#include <sodium/core.h>
#include <sodium/randombytes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static const struct command commands[] = {
#define X(name, arguments, summary) {#name, command_##name, arguments, summary},
    COMMAND_LIST(X)
#undef X
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_usage(FILE *to)
{
    fprintf(to, "usage: vigie COMMAND [OPTION...] [FILE...]\n\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        fprintf(to, "  %-10s%s\n", commands[i].name, commands[i].summary);
    fprintf(to, "\n'vigie COMMAND --help' lists a command's options; "
                "'-' is standard input.\n");
}

/* The folder that holds models/ and data/: $VIGIE_HOME, else the one above
 * the program's (build/vigie), else one more above (build/asan/vigie), else
 * where `make install` puts them.  Known by the policy: a folder named models
 * may be anybody's. */
static const char *find_home(char *path, size_t size)
{
    static const char *const above[] = {"..", "../..", "../share/vigie"};
    char program[4096], candidate[5120];
    const char *home = getenv("VIGIE_HOME");

    if (home)
        return home;
    const ssize_t len =
        readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (len < 0)
        return ".";
    program[len] = '\0';
    const char *folder = dirname(program);
    for (size_t i = 0; i < sizeof(above) / sizeof(above[0]); i++) {
        snprintf(candidate, sizeof(candidate), "%s/%s/%s", folder, above[i],
                 SHIPPED_POLICY);
        if (access(candidate, R_OK) < 0)
            continue;
        const int put = snprintf(path, size, "%s/%s", folder, above[i]);
        if (put > 0 && (size_t)put < size)
            return path;
    }
    return ".";
}

static void say(const char *where, const char *message)
{
    fprintf(stderr, "vigie: %s%s%s\n", where, where[0] ? ": " : "", message);
}

static struct surroundings look_around(char *home, size_t home_size)
{
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    const char *store = getenv("VIGIE_DB");
    const char *moderator = getenv("VIGIE_MODERATOR");
    uint64_t seed;

    randombytes_buf(&seed, sizeof(seed));
    return (struct surroundings){
        .home = find_home(home, home_size),
        .store = store ? store : "vigie.db",
        .moderator = moderator ? moderator : getenv("USER"),
        .now = (int64_t)time(NULL),
        .processors = processors < 1 ? 1 : (size_t)processors,
        .seed = seed,
        .say = say,
        .terminal = isatty(STDERR_FILENO) == 1,
    };
}

static int report(const struct error *err)
{
    say(err->where,
        err->message[0] ? err->message : error_meaning(err->status));
    return error_exit_code(err->status);
}

/* The longest that any of ours has, and room to be wrong. */
#define WORD_SIZE 24

/* Letters to add, drop, change or swap with the next until one word is the
 * other (Damerau 1964, adjacent swaps once); WORD_SIZE when one is too long. */
static size_t word_distance(const char *a, const char *b)
{
    size_t cost[WORD_SIZE][WORD_SIZE];
    const size_t m = strlen(a), n = strlen(b);

    if (m >= WORD_SIZE || n >= WORD_SIZE)
        return WORD_SIZE;
    for (size_t i = 0; i <= m; i++)
        for (size_t j = 0; j <= n; j++) {
            size_t least = i && j ? cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])
                                  : i + j;
            if (i && cost[i - 1][j] + 1 < least)
                least = cost[i - 1][j] + 1;
            if (j && cost[i][j - 1] + 1 < least)
                least = cost[i][j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && cost[i - 2][j - 2] + 1 < least)
                least = cost[i - 2][j - 2] + 1;
            cost[i][j] = least;
        }
    return cost[m][n];
}

/* Two slips at most, and fewer than letters: 'ls' is not 'list' misspelt. */
static int unknown(const char *word, struct error *err)
{
    const char *nearest = NULL;
    size_t least = strlen(word) < 4 ? 2 : 3;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const size_t distance = word_distance(word, commands[i].name);
        if (distance < least) {
            least = distance;
            nearest = commands[i].name;
        }
    }
    if (nearest)
        return error_set(err, STATUS_USAGE,
                         "unknown command '%s', did you mean '%s'? see 'vigie "
                         "--help'",
                         word, nearest);
    return error_set(err, STATUS_USAGE,
                     "unknown command '%s', see 'vigie --help'", word);
}

static int run(int argc, char **argv, struct error *err)
{
    char home[4096];
    const struct surroundings around = look_around(home, sizeof(home));

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, argv[1]) == 0)
            return commands[i].run(&commands[i], &around, argc - 1, argv + 1,
                                   err);
    return unknown(argv[1], err);
}

int main(int argc, char **argv)
{
    struct error err = {.status = STATUS_OK};

    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (sodium_init() < 0)
        return EX_SOFTWARE;
    if (argc < 2) {
        print_usage(stderr);
        return EX_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
        print_usage(stdout);
    else if (strcmp(argv[1], "--version") == 0)
        versions_print(stdout);
    else if (run(argc, argv, &err) < 0)
        return report(&err);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        error_set(&err, STATUS_IO, "cannot write standard output");
        return report(&err);
    }
    return EX_OK;
}
