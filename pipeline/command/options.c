#include "options.h"

#include "clock.h"
#include "date.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_CEILING 32
#define HELP_OPTION OPTIONS_CEILING

static int wrong(const struct command *command, struct error *err,
                 const char *what, const char *which)
{
    return error_set(err, STATUS_USAGE, "%s '%s', see 'vigie %s --help'", what,
                     which, command->name);
}

static void print_help(const struct command *command,
                       const struct option_spec *specs, size_t spec_count)
{
    printf("usage: vigie %s %s\n%s\n\n", command->name, command->arguments,
           command->summary);
    for (size_t i = 0; i < spec_count; i++) {
        const struct option_spec *s = &specs[i];
        const int width = printf("  --%s%s%s", s->name, s->argument ? " " : "",
                                 s->argument ? s->argument : "");
        printf("%*s%s\n", width < 26 ? 26 - width : 1, "", s->help);
    }
    printf("  --help                  this text\n");
}

static int set_size(const struct command *command, const char *text,
                    size_t *out, struct error *err)
{
    char *end;

    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (errno || end == text || *end || text[0] == '-' || value > SIZE_MAX / 2)
        return wrong(command, err, "not a whole number:", text);
    *out = (size_t)value;
    return STATUS_OK;
}

static int set_value(const struct command *command,
                     const struct option_spec *spec, const char *text,
                     struct error *err)
{
    char *end;

    switch (spec->kind) {
    case OPTION_FLAG:
        *(bool *)spec->value = true;
        return STATUS_OK;
    case OPTION_TEXT:
        *(const char **)spec->value = text;
        return STATUS_OK;
    case OPTION_SIZE:
        return set_size(command, text, spec->value, err);
    case OPTION_DECIMAL:
        *(double *)spec->value = strtod(text, &end);
        if (end == text || *end)
            return wrong(command, err, "not a number:", text);
        return STATUS_OK;
    case OPTION_TIME:
        if (date_parse(view_of(text), TIME_NONE, spec->value, err) < 0) {
            error_clear(err);
            return wrong(command, err, "not a date:", text);
        }
        return STATUS_OK;
    }
    return STATUS_OK;
}

int options_parse(const struct command *command,
                  const struct option_spec *specs, size_t spec_count, int argc,
                  char **argv, char ***operands, size_t *count,
                  struct error *err)
{
    struct option longs[OPTIONS_CEILING + 2] = {{0}};
    int which, found;

    for (size_t i = 0; i < spec_count; i++)
        longs[i] = (struct option){specs[i].name,
                                   specs[i].kind == OPTION_FLAG
                                       ? no_argument
                                       : required_argument,
                                   NULL, (int)i};
    longs[spec_count] = (struct option){"help", no_argument, NULL, HELP_OPTION};
    opterr = 0;
    optind = 0;
    while ((found = getopt_long(argc, argv, ":", longs, &which)) != -1) {
        if (found == HELP_OPTION) {
            print_help(command, specs, spec_count);
            return 1;
        }
        if (found == ':')
            return wrong(command, err, "value missing after", argv[optind - 1]);
        if (found == '?')
            return wrong(command, err, "unknown option", argv[optind - 1]);
        const int status = set_value(command, &specs[found], optarg, err);
        if (status < 0)
            return status;
    }
    *operands = argv + optind;
    *count = (size_t)(argc - optind);
    return STATUS_OK;
}

int options_alone(const struct command *command, char **operands, size_t count,
                  struct error *err)
{
    return count ? wrong(command, err, "unexpected", operands[0]) : STATUS_OK;
}
