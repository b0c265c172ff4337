#include "statements.h"

#include <assert.h>

/* A comment with all that show and scoring read: 22 columns, the order of
 * comment_read() in comments.c. */
#define COMMENT_COLUMNS                                                        \
    "SELECT c.key, c.revision, c.discussion, c.received, c.model, c.state,"    \
    " c.id, d.id, coalesce(d.title, o.title),"                                 \
    " coalesce(d.section, o.section), coalesce(d.published, o.published),"     \
    " c.position, c.author, c.time, c.reply_to, c.text, c.language,"           \
    " coalesce(p.text, q.text), q.id, i.ground, i.start, i.end "

#define COMMENT_JOINS                                                          \
    " LEFT JOIN discussion AS d ON d.key = c.discussion"                       \
    " LEFT JOIN heading AS o ON o.comment = c.key"                             \
    " LEFT JOIN comment AS p ON p.id = c.reply_to"                             \
    " AND p.discussion IS c.discussion"                                        \
    " LEFT JOIN inferred AS i ON i.comment = c.key"                            \
    " LEFT JOIN comment AS q ON q.key = i.parent "

#define FREE_OF_OTHERS(comment)                                                \
    " LEFT JOIN claim AS k ON k.comment = " comment " AND k.until > ?1"        \
    " WHERE (k.comment IS NULL OR k.moderator IS ?2)"                          \
    " AND NOT EXISTS (SELECT 1 FROM deferral AS f"                             \
    " WHERE f.comment = " comment " AND f.until > ?1)"

#define OF_SECTION                                                             \
    " LEFT JOIN discussion AS d ON d.key = c.discussion"                       \
    " LEFT JOIN heading AS o ON o.comment = c.key"

#define IN_SECTION(section, received)                                          \
    " AND (" section " IS NULL OR coalesce(d.section, o.section) = " section   \
    ") AND (" received " IS NULL OR c.received <= " received ")"

#define HAS_TONE(name)                                                         \
    " p.tones >> (SELECT ordinal FROM model_tone AS t"                         \
    " WHERE t.model = p.model AND t.name = " name ") & 1"

#define PLACE_COLUMNS                                                          \
    "SELECT p.comment, p.model, p.lane, p.tone, p.tones, p.probability,"       \
    " p.rank, k.moderator, k.until "

#define WAITING_COLUMNS                                                        \
    "SELECT c.key, NULL, 1, 0, 0, 0,"                                          \
    " ?3 - ?4 * c.received / 3600.0, k.moderator, k.until "

/* A comment with its score: 9 columns, the order of scored_read(). */
#define SCORED_COLUMNS                                                         \
    "SELECT c.key, c.revision, c.discussion, c.received, c.model, c.state,"    \
    " c.id, s.flagged, s.probabilities "

#define SCORED_JOIN                                                            \
    " CROSS JOIN score AS s ON s.comment = c.key"                              \
    " AND s.revision = c.revision AND s.model = c.model "

#define STANDS(decision)                                                       \
    " NOT EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = " decision      \
    ".key) "

