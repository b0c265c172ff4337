/* Drawings by gnuplot: a script in, the inside of an SVG out. */
#ifndef VIGIE_TRAINING_PLOT_H
#define VIGIE_TRAINING_PLOT_H

#include "buffer.h"
#include "error.h"
#include "view.h"

#define PLOT_WIDTH 360 /* user units of the drawing */
#define PLOT_HEIGHT 300

/* Runs `gnuplot` of $PATH on a script, without the user's own settings and in
 * the C locale, and adds the groups of the drawing to *out: no <svg> around
 * them, nothing that has an id, black as currentColor.  The script comes
 * after `set terminal svg`; it must hold our own words and numbers only.
 * Returns STATUS_OK; STATUS_CANNOT_CREATE when gnuplot is not there;
 * STATUS_INTERNAL when it refuses the script (the message holds its first
 * words); STATUS_IO, STATUS_TOO_BIG, STATUS_NO_MEMORY.  Forks: no other
 * thread may run. */
int plot_draw(struct view script, struct buffer *out, struct error *err);

#endif
