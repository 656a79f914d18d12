// Quickwit and Vespa, whose fields of words are sets: the same for Lucene.java.
import java.io.PrintStream;
import java.util.*;
import java.util.regex.*;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.*;

abstract class Sets implements Lucene.Engine {
    final Map<String, Map<String, String>> fields = new HashMap<>();

    abstract boolean isWord(String field); // one token, as it is
    abstract boolean isList(String field);
    abstract boolean isNumber(String field);

    @Override public Analyzer analyzer() { return new KeywordAnalyzer(); }

    @Override public void index(Document document, String field, Object value) {
        for (Object each : Lucene.list(value))
            if (isWord(field)) document.add(new StringField(field, (String) each, Field.Store.NO));
            else if (isNumber(field) && each instanceof Long) document.add(new LongPoint(field, (Long) each));
    }

    void check(Map<String, Object> article) {
        for (Map.Entry<String, Object> entry : article.entrySet()) {
            String field = entry.getKey(), type = fields.containsKey(field) ? fields.get(field).get("type") : null;
            Lucene.must(type != null, "no field " + field);
            Lucene.must(entry.getValue() instanceof List == isList(field), field + ": a list or none");
            for (Object value : Lucene.list(entry.getValue())) {
                if (isNumber(field)) Lucene.must(value instanceof Long || (value instanceof Double && type.matches("f64|double")), field + ": no " + type);
                else if (type.equals("bool")) Lucene.must(value instanceof Boolean, field + ": no bool");
                else Lucene.must(value instanceof String, field + ": no text");
            }
        }
    }

    Query one(String name, String field, String value) {
        Lucene.must(isWord(field), name + " of " + field);
        Term term = new Term(field, value);
        return name.equals("prefix") ? new PrefixQuery(term) : name.equals("wildcard") ? new WildcardQuery(term) : new TermQuery(term);
    }

    static class Quickwit extends Sets {
        Quickwit(String yaml) {
            Matcher each = Pattern.compile("(?m)^    - \\{name: (\\w+), (.*)\\}$").matcher(yaml);
            while (each.find()) {
                Map<String, String> options = new HashMap<>();
                for (String option : each.group(2).split(", ")) options.put(option.split(": ")[0], option.split(": ")[1]);
                Lucene.must(fields.put(each.group(1), options) == null, each.group(1) + " comes twice");
            }
        }
        @Override boolean isWord(String field) { return fields.get(field).get("type").contains("text") && "raw".equals(fields.get(field).get("tokenizer")) && !"false".equals(fields.get(field).get("indexed")); }
        @Override boolean isList(String field) { return fields.get(field).get("type").startsWith("array<"); }
        @Override boolean isNumber(String field) { return fields.get(field).get("type").matches("i64|f64"); }

        // A line is an article; none is another's successor.
        @Override public Map<String, Map<String, Object>> apply(String feed, PrintStream out) {
            Map<String, Map<String, Object>> there = new HashMap<>();
            Lucene.must(feed.endsWith("\n"), "the last newline");
            for (String line : feed.split("\n")) {
                Map<String, Object> article = Lucene.map(Lucene.Json.read(line));
                check(article);
                Lucene.must(there.put((String) article.get("uid"), article) == null, "an article comes twice");
            }
            out.println("state none");
            return there;
        }

        @Override public Query query(String text) {
            Map<String, Object> body = Lucene.map(Lucene.Json.read(text));
            Lucene.only(body, "query", "sort", "size");
            Lucene.must("true".equals(fields.get("date").get("fast")), "date is sorted by");
            return query(body.get("query"));
        }
        Query query(Object value) {
            Map<String, Object> clause = Lucene.map(value);
            String name = clause.keySet().iterator().next();
            Map<String, Object> inner = Lucene.map(Lucene.only(clause, name));
            if (name.equals("match_all")) return new MatchAllDocsQuery();
            if (name.equals("match_none")) return new MatchNoDocsQuery();
            if (name.equals("bool")) {
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                Lucene.bool(inner, all, this::query);
                return all.build();
            }
            String field = inner.keySet().iterator().next();
            Map<String, Object> asked = Lucene.map(Lucene.only(inner, field));
            if (name.equals("range")) {
                Lucene.must("true".equals(fields.get(field).get("fast")), "a range needs a fast field");
                return TermRangeQuery.newStringRange(field, (String) asked.get("gte"), (String) asked.get("lt"), true, false);
            }
            Lucene.must(List.of("term", "prefix", "wildcard").contains(name), name);
            return one(name, field, (String) Lucene.only(asked, "value"));
        }
    }

    static class Vespa extends Sets {
        Vespa(String schema) {
            Matcher each = Pattern.compile("field (\\w+) type (\\S+) \\{\\s*indexing: ([^\\n]*)\\n([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)\\}").matcher(schema);
            while (each.find())
                Lucene.must(fields.put(each.group(1), Map.of("type", each.group(2), "indexing", each.group(3), "rest", each.group(4).replaceAll("\\s+", " "))) == null, each.group(1) + " comes twice");
        }
        @Override boolean isWord(String field) { return fields.get(field).get("indexing").contains("attribute") && fields.get(field).get("rest").contains("match { word cased } dictionary { btree cased }"); }
        @Override boolean isList(String field) { return fields.get(field).get("type").startsWith("array<"); }
        @Override boolean isNumber(String field) { return fields.get(field).get("type").matches("int|long|double"); }