static const char *const sql[STATEMENTS] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_BEGIN_READING] = "BEGIN DEFERRED",
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

    [STATEMENT_DISCUSSION_TITLE] =
        "SELECT title FROM discussion WHERE key = ?1",
    [STATEMENT_DISCUSSION_UNLINK] =
        "UPDATE discussion SET unlinked = ?2 WHERE key = ?1 AND unlinked < ?2",
    [STATEMENT_DISCUSSION_UNLINKED] =
        "SELECT key, unlinked FROM discussion INDEXED BY discussion_unlinked"
        " WHERE unlinked > 0 ORDER BY key LIMIT 1",
    [STATEMENT_DISCUSSION_LINKED] =
        "UPDATE discussion SET unlinked = 0 WHERE key = ?1",

    [STATEMENT_DISCUSSION_DESCRIBE] =
        "SELECT d.id, d.title, d.section, d.published, count(c.key),"
        " count(c.model), count(DISTINCT c.author), min(c.time), max(c.time)"
        " FROM discussion AS d LEFT JOIN comment AS c ON c.discussion = d.key"
        " WHERE d.id = ?1 GROUP BY d.key",
    [STATEMENT_DISCUSSION_AUTHORS] =
        "SELECT author, count(*) FROM comment WHERE discussion ="
        " (SELECT key FROM discussion WHERE id = ?1) AND author IS NOT NULL"
        " GROUP BY author ORDER BY count(*) DESC, author LIMIT ?2",
    [STATEMENT_DISCUSSION_HEAT] =
        "SELECT comment, unixepoch(time), hostility, heat, turning FROM heat"
        " WHERE discussion = ?1 ORDER BY number",
    [STATEMENT_DISCUSSION_REQUESTS] =
        "SELECT comment, author, unixepoch(time), about, asked, answer,"
        " answered_by, unixepoch(answered) FROM source_requests"
        " WHERE discussion = ?1 ORDER BY time, comment",

    [STATEMENT_HEADING_FILL] =
        "INSERT INTO heading (comment, title, section, published)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET"
        " title = coalesce(title, ?2), section = coalesce(section, ?3),"
        " published = coalesce(published, ?4)",
    [STATEMENT_SECTION] =
        "SELECT coalesce(d.section, o.section) FROM comment AS c"
        " LEFT JOIN discussion AS d ON d.key = c.discussion"
        " LEFT JOIN heading AS o ON o.comment = c.key WHERE c.key = ?1",

    [STATEMENT_COMMENT_MEET] =
        "SELECT key, revision, discussion, received, model, state, text,"
        " (position IS NOT NULL) + 2 * (author IS NOT NULL)"
        " + 4 * (time IS NOT NULL) + 8 * (reply_to IS NOT NULL)"
        " + 16 * (discussion IS NOT NULL) + coalesce("
        "(SELECT 32 * (title IS NOT NULL) + 64 * (section IS NOT NULL)"
        " + 128 * (published IS NOT NULL) FROM heading"
        " WHERE comment = comment.key), 0) FROM comment WHERE id = ?1",
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
        "UPDATE comment SET model = ?3, language = coalesce(?4, language)"
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
    [STATEMENT_COMMENT_TEXTS] = COMMENT_COLUMNS
    "FROM comment AS c NOT INDEXED" COMMENT_JOINS
    "WHERE c.state > 0 AND c.key > ?1 ORDER BY c.key LIMIT ?2",
    [STATEMENT_COMMENT_OUTDATED] = COMMENT_COLUMNS
    "FROM (SELECT key AS old FROM comment INDEXED BY comment_scored"
    " WHERE state = 2 AND model < ?1 AND (model, key) > (?2, ?3)"
    " UNION ALL SELECT key FROM comment INDEXED BY comment_scored"
    " WHERE state = 2 AND model > ?1 AND (model, key) > (?2, ?3)"
    " LIMIT ?4)"
    " JOIN comment AS c ON c.key = old" COMMENT_JOINS "ORDER BY c.model, c.key",
    [STATEMENT_COMMENT_BEFORE] = COMMENT_COLUMNS
    "FROM (SELECT key AS near FROM comment WHERE discussion = ?1 AND key < ?2"
    " ORDER BY key DESC LIMIT ?3)"
    " JOIN comment AS c ON c.key = near" COMMENT_JOINS "ORDER BY c.key",
    [STATEMENT_COMMENT_AFTER] = COMMENT_COLUMNS
    "FROM (SELECT key AS near FROM comment WHERE discussion = ?1 AND key > ?2"
    " ORDER BY key LIMIT ?3)"
    " JOIN comment AS c ON c.key = near" COMMENT_JOINS "ORDER BY c.key",

    [STATEMENT_COMMENT_LINKABLE] =
        "SELECT key, time, position, reply_to IS NOT NULL, author, text"
        " FROM comment WHERE discussion = ?1 AND key > ?2 ORDER BY key",
    [STATEMENT_INFERRED_PUT] =
        "INSERT INTO inferred (comment, parent, ground, start, end,"
        " parent_start, parent_end) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        " ON CONFLICT DO UPDATE SET parent = excluded.parent,"
        " ground = excluded.ground, start = excluded.start,"
        " end = excluded.end, parent_start = excluded.parent_start,"
        " parent_end = excluded.parent_end WHERE"
        " (parent, start, end, parent_start, parent_end) IS NOT"
        " (excluded.parent, excluded.start, excluded.end,"
        " excluded.parent_start, excluded.parent_end)",
    [STATEMENT_INFERRED_REMOVE] = "DELETE FROM inferred WHERE comment = ?1",

    [STATEMENT_REVISION_ADD] =
        "INSERT INTO revision (comment, revision, received, text)"
        " SELECT key, revision, received, text FROM comment WHERE key = ?1",
    [STATEMENT_REVISION_OF] = "SELECT revision, received, text FROM revision"
                              " WHERE comment = ?1 ORDER BY revision",

    [STATEMENT_MODEL_FIND] = "SELECT key FROM model WHERE id = ?1",
    [STATEMENT_MODEL_ADD] =
        "INSERT INTO model (id, folder, trained, data_sha256, metrics)"
        " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STATEMENT_MODEL_GET] =
        "SELECT id, folder, trained, data_sha256, metrics FROM model"
        " WHERE key = ?1",
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
    [STATEMENT_MODEL_MOVE] =
        "UPDATE model SET folder = ?2, trained = coalesce(trained, ?3)"
        " WHERE key = ?1 AND (folder IS NOT ?2 OR trained IS NULL)",
    [STATEMENT_MODEL_NEXT] =
        "SELECT key FROM model WHERE key > ?1 ORDER BY key LIMIT 1",
    [STATEMENT_ACTIVATION_ADD] =
        "INSERT INTO activation (model, time, moderator, note, undoes)"
        " VALUES (?1, ?2, ?3, ?4, ?5)",
    [STATEMENT_ACTIVATION_COUNT] = "SELECT count(*) FROM activation",
    [STATEMENT_ACTIVATION_ALL] =
        "SELECT a.key, a.model, a.time, a.moderator, a.note, a.undoes,"
        " EXISTS (SELECT 1 FROM activation AS u WHERE u.undoes = a.key)"
        " FROM activation AS a ORDER BY a.key",
    [STATEMENT_ACTIVATION_STANDING] =
        "SELECT a.key, a.model FROM activation AS a WHERE a.undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM activation AS u"
        " WHERE u.undoes = a.key) ORDER BY a.key DESC LIMIT 2",

    [STATEMENT_SCORE_ADD] =
        "INSERT INTO score"
        " (comment, revision, model, flagged, probabilities, reasons)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT DO UPDATE SET flagged = excluded.flagged,"
        " probabilities = excluded.probabilities, reasons = excluded.reasons",
    [STATEMENT_SCORE_GET] =
        "SELECT flagged, probabilities, reasons FROM score"
        " WHERE comment = ?1 AND revision = ?2 AND model = ?3",
    [STATEMENT_SCORE_EXISTS] = "SELECT 1 FROM score WHERE comment = ?1"
                               " AND revision = ?2 AND model = ?3",
    [STATEMENT_SCORE_EACH] =
        SCORED_COLUMNS "FROM comment AS c NOT INDEXED" SCORED_JOIN
                       "WHERE c.state = 2 AND c.key > ?1"
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
    /* ?5, ?6 spare most entries of the index a look at the model */
    [STATEMENT_PLACE_LIST_TONE] =
        PLACE_COLUMNS "FROM place AS p INDEXED BY place_rank" FREE_OF_OTHERS(
            "p.comment") " AND CASE WHEN p.model = ?5 THEN p.tones & ?6 ELSE"
        HAS_TONE("?4") " END ORDER BY p.lane, p.rank DESC LIMIT ?3",
    [STATEMENT_PLACE_LIST_THREAD] = PLACE_COLUMNS
    "FROM comment AS c CROSS JOIN place AS p ON p.comment = "
    "c.key" FREE_OF_OTHERS(
        "p.comment") " AND c.discussion = ?4"
                     " AND (?5 IS NULL AND p.lane < 2 OR" HAS_TONE(
                         "?5") ")"
                               " ORDER BY p.lane, p.rank DESC LIMIT ?3",
    [STATEMENT_PLACE_LIST_SECTION] = PLACE_COLUMNS
    "FROM place AS p INDEXED BY place_rank"
    " CROSS JOIN comment AS c ON c.key = p.comment" OF_SECTION FREE_OF_OTHERS(
        "p.comment") " AND (?4 IS NULL OR c.discussion = ?4)"
                     " AND (?5 IS NULL AND p.lane < 2 OR" HAS_TONE(
                         "?5") ")" IN_SECTION(
                         "?6", "?7") " ORDER BY p.lane, p.rank DESC LIMIT ?3",
    [STATEMENT_PLACE_WAITING_SECTION] = WAITING_COLUMNS
    "FROM comment AS c INDEXED BY comment_waiting" OF_SECTION FREE_OF_OTHERS(
        "c.key") " AND c.state = 1 AND (?6 IS NULL OR c.discussion = ?6)"
        IN_SECTION("?7", "?8") " ORDER BY c.key LIMIT ?5",
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
        " tones, note, model, time, second)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STATEMENT_JOURNAL_LABEL] =
        "INSERT INTO label (decision, tone, value) VALUES (?1, ?2, ?3)",
    [STATEMENT_JOURNAL_OF] =
        "SELECT j.key, j.revision, j.moderator, j.action, j.undoes, j.tones,"
        " j.note, j.model, j.time, j.second,"
        " EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = j.key)"
        " FROM decision AS j WHERE j.comment = ?1 ORDER BY j.key",

    [STATEMENT_LABELS_EACH] = COMMENT_COLUMNS
    ", l.tone, l.value, j.moderator, j.time, j.key, j.second"
    " FROM decision AS j INDEXED BY decision_comment"
    " CROSS JOIN comment AS c ON c.key = j.comment"
    " AND c.revision = j.revision"
    " CROSS JOIN label AS l ON l.decision = j.key" COMMENT_JOINS
    "WHERE" STANDS("j") "ORDER BY j.comment, l.tone, j.key",

    [STATEMENT_UNDECIDED_LATEST] = SCORED_COLUMNS
    "FROM comment AS c INDEXED BY comment_scored" SCORED_JOIN FREE_OF_OTHERS(
        "c.key") " AND c.state = 2 AND c.model = ?3"
                 " AND NOT EXISTS (SELECT 1 FROM control AS q"
                 " WHERE q.comment = c.key) ORDER BY c.key DESC LIMIT ?4",
    [STATEMENT_CONTROL_UNDECIDED] = SCORED_COLUMNS
    "FROM control AS q CROSS JOIN comment AS c"
    " ON c.key = q.comment AND c.state = 2" SCORED_JOIN FREE_OF_OTHERS(
        "c.key") " AND c.model = ?3 ORDER BY q.comment LIMIT ?4",

    [STATEMENT_REVIEW_DECIDED] =
        "SELECT j.key, j.comment, j.time, j.action = 'remove',"
        " j.tones IS NOT NULL, CASE WHEN c.revision = j.revision"
        " THEN c.received END, j.model, s.flagged, s.probabilities, q.share,"
        " coalesce(d.section, o.section)"
        " FROM decision AS j CROSS JOIN comment AS c ON c.key = j.comment"
        " CROSS JOIN score AS s ON s.comment = j.comment"
        " AND s.revision = j.revision AND s.model = j.model"
        " LEFT JOIN control AS q ON q.comment = c.key"
        " AND c.revision = j.revision"
        " LEFT JOIN discussion AS d ON d.key = c.discussion"
        " LEFT JOIN heading AS o ON o.comment = c.key"
        " WHERE j.key > ?1 AND j.action IN ('approve', 'remove')"
        " AND NOT j.second AND" STANDS("j") "ORDER BY j.key LIMIT ?2",
    [STATEMENT_REVIEW_LABELS] =
        "SELECT tone, value FROM label WHERE decision = ?1",
    [STATEMENT_REVIEW_CONTROL] =
        "SELECT count(*), total(1 / q.share) FROM control AS q"
        " CROSS JOIN comment AS c ON c.key = q.comment WHERE c.model = ?1",
    [STATEMENT_REVIEW_PLACES] =
        "SELECT count(*) FROM place AS p WHERE p.model = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM control AS q WHERE q.comment = p.comment)",
    [STATEMENT_REVIEW_PAIRS] =
        "SELECT j.comment, l.tone, l.value, j.moderator FROM decision AS j"
        " INDEXED BY decision_comment"
        " CROSS JOIN comment AS c ON c.key = j.comment"
        " AND c.revision = j.revision"
        " CROSS JOIN label AS l ON l.decision = j.key"
        " WHERE j.comment IN (SELECT comment FROM decision WHERE second = 1)"
        " AND" STANDS("j") "ORDER BY j.comment, l.tone, j.key",
    [STATEMENT_REVIEW_AGES] =
        "SELECT count(*), min(received), total(received > ?1 - 3600),"
        " total(received > ?1 - 14400), total(received > ?1 - 86400),"
        " total(received > ?1 - 604800) FROM"
        " (SELECT c.received FROM place AS p CROSS JOIN comment AS c"
        " ON c.key = p.comment UNION ALL SELECT received FROM comment"
        " INDEXED BY comment_waiting WHERE state = 1)",

    [STATEMENT_EXTRACT_LABELS] = "SELECT * FROM labels",
    [STATEMENT_EXTRACT_DECISIONS] = "SELECT * FROM decisions",
    [STATEMENT_EXTRACT_SCORES] = "SELECT * FROM scores",
#include "statements_console.inc" /* accounts, hooks, steering */
};

const char *statement_sql(enum statement which)
{
    assert(which < STATEMENTS);
    return sql[which];
}
