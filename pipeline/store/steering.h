/* What those who lead change: policies, and commands run in the
 * background. */
#ifndef VIGIE_STORE_STEERING_H
#define VIGIE_STORE_STEERING_H

#include "arena.h"
#include "error.h"
#include "store.h"
#include "view.h"

#include <stddef.h>
#include <stdint.h>

/* A policy as it was saved: the last one is in force. */
struct saved_policy {
    int64_t key;  /* from 1, in order */
    int64_t time; /* UTC seconds      */
    struct view moderator, note;
    struct view text; /* of a policy file */
};

struct saved_policy_list {
    struct saved_policy *item; /* [count], newest first, in the arena */
    size_t count;
};

/* Sets policy->key.  Between store_begin() and commit. */
int saved_policy_add(struct store *self, struct saved_policy *policy,
                     struct error *err);

/* Key of the policy in force, 0 where none was saved. */
int saved_policy_key(struct store *self, int64_t *key, struct error *err);

/* The policy in force; 1, 0 where none was saved, or a status. */
int saved_policy_read(struct store *self, struct arena *arena,
                      struct saved_policy *out, struct error *err);

/* The latest ones, without their texts. */
int saved_policy_list(struct store *self, size_t limit, struct arena *arena,
                      struct saved_policy_list *out, struct error *err);

/* A command run in the background. */
struct job {
    int64_t key;            /* from 1, in order                            */
    struct view kind;       /* "train", "diff", "promote", "rollback"      */
    struct view about;      /* what it works on, for people                */
    struct view moderator;  /* who wanted it                               */
    struct view folder;     /* where it writes "output" and "log"          */
    int64_t process;        /* id of the process on this machine           */
    int64_t started, ended; /* UTC seconds; TIME_NONE = still running      */
    int64_t exit_status;    /* of the command; -1 = it ended before its time */
};

struct job_list {
    struct job *item; /* [count], newest first, in the arena */
    size_t count;
};

/* Sets job->key.  Between store_begin() and commit. */
int job_add(struct store *self, struct job *job, struct error *err);

/* Between store_begin() and commit. */
int job_set_process(struct store *self, int64_t key, int64_t process,
                    struct error *err);
int job_end(struct store *self, int64_t key, int64_t now, int64_t exit_status,
            struct error *err);

int job_find(struct store *self, int64_t key, struct arena *arena,
             struct job *out, struct error *err);
int job_list(struct store *self, size_t limit, struct arena *arena,
             struct job_list *out, struct error *err);

#endif
