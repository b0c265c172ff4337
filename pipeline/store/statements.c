#include "statements.h"

#include <assert.h>

/* A comment with all that show and scoring read: 18 columns, the order of
 * read_stored() in comments.c. */
#define COMMENT_COLUMNS                                                        \
    "SELECT c.key, c.revision, c.discussion, c.received, c.model, c.state,"    \
    " c.id, d.id, d.title, d.section, d.published, c.position, c.author,"      \
    " c.time, c.reply_to, c.text, c.language, p.text "

#define COMMENT_JOINS                                                          \
    " LEFT JOIN discussion AS d ON d.key = c.discussion"                       \
    " LEFT JOIN comment AS p ON p.id = c.reply_to"                             \
    " AND p.discussion IS c.discussion "

#define FREE_OF_OTHERS(comment)                                                \
    " LEFT JOIN claim AS k ON k.comment = " comment " AND k.until > ?1"        \
    " WHERE (k.comment IS NULL OR k.moderator IS ?2)"                          \
    " AND NOT EXISTS (SELECT 1 FROM deferral AS f"                             \
    " WHERE f.comment = " comment " AND f.until > ?1)"

#define HAS_TONE(name)                                                         \
    " p.tones >> (SELECT ordinal FROM model_tone AS t"                         \
    " WHERE t.model = p.model AND t.name = " name ") & 1"

#define PLACE_COLUMNS                                                          \
    "SELECT p.comment, p.model, p.lane, p.tone, p.tones, p.probability,"       \
    " p.rank, k.moderator, k.until "

#define WAITING_COLUMNS                                                        \
    "SELECT c.key, NULL, 1, 0, 0, 0,"                                          \
    " ?3 - ?4 * c.received / 3600.0, k.moderator, k.until "

