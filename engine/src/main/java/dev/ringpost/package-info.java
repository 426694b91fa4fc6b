/**
 * Ringpost publishes to RabbitMQ: fast, and with exactly one {@link dev.ringpost.Outcome} for every accepted message.
 *
 * <p><b>Where to start:</b> {@link dev.ringpost.PublisherEngine#builder()} makes an engine, its {@link
 * dev.ringpost.PublisherEngine#producer producer} publishes, and what became of a message is in its {@link
 * dev.ringpost.Receipt}, a {@link dev.ringpost.PublishCallback} or the engine's {@link dev.ringpost.OutcomeListener}. Where a
 * message goes and what it carries are {@link dev.ringpost.PublishOptions}.
 *
 * <p>This package and those marked so below are the whole API. The way of a message, and the package of each part:
 *
 * <pre>
 *  callers (intake)          lane thread (lane), the one owner                                completion thread (lane)
 * ┌──────────────┐ claim ┌──────────────────────────────────────────────────────────────┐    ┌─────────────────────┐
 * │ validate     │──────▶│ serialize ▶ compress (stage) ▶ frame (wire) ▶ ONE write       │    │ callbacks, futures  │─▶ caller
 * │ serialize    │ ring  │      ▲                                │    settle (confirm)  │───▶│ then the slot is    │
 * │ publish      │(ring) │      │ again, after a lost connection ▼      ▲               │    │ free                │
 * └──────────────┘       │      ├─────────────────── pinned channel ────┼─ ack log      │    └──────────┬──────────┘
 *        │               │      └ retry store (retry) ◀── nack ─────────┤               │               │
 *        ▲               └───────────────────────────────┬──────────────┼───────────────┘               │
 *        │                                               ▼              │                               │
 *        │                                            broker ──▶ I/O thread: append (ack│nack│return, tag)
 *        └────────────────────────────────── room ◀──────────────────────────────────────────────────────┘
 * </pre>
 *
 * <p><b>The ring is the window of messages in flight.</b> A message lives in one slot of a Disruptor ring from the moment
 * {@code publish} returns until its outcome was delivered. Its bytes stay there, so sending again needs no copy, and a full
 * ring is the back-pressure. Only a message that was nacked, or is not answered, or has to wait for its turn leaves its
 * slot, for a bounded store, and comes back when it is due.
 *
 * <p><b>One thread owns a lane.</b> Everything between the claim and the outcome is done by the lane's thread, without locks
 * and without races. A lane has one ring, one connection and one channel that nobody else uses; lanes share nothing.
 *
 * <h2>Packages</h2>
 *
 * <table>
 *   <caption>What lives where</caption>
 *   <tr><th>package<th>what
 *   <tr><td>{@code dev.ringpost}<td>the API: engine, producer, options, entities, outcomes, settings, exceptions
 *   <tr><td>{@code serialization}, {@code compression}<td>API: how bodies become bytes, and fewer
 *   <tr><td>{@code tls}<td>API: whom encrypted connections believe, and as whom they log in
 *   <tr><td>{@code consumer}<td>API for who reads: records, and messages that came before; needs no engine
 *   <tr><td>{@code micrometer}<td>API: an engine's meters in Micrometer; optional
 *   <tr><td>{@code opentelemetry}<td>API: spans and trace headers; optional
 *   <tr><td>{@code embedded}<td>a broker inside the process, for tests and for trying out; optional
 *   <tr><td>{@code cli}<td>the command; optional, a user of the API like any other
 *   <tr><td>{@code config}<td>configuration files: the table of options, reading, checks, overrides
 *   <tr><td>{@code intake}<td>callers' side of a publish, and the engine behind the API
 *   <tr><td>{@code ring}<td>slots, the claim, signals, the byte budget
 *   <tr><td>{@code lane}<td>the lane: its agent, outcomes, the connection's life, the wiring
 *   <tr><td>{@code stage}<td>the steps of a message: serialize, compress, publish
 *   <tr><td>{@code pack}<td>records that share an AMQP message
 *   <tr><td>{@code wire}<td>frames, templates, the pinned channel; the only user of amqp-client
 *   <tr><td>{@code confirm}<td>what the broker answered, and for which message
 *   <tr><td>{@code retry}<td>messages that left their slot before their outcome
 *   <tr><td>{@code topology}<td>what is declared and looked for, on its own channel and thread
 *   <tr><td>{@code metrics}<td>what a lane counts and times
 *   <tr><td>{@code jfr}<td>events for Flight Recorder
 * </table>
 *
 * <p>Who may know whom is held by a test, {@code ArchitectureTest}.
 *
 * <h2>Words</h2>
 *
 * <dl>
 *   <dt>slot<dd>one place in the ring, one message in flight
 *   <dt>lane<dd>a ring, the threads that serve it, and its connection
 *   <dt>epoch<dd>one connection's life; delivery tags and answers of one epoch mean nothing in another
 *   <dt>accepted<dd>{@code publish} returned normally; the delivery timeout starts
 *   <dt>settled<dd>the outcome is known; <i>completed</i>: it was delivered, and the slot is free
 *   <dt>entity<dd>an exchange, a queue or a binding; declared before the messages that need it, once for each connection
 *   <dt>deferred<dd>waiting for such a declaration while other messages go on
 *   <dt>retry<dd>another attempt after a nack or a confirm timeout, by the message's policy; it spends an interval and a try
 *   <dt>resend<dd>another attempt after a lost connection, at once and in order; it spends nothing
 *   <dt>moved<dd>taken out of its slot before its outcome, into the retry store, until it is put back into the ring
 *   <dt>straggler<dd>a message that waits for its answer far longer than others, and holds up the ring or later outcomes by
 *       it: moved, not sent again
 *   <dt>turn<dd>with strict ordering, one message of a key is on its way at a time; the others wait for theirs, moved
 *   <dt>careful<dd>after the broker closed the channel over some message: by halves, until that one is found
 * </dl>
 *
 * <h2>Threads</h2>
 *
 * <p>All are daemons, and named by engine and lane, as {@code ringpost-0-lane}:
 *
 * <table>
 *   <caption>The threads of a lane</caption>
 *   <tr><th>thread<th>does<th>waits for<th>user code on it
 *   <tr><td>{@code lane}<td>everything between claim and outcome, and the write to the socket<td>work, at most 50 ms; a write, at
 *       most the write timeout<td>serializers with {@link dev.ringpost.SerializeOn#ENGINE}, compressors
 *   <tr><td>{@code completion}<td>delivers outcomes, frees slots<td>outcomes<td>every callback and listener
 *   <tr><td>{@code supervisor}<td>connects, watches writes, cuts<td>a connect, at most its timeout<td>none
 *   <tr><td>{@code control}<td>declares, looks for exchanges<td>the broker's answer, at most the connect timeout<td>{@link
 *       dev.ringpost.Queue.Builder#onDeclared}
 *   <tr><td>{@code io}<td>amqp-client's: reads frames, sends heartbeats; anew for each connection<td>the socket<td>none
 *   <tr><td>callers<td>check, serialize, claim, copy<td>room, at most the enqueue timeout<td>serializers
 * </table>
 *
 * <table>
 *   <caption>Who writes what</caption>
 *   <tr><th>state<th>sole writer<th>readers<th>hand-off
 *   <tr><td>ring cursor, claimed slot<td>the claiming caller, until it publishes<td>lane<td>the ring's publish
 *   <tr><td>slot after that, slot states, tags, batch<td>lane<td>completion thread<td>settled sequence
 *   <tr><td>slot clearing<td>completion thread<td>callers<td>completed sequence, which gates the ring
 *   <tr><td>ack log<td>the connection's I/O thread<td>lane<td>release and acquire of each entry
 *   <tr><td>an epoch's opening and cutting<td>supervisor<td>lane<td>mailbox
 *   <tr><td>an epoch's loss and blocked state<td>I/O thread (the loss also lane and supervisor)<td>lane, supervisor<td>volatile
 *   <tr><td>what was declared on a connection<td>control thread<td>lane<td>queues of requests and of results
 *   <tr><td>retry store, its messages<td>lane<td>completion thread, of those with an outcome<td>a queue there and one back
 *   <tr><td>how a lane is, for health<td>supervisor; the closing thread<td>anyone<td>volatile
 *   <tr><td>what a lane's thread is at, for explain<td>lane<td>who asks, now and then<td>opaque
 *   <tr><td>a counter<td>the thread named at it<td>anyone<td>release write
 * </table>
 *
 * <h2>Where this differs from the first design, and why</h2>
 *
 * <ul>
 *   <li>Templates belong to the engine, not to an epoch: the pinned channel is always channel 1 of its connection, so the
 *       number in the frames never changes.
 *   <li>A return carries the delivery tag alone: it arrives on the connection it was published on, so the epoch is known.
 *   <li>The template cache is keyed by the identity of the immutable options, direct-mapped: a hit costs two comparisons
 *       where a map of exchange, key and properties would cost as much as encoding.
 *   <li>Callers stamp messages with a coarse clock that every eighth of them refreshes: reading the exact one (26 ns) for
 *       each would cost as much as the rest of the call. Latency is recorded for the exact ones.
 *   <li>An ack of tag 0, "all so far", ends the connection like that of a tag never used: messages may be on their way
 *       that the broker has not seen, and a false confirm would lose them. No broker known sends it.
 *   <li>A message whose next retry would come after its deadline is rejected at once: waiting would not change that.
 *   <li>Outcomes of messages that went back into the ring are delivered from there, so that a return finds its body; only
 *       those that end in the retry store come from that.
 *   <li>A confirm timeout cuts the link only if nothing at all was answered for that long: a slow broker that answers in
 *       order would otherwise be cut again and again, and do its work twice.
 *   <li>A message whose answer comes while its next attempt is in a batch has its outcome once that is written: the batch
 *       refers to its body.
 *   <li>Messages that wait for a declaration, and what stands behind them in the ring, have no confirm timeout until the
 *       declaration is made: only the oldest message is looked at.
 *   <li>A numbered message id is made from the sequence that the message was accepted under, which its slot or the retry store
 *       knows, so that slots stay within a cache line; a template has a place for its digits.
 *   <li>Exchanges that are not declared are looked for, once a connection: one that is missing fails its own messages, and
 *       costs neither the channel nor the others a resend.
 *   <li>TLS runs over a socket connected as a plain one, and that one is cut: by the JDK's source, closing a TLS socket first
 *       writes a goodbye when no other write holds its lock, and linger does not bound that. Not seen to hang in tests.
 *   <li>The slots of an AMQP message with several records are not linked by a {@code next} array but numbered in the order of
 *       their registration, and a table has the last number of each delivery tag: a slot that is used again while others of
 *       its message still wait would break the links. Without batching number and tag are the same, and the table is not there.
 *   <li>A pack that is filled holds slots, not bytes: what ends or moves meanwhile is left out when its body is made.
 *   <li>While a quarter of the ring is unanswered, a pack that is not full waits for up to 5 ms though its linger is 0: small
 *       packs would keep the ring full of small packs, as each answer makes room for no more than it carried.
 *   <li>A strictly ordered record is a pack of its own: nothing of its key may be sent before it has its outcome.
 *   <li>Kombu's {@code json} is written without its spaces and escapes, which no consumer can tell; values decode alike.
 *   <li>A serializer on the caller's thread may publish bytes: that disturbs nothing, and refusing it would cost each
 *       publish the look-up of a thread-local. Publishing objects from one is refused.
 * </ul>
 */
@NullMarked
package dev.ringpost;

import org.jspecify.annotations.NullMarked;
