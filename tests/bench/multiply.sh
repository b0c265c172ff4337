#!/bin/sh
# multiply.sh STORE TIMES: makes a store TIMES as large by copying all of its
# comments, scores and places, discussions and ids renamed, for load only:
# minutes instead of the hours that reading and scoring take.
set -eu
store=$1
times=$2
indexes="SELECT sql || ';' FROM sqlite_master WHERE type = 'index' AND sql <> ''"
kept=$(sqlite3 "$store" "$indexes")
dropped=$(sqlite3 "$store" "SELECT 'DROP INDEX ' || name || ';'
    FROM sqlite_master WHERE type = 'index' AND sql <> ''")
sqlite3 -bail "$store" >/dev/null <<SQL
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -400000;
BEGIN;
$dropped
CREATE TEMP TABLE n AS WITH RECURSIVE n (k) AS
    (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < $times - 1)
    SELECT k, (SELECT max(key) FROM comment) AS c,
        (SELECT max(key) FROM discussion) AS d FROM n;
INSERT INTO discussion (key, id, title, section, published, unlinked)
    SELECT key + k * d, id || '~' || k, title, section, published, 0
    FROM n CROSS JOIN discussion WHERE key <= d;
INSERT INTO comment SELECT key + k * c, id || '~' || k, discussion + k * d,
    position, author, time, reply_to || '~' || k, received, revision, state,
    model, language, text FROM n CROSS JOIN comment WHERE key <= c;
INSERT INTO score SELECT comment + k * c, revision, model, flagged,
    probabilities, reasons FROM n CROSS JOIN score WHERE comment <= c;
INSERT INTO place SELECT comment + k * c, lane, rank - k * 1e-7, model, tone,
    tones, probability FROM n CROSS JOIN place WHERE comment <= c;
INSERT INTO control SELECT comment + k * c, share
    FROM n CROSS JOIN control WHERE comment <= c;
INSERT INTO inferred SELECT comment + k * c, parent + k * c, ground, start,
    end, parent_start, parent_end FROM n CROSS JOIN inferred WHERE comment <= c;
UPDATE tally SET count = count * $times;
$kept
COMMIT;
PRAGMA journal_mode = WAL;
SQL
