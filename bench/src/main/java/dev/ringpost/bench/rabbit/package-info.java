/** A RabbitMQ of the benchmark's own: started for one call, and gone with it, however that ends. */
@NullMarked
package dev.ringpost.bench.rabbit;

import org.jspecify.annotations.NullMarked;
