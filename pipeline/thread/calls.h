/* Who is spoken to: names of participants that a comment calls.
 *
 *   @name, @ name                  anywhere
 *   name, ...   name : ...         at the start of a line, also before ! ?
 *   name - ...  name > ...         and a dash
 *   name tu ... name vous ...      at the start, a second person behind it
 *   name_33 ...                    at the start, written as no word is
 *
 * A single common word ("Merci, ...") or a word of the title counts only
 * behind an @. */
#ifndef VIGIE_THREAD_CALLS_H
#define VIGIE_THREAD_CALLS_H

#include "fold.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

#define CALLS_CEILING 24 /* candidates kept of one comment */

/* What a name is compared by: its letters and digits without case and
 * accents; white space, _ - . and ' part its words and are all the same.
 * 0 when it has fewer than three letters and digits, or no letter. */
uint32_t calls_name(const struct folder *folder, struct view name);

/* Names, as calls_name() gives them, that only count behind an @. */
struct calls_shunned {
    const uint32_t *name; /* [count] */
    size_t count;
};

/* What may be a name in the text, as calls_name() would give it; of one place
 * the longest first, places in order.  Returns how many, at most
 * CALLS_CEILING.  O(bytes). */
size_t calls_find(const struct folder *folder, struct view text,
                  const struct calls_shunned *shunned,
                  uint32_t out[CALLS_CEILING]);

#endif
