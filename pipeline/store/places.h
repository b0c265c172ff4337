/* Rows of the queue: places, claims, deferrals, control marks, and the plan
 * they were made by.  What they mean is decided in queue/.
 *
 * The priority of a place at time t is
 *     rank + age_per_hour * t / 3600 + LANE_STEP * (1 - lane)
 * so that waiting changes no row and the order is that of one index. */
#ifndef VIGIE_STORE_PLACES_H
#define VIGIE_STORE_PLACES_H

#include "arena.h"
#include "digest.h"
#include "error.h"
#include "store.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LANE_STEP 1000000 /* no waiting makes up for it */

enum lane { LANE_FIRST, LANE_RANKED, LANE_GATHERED, LANES };

struct place {
    int64_t comment; /* key                                            */
    int64_t model;   /* key; 0 = not scored                            */
    enum lane lane;
    size_t tone;          /* the one that weighs most, in the model's order */
    uint32_t tones;       /* bit mask: flagged ones and `tone`              */
    uint16_t probability; /* of `tone`, ten-thousandths                     */
    double rank;
};

/* A place as it is listed. */
struct listed_place {
    struct place place;
    double priority;        /* at the time asked for                     */
    struct view claimed_by; /* in the arena; absent = free               */
    int64_t claimed_until;  /* UTC seconds, TIME_NONE = free             */
};

struct place_list {
    struct listed_place *item; /* [count], in the arena */
    size_t count;
};

/* Puts a comment without a place at `place`. */
int place_put(struct store *self, const struct place *place, struct error *err);

/* Takes the comment's place away, where it has one. */
int place_remove(struct store *self, int64_t comment, struct error *err);

/* Takes its claim and its deferral away, where it has them. */
int place_release(struct store *self, int64_t comment, struct error *err);

/* 1 when the comment has a place, 0 when not, or a status. */
int place_exists(struct store *self, int64_t comment, struct error *err);

struct place_filter {
    struct view tone;      /* "" = all, but for the gathered lane */
    int64_t discussion;    /* key; 0 = all                        */
    struct view section;   /* of the article; "" = all            */
    int64_t received;      /* not later than that; 0 = all        */
    struct view moderator; /* whose claims do not hide a comment  */
    int64_t now;           /* UTC seconds                         */
    size_t limit;
};

/* Scored places and waiting comments, neither claimed by others nor
 * deferred, by descending priority. */
int place_list(struct store *self, const struct place_filter *filter,
               struct arena *arena, struct place_list *out, struct error *err);

struct claim {
    struct view moderator; /* in the arena */
    int64_t until;         /* UTC seconds  */
};

int claim_put(struct store *self, int64_t comment, struct view moderator,
              int64_t until, struct error *err);

/* 1 when somebody holds the comment at `now`, 0 when nobody, or a status. */
int claim_find(struct store *self, int64_t comment, int64_t now,
               struct arena *arena, struct claim *out, struct error *err);

int claim_remove(struct store *self, int64_t comment, struct error *err);
int claim_expire(struct store *self, int64_t now, struct error *err);

/* Hides the comment from lists until then. */
int deferral_put(struct store *self, int64_t comment, int64_t until,
                 struct error *err);
int deferral_remove(struct store *self, int64_t comment, struct error *err);

/* The comment was drawn for the control sample with that probability. */
int control_put(struct store *self, int64_t comment, double share,
                struct error *err);
int control_remove(struct store *self, int64_t comment, struct error *err);

/* Changes when scores that were read before may have been changed by somebody
 * else, or taken back: caches of them are then void. */
uint64_t store_generation(const struct store *self);

/* What the places were computed by. */
struct plan {
    uint64_t seed; /* of the control sample; set when the store was made */
    double age_per_hour;
    double unscored;              /* priority of waiting comments */
    char digest[DIGEST_HEX_SIZE]; /* of the policy; "" = none yet  */
};

int plan_read(struct store *self, struct plan *out, struct error *err);

/* All but the seed. */
int plan_write(struct store *self, const struct plan *plan, struct error *err);

#endif
