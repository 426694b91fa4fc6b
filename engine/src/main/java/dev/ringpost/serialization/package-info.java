/**
 * How bodies become bytes: the serializer's contract, the built-in ones and their registry. Knows nothing of rings or AMQP
 * frames.
 *
 * <table>
 *   <caption>Built-in serializers</caption>
 *   <tr><th>name<th>class<th>content type<th>needs, beside Jackson
 *   <tr><td>{@code json}<td>{@link dev.ringpost.serialization.JsonSerializer}<td>{@code application/json}<td>nothing
 *   <tr><td>{@code json-plain}<td>the same, {@link dev.ringpost.serialization.JsonDialect#PLAIN}<td>{@code application/json}
 *       <td>nothing
 *   <tr><td>{@code raw}<td>{@link dev.ringpost.serialization.RawSerializer}<td>{@code application/data}<td>nothing
 *   <tr><td>{@code yaml}<td>{@link dev.ringpost.serialization.YamlSerializer}<td>{@code application/x-yaml}
 *       <td>{@code org.yaml:snakeyaml}
 *   <tr><td>{@code msgpack}<td>{@link dev.ringpost.serialization.MsgpackSerializer}<td>{@code application/x-msgpack}
 *       <td>{@code org.msgpack:msgpack-core}
 *   <tr><td>{@code pickle}<td>{@link dev.ringpost.serialization.PickleSerializer}
 *       <td>{@code application/x-python-serialize}<td>{@code net.razorvine:pickle}
 * </table>
 *
 * <p>A Kombu consumer reads {@code json} and {@code raw} without more ado; the last three it must be told to accept.
 */
@NullMarked
package dev.ringpost.serialization;

import org.jspecify.annotations.NullMarked;
