#include "report_cost.h"

#include "verdict.h"

#include <math.h>

#define COST_STEP (PROBABILITY_ONE / 10)

struct cost cost_at(const struct ranking *ranking, uint16_t threshold,
                    double volume)
{
    size_t flagged = 0, right = 0, positives = 0;

    for (size_t i = 0; i < ranking->count; i++) {
        const struct ranked *c = &ranking->item[i];
        const bool flag = c->probability >= threshold;
        flagged += flag;
        right += flag && c->positive;
        positives += c->positive;
    }
    return (struct cost){
        .threshold = threshold,
        .daily = ranking->count
                     ? volume * (double)flagged / (double)ranking->count
                     : 0,
        .missed = positives ? (double)(positives - right) / (double)positives
                            : (double)NAN,
        .wrong =
            flagged ? (double)(flagged - right) / (double)flagged : (double)NAN,
    };
}

size_t cost_table(const struct ranking *ranking, uint16_t own, double volume,
                  struct cost out[COST_ROWS])
{
    bool placed = false;
    size_t rows = 0;

    for (unsigned t = COST_STEP; t < PROBABILITY_ONE; t += COST_STEP) {
        if (!placed && own <= t) {
            placed = true;
            out[rows] = cost_at(ranking, own, volume);
            out[rows++].own = true;
            if (own == t)
                continue;
        }
        out[rows++] = cost_at(ranking, (uint16_t)t, volume);
    }
    if (!placed) {
        out[rows] = cost_at(ranking, own, volume);
        out[rows++].own = true;
    }
    return rows;
}
