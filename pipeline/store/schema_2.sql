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

-- What answers a comment, and what its author else wrote.
CREATE INDEX comment_reply ON comment (reply_to) WHERE reply_to IS NOT NULL;
CREATE INDEX comment_author ON comment (discussion, author)
    WHERE author IS NOT NULL;
CREATE INDEX inferred_parent ON inferred (parent);

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

-- Ours: whom a comment answers, given or inferred; in the same discussion and
-- not itself.
CREATE VIEW reply AS
SELECT c.key AS comment, coalesce(
    (SELECT p.key FROM comment AS p WHERE p.id = c.reply_to
        AND p.discussion IS c.discussion AND p.key <> c.key),
    (SELECT i.parent FROM inferred AS i WHERE i.comment = c.key)) AS parent
FROM comment AS c;

-- Ours: comments whose present text the score that counts flags with a tone.
CREATE VIEW flag AS
SELECT c.key AS comment, t.name AS tone
FROM comment AS c
JOIN score AS s ON s.comment = c.key AND s.revision = c.revision
    AND s.model = c.model
JOIN model_tone AS t ON t.model = c.model
WHERE s.flagged >> t.ordinal & 1;

-- Comments that ask for a source.  asked: whom, the author of the comment that
-- the request answers.  answer: the first later comment that gives a source
-- and answers the request, or is by the person asked and stands, at whatever
-- depth, below the comment that was asked about; NULL while the request is
-- open.
CREATE VIEW source_requests AS
SELECT d.id AS discussion, c.id AS comment, c.author,
    strftime('%Y-%m-%dT%H:%M:%SZ', c.time, 'unixepoch') AS time,
    p.id AS about, p.author AS asked,
    a.id AS answer, a.author AS answered_by,
    strftime('%Y-%m-%dT%H:%M:%SZ', a.time, 'unixepoch') AS answered
FROM comment AS c
JOIN discussion AS d ON d.key = c.discussion
JOIN reply AS r ON r.comment = c.key
LEFT JOIN comment AS p ON p.key = r.parent
LEFT JOIN comment AS a ON a.key = (
    SELECT g.key FROM (
        SELECT o.key, o.time, o.position, 1 AS answers
        FROM comment AS o WHERE o.reply_to = c.id
            AND o.discussion = c.discussion AND o.key <> c.key
        UNION ALL
        SELECT o.key, o.time, o.position, 1
        FROM inferred AS i JOIN comment AS o ON o.key = i.comment
        WHERE i.parent = c.key
        UNION ALL
        SELECT o.key, o.time, o.position, 0
        FROM comment AS o INDEXED BY comment_author
        WHERE o.discussion = c.discussion AND o.author = p.author) AS g
    WHERE (coalesce(g.time, -1e18), coalesce(g.position, 0), g.key)
        > (coalesce(c.time, -1e18), coalesce(c.position, 0), c.key)
    AND EXISTS (SELECT 1 FROM flag AS f
        WHERE f.comment = g.key AND f.tone = 'source_given')
    AND (g.answers OR EXISTS (
        WITH RECURSIVE up (key) AS (SELECT g.key UNION
            SELECT u.parent FROM up JOIN reply AS u ON u.comment = up.key
            WHERE u.parent IS NOT NULL)
        SELECT 1 FROM up WHERE up.key = p.key))
    ORDER BY g.time, g.position, g.key LIMIT 1)
WHERE EXISTS (SELECT 1 FROM flag AS f
    WHERE f.comment = c.key AND f.tone = 'source_request');

