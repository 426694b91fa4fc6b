package dev.ringpost.kombu;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Rows of the checklist that no test of this package shows, and why. */
@Target(ElementType.PACKAGE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(NotTestedHere.List.class)
@interface NotTestedHere {

    /** The rows' numbers. */
    int[] rows();

    /** Why not, for people. */
    String because();

    /** All of a package. */
    @Target(ElementType.PACKAGE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface List {

        /** The annotations. */
        NotTestedHere[] value();
    }
}
