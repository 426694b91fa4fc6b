package dev.ringpost.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * After each test: no engine thread is left, and the engine logged no WARN or ERROR but what the test declared through
 * its {@link ExpectedLogs} parameter. For unit and integration tests alike.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(CleanEngineExtension.class)
public @interface CleanEngine {}
