package dev.ringpost.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Skips (or fails) where Kombu is missing, and owns each class's {@link KombuPeer}: ended after the class's last test. */
public final class KombuExtension implements ExecutionCondition, ParameterResolver {
    /** System property: {@code true} makes a missing Kombu, or part of it, a failure. Default {@code false}. */
    public static final String REQUIRED = "ringpost.kombu.required";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(KombuExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (KombuPython.find().isPresent()) {
            return ConditionEvaluationResult.enabled("there is a Python with Kombu");
        }
        String message = "No Python with Kombu found; install it with `apt-get install " + KombuPython.PACKAGES
                + "`, or name the interpreter in " + KombuPython.PYTHON_VARIABLE;
        if (Boolean.getBoolean(REQUIRED)) {
            throw new IllegalStateException(message + " (required by -D" + REQUIRED + "=true)");
        }
        System.err.println("SKIPPED " + context.getDisplayName() + ": " + message + ".");
        return ConditionEvaluationResult.disabled(message);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KombuPeer.class;
    }

    @Override
    public KombuPeer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        // JUnit closes the store's AutoCloseable values when the context ends.
        return ofClass.getStore(NAMESPACE).computeIfAbsent(KombuPeer.class, key -> KombuPeer.start(), KombuPeer.class);
    }
}
