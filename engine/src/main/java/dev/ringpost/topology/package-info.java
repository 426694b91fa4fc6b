/**
 * What has to be there before messages are published: declares exchanges, queues and bindings, once for each connection,
 * on the lane's control thread and over a channel of its own. Internal; knows nothing of AMQP's bytes, see
 * {@link dev.ringpost.topology.ControlChannel}.
 */
@NullMarked
package dev.ringpost.topology;

import org.jspecify.annotations.NullMarked;
