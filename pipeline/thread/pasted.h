/* The inside of a thread, and what makes a run of words a pasted one.  Private
 * to thread/. */
#ifndef VIGIE_THREAD_PASTED_H
#define VIGIE_THREAD_PASTED_H

#include "chain.h"
#include "thread.h"
#include "wording.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TITLE_WORDS 64

/* A comment of the thread. */
struct member {
    int64_t key, time;
    size_t position;
    uint32_t first, count;           /* its words                   */
    uint32_t first_call, call_count; /* the names it may call       */
    uint32_t name;                   /* its author's, 0 = unknown   */
    bool given, affected;
};

struct thread {
    struct folder folder;
    struct wording title;
    uint32_t title_name[TITLE_WORDS]; /* its words as names */
    size_t title_names;
    struct wording words;  /* of all comments, one behind the other */
    struct chains runs;    /* word where a run of RUN_WORDS begins  */
    struct member *member; /* [count] in order of arrival           */
    size_t count, room;
    size_t settled;        /* members before that have their link   */
    struct chains authors; /* members by name                       */
    struct chains calls;   /* calls by name                         */
    uint32_t *caller;      /* [calls.room] the member that calls    */
    size_t call_count, call_room;
    uint32_t *affected; /* [affected_count] members to settle anew */
    size_t affected_count, affected_room;
};

/* Words that stand in two comments, as far as they go on both sides. */
struct run {
    uint32_t a, b; /* where it begins, among all words */
    uint32_t count;
};

/* As far as the words agree around word `a` and word `b` (among all words),
 * which begin a run that may only seem the same: then count is short. */
struct run pasted_run(const struct thread *self, const struct member *of_a,
                      uint32_t a, const struct member *of_b, uint32_t b);

/* Letters of the run (a in `later`, b in `earlier`) if `later` pasted it from
 * `earlier`, by the rule of thread.h; 0 if it did not.  Where it fills a
 * quotation, *run becomes what stands in that. */
uint32_t pasted_letters(const struct thread *self, const struct member *later,
                        const struct member *earlier, struct run *run);

#endif