static const char *const sql[STATEMENTS] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_DATA_VERSION] = "PRAGMA data_version",
    [STATEMENT_TALLY_ADD] =
        "UPDATE tally SET count = count + ?2 WHERE kind = ?1",
    [STATEMENT_TALLY_READ] = "SELECT kind, count FROM tally ORDER BY kind",

    [STATEMENT_DISCUSSION_FIND] =
        "SELECT key, (title IS NOT NULL) + 2 * (section IS NOT NULL)"
        " + 4 * (published IS NOT NULL) FROM discussion WHERE id = ?1",
    [STATEMENT_DISCUSSION_ADD] = "INSERT INTO discussion"
                                 " (id, title, section, published)"
                                 " VALUES (?1, ?2, ?3, ?4)",
    [STATEMENT_DISCUSSION_FILL] =
        "UPDATE discussion SET title = coalesce(title, ?2),"
        " section = coalesce(section, ?3),"
        " published = coalesce(published, ?4) WHERE key = ?1",
    [STATEMENT_DISCUSSION_NAME] = "SELECT id FROM discussion WHERE key = ?1",

    [STATEMENT_COMMENT_MEET] =
        "SELECT key, revision, discussion, received, model, state, text,"
        " (position IS NOT NULL) + 2 * (author IS NOT NULL)"
        " + 4 * (time IS NOT NULL) + 8 * (reply_to IS NOT NULL)"
        " + 16 * (discussion IS NOT NULL) FROM comment WHERE id = ?1",
    [STATEMENT_COMMENT_ADD] =
        "INSERT INTO comment (id, discussion, position, author, time,"
        " reply_to, received, state, text)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STATEMENT_COMMENT_FILL] =
        "UPDATE comment SET discussion = coalesce(discussion, ?2),"
        " position = coalesce(position, ?3), author = coalesce(author, ?4),"
        " time = coalesce(time, ?5), reply_to = coalesce(reply_to, ?6)"
        " WHERE key = ?1",
    [STATEMENT_COMMENT_REVISE] =
        "UPDATE comment SET revision = revision + 1, text = ?2, state = ?3,"
        " received = ?4, model = NULL, language = NULL WHERE key = ?1",
    [STATEMENT_COMMENT_SCORE] =
        "UPDATE comment SET state = 2, model = ?3, language = ?4"
        " WHERE key = ?1 AND revision = ?2 AND state = 1",
    [STATEMENT_COMMENT_SCORE_AGAIN] =
        "UPDATE comment SET model = ?3, language = ?4"
        " WHERE key = ?1 AND revision = ?2 AND state = 2",
    [STATEMENT_COMMENT_STATE] =
        "SELECT state FROM comment WHERE key = ?1 AND revision = ?2",
    [STATEMENT_COMMENT_SET_STATE] =
        "UPDATE comment SET state = ?2 WHERE key = ?1",
    [STATEMENT_COMMENT_FIND] =
        COMMENT_COLUMNS "FROM comment AS c" COMMENT_JOINS "WHERE c.id = ?1",
    [STATEMENT_COMMENT_GET] =
        COMMENT_COLUMNS "FROM comment AS c" COMMENT_JOINS "WHERE c.key = ?1",
    [STATEMENT_COMMENT_WAITING] = COMMENT_COLUMNS
    "FROM comment AS c INDEXED BY comment_waiting" COMMENT_JOINS
    "WHERE c.state = 1 AND c.key > ?1 ORDER BY c.key LIMIT ?2",
    [STATEMENT_COMMENT_BEFORE] = COMMENT_COLUMNS
    "FROM (SELECT key AS near FROM comment WHERE discussion = ?1 AND key < ?2"
    " ORDER BY key DESC LIMIT ?3)"
    " JOIN comment AS c ON c.key = near" COMMENT_JOINS "ORDER BY c.key",
    [STATEMENT_COMMENT_AFTER] = COMMENT_COLUMNS
    "FROM (SELECT key AS near FROM comment WHERE discussion = ?1 AND key > ?2"
    " ORDER BY key LIMIT ?3)"
    " JOIN comment AS c ON c.key = near" COMMENT_JOINS "ORDER BY c.key",

    [STATEMENT_REVISION_ADD] =
        "INSERT INTO revision (comment, revision, received, text)"
        " SELECT key, revision, received, text FROM comment WHERE key = ?1",
    [STATEMENT_REVISION_OF] = "SELECT revision, received, text FROM revision"
                              " WHERE comment = ?1 ORDER BY revision",

    [STATEMENT_MODEL_FIND] = "SELECT key FROM model WHERE id = ?1",
    [STATEMENT_MODEL_ADD] =
        "INSERT INTO model (id, trained, data_sha256, metrics)"
        " VALUES (?1, ?2, ?3, ?4)",
    [STATEMENT_MODEL_GET] =
        "SELECT id, trained, data_sha256, metrics FROM model WHERE key = ?1",
    [STATEMENT_MODEL_TONE_ADD] =
        "INSERT INTO model_tone"
        " (model, ordinal, name, threshold, observation_only)"
        " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STATEMENT_MODEL_TONES] =
        "SELECT name, threshold, observation_only FROM model_tone"
        " WHERE model = ?1 ORDER BY ordinal",
    [STATEMENT_MODEL_TONE_KNOWN] =
        "SELECT 1 FROM model_tone WHERE name = ?1 LIMIT 1",
    [STATEMENT_MODEL_ACTIVE] =
        "SELECT model FROM activation ORDER BY key DESC LIMIT 1",
    [STATEMENT_MODEL_ACTIVATE] =
        "INSERT INTO activation (model, time) VALUES (?1, ?2)",

    [STATEMENT_SCORE_ADD] =
        "INSERT INTO score"
        " (comment, revision, model, flagged, probabilities, reasons)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT DO UPDATE SET flagged = excluded.flagged,"
        " probabilities = excluded.probabilities, reasons = excluded.reasons",
    [STATEMENT_SCORE_GET] =
        "SELECT flagged, probabilities, reasons FROM score"
        " WHERE comment = ?1 AND revision = ?2 AND model = ?3",
    [STATEMENT_SCORE_EACH] =
        "SELECT c.key, c.revision, c.discussion, c.received, c.model, c.state,"
        " c.id, s.flagged, s.probabilities"
        " FROM comment AS c NOT INDEXED CROSS JOIN score AS s"
        " ON s.comment = c.key AND s.revision = c.revision"
        " AND s.model = c.model WHERE c.state = 2 AND c.key > ?1"
        " ORDER BY c.key LIMIT ?2",
    [STATEMENT_SCORE_FLAG] =
        "UPDATE score SET flagged = ?4 WHERE comment = ?1 AND revision = ?2"
        " AND model = ?3 AND flagged <> ?4",
    [STATEMENT_SCORE_HISTORY] =
        "SELECT c.model = ?3 AND s.flagged & ?4 <> 0"
        " FROM comment AS c CROSS JOIN score AS s"
        " ON s.comment = c.key AND s.revision = c.revision"
        " AND s.model = c.model"
        " WHERE c.discussion = ?1 AND c.key < ?2"
        " ORDER BY c.key DESC LIMIT ?5",
    [STATEMENT_SCORE_LATER] =
        "SELECT 1 FROM comment WHERE discussion = ?1 AND key > ?2"
        " AND model IS NOT NULL LIMIT 1",

    [STATEMENT_PLACE_ADD] =
        "INSERT INTO place"
        " (comment, lane, rank, model, tone, tones, probability)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    [STATEMENT_PLACE_REMOVE] =
        "DELETE FROM place WHERE comment = ?1 RETURNING lane",
    [STATEMENT_PLACE_EXISTS] = "SELECT 1 FROM place WHERE comment = ?1",
    [STATEMENT_PLACE_LIST] = PLACE_COLUMNS
    "FROM place AS p INDEXED BY place_rank" FREE_OF_OTHERS(
        "p.comment") " AND p.lane < 2 ORDER BY p.lane, p.rank DESC LIMIT ?3",
    [STATEMENT_PLACE_LIST_TONE] =
        PLACE_COLUMNS "FROM place AS p INDEXED BY place_rank" FREE_OF_OTHERS(
            "p.comment") " AND" HAS_TONE("?4") " ORDER BY p.lane, p.rank DESC "
                                               "LIMIT ?3",
    [STATEMENT_PLACE_LIST_THREAD] = PLACE_COLUMNS
    "FROM comment AS c CROSS JOIN place AS p ON p.comment = "
    "c.key" FREE_OF_OTHERS(
        "p.comment") " AND c.discussion = ?4"
                     " AND (?5 IS NULL AND p.lane < 2 OR" HAS_TONE(
                         "?5") ")"
                               " ORDER BY p.lane, p.rank DESC LIMIT ?3",
    [STATEMENT_PLACE_WAITING] = WAITING_COLUMNS
    "FROM comment AS c INDEXED BY comment_waiting" FREE_OF_OTHERS(
        "c.key") " AND c.state = 1 ORDER BY c.key LIMIT ?5",
    [STATEMENT_PLACE_WAITING_THREAD] = WAITING_COLUMNS
    "FROM comment AS c INDEXED BY comment_discussion" FREE_OF_OTHERS(
        "c.key") " AND c.state = 1 AND c.discussion = ?6 ORDER BY c.key LIMIT "
                 "?5",

    [STATEMENT_CLAIM_PUT] =
        "INSERT INTO claim (comment, moderator, until) VALUES (?1, ?2, ?3)"
        " ON CONFLICT DO UPDATE SET moderator = ?2, until = ?3",
    [STATEMENT_CLAIM_FIND] =
        "SELECT moderator, until FROM claim WHERE comment = ?1 AND until > ?2",
    [STATEMENT_CLAIM_REMOVE] = "DELETE FROM claim WHERE comment = ?1",
    [STATEMENT_CLAIM_EXPIRE] = "DELETE FROM claim WHERE until <= ?1",
    [STATEMENT_DEFERRAL_PUT] =
        "INSERT INTO deferral (comment, until) VALUES (?1, ?2)"
        " ON CONFLICT DO UPDATE SET until = ?2",
    [STATEMENT_DEFERRAL_REMOVE] = "DELETE FROM deferral WHERE comment = ?1",
    [STATEMENT_CONTROL_PUT] =
        "INSERT INTO control (comment, share) VALUES (?1, ?2)"
        " ON CONFLICT DO UPDATE SET share = ?2",
    [STATEMENT_CONTROL_REMOVE] = "DELETE FROM control WHERE comment = ?1",
    [STATEMENT_PLAN_READ] =
        "SELECT seed, digest, age_per_hour, unscored FROM plan",
    [STATEMENT_PLAN_WRITE] =
        "UPDATE plan SET digest = ?1, age_per_hour = ?2, unscored = ?3",

    [STATEMENT_JOURNAL_ADD] =
        "INSERT INTO decision (comment, revision, moderator, action, undoes,"
        " tones, note, model, time)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    [STATEMENT_JOURNAL_LABEL] =
        "INSERT INTO label (decision, tone, value) VALUES (?1, ?2, ?3)",
    [STATEMENT_JOURNAL_OF] =
        "SELECT j.key, j.revision, j.moderator, j.action, j.undoes, j.tones,"
        " j.note, j.model, j.time,"
        " EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = j.key)"
        " FROM decision AS j WHERE j.comment = ?1 ORDER BY j.key",

    [STATEMENT_EXTRACT_LABELS] = "SELECT * FROM labels",
    [STATEMENT_EXTRACT_DECISIONS] = "SELECT * FROM decisions",
    [STATEMENT_EXTRACT_SCORES] = "SELECT * FROM scores",
};

const char *statement_sql(enum statement which)
{
    assert(which < STATEMENTS);
    return sql[which];
}
