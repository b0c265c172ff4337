/* What moderators did: rows are added, never changed or removed (triggers in
 * schema.sql see to it).
 *
 * A second opinion is a row of another moderator on a text that is decided:
 * approve or remove, with the tones that person sees.  It changes neither the
 * comment's state nor its place; its labels stand beside those of the
 * decision, so that agreement between moderators can be measured. */
#ifndef VIGIE_STORE_JOURNAL_H
#define VIGIE_STORE_JOURNAL_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum action { ACTION_APPROVE, ACTION_REMOVE, ACTION_DEFER, ACTION_UNDO };

#define ACTION_COUNT 4

/* "approve", "remove", "defer", "undo". */
const char *action_name(enum action action);

/* False when the word is none of them; *out is then untouched. */
bool action_parse(struct view word, enum action *out);

struct decision {
    int64_t key;      /* from 1, in order; set by journal_add()             */
    int64_t comment;  /* key */
    int64_t revision; /* of the text that was decided on                    */
    int64_t model;    /* key of the model whose score was shown; 0 = none   */
    int64_t undoes;   /* key of the decision an undo takes back; 0          */
    int64_t time;     /* UTC seconds                                        */
    struct view moderator;
    struct view tones; /* "insult,negative", "none"; absent = not corrected */
    struct view note;  /* absent = none                                     */
    enum action action;
    bool second; /* an opinion beside the decision, see below */
    bool undone; /* out only */
};

struct decision_list {
    struct decision *item; /* [count], oldest first, in the arena */
    size_t count;
};

/* Adds a row and sets decision->key.  Between store_begin() and commit. */
int journal_add(struct store *self, struct decision *decision,
                struct error *err);

/* What the decision says of one tone. */
int journal_label(struct store *self, const struct decision *decision,
                  struct view tone, bool value, struct error *err);

/* A label that counts, with the comment as it is now. */
struct stored_label {
    struct comment comment; /* with title, section, parent_text */
    struct view tone;
    bool value;
    struct view moderator;
    int64_t time;     /* of the decision, UTC seconds */
    int64_t decision; /* key */
    bool second;      /* by a second opinion */
};

/* Calls `visit` for every label of the present revision by a decision that
 * stands, second opinions among them, in order of comment key, then tone,
 * then decision.  Views are good until the visitor returns; it must not use
 * the store.  Stops at the first negative answer and returns it. */
int labels_each(struct store *self,
                int (*visit)(void *context, const struct stored_label *label,
                             struct error *err),
                void *context, struct error *err);

/* The whole journal of a comment. */
int journal_of(struct store *self, int64_t comment, struct arena *arena,
               struct decision_list *out, struct error *err);

/* The state of a comment that is taken out of the queue or put back. */
int store_set_state(struct store *self, const struct standing *at,
                    enum comment_state state, struct error *err);

struct revision {
    int64_t number;
    int64_t received; /* UTC seconds */
    struct view text;
};

struct revision_list {
    struct revision *item; /* [count], oldest first, in the arena */
    size_t count;
};

/* The texts a comment had before the present one. */
int store_revisions(struct store *self, int64_t comment, struct arena *arena,
                    struct revision_list *out, struct error *err);

/* Key of a discussion by its id: 1 when found, 0 when not, or a status. */
int store_discussion(struct store *self, struct view id, int64_t *key,
                     struct error *err);

#endif
