/* Long options of one command, declared as a table: parsing and --help. */
#ifndef VIGIE_COMMAND_OPTIONS_H
#define VIGIE_COMMAND_OPTIONS_H

#include "command.h"
#include "error.h"

#include <stddef.h>

enum option_kind {
    OPTION_FLAG,    /* value is bool *: set to true           */
    OPTION_TEXT,    /* value is const char **: borrowed       */
    OPTION_SIZE,    /* value is size_t *: decimal             */
    OPTION_DECIMAL, /* value is double *: with a point        */
    OPTION_TIME,    /* value is int64_t *: any date of date.h */
};

struct option_spec {
    const char *name; /* without the dashes */
    enum option_kind kind;
    void *value;          /* keeps its default when the option is absent */
    const char *argument; /* "FILE" for --help; NULL for flags */
    const char *help;     /* one line */
};

/* Options may stand before, between and after the operands; "--" ends them.
 * On success *operands points at the first of *count operands in argv.
 * --help prints the usage to standard output and returns 1.
 * Returns STATUS_OK, 1 for --help, STATUS_USAGE with a message that ends in
 * "see 'vigie NAME --help'". */
int options_parse(const struct command *command,
                  const struct option_spec *specs, size_t spec_count, int argc,
                  char **argv, char ***operands, size_t *count,
                  struct error *err);

/* STATUS_USAGE when a command that takes no operands was given some. */
int options_alone(const struct command *command, char **operands, size_t count,
                  struct error *err);

#endif
