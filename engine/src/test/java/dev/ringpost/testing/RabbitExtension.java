package dev.ringpost.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Skips (or fails) where RabbitMQ is missing, and owns the node that all {@link RabbitTest} classes of this JVM share:
 * started when first asked for, stopped after the last test.
 */
public final class RabbitExtension implements ExecutionCondition, ParameterResolver {
    /** System property: {@code true} makes a missing RabbitMQ a failure. Default {@code false}. */
    public static final String REQUIRED = "ringpost.rabbitmq.required";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RabbitExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (RabbitNode.isInstalled()) {
            return ConditionEvaluationResult.enabled("RabbitMQ is installed");
        }
        String message = "RabbitMQ is not installed; install it with `apt-get install rabbitmq-server`, or point "
                + RabbitInstallation.HOME_VARIABLE + " at it";
        if (Boolean.getBoolean(REQUIRED)) {
            throw new IllegalStateException(message + " (required by -D" + REQUIRED + "=true)");
        }
        System.err.println("SKIPPED " + context.getDisplayName() + ": " + message + ".");
        return ConditionEvaluationResult.disabled(message);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RabbitNode.class;
    }

    /** The shared node. JUnit closes the store's {@link AutoCloseable} values when the root context ends. */
    @Override
    public RabbitNode resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(RabbitNode.class, key -> RabbitNode.start(), RabbitNode.class);
    }
}
