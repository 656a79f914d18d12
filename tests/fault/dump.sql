-- Everything a database says, in an order and with names that do not depend on the order in which files came.
SELECT 'state', name, value FROM state WHERE name NOT LIKE 'device:%' AND name NOT IN ('database', 'revision') ORDER BY name;
SELECT 'file', path, size, mtime_ns, hex(hash), encoding, reader, parts FROM file ORDER BY path;
CREATE TEMP VIEW place AS
SELECT article.id, file.path || coalesce('#' || part.ordinal || '/' || part.item, '') AS path FROM article JOIN file ON file.id = article.file_id
LEFT JOIN part ON part.id = article.id;
SELECT 'part', path, ordinal, item, part.name, line, start, length, hex(part.hash), part.key, part.uid
FROM part JOIN file ON file.id = file_id ORDER BY path, ordinal, item;
SELECT 'article', coalesce(place.path, '->' || article.url, '=>' || article.key, '~' || article.title) AS name,
       uid, origin, shape, key, url, original_url, published_at, language, provider.name, provider.domain, category,
       type, quality, heat, is_published, title, excerpt, record, metadata, body, furniture
FROM article JOIN identity ON article_id = article.id LEFT JOIN place ON place.id = article.id
LEFT JOIN provider ON provider.id = provider_id LEFT JOIN provenance ON provenance.id = provenance_id
ORDER BY name, title, excerpt;
SELECT 'version', place.path, lead.path
FROM version JOIN place ON place.id = article_id LEFT JOIN place AS lead ON lead.id = lead_id ORDER BY place.path;
SELECT 'learned', place.path, hex(cuts), learned.furniture, learned.excerpt
FROM learned JOIN place ON place.id = article_id ORDER BY place.path;
SELECT 'line', coalesce(file.path, name), line.hash IS NULL, text, line.articles, other.articles
FROM line JOIN main.place AS other ON other.scope = line.scope LEFT JOIN file ON file.id = file_id
ORDER BY 2, text, line.articles;
SELECT 'searched', place.path FROM article_fts_docsize AS searched JOIN place ON place.id = searched.id ORDER BY place.path;
SELECT 'topic', place.path, role, position, topic.name, topic.folded
FROM article_topic JOIN place ON place.id = article_id JOIN topic ON topic.id = topic_id
ORDER BY place.path, role, position;
SELECT 'author', place.path, position, author.name, author.folded
FROM article_author JOIN place ON place.id = article_id JOIN author ON author.id = author_id
ORDER BY place.path, position;
SELECT 'name', 'author', name FROM author ORDER BY name;
SELECT 'name', 'topic', name FROM topic ORDER BY name;
SELECT 'name', 'provider', name, domain FROM provider ORDER BY name, domain;
SELECT 'image', coalesce(place.path, '->' || article.url, '=>' || article.key, '~' || article.title) AS name,
       article.title, position, image.url, width, height
FROM image JOIN article ON article.id = article_id LEFT JOIN place ON place.id = article.id
ORDER BY name, article.title, position;
SELECT 'link', place.path, link.position, target.kind, target.name, mention.hash, mention.record, answer.origin,
       answered.path, answer.url, answer.title
FROM link JOIN place ON place.id = link.article_id JOIN target ON target.id = link.target_id
JOIN mention ON mention.id = link.mention_id LEFT JOIN article AS answer ON answer.id = target.article_id
LEFT JOIN place AS answered ON answered.id = answer.id
ORDER BY place.path, link.position;
SELECT 'target', kind, target.name, count(mention.id)
FROM target LEFT JOIN mention ON mention.target_id = target.id GROUP BY target.id ORDER BY kind, target.name;
SELECT 'problem', path, ordinal, row_number() OVER (PARTITION BY path, ordinal ORDER BY position) AS place, problem.line,
       column, level, code, message
FROM problem JOIN file ON file.id = problem.file_id LEFT JOIN part ON part.id = part_id ORDER BY path, ordinal, place;
SELECT 'copy', member.path, lead.path, kind, similarity, (SELECT count(*) FROM sketch WHERE first < 0)
FROM copy LEFT JOIN place AS member ON member.id = copy.article_id LEFT JOIN place AS lead ON lead.id = copy.lead_id
ORDER BY member.path;
