/* Charts as SVG, with the figures in a table for who cannot see them. */
#ifndef VIGIE_CONSOLE_CHART_H
#define VIGIE_CONSOLE_CHART_H

#include "html.h"

#include <stdbool.h>
#include <stddef.h>

#define CHART_NAME_SIZE 48

struct chart_point {
    double value;
    char name[CHART_NAME_SIZE]; /* of the place on the axis, UTF-8 */
};

struct chart {
    const struct chart_point *point; /* [count] */
    size_t count;
    double most;           /* of the axis; 0 = of the values */
    bool share;            /* values are shares of 1 */
    bool bars;             /* else a line with an area */
    const char *style;     /* class: a tone's, or "plain" */
    const double *each;    /* [count] drawn faintly behind; NULL: nothing */
    size_t band, band_end; /* points that a band marks, `band_end` behind the
                            * last; equal: none */
};

/* <figure> with `title` as its caption; nothing where there is no point. */
void chart_put(struct html *page, const struct chart *chart,
               struct html_value title);

#endif
