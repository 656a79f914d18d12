-- What newsdex schema --to postgresql prints: tables for the records of newsdex export and newsdex changes. Twice does no
-- harm. PostgreSQL 12 or later, UTF-8.
\set QUIET on
\set ON_ERROR_STOP on
SET client_min_messages = warning;
BEGIN;
CREATE SCHEMA IF NOT EXISTS newsdex;

CREATE TABLE IF NOT EXISTS newsdex.article (
    uid text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL,
    id bigint NOT NULL,
    origin text NOT NULL,
    path text,
    path_hex text,                      -- its bytes, where they are no UTF-8
    part text,
    part_hex text,
    line bigint,
    ordinal bigint,
    shape text,
    encoding text,
    url text,
    original_url text,
    title text,
    excerpt text,
    body text,
    furniture text,
    published_at timestamptz,
    published_on date,
    date text COLLATE "C",              -- as far as it is known: day, month or year
    language text COLLATE "C",
    provider_name text,
    provider_domain text,
    topics text[],
    keywords text[],
    themes text[],
    authors text[],
    images json,
    related json,
    category text,
    type text,
    quality double precision,
    heat double precision,
    is_published boolean,
    metadata json,
    provenance json,
    problems json,
    tags text[],
    note text,
    topic_keys text[],                  -- topics, keywords and themes, folded
    author_keys text[],
    tag_keys text[],
    version_paths text[],               -- of other versions that this article answers for
    words tsvector                      -- of our analysis: A title, B topics, C excerpt, D body
);
-- A tsvector holds 16383 places, and 255 of each word: longer articles go on here, in pieces that overlap.
CREATE TABLE IF NOT EXISTS newsdex.piece (
    uid text COLLATE "C" NOT NULL,
    words tsvector NOT NULL
);
CREATE INDEX IF NOT EXISTS article_words ON newsdex.article USING gin (words);
CREATE INDEX IF NOT EXISTS article_date ON newsdex.article (date);
CREATE INDEX IF NOT EXISTS piece_words ON newsdex.piece USING gin (words);
CREATE INDEX IF NOT EXISTS piece_uid ON newsdex.piece (uid);

-- Which database the articles are from, and up to which revision they are all there.
CREATE TABLE IF NOT EXISTS newsdex.state (
    is_one boolean PRIMARY KEY DEFAULT true CHECK (is_one),
    database text NOT NULL,
    revision bigint NOT NULL
);

-- A feed begins. scope: whole, changes or some.
CREATE OR REPLACE PROCEDURE newsdex.begin_feed(scope text) LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE newsdex.state IN EXCLUSIVE MODE; -- one feed at a time
    IF scope = 'whole' THEN
        TRUNCATE newsdex.article, newsdex.piece;
        DROP INDEX IF EXISTS newsdex.article_words, newsdex.article_date, newsdex.piece_words;
        PERFORM set_config('maintenance_work_mem', '512MB', true);
    ELSE
        CREATE TEMP TABLE newsdex_article (LIKE newsdex.article) ON COMMIT DROP;
        CREATE TEMP TABLE newsdex_piece (LIKE newsdex.piece) ON COMMIT DROP;
        CREATE TEMP TABLE newsdex_gone (uid text COLLATE "C", revision bigint) ON COMMIT DROP;
    END IF;
END $$;

-- It ends: since is where it began, revision where the database is. What the tables know already is left as it is.
CREATE OR REPLACE PROCEDURE newsdex.end_feed(scope text, origin text, since bigint, until bigint) LANGUAGE plpgsql AS $$
DECLARE
    has_state boolean;
    held newsdex.state%ROWTYPE;
BEGIN
    SELECT * INTO held FROM newsdex.state;
    has_state := FOUND;
    IF has_state AND held.database <> origin THEN
        RAISE EXCEPTION 'these tables hold the database %, and the feed is of %', held.database, origin
            USING HINT = 'DELETE FROM newsdex.state lets them take another one: newsdex export --to postgresql.';
    END IF;
    IF scope = 'whole' THEN
        IF has_state AND held.revision > until THEN
            RAISE EXCEPTION 'these tables are at revision %, and the feed is of revision %', held.revision, until;
        END IF;
        CREATE INDEX article_words ON newsdex.article USING gin (words);
        CREATE INDEX article_date ON newsdex.article (date);
        CREATE INDEX piece_words ON newsdex.piece USING gin (words);
    ELSE
        IF scope = 'changes' AND (NOT has_state OR held.revision < since) THEN
            RAISE EXCEPTION 'the feed goes on from revision %, and these tables are at %', since,
                coalesce(held.revision::text, 'none')
                USING HINT = 'What is between them is missing: newsdex changes --to postgresql --since '
                    || coalesce(held.revision, 0) || '.';
        END IF;
        DELETE FROM newsdex_article WHERE revision <= held.revision;
        DELETE FROM newsdex_gone WHERE revision <= held.revision;
        DELETE FROM newsdex_article p USING newsdex.article a WHERE a.uid = p.uid AND a.revision > p.revision;
        DELETE FROM newsdex_piece WHERE uid NOT IN (SELECT uid FROM newsdex_article);
        DELETE FROM newsdex.piece WHERE uid IN (SELECT uid FROM newsdex_article UNION ALL SELECT uid FROM newsdex_gone);
        DELETE FROM newsdex.article
            WHERE uid IN (SELECT uid FROM newsdex_article UNION ALL SELECT uid FROM newsdex_gone);
        INSERT INTO newsdex.article SELECT * FROM newsdex_article;
        INSERT INTO newsdex.piece SELECT * FROM newsdex_piece;
    END IF;
    IF scope = 'some' THEN
        INSERT INTO newsdex.state (database, revision) VALUES (origin, 0) ON CONFLICT DO NOTHING;
    ELSE
        INSERT INTO newsdex.state (database, revision) VALUES (origin, until)
            ON CONFLICT (is_one) DO UPDATE SET revision = greatest(newsdex.state.revision, excluded.revision);
    END IF;
END $$;

-- Whether from some place on words of all numbers stand within reach, in any order, in one of the columns (ABCD).
CREATE OR REPLACE FUNCTION newsdex.near(words tsvector, forms text[], numbers int[], prefixes boolean[], reach int,
    columns text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    WITH asked AS (
        SELECT * FROM unnest(forms, numbers, prefixes) AS a (form, number, is_prefix)
    ), place AS (
        SELECT a.number, p.place, p.weight
        FROM unnest(words) AS w (lexeme, places, weights)
        JOIN asked a ON w.lexeme = a.form OR a.is_prefix AND starts_with(w.lexeme, a.form)
        CROSS JOIN LATERAL unnest(w.places, w.weights) AS p (place, weight)
        WHERE strpos(columns, p.weight) > 0
    )
    SELECT EXISTS (SELECT 1 FROM place s WHERE NOT EXISTS (
        SELECT 1 FROM (SELECT DISTINCT number FROM asked) n WHERE NOT EXISTS (
            SELECT 1 FROM place p WHERE p.number = n.number AND p.weight = s.weight
            AND p.place BETWEEN s.place AND s.place + reach)))
$$;
COMMIT;
