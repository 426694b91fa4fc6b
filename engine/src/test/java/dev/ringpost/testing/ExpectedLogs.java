package dev.ringpost.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the engine logged at WARN and ERROR during one test, and what of it the test says is right. */
public final class ExpectedLogs {

    private static final String ENGINE = "dev.ringpost";

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();

    /** An alarm is always a test's own doing. */
    private final Queue<String> expected =
            new ConcurrentLinkedQueue<>(List.of(" blocks publishers (", " blocked publishers ("));

    private final Logger logger = (Logger) LoggerFactory.getLogger(ENGINE);
    private final AppenderBase<ILoggingEvent> collector = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                event.prepareForDeferredProcessing();
                events.add(event);
            }
        }
    };

    ExpectedLogs() {
        collector.setContext(logger.getLoggerContext());
        collector.start();
        logger.addAppender(collector);
        logger.setAdditive(false); // what is wrong of it is shown by the extension
    }

    /** Declares that lines which contain this text are right, any number of them. */
    public void expect(String text) {
        expected.add(text);
    }

    /** The lines so far, each as level, logger and message. */
    public List<String> lines() {
        return events.stream().map(ExpectedLogs::line).toList();
    }

    /** The lines that nobody declared. */
    List<String> unexpected() {
        return lines().stream()
                .filter(line -> expected.stream().noneMatch(line::contains))
                .toList();
    }

    void stop() {
        logger.setAdditive(true);
        logger.detachAppender(collector);
        collector.stop();
    }

    private static String line(ILoggingEvent event) {
        String error = event.getThrowableProxy() == null
                ? ""
                : ": " + event.getThrowableProxy().getClassName() + ": "
                        + event.getThrowableProxy().getMessage();
        return event.getLevel() + " " + event.getLoggerName() + " - " + event.getFormattedMessage() + error;
    }
}
