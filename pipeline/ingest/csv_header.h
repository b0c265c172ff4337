/* Column names of a CSV file: which column is which member. */
#ifndef VIGIE_INGEST_CSV_HEADER_H
#define VIGIE_INGEST_CSV_HEADER_H

#include "error.h"
#include "member.h"
#include "view.h"

#include <stddef.h>

#define COLUMNS_CEILING 256

/* Columns are called as the members of a JSON line, or by one of the aliases
 * in csv_header.c (texte, commentaire, auteur, pseudo, date, ...); case,
 * accents and spaces around do not matter, inner spaces and '-' are '_'. */
struct csv_header {
    char delimiter;                      /* ',' ';' or tab            */
    size_t count;                        /* C, at least 1             */
    enum member member[COLUMNS_CEILING]; /* [C] COUNT: ignored        */
    size_t column[MEMBER_COUNT];         /* its column, C when absent */
    size_t repeated; /* a column whose member an earlier one has; C: none */
};

/* Returns STATUS_OK, STATUS_BAD_INPUT (unbalanced quotes, more than
 * COLUMNS_CEILING columns) or STATUS_NO_MEMORY.  That there is a text column
 * is the caller's to check. */
int csv_header_read(struct view line, struct csv_header *out,
                    struct error *err);

#endif
