/* From the folded text to the one features are taken from: letters bare
 * (letter.h), disguised words undone where a known word shows.
 *
 *   look-alikes         сrétin (Cyrillic) -> cretin
 *   digits and signs    m3rde, s@lope     -> merde, salope
 *   starred letters     c*nnard           -> connard
 *   letters in boxes    🅲🅾🅽                -> con
 *   parted letters      c.r.e.t.i.n       -> cretin      con-nard -> connard
 *   stretched letters   abruuutiii        -> abruti
 *   swapped letters     abrtui            -> abruti
 *   chat spelling       ptn, jsuis        -> putain, je suis
 *   by ear              konar             -> connard     (abusive words only)
 *   inclusive writing   étudiant·e·s      -> etudiants
 *
 * Every trick leaves a mark.  A word that is known stays as it is; so does
 * one that nothing known comes close to, but for its diacritics. */
#ifndef VIGIE_NORMALIZE_REPAIR_H
#define VIGIE_NORMALIZE_REPAIR_H

#include "arena.h"
#include "error.h"
#include "text.h"
#include "wordbook.h"

/* Constant after repairer_open. */
struct repairer {
    struct wordbook words; /* arrays borrowed */
    struct word_filter filter;
    struct word_edges abusive;
};

/* words  NULL when no word is known */
void repairer_open(struct repairer *self, const struct wordbook *words);

/* text  as normalize_run left it; its folded bytes, ranges and marks are
 *       replaced by repaired ones in `arena`, the original stays
 * Returns STATUS_OK or STATUS_TOO_BIG, *text is then untouched.
 * Thread-safe: `self` is only read.  O(bytes): where disguised words ask for
 * too many trials, those behind stay as they are. */
int repair_run(const struct repairer *self, struct text *text,
               struct arena *arena, struct error *err);

#endif
