package dev.ringpost.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** A recording of this JVM with the project's settings, {@code config/ringpost.jfc}, and what it holds at its end. */
public final class Flight implements AutoCloseable {

    private static final Path SETTINGS = Path.of("..", "config", "ringpost.jfc");

    private final Recording recording;

    private Flight(Recording recording) {
        this.recording = recording;
    }

    /** Begins. */
    public static Flight begin() throws IOException, ParseException {
        Recording recording = new Recording(Configuration.create(SETTINGS));
        recording.start();
        return new Flight(recording);
    }

    /** Changes a setting, as {@code ringpost.BatchWrite#threshold}. */
    public Flight with(String name, String value) {
        Map<String, String> settings = new HashMap<>(recording.getSettings());
        settings.put(name, value);
        recording.setSettings(settings);
        return this;
    }

    /** Ends, and answers the engine's events in the order of their end. */
    public List<RecordedEvent> end() throws IOException {
        Path file = Files.createTempFile("flight", ".jfr");
        try {
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("ringpost."))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    @Override
    public void close() {
        recording.close();
    }
}
