/* Where the parts of a discussion page's text export stand. */
#ifndef VIGIE_INGEST_PAGE_SCAN_H
#define VIGIE_INGEST_PAGE_SCAN_H

#include "date.h"
#include "error.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE_COMMENTS_CEILING ((size_t)200 * 1000)

/* A head line « Le 04/08/2020 à 08h26 » and what stands below it. */
struct page_comment {
    size_t start;     /* byte where the head line begins                  */
    struct view text; /* without blank lines at its ends                  */
    int64_t time;     /* TIME_NONE: relative, and `now` is unknown        */
    size_t line;      /* of the head, from 1                              */
    size_t position;  /* place on the page, from 1                        */
    size_t ordinal;   /* among those of equal time and text, from 0       */
    enum date_form form;
};

/* Views point into the page's bytes. */
struct page_outline {
    struct view title; /* first line; absent when that is a head           */
    int64_t published; /* TIME_NONE when the page does not say             */
    bool is_counted;   /* the site says how many comments there are        */
    size_t site_count;
    struct page_comment *comment; /* [C] in page order                     */
    size_t count;                 /*  C                                    */
};

/* `page` is LF text, of any encoding.  A page without comments gives C = 0.
 * Returns STATUS_OK, STATUS_TOO_BIG (more than PAGE_COMMENTS_CEILING) or
 * STATUS_NO_MEMORY.  *out is yours to page_outline_free, also on failure. */
int page_scan(struct view page, int64_t now, struct page_outline *out,
              struct error *err);

void page_outline_free(struct page_outline *outline);

#endif
