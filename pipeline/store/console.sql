-- What the console and the HTTP API need: who may do what, sent and awaited
-- answers, saved policies.  A step of its own: migrate.c gives it its number.

-- password: argon2id as libsodium writes it, with its salt and cost.
CREATE TABLE account (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('moderator', 'lead', 'admin')),
    password TEXT NOT NULL,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
    created INTEGER NOT NULL
) STRICT;

-- hash: SHA-256 of the cookie, which is kept nowhere.
CREATE TABLE session (
    hash TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account,
    created INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX session_account ON session (account);

-- Wrong passwords in a row, of one name from one address.
CREATE TABLE mistrust (
    subject TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- scopes: bit mask, see accounts.h.
CREATE TABLE token (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    scopes INTEGER NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    revoked INTEGER
) STRICT;

-- The policy in force is the last one; text is that of a policy file.
CREATE TABLE policy (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    moderator TEXT NOT NULL,
    note TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TRIGGER policy_kept BEFORE DELETE ON policy BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER policy_fixed BEFORE UPDATE ON policy BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

-- kind: 'webhook' is told of decisions at `url`; 'coral' signs what Coral
-- sends.  The secret is the key of an HMAC, so it cannot be kept hashed.
CREATE TABLE hook (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('webhook', 'coral')),
    url TEXT,
    secret TEXT NOT NULL,
    created INTEGER NOT NULL,
    removed INTEGER
) STRICT;

-- One a decision and webhook, made in the decision's own transaction by
-- whatever program decides: none is lost.  due: not to be sent before.
CREATE TABLE delivery (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    hook INTEGER NOT NULL REFERENCES hook,
    decision INTEGER NOT NULL REFERENCES decision,
    tries INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 0,
    done INTEGER,
    answer TEXT
) STRICT;

CREATE INDEX delivery_due ON delivery (due) WHERE done IS NULL;

CREATE TRIGGER decision_told AFTER INSERT ON decision BEGIN
    INSERT INTO delivery (hook, decision)
    SELECT key, NEW.key FROM hook WHERE kind = 'webhook' AND removed IS NULL;
END;

-- Commands run in the background.  status: exit status; NULL while running.
CREATE TABLE job (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    moderator TEXT NOT NULL,
    process INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER,
    status INTEGER,
    folder TEXT NOT NULL
) STRICT;

-- What clients of comments:suggestscore say a text should have scored.
-- comment: the one they name, where it is one of ours.
CREATE TABLE suggestion (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    token INTEGER NOT NULL REFERENCES token,
    comment TEXT,
    text TEXT NOT NULL,
    scores TEXT NOT NULL,
    request TEXT NOT NULL
) STRICT;

CREATE INDEX comment_by ON comment (author) WHERE author IS NOT NULL;

CREATE VIEW suggestions AS
SELECT strftime('%Y-%m-%dT%H:%M:%SZ', s.time, 'unixepoch') AS time,
    t.name AS token, s.comment, s.text, s.scores
FROM suggestion AS s JOIN token AS t ON t.key = s.token;
