/* The commands of `vigie COMMAND`: each one function behind one table row.
 *
 * Results go to standard output, everything else to standard error.  A
 * command returns a status and never prints its error or ends the program:
 * main.c does. */
#ifndef VIGIE_COMMAND_COMMAND_H
#define VIGIE_COMMAND_COMMAND_H

#include "error.h"
#include "surroundings.h"

#include <stddef.h>

struct command {
    const char *name;
    int (*run)(const struct command *self, const struct surroundings *around,
               int argc, char **argv, struct error *err);
    const char *arguments; /* "[OPTION...] FILE..." for the usage line */
    const char *summary;   /* one line, lower case */
};

/* argv[0] is the command's name.  Each returns STATUS_OK or a status. */
#define COMMAND_LIST(X)                                                        \
    X(ingest, "[OPTION...] FILE...",                                           \
      "read discussions and comments into the "                                \
      "store")                                                                 \
    X(score, "[OPTION...] [FILE...]",                                          \
      "score what waits, or files; --stdout "                                  \
      "is the filter")                                                         \
    X(queue, "[OPTION...]", "what a moderator should see next, and why")       \
    X(show, "[OPTION...] COMMENT", "a comment in its thread, with reasons")    \
    X(decide, "[OPTION...] COMMENT ACTION",                                    \
      "approve, remove, defer or undo; written to the journal")                \
    X(explain, "[OPTION...] TEXT|-", "which words weighed, for any text")      \
    X(train, "[OPTION...] FILE...", "labelled comments to a model")            \
    X(evaluate, "[OPTION...] FILE...", "precision and recall of a model")      \
    X(models, "[OPTION...] [list|journal|promote DIR|rollback|diff A B]",      \
      "models of the store; make another one active, see what changes")        \
    X(monitor, "[OPTION...]",                                                  \
      "recall, agreement, flags undone, waiting times")                        \
    X(serve, "[OPTION...]", "the moderators' console and the HTTP API")        \
    X(user, "[OPTION...] add NAME|list|disable NAME|passwd NAME",              \
      "who may use the console, as what")                                      \
    X(token, "[OPTION...] add NAME|list|revoke N",                             \
      "keys of programs that use the HTTP API")                                \
    X(hook, "[OPTION...] add URL|coral|list|remove N",                         \
      "who is told of decisions; Coral's signing secrets")                     \
    X(check, "[OPTION...]",                                                    \
      "is the store sound: file, journal, counts, scores, models")             \
    X(backup, "[OPTION...] FILE", "a copy of the store, while others use it")  \
    X(export, "[OPTION...] labels|decisions|scores|suggestions",               \
      "what the store knows, as JSON lines or CSV")

#define X(name, arguments, summary)                                            \
    int command_##name(const struct command *self,                             \
                       const struct surroundings *around, int argc,            \
                       char **argv, struct error *err);
COMMAND_LIST(X)
#undef X

#endif
