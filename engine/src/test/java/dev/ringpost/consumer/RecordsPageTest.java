package dev.ringpost.consumer;

import dev.ringpost.testing.DocumentPage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of config/records.md compiles as it stands there. */
class RecordsPageTest {

    private static final DocumentPage PAGE = new DocumentPage("config/records.md");

    @TempDir
    private Path folder;

    private void compile(String name, String imports, String body) throws Exception {
        Path source = folder.resolve(name + ".java");
        Files.writeString(source, imports + "\nclass " + name + " {\n" + body + "\n}\n");
        DocumentPage.compile(source, folder);
    }

    @Test
    void whatPublishes() throws Exception {
        compile(
                "Publishing",
                "import dev.ringpost.*;",
                "static void run(PublisherEngine engine) {\n" + PAGE.block("java", 0) + "}");
    }

    @Test
    void whatReads() throws Exception {
        compile(
                "Reading",
                "import com.rabbitmq.client.*;\nimport dev.ringpost.consumer.*;",
                "static void work(byte[] array, int offset, int length) {}\n"
                        + "static void run(Channel channel) throws java.io.IOException {\n" + PAGE.block("java", 1)
                        + "}");
    }

    @Test
    void springsListener() throws Exception {
        compile(
                "Listening",
                """
                import org.springframework.amqp.rabbit.annotation.RabbitListener;
                import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
                import org.springframework.amqp.rabbit.connection.ConnectionFactory;
                import org.springframework.amqp.support.postprocessor.DelegatingDecompressingPostProcessor;
                import org.springframework.context.annotation.Bean;
                """,
                "static void work(String record) {}\n" + PAGE.block("java", 2) + PAGE.block("java", 3));
    }
}
