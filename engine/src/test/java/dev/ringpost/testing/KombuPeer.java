package dev.ringpost.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Real Kombu in a Python process of its own, told what to consume and to publish. Tests get it by {@link KombuTest}.
 *
 * <p>Used by one thread. Each answer is waited for 45 s at most; a peer that does not answer is killed.
 */
public final class KombuPeer implements AutoCloseable {

    private static final long ANSWER_TIMEOUT_S = 45;
    private static final String END = "";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .build();

    private final Process process;
    private final BufferedWriter commands;
    private final Path errors;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final String version;
    private final String amqpVersion;
    private final List<String> missing;

    /** A message that Kombu is to publish: the body and the keyword arguments of {@code Producer.publish}. */
    public record Publication(@Nullable Object body, Map<String, ? extends @Nullable Object> arguments) {}

    private KombuPeer(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "kombu-peer-reader");
        reader.setDaemon(true);
        reader.start();
        JsonNode description = ask(command("describe"));
        this.version = description.path("kombu").asText();
        this.amqpVersion = description.path("amqp").asText();
        this.missing =
                description.path("missing").valueStream().map(JsonNode::asText).toList();
    }

    /** Starts it. */
    static KombuPeer start() {
        KombuPython python =
                KombuPython.find().orElseThrow(() -> new IllegalStateException("There is no Python with Kombu."));
        try {
            Path errors = Files.createTempFile("ringpost-kombu-", ".err");
            Process process = new ProcessBuilder(
                            python.command(), KombuPython.script().toString())
                    .redirectError(errors.toFile())
                    .start();
            try {
                return new KombuPeer(process, errors);
            } catch (RuntimeException | AssertionError e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kombu's own version, such as {@code 5.2.4}. */
    public String version() {
        return version;
    }

    /** Whether this Kombu turns typed JSON values back into dates, decimals and so on; the releases from 5.3 on do. */
    public boolean hasTypedJson() {
        return isFrom(5, 3, version);
    }

    /** Whether its py-amqp takes 64-bit integers in header tables for signed, as RabbitMQ does; those from 5.4 on do. */
    public boolean hasSignedLongs() {
        return isFrom(5, 4, amqpVersion);
    }

    private static boolean isFrom(int major, int minor, String version) {
        String[] parts = version.split("\\.", -1);
        int ownMajor = Integer.parseInt(parts[0]);
        return ownMajor > major || (ownMajor == major && Integer.parseInt(parts[1]) >= minor);
    }

    /** Skips the test, or fails it where Kombu is required, if this Kombu lacks a serializer or compression. */
    public void assumeHas(@Nullable String codec) {
        if (codec != null && missing.contains(codec)) {
            lacks(codec);
        }
    }

    /** As {@link #assumeHas}, of all of them. */
    public void assumeHasAll() {
        if (!missing.isEmpty()) {
            lacks(String.join(", ", missing));
        }
    }

    private void lacks(String codecs) {
        String message = "Kombu " + version + " lacks " + codecs + "; `apt-get install " + KombuPython.PACKAGES
                + "` brings everything";
        if (Boolean.getBoolean(KombuExtension.REQUIRED)) {
            throw new IllegalStateException(message);
        }
        System.err.println("SKIPPED a test: " + message + ".");
        Assumptions.abort(message);
    }

    /**
     * Has Kombu's consumer take messages from a queue, in their order, and acknowledge them.
     *
     * @param uri the broker
     * @param queue exists already
     * @param count how many; fewer within 20 s are an error
     * @param accept the consumer's {@code accept}, names of serializers or content types; {@code null} for Kombu's default
     */
    public List<KombuMessage> consume(String uri, String queue, int count, @Nullable List<String> accept) {
        ObjectNode command = command("consume");
        command.put("uri", uri).put("queue", queue).put("count", count);
        command.set("accept", PythonValues.of(accept));
        return ask(command).path("messages").valueStream().map(KombuMessage::of).toList();
    }

    /**
     * Has Kombu's producer publish, each message confirmed by the broker.
     *
     * @param uri the broker
     * @param exchange by name; the empty one is the anonymous exchange
     * @param routingKey of all of them
     * @param publications bodies and arguments, in values that {@link PythonValues} has a form for
     */
    public void publish(String uri, String exchange, String routingKey, List<Publication> publications) {
        ObjectNode command = command("publish");
        command.put("uri", uri).put("exchange", exchange).put("routing_key", routingKey);
        ArrayNode messages = command.putArray("messages");
        for (Publication each : publications) {
            ObjectNode message = messages.addObject();
            message.set("body", PythonValues.of(each.body()));
            message.set("arguments", PythonValues.of(each.arguments()));
        }
        ask(command);
    }

    private static ObjectNode command(String name) {
        return JSON.createObjectNode().put("do", name);
    }

    private JsonNode ask(ObjectNode command) {
        try {
            commands.write(JSON.writeValueAsString(command));
            commands.newLine();
            commands.flush();
            String line = answers.poll(ANSWER_TIMEOUT_S, TimeUnit.SECONDS);
            if (line == null || line.equals(END)) {
                // Killed, so that no later command finds it still busy and blocks on a full pipe.
                process.destroyForcibly();
                String what = line == null ? "does not answer" : "ended";
                throw new AssertionError("Kombu's process " + what + " at " + command.path("do") + ":\n" + errors());
            }
            JsonNode answer = JSON.readTree(line);
            if (answer.has("failure")) {
                throw new AssertionError("Kombu failed at " + command.path("do") + ":\n"
                        + answer.path("failure").asText());
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new AssertionError("Kombu's process answered with something else than JSON", e);
        } catch (IOException e) {
            throw new AssertionError("Kombu's process is gone:\n" + errors(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Kombu.", e);
        }
    }

    private String errors() {
        return NodeHome.tail(errors);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.add(line);
            }
        } catch (IOException ended) {
            // As at the end of its output.
        }
        answers.add(END);
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(errors);
    }
}
