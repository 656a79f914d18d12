-- What a database says, without ids: two databases with the same dump hold the same.
.mode quote

-- How an article is known from outside: by its path, or by what points to it.
CREATE TEMP VIEW who AS
SELECT article.id,
       CASE WHEN article.origin = 'file' THEN file.path || coalesce('#' || part.ordinal || '/' || part.item, '')
            ELSE (SELECT group_concat(known, ' ')
                  FROM (SELECT kind || ':' || name AS known FROM target
                        WHERE target.article_id = article.id ORDER BY kind, name)) END AS known_as
FROM article LEFT JOIN file ON file.id = article.file_id LEFT JOIN part ON part.id = article.id;

SELECT 'state', name, value FROM state WHERE name NOT LIKE 'device:%' AND name NOT IN ('database', 'revision') ORDER BY name;
SELECT 'file', path, size, hex(hash), encoding, reader, parts FROM file ORDER BY path;
SELECT 'article', known_as, uid, origin, shape, key, url, original_url, title, excerpt, body, furniture, published_at,
       language, provider.name, provider.domain, category, type, quality, heat, is_published, metadata, record
FROM article JOIN who ON who.id = article.id JOIN identity ON article_id = article.id LEFT JOIN provider ON provider.id = article.provider_id
LEFT JOIN provenance ON provenance.id = article.provenance_id
ORDER BY known_as;
SELECT 'version', who.known_as, lead.known_as
FROM version JOIN who ON who.id = article_id LEFT JOIN who AS lead ON lead.id = lead_id ORDER BY who.known_as;
SELECT 'topic', known_as, role, position, topic.name, folded
FROM article_topic JOIN who ON who.id = article_id JOIN topic ON topic.id = topic_id
ORDER BY known_as, role, position;
SELECT 'author', known_as, position, author.name, folded
FROM article_author JOIN who ON who.id = article_id JOIN author ON author.id = author_id ORDER BY known_as, position;
SELECT 'part', path, ordinal, item, part.name, line, start, length, hex(part.hash), part.key, part.uid
FROM part JOIN file ON file.id = file_id ORDER BY path, ordinal, item;
SELECT 'image', known_as, position, url, width, height
FROM image JOIN who ON who.id = article_id ORDER BY known_as, position;
SELECT 'link', source.known_as, position, target.kind, target.name, answer.known_as, record
FROM link JOIN who AS source ON source.id = link.article_id
JOIN target ON target.id = link.target_id JOIN mention ON mention.id = link.mention_id
LEFT JOIN who AS answer ON answer.id = target.article_id
ORDER BY source.known_as, position;
SELECT 'related', source.known_as, position, answer.known_as
FROM related JOIN who AS source ON source.id = article_id JOIN who AS answer ON answer.id = related_id
ORDER BY source.known_as, position;
SELECT 'problem', path, ordinal, row_number() OVER (PARTITION BY path, ordinal ORDER BY position) AS place, problem.line,
       column, level, code, message
FROM problem JOIN file ON file.id = problem.file_id LEFT JOIN part ON part.id = part_id ORDER BY path, ordinal, place;
SELECT 'copy', member.known_as, lead.known_as, kind, similarity FROM copy JOIN who AS member ON member.id = copy.article_id
LEFT JOIN who AS lead ON lead.id = copy.lead_id ORDER BY member.known_as;

-- Nothing may be left behind that nothing uses any more.
SELECT 'provider', name, domain FROM provider ORDER BY name, domain;
SELECT 'topic name', name, folded FROM topic ORDER BY name;
SELECT 'author name', name, folded FROM author ORDER BY name;
SELECT 'target', kind, name FROM target ORDER BY kind, name;
SELECT 'mention', kind, name, record FROM mention JOIN target ON target.id = target_id ORDER BY kind, name, record;
