-- Schema 1 of the vigie store.  Views (at the end) are the interface and stay;
-- tables are ours and change by migration.  Times are UTC seconds in tables
-- and ISO 8601 in views; probabilities, thresholds and weights are whole
-- ten-thousandths in tables and decimals in views.

PRAGMA application_id = 1986619241; -- "vigi"
PRAGMA user_version = 1;

CREATE TABLE discussion (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    title TEXT,
    section TEXT,
    published INTEGER
) STRICT;

-- state: 0 empty, 1 waiting, 2 scored, 3 decided.
-- reply_to is the parent's id as received: the parent may come later.
-- model is the one whose score counts; NULL while waiting.
CREATE TABLE comment (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    discussion INTEGER REFERENCES discussion,
    position INTEGER,
    author TEXT,
    time INTEGER,
    reply_to TEXT,
    received INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    state INTEGER NOT NULL,
    model INTEGER REFERENCES model,
    language TEXT,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX comment_discussion ON comment (discussion);
CREATE INDEX comment_waiting ON comment (key) WHERE state = 1;
-- Finds what another model than the active one scored: two ranges of it.
CREATE INDEX comment_scored ON comment (model) WHERE state = 2;

-- What a comment without a discussion says of its article.
CREATE TABLE heading (
    comment INTEGER PRIMARY KEY REFERENCES comment,
    title TEXT,
    section TEXT,
    published INTEGER
) STRICT;

-- Texts a comment had before the present one.
CREATE TABLE revision (
    comment INTEGER NOT NULL REFERENCES comment,
    revision INTEGER NOT NULL,
    received INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (comment, revision)
) STRICT, WITHOUT ROWID;

-- folder: where the model's file was when it was last made known.
CREATE TABLE model (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    folder TEXT,
    trained INTEGER,
    data_sha256 TEXT,
    metrics TEXT
) STRICT;

CREATE TABLE model_tone (
    model INTEGER NOT NULL REFERENCES model,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    observation_only INTEGER NOT NULL,
    PRIMARY KEY (model, ordinal)
) STRICT, WITHOUT ROWID;

-- A journal; the last row names the active model.  A rollback names the row
-- it takes back; its model is the one that was active before that row.
CREATE TABLE activation (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    model INTEGER NOT NULL REFERENCES model,
    time INTEGER NOT NULL,
    moderator TEXT,
    note TEXT,
    undoes INTEGER UNIQUE REFERENCES activation
) STRICT;

-- flagged: bit i is tone i of the model.  probabilities: [9312,127,...].
-- reasons: [[tone,start,end,weight,"cue"], ...], the cue only where there is
-- one; NULL when none were kept.
CREATE TABLE score (
    comment INTEGER NOT NULL REFERENCES comment,
    revision INTEGER NOT NULL,
    model INTEGER NOT NULL REFERENCES model,
    flagged INTEGER NOT NULL,
    probabilities TEXT NOT NULL,
    reasons TEXT,
    PRIMARY KEY (comment, revision, model)
) STRICT, WITHOUT ROWID;

-- Scored comments that a moderator should see.  lane: 0 first, 1 ranked,
-- 2 gathered.  The priority at time t is
--     rank + age_per_hour * t / 3600 + 1000000 * (1 - lane)
CREATE TABLE place (
    comment INTEGER PRIMARY KEY REFERENCES comment,
    lane INTEGER NOT NULL,
    rank REAL NOT NULL,
    model INTEGER NOT NULL REFERENCES model,
    tone INTEGER NOT NULL,
    tones INTEGER NOT NULL,
    probability INTEGER NOT NULL
) STRICT;

CREATE INDEX place_rank ON place (lane, rank DESC);

CREATE TABLE claim (
    comment INTEGER PRIMARY KEY REFERENCES comment,
    moderator TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;

CREATE TABLE deferral (
    comment INTEGER PRIMARY KEY REFERENCES comment,
    until INTEGER NOT NULL
) STRICT;

-- Unflagged comments that are shown all the same, drawn with that
-- probability.  In no view: who decides must not know.
CREATE TABLE control (
    comment INTEGER PRIMARY KEY REFERENCES comment,
    share REAL NOT NULL
) STRICT;

-- What the places were computed by; seed draws the control sample.
CREATE TABLE plan (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    created INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    digest TEXT NOT NULL DEFAULT '',
    age_per_hour REAL NOT NULL DEFAULT 0,
    unscored REAL NOT NULL DEFAULT 0
) STRICT;

-- Running totals, so that counting costs nothing: comments by state (0 to 3),
-- places by lane (4 to 6).
CREATE TABLE tally (
    kind INTEGER PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;

INSERT INTO tally VALUES (0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0);

-- The journal.  tones: as the moderator corrected them; NULL = not corrected.
-- second: an opinion on a comment that somebody else has decided.
CREATE TABLE decision (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    comment INTEGER NOT NULL REFERENCES comment,
    revision INTEGER NOT NULL,
    moderator TEXT NOT NULL,
    action TEXT NOT NULL
        CHECK (action IN ('approve', 'remove', 'defer', 'undo')),
    undoes INTEGER REFERENCES decision,
    tones TEXT,
    note TEXT,
    model INTEGER REFERENCES model,
    time INTEGER NOT NULL,
    second INTEGER NOT NULL DEFAULT 0 CHECK (second IN (0, 1)),
    CHECK ((action = 'undo') = (undoes IS NOT NULL))
) STRICT;

CREATE INDEX decision_comment ON decision (comment);
CREATE UNIQUE INDEX decision_undoes ON decision (undoes)
    WHERE undoes IS NOT NULL;

CREATE INDEX decision_second ON decision (comment) WHERE second = 1;

CREATE TABLE label (
    decision INTEGER NOT NULL REFERENCES decision,
    tone TEXT NOT NULL,
    value INTEGER NOT NULL CHECK (value IN (0, 1)),
    PRIMARY KEY (decision, tone)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER decision_kept BEFORE DELETE ON decision BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER decision_fixed BEFORE UPDATE ON decision BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER label_kept BEFORE DELETE ON label BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER label_fixed BEFORE UPDATE ON label BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER activation_kept BEFORE DELETE ON activation BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER activation_fixed BEFORE UPDATE ON activation BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- The interface -----------------------------------------------------------

CREATE VIEW comments AS
SELECT c.id, d.id AS discussion, c.position, c.author,
    strftime('%Y-%m-%dT%H:%M:%SZ', c.time, 'unixepoch') AS time,
    c.reply_to, c.text, c.language,
    CASE c.state WHEN 0 THEN 'empty' WHEN 1 THEN 'waiting' WHEN 2 THEN 'scored'
        ELSE 'decided' END AS state
FROM comment AS c LEFT JOIN discussion AS d ON d.key = c.discussion;

-- scores and reasons: of the present text, by every model that read it.
CREATE VIEW scores AS
SELECT c.id AS comment, m.id AS model, t.name AS tone,
    p.value / 10000.0 AS probability, s.flagged >> t.ordinal & 1 AS flagged
FROM score AS s
JOIN comment AS c ON c.key = s.comment AND c.revision = s.revision
JOIN model AS m ON m.key = s.model
CROSS JOIN json_each(s.probabilities) AS p
CROSS JOIN model_tone AS t ON t.model = s.model AND t.ordinal = p.key;

CREATE VIEW reasons AS
SELECT c.id AS comment, m.id AS model, t.name AS tone,
    json_extract(r.value, '$[1]') AS start,
    json_extract(r.value, '$[2]') AS end,
    json_extract(r.value, '$[3]') / 10000.0 AS weight
FROM score AS s
JOIN comment AS c ON c.key = s.comment AND c.revision = s.revision
JOIN model AS m ON m.key = s.model
CROSS JOIN json_each(s.reasons) AS r
CROSS JOIN model_tone AS t
    ON t.model = s.model AND t.ordinal = json_extract(r.value, '$[0]');

-- Without what is deferred.  A comment that is not scored has no tone.
CREATE VIEW queue AS
SELECT c.id AS comment, d.id AS discussion,
    round(p.rank + 1000000 * (1 - p.lane)
        + plan.age_per_hour * unixepoch() / 3600.0, 4) AS priority,
    t.name AS tone, p.probability / 10000.0 AS probability,
    strftime('%Y-%m-%dT%H:%M:%SZ', c.received, 'unixepoch') AS since,
    k.moderator AS claimed_by,
    strftime('%Y-%m-%dT%H:%M:%SZ', k.until, 'unixepoch') AS claimed_until
FROM place AS p
JOIN plan
JOIN comment AS c ON c.key = p.comment
JOIN model_tone AS t ON t.model = p.model AND t.ordinal = p.tone
LEFT JOIN discussion AS d ON d.key = c.discussion
LEFT JOIN claim AS k ON k.comment = p.comment AND k.until > unixepoch()
WHERE NOT EXISTS (SELECT 1 FROM deferral AS f
    WHERE f.comment = p.comment AND f.until > unixepoch())
UNION ALL
SELECT c.id, d.id,
    round(plan.unscored
        + plan.age_per_hour * (unixepoch() - c.received) / 3600.0, 4),
    NULL, NULL, strftime('%Y-%m-%dT%H:%M:%SZ', c.received, 'unixepoch'),
    k.moderator, strftime('%Y-%m-%dT%H:%M:%SZ', k.until, 'unixepoch')
FROM comment AS c
JOIN plan
LEFT JOIN discussion AS d ON d.key = c.discussion
LEFT JOIN claim AS k ON k.comment = c.key AND k.until > unixepoch()
WHERE c.state = 1 AND NOT EXISTS (SELECT 1 FROM deferral AS f
    WHERE f.comment = c.key AND f.until > unixepoch());

CREATE VIEW decisions AS
SELECT c.id AS comment, j.moderator, j.action, j.tones, j.note, m.id AS model,
    strftime('%Y-%m-%dT%H:%M:%SZ', j.time, 'unixepoch') AS time,
    EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = j.key) AS undone
FROM decision AS j
JOIN comment AS c ON c.key = j.comment
LEFT JOIN model AS m ON m.key = j.model;

-- Of the present text, by decisions that stand.
CREATE VIEW labels AS
SELECT c.id AS comment, l.tone, l.value, j.moderator,
    strftime('%Y-%m-%dT%H:%M:%SZ', j.time, 'unixepoch') AS time
FROM decision AS j
JOIN comment AS c ON c.key = j.comment AND c.revision = j.revision
JOIN label AS l ON l.decision = j.key
WHERE NOT EXISTS (SELECT 1 FROM decision AS u WHERE u.undoes = j.key);

CREATE VIEW models AS
SELECT m.id AS model,
    strftime('%Y-%m-%dT%H:%M:%SZ', m.trained, 'unixepoch') AS trained,
    m.data_sha256,
    m.key IS (SELECT model FROM activation ORDER BY key DESC LIMIT 1) AS active,
    m.metrics
FROM model AS m;
