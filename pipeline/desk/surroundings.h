/* All hidden input of the program, gathered by main.c. */
#ifndef VIGIE_DESK_SURROUNDINGS_H
#define VIGIE_DESK_SURROUNDINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct surroundings {
    const char *home;      /* folder that holds models/ and data/          */
    const char *store;     /* $VIGIE_DB, else "vigie.db"                   */
    const char *moderator; /* $VIGIE_MODERATOR, else $USER, else NULL      */
    int64_t now;           /* the clock when the program began, UTC        */
    size_t processors;     /* usable cores, at least 1                     */
    uint64_t seed;         /* random, for what a new store draws by chance */
    bool terminal;         /* standard error is a terminal: show progress  */
    /* Prints "vigie: where: message" to standard error: what is worth a line
     * though the command goes on. */
    void (*say)(const char *where, const char *message);
};

#endif
