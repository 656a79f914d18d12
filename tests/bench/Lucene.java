/*
 * The same long queries in Lucene, in process, over the same text: all of an article in one field, words folded, stemmed
 * and freed of stop words by its EnglishAnalyzer, any of the words enough, BM25. Reads articles (id, text, a line each)
 * and queries (id, text), and prints the median and the 99th percentile of the last of six rounds, which gives the
 * compiler of the virtual machine time.
 *
 *     java -cp lucene-core.jar:lucene-analyzers-common.jar Lucene.java ARTICLES.tsv QUERIES.tsv...
 */
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

public final class Lucene {
    private static final Analyzer ENGLISH = new EnglishAnalyzer();

    private static void index(Path articles, Directory directory) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(ENGLISH);
        config.setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(articles, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", 2);
                Document document = new Document();
                document.add(new StringField("id", columns[0], Field.Store.YES));
                document.add(new TextField("text", columns.length > 1 ? columns[1] : "", Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
    }

    private static BooleanQuery parse(String text) throws Exception {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        try (TokenStream words = ENGLISH.tokenStream("text", text)) {
            CharTermAttribute word = words.addAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken())
                any.add(new TermQuery(new Term("text", word.toString())), BooleanClause.Occur.SHOULD);
            words.end();
        }
        return any.build();
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("lucene");
        List<String> queries = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++)
            for (String line : Files.readAllLines(Paths.get(arguments[i]), StandardCharsets.UTF_8))
                queries.add(line.substring(line.indexOf('\t') + 1));
        try (Directory directory = FSDirectory.open(folder)) {
            index(Paths.get(arguments[0]), directory);
            double[] milliseconds = new double[queries.size()];
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                long hits = 0;
                for (int round = 0; round < 6; round++)
                    for (int i = 0; i < milliseconds.length; i++) {
                        long start = System.nanoTime();
                        TopDocs top = searcher.search(parse(queries.get(i)), 10);
                        for (int k = 0; k < top.scoreDocs.length; k++)
                            hits += searcher.doc(top.scoreDocs[k].doc).get("id").length();
                        milliseconds[i] = (System.nanoTime() - start) / 1e6;
                    }
                Arrays.sort(milliseconds);
                System.out.printf("p50 ms\tLucene %.2f%np99 ms\tLucene %.2f%n", milliseconds[milliseconds.length / 2],
                        milliseconds[milliseconds.length * 99 / 100]);
            }
        }
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator)
                Files.delete(file);
        }
        Files.delete(folder);
    }
}
