package dev.ringpost.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.ObjIntConsumer;

/**
 * Hears SIGINT, SIGTERM and SIGHUP. A shutdown hook would not do: the embedded broker has one too, they run at the same
 * time, and a broker that is closed confirms nothing any more.
 *
 * <p>Through reflection, as javac warns of {@code sun.misc.Signal} in a way that nothing can suppress. A JVM without it,
 * or one that was told to leave signals alone, keeps its own behaviour. A signal that is ignored, as under nohup, stays
 * ignored.
 */
final class Signals {

    private static final String[] NAMES = {"INT", "TERM", "HUP"};

    private Signals() {}

    /** Calls back with name and number of each signal, on a thread of the JVM's. */
    static void listen(ObjIntConsumer<String> listener) {
        for (String name : NAMES) {
            try {
                listen(name, listener);
            } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
                // As said above: then the JVM ends at once, with the signal's exit code.
            }
        }
    }

    private static void listen(String name, ObjIntConsumer<String> listener) throws ReflectiveOperationException {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Object signal = signalClass.getConstructor(String.class).newInstance(name);
        int number = (Integer) signalClass.getMethod("getNumber").invoke(signal);
        Object handler = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        listener.accept(name, number);
                        return null;
                    }
                    return objectMethod(proxy, method, arguments);
                });
        try {
            signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("the JVM keeps SIG" + name + " to itself", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // Object.equals is that
    private static Object objectMethod(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "ringpost signal handler";
        };
    }
}
