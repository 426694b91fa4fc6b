package dev.ringpost.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that needs Python's Kombu; parameters of type {@link KombuPeer} are filled in, with one for the class. Without
 * Kombu the class is skipped with one line on standard error, or fails if the system property
 * {@value KombuExtension#REQUIRED} is {@code true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KombuExtension.class)
public @interface KombuTest {}
