/* POST comments:analyze and comments:suggestscore: the hosted toxicity API
 * that ends after 2026, so that a client changes its address and nothing
 * else.  Nothing of comments:analyze is kept, whatever doNotStore says. */
#ifndef VIGIE_CONSOLE_ANALYZE_H
#define VIGIE_CONSOLE_ANALYZE_H

#include "attributes.h"
#include "exchange.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define ANALYZE_TEXT_CEILING 20480 /* bytes */
#define ANALYZE_ATTRIBUTES 64
#define ANALYZE_LANGUAGES 16

/* What both calls have in common, checked; views into the request. */
struct analysis {
    json_t *root; /* of the request, owned */
    struct view text, parent;
    struct view client_token, community;
    size_t language_count; /* 0 = to be detected */
    struct view language[ANALYZE_LANGUAGES];
    bool spans; /* a score a sentence */
    struct held_model *held;
    struct record *record; /* of the whole text, in the arena */
};

void analyze_comment(struct exchange *self);
void analyze_suggestion(struct exchange *self);

/* 400 with the `errorType` of that API. */
void analyze_refuse(struct exchange *self, const char *type,
                    const char *message);

/* The comment, the contexts and the languages of a request are as they should
 * be.  False: the answer is made. */
bool analyze_read(struct exchange *self, struct analysis *out);

/* {"languages", "detectedLanguages", "clientToken"}, which is there only when
 * it was given.  `languages` names that member. */
json_t *analyze_frame(const struct analysis *self, const char *languages);

/* Runs the text through the stages, without reasons; record->verdict and
 * ->language are set.  False: the answer is made. */
bool analyze_text(struct exchange *self, const struct analysis *analysis,
                  struct view text, struct record *record);

void analyze_free(struct exchange *self, struct analysis *analysis);

#endif