        // Operations, with a condition on the revision of what is there; where nothing is, only a put with create is done.
        @Override public Map<String, Map<String, Object>> apply(String feed, PrintStream out) {
            Map<String, Map<String, Object>> there = new HashMap<>();
            Lucene.must(feed.codePoints().allMatch(c -> c == '\n' || (c >= ' ' && c < 0xFDD0) || (c > 0xFDEF && (c & 0xFFFE) != 0xFFFE)), "no text of Vespa's");
            for (String line : feed.split("\n")) {
                Map<String, Object> operation = Lucene.map(Lucene.Json.read(line));
                boolean isPut = operation.containsKey("put");
                String id = (String) (isPut ? Lucene.only(operation, "put", "condition", "create", "fields") : Lucene.only(operation, "remove", "condition"));
                Lucene.must(id.matches("id:newsdex:article::[ -~]+"), "id: " + id);
                Matcher condition = Pattern.compile("article\\.revision <= (\\d+)").matcher((String) operation.get("condition"));
                Lucene.must(condition.matches(), "condition");
                Map<String, Object> held = there.get(id);
                if (held != null && (Long) held.get("revision") > Long.parseLong(condition.group(1))) continue;
                if (!isPut) { there.remove(id); continue; }
                Map<String, Object> article = Lucene.map(operation.get("fields"));
                check(article);
                for (Object value : article.values()) for (Object each : Lucene.list(value))
                    Lucene.must(!(each instanceof String) || ((String) each).chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\n' || c == '\r'), "a control character");
                if (article.get("origin").equals("state")) out.println("state " + article.get("database") + " " + article.get("revision"));
                there.put(id, article);
            }
            there.remove("id:newsdex:article::state");
            return there;
        }

        String yql;
        int at;
        boolean takes(String word) {
            if (!yql.startsWith(word, at)) return false;
            at += word.length();
            return true;
        }
        void take(String word) { Lucene.must(takes(word), word + " expected: " + yql.substring(at)); }
        String name() {
            int from = at;
            while (Character.isLetterOrDigit(yql.charAt(at)) || yql.charAt(at) == '_') at++;
            return yql.substring(from, at);
        }
        String literal() {
            StringBuilder text = new StringBuilder();
            take("\"");
            while (yql.charAt(at) != '"') {
                char c = yql.charAt(at++);
                if (c == '\\' && yql.charAt(at) == 'u') { c = (char) Integer.parseInt(yql.substring(at + 1, at + 5), 16); at += 5; }
                else if (c == '\\') { c = yql.charAt(at++); Lucene.must(c == '"' || c == '\\', "an escape"); }
                text.append(c);
            }
            at++;
            return text.toString();
        }

        @Override public Query query(String text) {
            yql = (String) Lucene.only(Lucene.map(Lucene.Json.read(text)), "yql");
            at = 0;
            take("select uid, date, title, path from article where ");
            Query query = any();
            take(" order by date_number desc, uid asc limit 400");
            Lucene.must(at == yql.length(), "more: " + yql.substring(at));
            return query;
        }
        Query any() {
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            do any.add(all(), BooleanClause.Occur.SHOULD); while (takes(" or "));
            return any.build();
        }
        Query all() {
            BooleanQuery.Builder all = new BooleanQuery.Builder();
            boolean isFirst = true, isNot;
            do {
                isNot = takes("!");
                Lucene.must(!isFirst || !isNot, "nothing to take it from");
                isFirst = false;
                all.add(condition(), isNot ? BooleanClause.Occur.MUST_NOT : BooleanClause.Occur.MUST);
            } while (takes(" and "));
            return all.build();
        }
        Query condition() {
            if (takes("(")) {
                Query inner = any();
                take(")");
                return inner;
            }
            String field = name();
            if (field.equals("true")) return new MatchAllDocsQuery();
            if (field.equals("false")) return new MatchNoDocsQuery();
            Lucene.must(fields.containsKey(field), "no field " + field);
            if (takes(" contains ({prefix:true}")) {
                Query query = one("prefix", field, literal());
                take(")");
                return query;
            }
            if (takes(" contains ")) return one("term", field, literal());
            if (takes(" matches ")) { // a literal text, as a pattern
                String pattern = literal();
                Lucene.must(pattern.replaceAll("\\\\.", "").codePoints().allMatch(c -> c >= 128 || Character.isLetterOrDigit(c)), "signs of patterns: " + pattern);
                return one("wildcard", field, "*" + pattern.replaceAll("\\\\(.)", "$1").replaceAll("([*?\\\\])", "\\\\$1") + "*");
            }
            boolean isFrom = takes(" >= ");
            if (!isFrom) take(" < ");
            long number = Long.parseLong(name());
            return isFrom ? LongPoint.newRangeQuery(field, number, Long.MAX_VALUE) : LongPoint.newRangeQuery(field, Long.MIN_VALUE, number - 1);
        }
    }
}
