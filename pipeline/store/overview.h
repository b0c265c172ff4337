/* What the console's pages show beside the comment at hand: counts, lists,
 * series over time.  Nothing here writes; each query is bounded, whatever the
 * size of the store. */
#ifndef VIGIE_STORE_OVERVIEW_H
#define VIGIE_STORE_OVERVIEW_H

#include "arena.h"
#include "error.h"
#include "journal.h"
#include "store.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct key_list {
    int64_t *item; /* [count], in the arena */
    size_t count;
    int64_t last; /* of claims: until when the last one is held; 0 = none */
};

/* Comments the moderator holds at `now`, by when their claims end. */
int overview_claims(struct store *self, struct view moderator, int64_t now,
                    struct arena *arena, struct key_list *out,
                    struct error *err);

/* Places by what is flagged.  tones: bit mask in the order of `model`. */
struct place_count {
    int64_t model;
    uint32_t tones;
    uint64_t count;
};

/* Of a large queue only the places that come first are counted. */
#define OVERVIEW_PLACES 3000

struct place_count_list {
    struct place_count *item; /* [count], in the arena */
    size_t count;
    bool partly; /* there are more than OVERVIEW_PLACES */
};

int overview_places(struct store *self, struct arena *arena,
                    struct place_count_list *out, struct error *err);

/* Sections of the articles that have something in the queue: among the places
 * that overview_places() counts. */
struct name_count {
    struct view name;
    uint64_t count;
};

struct name_count_list {
    struct name_count *item; /* [count], largest first, in the arena */
    size_t count;
    bool partly;
};

int overview_sections(struct store *self, struct arena *arena,
                      struct name_count_list *out, struct error *err);

/* One row of the journal with the comment it is about. */
struct journal_row {
    struct decision decision; /* comment: key */
    struct view comment;      /* id */
    struct view text;         /* its first code points */
};

struct journal_rows {
    struct journal_row *item; /* [count], newest first, in the arena */
    size_t count;
};

#define OVERVIEW_TEXT 160 /* code points of a text in a list */

/* Decisions older than the one with key `before` (0: the newest); of one
 * moderator where named. */
int overview_journal(struct store *self, struct view moderator, int64_t before,
                     size_t limit, struct arena *arena,
                     struct journal_rows *out, struct error *err);

/* What was decided on other comments of an author: the latest ones that
 * stand; *approved and *removed count all. */
int overview_author(struct store *self, struct view author, int64_t except,
                    size_t limit, struct arena *arena, struct journal_rows *out,
                    uint64_t *approved, uint64_t *removed, struct error *err);

/* Removals by the moderator since then. */
int overview_removals(struct store *self, struct view moderator, int64_t since,
                      uint64_t *count, struct error *err);

/* Comments of the queue that nobody else holds, other than `except`, whose
 * texts have `least` to `most` code points; the latest ones. */
struct candidate {
    int64_t key;
    struct view id, author, text;
};

struct candidate_list {
    struct candidate *item; /* [count], in the arena */
    size_t count;
};

int overview_candidates(struct store *self, int64_t except,
                        struct view moderator, int64_t now, size_t least,
                        size_t most, size_t limit, struct arena *arena,
                        struct candidate_list *out, struct error *err);

/* The discussions that got comments last. */
struct discussion_row {
    struct view id, title, section;
    uint64_t comments, waiting; /* waiting: in the queue */
    uint64_t open_requests;     /* for a source */
    int64_t last;               /* received then */
    double heat;                /* as it is now, see sense.h; -1 = not scored */
    bool turned;
};

struct discussion_rows {
    struct discussion_row *item; /* [count], latest first, in the arena */
    size_t count;
};

/* Beyond SENSE_AT_HAND comments heat and requests are left out. */
int overview_discussions(struct store *self, size_t limit, struct arena *arena,
                         struct discussion_rows *out, struct error *err);

/* Who answers whom in a discussion. */
struct answer_pair {
    struct view from, to;
    uint64_t count, inferred; /* of count, those the site does not give */
};

struct answer_pairs {
    struct answer_pair *item; /* [count], most answers first, in the arena */
    size_t count;
};

int overview_pairs(struct store *self, struct view discussion, size_t limit,
                   struct arena *arena, struct answer_pairs *out,
                   struct error *err);

/* Comments received on a day (days since 1970) that were flagged alike. */
struct day_count {
    int64_t day;
    uint32_t tones; /* flagged, in the order of the model asked for */
    uint64_t count;
};

struct day_counts {
    struct day_count *item; /* [count], by day, in the arena */
    size_t count;
};

/* Of the latest comments that the model scored, received since then. */
int overview_days(struct store *self, int64_t model, int64_t since,
                  struct arena *arena, struct day_counts *out,
                  struct error *err);

/* How many of the latest scored comments have a probability of so many
 * hundredths, tone by tone; *days is the time they span. */
#define OVERVIEW_BINS 101

int overview_histogram(struct store *self, int64_t model, size_t tones,
                       uint64_t (*bins)[OVERVIEW_BINS], double *days,
                       struct error *err);

#endif
