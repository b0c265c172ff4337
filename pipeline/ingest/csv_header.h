/* Column names of a CSV file: which column is which member. */
#ifndef VIGIE_INGEST_CSV_HEADER_H
#define VIGIE_INGEST_CSV_HEADER_H

#include "error.h"
#include "mapping.h"
#include "member.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

#define COLUMNS_CEILING 256

/* A column is taken into a slot: the number of a member, or, with a mapping,
 * that of a column which the mapping names. */
#define SLOTS_CEILING 32
#define NO_SLOT SIZE_MAX

_Static_assert((int)MEMBER_COUNT <= SLOTS_CEILING &&
                   MAPPING_COLUMNS_CEILING <= SLOTS_CEILING,
               "a slot for each");

/* Without a mapping columns are called as the members of a JSON line, or by
 * one of the aliases in csv_header.c (texte, commentaire, auteur, pseudo,
 * date, ...); case, accents and spaces around do not matter, inner spaces and
 * '-' are '_'.  With one, exactly as it says, spaces around aside. */
struct csv_header {
    char delimiter;               /* ',' ';' or tab                     */
    size_t count;                 /* C, at least 1                      */
    size_t slot[COLUMNS_CEILING]; /* [C] NO_SLOT: ignored               */
    size_t column[SLOTS_CEILING]; /* of a slot, SIZE_MAX when absent    */
    size_t
        repeated; /* a column whose slot an earlier one has; SIZE_MAX: none */
};

/* `mapping` may be NULL.
 * Returns STATUS_OK, STATUS_BAD_INPUT (unbalanced quotes, more than
 * COLUMNS_CEILING columns) or STATUS_NO_MEMORY.  That there is a text column
 * is the caller's to check. */
int csv_header_read(struct view line, const struct mapping *mapping,
                    struct csv_header *out, struct error *err);

#endif
