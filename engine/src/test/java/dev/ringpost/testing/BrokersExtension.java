package dev.ringpost.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Owns the JVM's {@link Brokers} and hands them to tests. */
public final class BrokersExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(BrokersExtension.class);
    private static final ExtensionContext.Namespace RABBIT = ExtensionContext.Namespace.create(RabbitExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Brokers.class;
    }

    @Override
    public Brokers resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext root = context.getRoot();
        // The node under RabbitExtension's own key, so that there is one for both.
        return root.getStore(NAMESPACE)
                .computeIfAbsent(
                        Brokers.class,
                        key -> new Brokers(() -> root.getStore(RABBIT)
                                .computeIfAbsent(RabbitNode.class, node -> RabbitNode.start(), RabbitNode.class)),
                        Brokers.class);
    }
}
