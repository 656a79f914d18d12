// Reads what newsdex writes for engines made of Lucene, as their documentation says it is read, and asks Lucene itself:
//   java -cp ... Lucene opensearch|solr|quickwit|vespa SCHEMA QUERIES < FEED
// checks schema and feed (types, ids, versions, batches), applies the feed twice, and prints "N uid" for each article that the
// query of line N finds. A line of QUERIES is "N<tab>QUERY". The first line printed is "state" and what the feed says of itself.
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.pattern.*;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.*;
import org.apache.lucene.search.spans.*;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

public class Lucene {
    static final int ID_BYTES = 512, REQUEST = 100_000_000, BATCH = 9_000_000, TERM = 32766;

    static class Wrong extends RuntimeException {
        Wrong(String what) { super(what); }
    }
    static void must(boolean holds, String what) {
        if (!holds) throw new Wrong(what);
    }

    // JSON by RFC 8259, without repeated names, as Elasticsearch reads it.
    static class Json {
        final String text;
        int at = 0;
        Json(String text) { this.text = text; }
        static Object read(String text) {
            Json json = new Json(text);
            Object value = json.value();
            json.blanks();
            must(json.at == text.length(), "more than one value: " + text.substring(json.at));
            return value;
        }
        void blanks() { while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++; }
        char next() { must(at < text.length(), "JSON ends early"); return text.charAt(at); }
        void take(String what) { must(text.startsWith(what, at), what + " expected at " + at); at += what.length(); }
        Object value() {
            blanks();
            switch (next()) {
            case '{': return map();
            case '[': return list();
            case '"': return string();
            case 't': take("true"); return true;
            case 'f': take("false"); return false;
            case 'n': throw new Wrong("null");
            default: return number();
            }
        }
        // Names may come again.
        List<Map.Entry<String, Object>> members() {
            List<Map.Entry<String, Object>> members = new ArrayList<>();
            take("{");
            for (blanks(); next() != '}'; blanks()) {
                if (!members.isEmpty()) take(",");
                blanks();
                String key = string();
                blanks();
                take(":");
                members.add(Map.entry(key, value()));
            }
            take("}");
            return members;
        }
        Map<String, Object> map() {
            Map<String, Object> map = new LinkedHashMap<>();
            for (Map.Entry<String, Object> member : members()) must(map.put(member.getKey(), member.getValue()) == null, member.getKey() + " comes twice");
            return map;
        }
        List<Object> list() {
            List<Object> list = new ArrayList<>();
            take("[");
            for (blanks(); next() != ']'; blanks()) {
                if (!list.isEmpty()) take(",");
                list.add(value());
            }
            take("]");
            return list;
        }
        String string() {
            StringBuilder out = new StringBuilder();
            take("\"");
            for (; next() != '"'; at++) {
                char c = next();
                must(c >= ' ', "a control character in a string");
                if (c == '\\') {
                    at++;
                    int escape = "bfnrt".indexOf(next());
                    if (escape >= 0) c = "\b\f\n\r\t".charAt(escape);
                    else if (next() == 'u') { c = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16); at += 4; }
                    else { must("\"\\/".indexOf(next()) >= 0, "an escape there is none of"); c = next(); }
                }
                out.append(c);
            }
            at++;
            return out.toString();
        }
        Object number() {
            int from = at;
            while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
            String digits = text.substring(from, at);
            if (digits.matches("-?(0|[1-9][0-9]*)")) return Long.parseLong(digits);
            must(digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"), "no number: " + digits);
            return Double.parseDouble(digits);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        must(value instanceof Map, "no object: " + value);
        return (Map<String, Object>) value;
    }
    @SuppressWarnings("unchecked")
    static List<Object> list(Object value) { return value instanceof List ? (List<Object>) value : List.of(value); }
    static Object only(Map<String, Object> map, String... names) {
        must(map.size() == names.length && map.keySet().containsAll(Arrays.asList(names)), "names other than " + Arrays.toString(names) + ": " + map.keySet());
        return map.get(names[0]);
    }
    static Object within(Object value, String... path) {
        for (String name : path) value = map(value).get(name);
        return value;
    }

    // Positions between blanks, words between bars.
    static Analyzer words(String separator, boolean keeps, String pattern) {
        return new Analyzer() {
            @Override protected TokenStreamComponents createComponents(String field) {
                Tokenizer positions = new PatternTokenizer(Pattern.compile(separator), -1);
                return new TokenStreamComponents(positions, new PatternCaptureGroupTokenFilter(positions, keeps, Pattern.compile(pattern)));
            }
        };
    }

    interface Engine {
        Map<String, Map<String, Object>> apply(String feed, PrintStream out); // what is there then, by id
        Analyzer analyzer();
        void index(Document document, String field, Object value);
        Query query(String text) throws Exception;
    }

    // Of clauses by kind. Without must and filter one of should has to hold.
    static int bool(Map<String, Object> inner, BooleanQuery.Builder all, java.util.function.Function<Object, Query> query) {
        Map<String, BooleanClause.Occur> kinds = Map.of("must", BooleanClause.Occur.MUST, "filter", BooleanClause.Occur.FILTER,
            "should", BooleanClause.Occur.SHOULD, "must_not", BooleanClause.Occur.MUST_NOT);
        int positive = 0;
        for (String kind : inner.keySet()) {
            must(kinds.containsKey(kind), "bool: " + kind);
            for (Object clause : list(inner.get(kind))) {
                all.add(query.apply(clause), kinds.get(kind));
                if (!kind.equals("must_not")) positive++;
            }
        }
        return positive;
    }

    static class OpenSearch implements Engine {
        final Map<String, Object> properties;
        final Analyzer words;

        OpenSearch(String template) {
            Map<String, Object> all = map(Json.read(template));
            must(all.get("index_patterns").equals(List.of("newsdex")), "index_patterns");
            must(Boolean.FALSE.equals(within(all, "template", "mappings", "dynamic")), "dynamic: false");
            properties = map(within(all, "template", "mappings", "properties"));
            Map<String, Object> analysis = map(within(all, "template", "settings", "analysis"));
            Map<String, Object> analyzer = map(within(analysis, "analyzer", "newsdex_words"));
            Map<String, Object> tokenizer = map(within(analysis, "tokenizer", (String) analyzer.get("tokenizer")));
            Map<String, Object> filter = map(within(analysis, "filter", (String) list(analyzer.get("filter")).get(0)));
            must(tokenizer.get("type").equals("pattern") && filter.get("type").equals("pattern_capture"), "another analysis");
            words = words((String) tokenizer.get("pattern"), (Boolean) filter.get("preserve_original"), (String) list(filter.get("patterns")).get(0));
        }

        // Versions that are external: an older one than the last, also of a deletion, is a conflict.
        @Override public Map<String, Map<String, Object>> apply(String feed, PrintStream out) {
            Map<String, Long> versions = new HashMap<>();
            Map<String, Map<String, Object>> there = new HashMap<>();
            must(feed.endsWith("\n"), "the last newline");
            for (String batch : feed.split("\n\n")) {
                Iterator<String> lines = Arrays.asList((batch + (batch.endsWith("\n") ? "" : "\n")).split("\n")).iterator();
                int largest = 0;
                while (lines.hasNext()) {
                    Map<String, Object> action = map(Json.read(lines.next()));
                    String name = action.keySet().iterator().next();
                    Map<String, Object> about = map(only(action, name));
                    only(about, "_index", "_id", "version", "version_type");
                    must(about.get("version_type").equals("external_gte"), "version_type");
                    String id = (String) about.get("_id"), key = about.get("_index") + "/" + id;
                    int size = id.getBytes(StandardCharsets.UTF_8).length;
                    must(size > 0 && size <= ID_BYTES, "_id of " + size + " bytes");
                    long version = (Long) about.get("version");
                    must(version >= 0, "version");
                    Map<String, Object> source = null;
                    if (name.equals("index")) {
                        String line = lines.next();
                        largest = Math.max(largest, line.length());
                        source = map(Json.read(line));
                    } else
                        must(name.equals("delete"), name);
                    if (versions.getOrDefault(key, -1L) > version) continue;
                    versions.put(key, version);
                    if (about.get("_index").equals("newsdex-state")) out.println("state " + source.get("database") + " " + source.get("revision"));
                    else if (source == null) there.remove(id);
                    else { check(source); must(id.equals(source.get("uid")), "_id is not uid"); there.put(id, source); }
                }
                int size = batch.getBytes(StandardCharsets.UTF_8).length;
                must(size <= REQUEST && size <= BATCH + 3L * largest, "a batch of " + size + " bytes");
            }
            return there;
        }

        String type(String field) {
            must(properties.containsKey(field), "no mapping for " + field);
            return (String) map(properties.get(field)).get("type");
        }

        void check(Map<String, Object> source) {
            for (Map.Entry<String, Object> entry : source.entrySet())
                for (Object value : list(entry.getValue())) {
                    switch (type(entry.getKey())) {
                    case "long": must(value instanceof Long, entry + ": no long"); break;
                    case "double": must(value instanceof Long || value instanceof Double, entry + ": no double"); break;
                    case "boolean": must(value instanceof Boolean, entry + ": no boolean"); break;
                    case "date": date(entry.getKey(), (String) value); break;
                    default: must(value instanceof String, entry.getKey() + ": no string");
                    }
                }
        }
        void date(String field, String value) {
            if (within(properties, field, "format").equals("strict_date")) java.time.LocalDate.parse(value);
            else { java.time.Instant.parse(value); must(value.endsWith("Z"), "UTC"); }
        }

        @Override public Analyzer analyzer() {
            Map<String, Analyzer> fields = new HashMap<>();
            for (String field : properties.keySet())
                if ("newsdex_words".equals(within(properties, field, "analyzer"))) fields.put(field, words);
            return new PerFieldAnalyzerWrapper(new KeywordAnalyzer(), fields);
        }

        @Override public void index(Document document, String field, Object value) {
            Map<String, Object> mapping = map(properties.get(field));
            if ("newsdex_words".equals(mapping.get("analyzer")))
                document.add(new TextField(field, (String) value, Field.Store.NO));
            else if (mapping.get("type").equals("keyword"))
                for (Object each : list(value)) {
                    Object most = mapping.get("ignore_above");
                    if (most != null && ((String) each).length() > (Long) most) continue;
                    must(new BytesRef((String) each).length <= TERM, field + ": a term too long");
                    document.add(new StringField(field, (String) each, Field.Store.NO));
                }
        }

        @Override public Query query(String text) {
            Map<String, Object> body = map(Json.read(text));
            only(body, "query", "sort", "size", "track_total_hits", "_source");
            must((Long) body.get("size") <= 10000, "index.max_result_window");
            return query(body.get("query"));
        }

        Query query(Object value) {
            Map<String, Object> clause = map(value);
            String name = clause.keySet().iterator().next();
            Map<String, Object> inner = map(only(clause, name));
            if (name.equals("bool")) return bool(inner);
            if (name.equals("multi_match")) return match(inner);
            if (name.startsWith("span_")) return span(value);
            if (name.equals("match_all")) return new MatchAllDocsQuery();
            if (name.equals("match_none")) return new MatchNoDocsQuery();
            String field = inner.keySet().iterator().next();
            Object asked = only(inner, field);
            must(type(field).equals("keyword") || field.startsWith("words_"), name + " of " + field);
            switch (name) {
            case "term": return new TermQuery(new Term(field, (String) asked));
            case "prefix": return new PrefixQuery(new Term(field, (String) asked));
            case "wildcard": return new WildcardQuery(new Term(field, (String) asked));
            case "range":
                String from = (String) map(asked).get("gte"), until = (String) map(asked).get("lt");
                must(map(asked).size() == (from == null ? 0 : 1) + (until == null ? 0 : 1), "range: " + asked);
                return TermRangeQuery.newStringRange(field, from, until, true, false);
            default: throw new Wrong(name);
            }
        }

        // must_not alone is taken from everything.
        Query bool(Map<String, Object> inner) {
            BooleanQuery.Builder all = new BooleanQuery.Builder();
            if (Lucene.bool(inner, all, this::query) == 0) all.add(new MatchAllDocsQuery(), BooleanClause.Occur.MUST);
            return all.build();
        }

        Query match(Map<String, Object> inner) {
            only(inner, "query", "type", "fields");
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            for (Object each : list(inner.get("fields"))) {
                String[] field = ((String) each).split("\\^");
                QueryBuilder builder = new QueryBuilder(analyzer());
                must(type(field[0]).equals("text"), "multi_match of " + field[0]);
                Query query = inner.get("type").equals("phrase") ? builder.createPhraseQuery(field[0], (String) inner.get("query"))
                                                               : builder.createBooleanQuery(field[0], (String) inner.get("query"));
                any.add(field.length > 1 ? new BoostQuery(query, Float.parseFloat(field[1])) : query, BooleanClause.Occur.SHOULD);
            }
            return any.build();
        }

        SpanQuery span(Object value) {
            Map<String, Object> clause = map(value);
            String name = clause.keySet().iterator().next();
            Map<String, Object> inner = map(only(clause, name));
            if (name.equals("span_term")) {
                String field = inner.keySet().iterator().next();
                return new SpanTermQuery(new Term(field, (String) only(inner, field)));
            }
            if (name.equals("span_multi"))
                return new SpanMultiTermQueryWrapper<PrefixQuery>((PrefixQuery) query(only(inner, "match")));
            SpanQuery[] clauses = list(inner.get("clauses")).stream().map(this::span).toArray(SpanQuery[]::new);
            if (name.equals("span_or")) return new SpanOrQuery(clauses);
            must(name.equals("span_near"), name);
            only(inner, "clauses", "slop", "in_order");
            return new SpanNearQuery(clauses, ((Long) inner.get("slop")).intValue(), (Boolean) inner.get("in_order"));
        }
    }

    static class Solr implements Engine {
        final Map<String, Map<String, String>> fields = new HashMap<>(), types = new HashMap<>();
        final Analyzer analyzer;

        Solr(String schema) throws Exception {
            org.w3c.dom.Document xml = javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(schema.getBytes(StandardCharsets.UTF_8)));
            must(xml.getElementsByTagName("uniqueKey").item(0).getTextContent().equals("uid"), "uniqueKey");
            read(xml.getElementsByTagName("fieldType"), types);
            read(xml.getElementsByTagName("field"), fields);
            Map<String, String> tokenizer = attributes(xml.getElementsByTagName("tokenizer").item(1)),
                filter = attributes(xml.getElementsByTagName("filter").item(1));
            must(tokenizer.get("class").equals("solr.PatternTokenizerFactory") && filter.get("class").equals("solr.PatternCaptureGroupFilterFactory"), "another analysis");
            Analyzer words = words(tokenizer.get("pattern"), Boolean.parseBoolean(filter.get("preserve_original")), filter.get("pattern"));
            Map<String, Analyzer> analyzers = new HashMap<>();
            for (String field : fields.keySet()) if (type(field).equals("words")) analyzers.put(field, words);
            analyzer = new PerFieldAnalyzerWrapper(new KeywordAnalyzer(), analyzers);
        }
        static Map<String, String> attributes(org.w3c.dom.Node node) {
            Map<String, String> map = new HashMap<>();
            for (int i = 0; i < node.getAttributes().getLength(); i++) map.put(node.getAttributes().item(i).getNodeName(), node.getAttributes().item(i).getNodeValue());
            return map;
        }
        static void read(org.w3c.dom.NodeList nodes, Map<String, Map<String, String>> into) {
            for (int i = 0; i < nodes.getLength(); i++) {
                Map<String, String> attributes = attributes(nodes.item(i));
                must(into.put(attributes.get("name"), attributes) == null, attributes + " comes twice");
            }
        }
        String type(String field) {
            must(fields.containsKey(field), "no field " + field);
            must(types.containsKey(fields.get(field).get("type")), "no type " + fields.get(field).get("type"));
            return fields.get(field).get("type");
        }
        @Override public Analyzer analyzer() { return analyzer; }

        // Requests one behind the other, each an object of commands in their order.
        @Override public Map<String, Map<String, Object>> apply(String feed, PrintStream out) {
            Map<String, Map<String, Object>> there = new HashMap<>(), committed = null;
            Json json = new Json(feed);
            for (json.blanks(); json.at < feed.length(); json.blanks())
                for (Map.Entry<String, Object> command : json.members()) {
                    Map<String, Object> about = map(command.getValue());
                    if (command.getKey().equals("add")) {
                        Map<String, Object> article = map(only(about, "doc"));
                        check(article);
                        there.put((String) article.get("uid"), article);
                    } else if (command.getKey().equals("delete") && about.equals(Map.of("query", "*:*")))
                        there.clear();
                    else if (command.getKey().equals("delete"))
                        there.remove((String) only(about, "id"));
                    else {
                        must(command.getKey().equals("commit") && about.isEmpty(), command.getKey());
                        committed = new HashMap<>(there);
                    }
                }
            Map<String, Object> state = committed.remove("state");
            if (state != null) out.println("state " + state.get("database") + " " + state.get("revision"));
            return committed;
        }

        void check(Map<String, Object> article) {
            for (Map.Entry<String, Object> entry : article.entrySet()) {
                String field = entry.getKey(), type = type(field);
                must(entry.getValue() instanceof List == "true".equals(fields.get(field).get("multiValued")), field + ": multiValued");
                for (Object value : list(entry.getValue())) {
                    if (type.equals("long")) must(value instanceof Long, field + ": no long");
                    else if (type.equals("double")) must(value instanceof Long || value instanceof Double, field + ": no double");
                    else if (type.equals("boolean")) must(value instanceof Boolean, field + ": no boolean");
                    else must(value instanceof String, field + ": no string");
                    if (type.equals("date")) { java.time.Instant.parse((String) value); must(((String) value).endsWith("Z"), "UTC"); }
                    if (type.equals("string") && !"false".equals(fields.get(field).get("indexed")))
                        must(new BytesRef((String) value).length <= TERM, field + ": a term too long, Solr refuses the article");
                }
            }
        }

        @Override public void index(Document document, String field, Object value) {
            if ("false".equals(fields.get(field).get("indexed"))) return;
            for (Object each : list(value))
                if (type(field).equals("words")) document.add(new TextField(field, (String) each, Field.Store.NO));
                else if (type(field).equals("string")) document.add(new StringField(field, (String) each, Field.Store.NO));
        }

        @Override public Query query(String text) {
            must(!text.contains("${"), "a macro");
            Map<String, Object> body = map(Json.read(text));
            only(body, "query", "sort", "limit", "fields");
            return query(body.get("query"));
        }
        Query query(Object value) {
            try {
                if (value instanceof String) {
                    QueryParser parser = new QueryParser("none", analyzer);
                    parser.setAllowLeadingWildcard(true);
                    must(!((String) value).startsWith("{!"), "local parameters");
                    return parser.parse((String) value);
                }
                Map<String, Object> clause = map(value);
                if (clause.containsKey("xmlparser"))
                    return new org.apache.lucene.queryparser.xml.CoreParser("none", analyzer).parse(new ByteArrayInputStream(
                        ((String) only(map(only(clause, "xmlparser")), "query")).getBytes(StandardCharsets.UTF_8)));
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                Lucene.bool(map(only(clause, "bool")), all, this::query);
                return all.build();
            } catch (org.apache.lucene.queryparser.classic.ParseException | org.apache.lucene.queryparser.xml.ParserException e) {
                throw new Wrong(e.getMessage());
            }
        }
    }