-- How hostile a discussion is as it goes on: its scored comments by time, then
-- place, then arrival, numbered from 1.  heat: mean hostility of the latest
-- ten.  excess: the sum of (hostility - 0.4) since it last was 0, below which
-- it does not fall: the cumulative sum of Page (1954), with the middle between
-- a calm and a hostile comment for reference (held-out means 0.14 and 0.68).
-- Where it first reaches 2, as by four surely hostile comments in a row, the
-- discussion has turned: turning marks the comments from the one where that
-- rise began.
CREATE VIEW heat AS
WITH spoken AS (
    SELECT d.id AS discussion, c.id AS comment, c.time,
        row_number() OVER (PARTITION BY d.id
            ORDER BY c.time, c.position, c.key) AS number,
        p.value AS hostility
    FROM comment AS c
    JOIN discussion AS d ON d.key = c.discussion
    JOIN score AS s ON s.comment = c.key AND s.revision = c.revision
        AND s.model = c.model
    JOIN model_tone AS t ON t.model = c.model AND t.name = 'hostility'
    CROSS JOIN json_each(s.probabilities) AS p ON p.key = t.ordinal),
summed AS (
    SELECT *, sum(hostility - 4000) OVER past AS total,
        avg(hostility) OVER (PARTITION BY discussion ORDER BY number
            ROWS 9 PRECEDING) AS mean
    FROM spoken WINDOW past AS (PARTITION BY discussion ORDER BY number)),
lowest AS (
    SELECT *, min(0, min(total) OVER past) AS low
    FROM summed WINDOW past AS (PARTITION BY discussion ORDER BY number)),
risen AS (
    SELECT *, coalesce(max(CASE WHEN total = low THEN number END) OVER past, 0)
        AS calm
    FROM lowest WINDOW past AS (PARTITION BY discussion ORDER BY number)),
turned AS (
    SELECT *, min(CASE WHEN total - low >= 20000 THEN number END)
        OVER (PARTITION BY discussion) AS seen
    FROM risen)
SELECT discussion, comment, number,
    strftime('%Y-%m-%dT%H:%M:%SZ', time, 'unixepoch') AS time,
    hostility / 10000.0 AS hostility, round(mean / 10000.0, 4) AS heat,
    (total - low) / 10000.0 AS excess,
    number <= coalesce(seen, 0) AND number > coalesce(
        max(CASE WHEN number = seen THEN calm END)
        OVER (PARTITION BY discussion), 0) AS turning
FROM turned;

-- open_requests: of source_requests, those without an answer.  heat: as it is
-- now.  turned_at to turned_by: the first and the last comment that is
-- turning, see heat; NULL while calm.
CREATE VIEW discussions AS
WITH h AS MATERIALIZED (SELECT * FROM heat),
course AS (
    SELECT discussion, max(number) AS last,
        min(number) FILTER (WHERE turning) AS begin,
        max(number) FILTER (WHERE turning) AS end
    FROM h GROUP BY discussion),
asked AS (
    SELECT discussion, count(*) AS requests,
        count(*) FILTER (WHERE answer IS NULL) AS open_requests
    FROM source_requests GROUP BY discussion),
counted AS (
    SELECT discussion, count(*) AS comments,
        count(*) FILTER (WHERE model IS NOT NULL) AS scored
    FROM comment GROUP BY discussion)
SELECT d.id AS discussion, d.title, d.section,
    strftime('%Y-%m-%dT%H:%M:%SZ', d.published, 'unixepoch') AS published,
    coalesce(n.comments, 0) AS comments, coalesce(n.scored, 0) AS scored,
    coalesce(q.requests, 0) AS requests,
    coalesce(q.open_requests, 0) AS open_requests,
    l.heat, b.comment AS turned_at, b.time AS turned_time,
    e.comment AS turned_by
FROM discussion AS d
LEFT JOIN counted AS n ON n.discussion = d.key
LEFT JOIN asked AS q ON q.discussion = d.id
LEFT JOIN course AS k ON k.discussion = d.id
LEFT JOIN h AS l ON l.discussion = d.id AND l.number = k.last
LEFT JOIN h AS b ON b.discussion = d.id AND b.number = k.begin
LEFT JOIN h AS e ON e.discussion = d.id AND e.number = k.end;
