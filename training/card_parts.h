/* What the card is written from and with; private to card*.c. */
#ifndef VIGIE_TRAINING_CARD_PARTS_H
#define VIGIE_TRAINING_CARD_PARTS_H

#include "bias.h"
#include "card.h"
#include "evaluate.h"
#include "report_sheet.h"
#include "section_thresholds.h"
#include "slices.h"

struct card_facts {
    const struct card *card;
    char id[48]; /* of the model */
    struct evaluation evaluation;
    struct slices slices;
    struct section_thresholds sections;
    struct bias bias; /* tones == 0: not measured */
};

/* Text, escaped for Markdown: what would be markup gets a backslash, line
 * ends and control characters become spaces. */
void card_text(struct sheet *sheet, const char *text);

/* A template with its values, escaped, between `before` and `after`, which are
 * our own markup. */
void card_say(struct sheet *sheet, const char *before, enum report_key key,
              const char *const *value, size_t count, const char *after);

/* The head of a Markdown table: the first column is of text. */
void card_head_row(struct sheet *s, const enum report_key *key, size_t count);

/* What thresholds were chosen for, as a phrase; cut at `size` bytes. */
void card_aim(struct sheet *s, const struct aim *aim, char *out, size_t size);

/* Which sections have thresholds of their own, and what they gain. */
void card_sections(struct sheet *s, const struct card_facts *f);

/* The same as lines of a policy file, whole or not at all. */
int card_thresholds(const char *path, const struct card_facts *f,
                    struct error *err);

/* The list of known weaknesses. */
void card_weaknesses(struct sheet *sheet, const struct card_facts *facts);

#endif
