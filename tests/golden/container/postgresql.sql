--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
CREATE TABLE public.articles (
    id integer NOT NULL,
    title character varying(255) DEFAULT 'x,y'::character varying,
    body text,
    published_at timestamp without time zone,
    url text,
    CONSTRAINT c CHECK ((id > 0))
);
COPY public.users (id, name) FROM stdin;
1	Ann
\.
COPY public.articles (id, title, body, published_at, url) FROM stdin;
1	Harbour board	The board voted.\\n\nIt closes the pier.	2024-03-05 08:00:00	https://x.example/1
2	Teachers	They ask\tfor heat.	\N	\N
\.
CREATE INDEX a ON public.articles USING btree (id);
