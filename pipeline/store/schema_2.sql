-- Schema 2: who answers whom where the site does not say, and the sense of a
-- thread.  As schema.sql: views are the interface, tables are ours.

PRAGMA user_version = 2;

-- unlinked: 1 when comments have come since replies were inferred, 2 when
-- known ones have changed, so that all must be read again.
ALTER TABLE discussion ADD COLUMN unlinked INTEGER NOT NULL DEFAULT 2;

CREATE INDEX discussion_unlinked ON discussion (key) WHERE unlinked > 0;

-- Only of comments without reply_to.  start to parent_end: the words that
-- both texts have, code points; NULL where a name is called.
CREATE TABLE inferred (
    comment INTEGER PRIMARY KEY REFERENCES comment,
    parent INTEGER NOT NULL REFERENCES comment,
    ground TEXT NOT NULL CHECK (ground IN ('quote', 'name')),
    start INTEGER,
    end INTEGER,
    parent_start INTEGER,
    parent_end INTEGER,
    CHECK ((ground = 'quote') = (start IS NOT NULL))
) STRICT;

-- The interface -----------------------------------------------------------

-- reply_to: as the site gave it.  reply_inferred: found by vigie where the
-- site gave none, because the comment quotes it or calls its author.
DROP VIEW comments;
CREATE VIEW comments AS
SELECT c.id, d.id AS discussion, c.position, c.author,
    strftime('%Y-%m-%dT%H:%M:%SZ', c.time, 'unixepoch') AS time,
    c.reply_to, c.text, c.language,
    CASE c.state WHEN 0 THEN 'empty' WHEN 1 THEN 'waiting' WHEN 2 THEN 'scored'
        ELSE 'decided' END AS state,
    p.id AS reply_inferred, i.ground AS inferred_by
FROM comment AS c
LEFT JOIN discussion AS d ON d.key = c.discussion
LEFT JOIN inferred AS i ON i.comment = c.key
LEFT JOIN comment AS p ON p.key = i.parent;

-- Words pasted from an earlier comment: where they stand in both texts.
CREATE VIEW quotations AS
SELECT c.id AS comment, p.id AS quoted, i.start, i.end,
    i.parent_start AS quoted_start, i.parent_end AS quoted_end
FROM inferred AS i
JOIN comment AS c ON c.key = i.comment
JOIN comment AS p ON p.key = i.parent
WHERE i.ground = 'quote';
