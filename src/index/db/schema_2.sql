-- Version 2: filters by type and category do not read the articles. Few different values, so made while loading.

CREATE INDEX article_type ON article (type COLLATE NOCASE) WHERE type IS NOT NULL;
CREATE INDEX article_category ON article (category COLLATE NOCASE) WHERE category IS NOT NULL;