    public static void main(String[] args) throws Exception {
        String feed = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        String schema = Files.readString(Path.of(args[1]));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Engine engine = args[0].equals("solr") ? new Solr(schema) : args[0].equals("quickwit") ? new Sets.Quickwit(schema)
            : args[0].equals("vespa") ? new Sets.Vespa(schema) : new OpenSearch(schema);
        Map<String, Map<String, Object>> articles = engine.apply(feed, out);
        if (!args[0].equals("quickwit")) must(articles.equals(engine.apply(feed + feed, new PrintStream(OutputStream.nullOutputStream()))), "twice is another thing");
        ByteBuffersDirectory folder = new ByteBuffersDirectory();
        try (IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(engine.analyzer()))) {
            for (Map<String, Object> article : articles.values()) {
                Document document = new Document();
                document.add(new StoredField("_id", (String) article.get("uid")));
                for (Map.Entry<String, Object> field : article.entrySet()) engine.index(document, field.getKey(), field.getValue());
                writer.addDocument(document);
            }
        }
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(folder));
        for (String line : Files.readAllLines(Path.of(args[2]))) {
            String[] query = line.split("\t", 2);
            for (ScoreDoc hit : searcher.search(engine.query(query[1]), Math.max(articles.size(), 1)).scoreDocs)
                out.println(query[0] + " " + searcher.doc(hit.doc).get("_id"));
        }
        out.flush();
    }
}
