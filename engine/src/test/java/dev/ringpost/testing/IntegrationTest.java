package dev.ringpost.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class of engines on real brokers: parameters of type {@link Brokers} are filled in, each test has a minute unless
 * it says otherwise, and must leave neither threads nor unexpected lines in the log ({@link CleanEngine}).
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Timeout(60)
@CleanEngine
@ExtendWith(BrokersExtension.class)
public @interface IntegrationTest {}
