package dev.ringpost.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link CleanEngine} does. */
public final class CleanEngineExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

    /** amqp-client ends its own threads a little after the connection. */
    private static final Duration THREADS_END_WITHIN = Duration.ofSeconds(5);

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(CleanEngineExtension.class);

    /** Engine threads that earlier tests left: theirs to answer for. */
    private record Before(Set<Thread> threads) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        logs(context);
        context.getStore(NAMESPACE).put(Before.class, new Before(Set.copyOf(Await.engineThreads())));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Before before = store.remove(Before.class, Before.class);
        Set<Thread> known = before == null ? Set.of() : before.threads();
        boolean allEnded = Await.within(THREADS_END_WITHIN, () -> known.containsAll(Await.engineThreads()));
        ExpectedLogs logs = logs(context);
        logs.stop();
        store.remove(ExpectedLogs.class);

        List<String> wrong = new ArrayList<>();
        if (!allEnded) {
            Await.engineThreads().stream()
                    .filter(thread -> !known.contains(thread))
                    .forEach(thread -> wrong.add(
                            "thread left running: " + thread.getName() + " at " + List.of(thread.getStackTrace())));
        }
        logs.unexpected().forEach(line -> wrong.add("unexpected log line: " + line));
        if (!wrong.isEmpty()) {
            throw new AssertionError("the test passed, but afterwards:\n  " + String.join("\n  ", wrong));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ExpectedLogs.class;
    }

    @Override
    public ExpectedLogs resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return logs(context);
    }

    private static ExpectedLogs logs(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(ExpectedLogs.class, key -> new ExpectedLogs(), ExpectedLogs.class);
    }
}
