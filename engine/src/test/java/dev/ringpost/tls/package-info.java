@NullMarked
package dev.ringpost.tls;

import org.jspecify.annotations.NullMarked;
