#include "overview.h"

#include "rows.h"
#include "score_text.h"
#include "verdict.h"

#include <string.h>

#define CLAIMS_CEILING 200
#define COUNTS_CEILING 4096
#define SECTIONS_CEILING 200
#define DAYS_CEILING 20000
#define RECENT 30000 /* comments looked back at */

int overview_claims(struct store *self, struct view moderator, int64_t now,
                    struct arena *arena, struct key_list *out,
                    struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    out->last = 0;
    if (!(out->item =
              rows_room(arena, CLAIMS_CEILING, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(
        self, STATEMENT_OVERVIEW_CLAIMS,
        BIND(text(moderator), whole(now), whole(CLAIMS_CEILING)), &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        out->item[out->count++] = sqlite3_column_int64(row, 0);
        out->last = sqlite3_column_int64(row, 1);
    }
    return status;
}

int overview_places(struct store *self, struct arena *arena,
                    struct place_count_list *out, struct error *err)
{
    sqlite3_stmt *row;
    uint64_t places = 0;
    int status;

    out->count = 0;
    if (!(out->item =
              rows_room(arena, COUNTS_CEILING, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(
        self, STATEMENT_OVERVIEW_PLACES,
        BIND(whole(COUNTS_CEILING), whole(OVERVIEW_PLACES + 1)), &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        struct place_count *item = &out->item[out->count++];
        *item = (struct place_count){
            .model = sqlite3_column_int64(row, 0),
            .tones = (uint32_t)sqlite3_column_int64(row, 1),
            .count = (uint64_t)sqlite3_column_int64(row, 2),
        };
        places += item->count;
    }
    out->partly = places > OVERVIEW_PLACES;
    return status;
}

int overview_sections(struct store *self, struct arena *arena,
                      struct name_count_list *out, struct error *err)
{
    sqlite3_stmt *row;
    uint64_t places = 0;
    int status;

    out->count = 0;
    if (!(out->item =
              rows_room(arena, SECTIONS_CEILING, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(
        self, STATEMENT_OVERVIEW_SECTIONS,
        BIND(whole(SECTIONS_CEILING), whole(OVERVIEW_PLACES + 1)), &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        struct name_count *item = &out->item[out->count];
        item->count = (uint64_t)sqlite3_column_int64(row, 1);
        places += item->count;
        if ((status = column_copy(row, 0, arena, &item->name, err)) < 0) {
            statement_end(row);
            break;
        }
        out->count += item->name.len > 0; /* articles may have none */
    }
    out->partly = places > OVERVIEW_PLACES;
    return status;
}

/* ---- the journal -------------------------------------------------------- */

/* key, comment, revision, moderator, action, undoes, tones, note, model, time,
 * second, undone, comment's id, text */
static int read_journal(sqlite3_stmt *row, struct arena *arena, void *item,
                        struct error *err)
{
    struct journal_row *out = item;
    int status;

    *out = (struct journal_row){
        .decision = {
                     .key = sqlite3_column_int64(row, 0),
                     .comment = sqlite3_column_int64(row, 1),
                     .revision = sqlite3_column_int64(row, 2),
                     .undoes = sqlite3_column_int64(row, 5),
                     .model = sqlite3_column_int64(row, 8),
                     .time = sqlite3_column_int64(row, 9),
                     .second = sqlite3_column_int(row, 10) != 0,
                     .undone = sqlite3_column_int(row, 11) != 0,
                     }
    };
    if (!action_parse(column_view(row, 4), &out->decision.action))
        return error_set(err, STATUS_DAMAGED, "store is damaged: a decision");
    if ((status = column_copy(row, 3, arena, &out->decision.moderator, err)) <
            0 ||
        (status = column_copy(row, 6, arena, &out->decision.tones, err)) < 0 ||
        (status = column_copy(row, 7, arena, &out->decision.note, err)) < 0 ||
        (status = column_copy(row, 12, arena, &out->comment, err)) < 0)
        return status;
    return column_copy(row, 13, arena, &out->text, err);
}

int overview_journal(struct store *self, struct view moderator, int64_t before,
                     size_t limit, struct arena *arena,
                     struct journal_rows *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = rows_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(self, STATEMENT_OVERVIEW_JOURNAL,
                             BIND(name(moderator), key(before),
                                  whole((int64_t)limit), whole(OVERVIEW_TEXT)),
                             &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_journal, out->item,
                                  sizeof(*out->item), limit, &out->count,
                                  arena, err);
}

int overview_author(struct store *self, struct view author, int64_t except,
                    size_t limit, struct arena *arena, struct journal_rows *out,
                    uint64_t *approved, uint64_t *removed, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    *approved = *removed = 0;
    if (!(out->item = rows_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    if (!author.len)
        return STATUS_OK;
    status = statement_first(self, STATEMENT_OVERVIEW_AUTHOR_COUNT,
                             BIND(text(author), whole(except)), &row, err);
    if (status < 0)
        return status;
    *approved = (uint64_t)sqlite3_column_int64(row, 0);
    *removed = (uint64_t)sqlite3_column_int64(row, 1);
    statement_end(row);
    status = statement_start(self, STATEMENT_OVERVIEW_AUTHOR,
                             BIND(text(author), whole(except),
                                  whole((int64_t)limit), whole(OVERVIEW_TEXT)),
                             &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_journal, out->item,
                                  sizeof(*out->item), limit, &out->count,
                                  arena, err);
}

int overview_removals(struct store *self, struct view moderator, int64_t since,
                      uint64_t *count, struct error *err)
{
    sqlite3_stmt *row;
    const int status =
        statement_first(self, STATEMENT_OVERVIEW_REMOVALS,
                        BIND(text(moderator), whole(since)), &row, err);

    *count = 0;
    if (status != 1)
        return status;
    *count = (uint64_t)sqlite3_column_int64(row, 0);
    statement_end(row);
    return STATUS_OK;
}

/* ---- comments of the queue ------------------------------------------- */

/* key, id, author, text */
static int read_candidate(sqlite3_stmt *row, struct arena *arena, void *item,
                          struct error *err)
{
    struct candidate *out = item;
    int status;

    out->key = sqlite3_column_int64(row, 0);
    if ((status = column_copy(row, 1, arena, &out->id, err)) < 0 ||
        (status = column_copy(row, 2, arena, &out->author, err)) < 0)
        return status;
    return column_copy(row, 3, arena, &out->text, err);
}

int overview_candidates(struct store *self, int64_t except,
                        struct view moderator, int64_t now, size_t least,
                        size_t most, size_t limit, struct arena *arena,
                        struct candidate_list *out, struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = rows_room(arena, limit, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(self, STATEMENT_OVERVIEW_CANDIDATES,
                             BIND(whole(now), text(moderator), whole(except),
                                  whole((int64_t)least), whole((int64_t)most),
                                  whole((int64_t)limit)),
                             &row, err);
    return status < 0 ? status
                      : rows_read(self, row, read_candidate, out->item,
                                  sizeof(*out->item), limit, &out->count,
                                  arena, err);
}

/* ---- over time ---------------------------------------------------------- */

int overview_days(struct store *self, int64_t model, int64_t since,
                  struct arena *arena, struct day_counts *out,
                  struct error *err)
{
    sqlite3_stmt *row;
    int status;

    out->count = 0;
    if (!(out->item = rows_room(arena, DAYS_CEILING, sizeof(*out->item), err)))
        return err->status;
    status = statement_start(
        self, STATEMENT_OVERVIEW_DAYS,
        BIND(whole(model), whole(since), whole(RECENT), whole(DAYS_CEILING)),
        &row, err);
    while (status >= 0 && (status = statement_next(self, row, err)) == 1)
        out->item[out->count++] = (struct day_count){
            .day = sqlite3_column_int64(row, 0),
            .tones = (uint32_t)sqlite3_column_int64(row, 1),
            .count = (uint64_t)sqlite3_column_int64(row, 2),
        };
    return status;
}

int overview_histogram(struct store *self, int64_t model, size_t tones,
                       uint64_t (*bins)[OVERVIEW_BINS], double *days,
                       struct error *err)
{
    int64_t first = INT64_MAX, last = 0;
    struct verdict verdict;
    sqlite3_stmt *row;
    int status = statement_start(self, STATEMENT_OVERVIEW_PROBABILITIES,
                                 BIND(whole(model), whole(RECENT)), &row, err);

    memset(bins, 0, tones * sizeof(*bins));
    while (status >= 0 && (status = statement_next(self, row, err)) == 1) {
        const int64_t received = sqlite3_column_int64(row, 2);
        status = score_text_read_probabilities(
            column_view(row, 1), sqlite3_column_int64(row, 0), &verdict, err);
        if (status < 0) {
            statement_end(row);
            break;
        }
        for (size_t t = 0; t < tones && t < verdict.tone_count; t++)
            bins[t][verdict.tone[t].probability / 100]++;
        first = received < first ? received : first;
        last = received > last ? received : last;
    }
    *days = last > first ? (double)(last - first) / 86400 : 0;
    return status;
}
