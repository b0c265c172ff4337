/* What the card is written from and with; private to card*.c. */
#ifndef VIGIE_TRAINING_CARD_PARTS_H
#define VIGIE_TRAINING_CARD_PARTS_H

#include "bias.h"
#include "card.h"
#include "evaluate.h"
#include "report_sheet.h"
#include "slices.h"

struct card_facts {
    const struct card *card;
    char id[48]; /* of the model */
    struct evaluation evaluation;
    struct slices slices;
    struct bias bias; /* tones == 0: not measured */
};

/* Text, escaped for Markdown: what would be markup gets a backslash, line
 * ends and control characters become spaces. */
void card_text(struct sheet *sheet, const char *text);

/* A template with its values, escaped, between `before` and `after`, which are
 * our own markup. */
void card_say(struct sheet *sheet, const char *before, enum report_key key,
              const char *const *value, size_t count, const char *after);

/* The list of known weaknesses. */
void card_weaknesses(struct sheet *sheet, const struct card_facts *facts);

#endif
