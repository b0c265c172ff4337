/* Long work in the background: vigie's own commands as processes of their
 * own, which outlive the server.  What they print lies in a folder a job. */
#ifndef VIGIE_CONSOLE_JOBS_H
#define VIGIE_CONSOLE_JOBS_H

#include "exchange.h"
#include "steering.h"

#include <stddef.h>
#include <stdint.h>

#define JOB_ARGUMENTS 96
#define JOB_PATH_SIZE 4200

/* A command line under way. */
struct job_line {
    const char *argument[JOB_ARGUMENTS + 1];
    size_t count;
};

/* Adds an argument, borrowed; too many are left out. */
void job_line_add(struct job_line *self, const char *argument);

/* Makes the job's row and folder; its key and folder are set.  Then start it
 * with what its command needs. */
int job_make(struct exchange *self, struct job *job, struct error *err);
int job_start(struct exchange *self, struct job *job,
              const struct job_line *line, struct error *err);

/* A file of the job's folder. */
void job_path(const struct job *job, const char *file, char out[JOB_PATH_SIZE]);

/* Whether it still runs; a job whose process is gone without a word is marked
 * so.  */
int job_look(struct exchange *self, struct job *job, struct error *err);

#endif
