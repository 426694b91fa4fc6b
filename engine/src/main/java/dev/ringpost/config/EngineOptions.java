package dev.ringpost.config;

import dev.ringpost.EngineSettings;
import dev.ringpost.Failover;
import dev.ringpost.FrameEncoding;
import dev.ringpost.WaitStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The options of the section {@code engine}. Their keys are the builder's methods, in lower case with dashes. */
final class EngineOptions {

    /** The section's name. */
    static final String SECTION = "engine";

    /** The brokers' key, which code may have to bring. */
    static final String URIS = "uris";

    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final String AUTO = "auto";

    /** All of them, in the order of the reference. */
    static final OptionTable<EngineDraft> TABLE = new OptionTable<>(all(), groups());

    private EngineOptions() {}

    private static List<Option<EngineDraft, ?>> all() {
        List<Option<EngineDraft, ?>> all = new ArrayList<>();
        all.addAll(broker());
        all.addAll(TlsOptions.ALL);
        all.addAll(memory());
        all.addAll(threadsAndFrames());
        all.addAll(messages());
        all.addAll(RetryOptions.ALL);
        all.addAll(promises());
        all.addAll(connection());
        return all;
    }

    private static Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put(TlsOptions.GROUP, TlsOptions.ABOUT);
        groups.put(RetryOptions.GROUP, RetryOptions.ABOUT);
        return groups;
    }

    private static List<Option<EngineDraft, ?>> broker() {
        return List.of(
                new Option<EngineDraft, List<String>>(
                        URIS,
                        Types.uris(),
                        "amqp://localhost",
                        "",
                        "The brokers. Several are tried in turn until one answers, at start and after each loss; a later one "
                                + "that is a host's name alone has login and virtual host from the first. Keep passwords "
                                + "out of the file: give the whole text in RINGPOST_ENGINE_URIS.",
                        (draft, uris) -> draft.builder().defaultUris(uris),
                        settings -> List.of(Types.showUris(settings.uris()))),
                Option.of(
                                "failover",
                                Types.choice(Failover.class),
                                "round-robin",
                                "In which order several brokers are tried: as given, or drawn anew for each round, which "
                                        + "spreads many engines over the brokers.",
                                (EngineDraft draft, Failover order) ->
                                        draft.builder().failover(order))
                        .seenAs(EngineSettings::failover),
                Option.of(
                                "external-authentication",
                                Types.flag(),
                                "false",
                                "Logs in by the client's certificate (SASL EXTERNAL) in place of user and password. Needs "
                                        + "amqps and a key under tls, and RabbitMQ's plug-in rabbitmq_auth_mechanism_ssl.",
                                (EngineDraft draft, Boolean external) ->
                                        draft.builder().externalAuthentication(external))
                        .seenAs(settings -> settings.connecting().external()),
                Option.of(
                                "lazy-connect",
                                Types.flag(),
                                "false",
                                "Starts without a connection, whatever is wrong with broker or login: logged, and tried "
                                        + "again. Otherwise start() fails.",
                                (EngineDraft draft, Boolean lazy) ->
                                        draft.builder().lazyConnect(lazy))
                        .seenAs(settings -> settings.connecting().lazy()),
                Option.of(
                                "name",
                                Types.text(1, 200),
                                "ringpost",
                                "Prefix of thread names, and name of the connections at the broker.",
                                (EngineDraft draft, String name) ->
                                        draft.builder().name(name))
                        .seenAs(EngineSettings::name));
    }

    private static List<Option<EngineDraft, ?>> memory() {
        return List.of(
                Option.of(
                                "lanes",
                                Types.wholeNumber(1, 64),
                                AUTO,
                                "Lanes, each with a connection and four threads of its own. Messages of one exchange and "
                                        + "routing key share a lane, so more lanes help only loads with many routes. auto: "
                                        + "a quarter of the cores, at least 1.",
                                (EngineDraft draft, Integer lanes) ->
                                        draft.builder().lanes(lanes))
                        .seenAs(EngineSettings::lanes),
                Option.of(
                                "ring-size",
                                Types.powerOfTwo(128, 1 << 20),
                                "16384",
                                "Slots of each lane: that many messages can be in flight, so a small ring limits the rate "
                                        + "to its size / confirm time. Each slot costs inline-bytes + 300 bytes of memory.",
                                (EngineDraft draft, Integer slots) ->
                                        draft.builder().ringSize(slots))
                        .seenAs(EngineSettings::ringSize),
                Option.of(
                                "inline-bytes",
                                Types.bytes(64, 64 * 1024),
                                "512",
                                "Bodies up to this size live in the slot itself; larger ones take a buffer from the memory "
                                        + "budget. ring-size times this is memory that is always used.",
                                (EngineDraft draft, Integer bytes) ->
                                        draft.builder().inlineBytes(bytes))
                        .seenAs(EngineSettings::inlineBytes),
                Option.of(
                                "memory-budget-bytes",
                                Types.bytes(1, Long.MAX_VALUE),
                                AUTO,
                                "For bodies that do not fit a slot, over all lanes; retries may take half of it. When it is "
                                        + "used up, publishing waits as for a slot. auto: an eighth of the largest heap.",
                                (EngineDraft draft, Long bytes) ->
                                        draft.builder().memoryBudgetBytes(bytes))
                        .seenAs(EngineSettings::memoryBudgetBytes),
                Option.of(
                                "max-message-bytes",
                                Types.bytes(1, 1 << 30),
                                "16MiB",
                                "Larger bodies are refused at the call. RabbitMQ 4 closes the channel over messages above "
                                        + "16MiB unless it is set up otherwise. Never more than a lane's share of the "
                                        + "memory budget, whatever stands here.",
                                (EngineDraft draft, Integer bytes) ->
                                        draft.builder().maxMessageBytes(bytes))
                        .seenAs(EngineSettings::maxMessageBytes));
    }

    private static List<Option<EngineDraft, ?>> threadsAndFrames() {
        return List.of(
                Option.of(
                                "wait-strategy",
                                Types.choice(WaitStrategy.class),
                                "park",
                                "What idle threads do. park: an idle engine costs next to nothing; sleep: look every 70 "
                                        + "microseconds, for a second, so that no publish call has to wake the lane; "
                                        + "low-latency: look again for tens of microseconds first; busy-spin: a whole core "
                                        + "for each lane, busy or idle, and no publish call ever has to wake it.",
                                (EngineDraft draft, WaitStrategy strategy) ->
                                        draft.builder().waitStrategy(strategy))
                        .seenAs(EngineSettings::waitStrategy),
                Option.of(
                                "frame-encoding",
                                Types.choice(FrameEncoding.class),
                                AUTO,
                                "How AMQP frames are made. template: encoded once for each route; library: by amqp-client, "
                                        + "several times slower; auto: template if a self-check at start finds that this "
                                        + "amqp-client takes it.",
                                (EngineDraft draft, FrameEncoding encoding) ->
                                        draft.builder().frameEncoding(encoding))
                        .seenAs(EngineSettings::frameEncoding));
    }

    private static List<Option<EngineDraft, ?>> messages() {
        return List.of(
                Option.of(
                                "serializer",
                                Types.serializer(),
                                "json",
                                "What turns objects into bytes where neither message nor producer says it. json marks "
                                        + "dates, decimals and bytes as Kombu does, json-plain does not.",
                                (EngineDraft draft, String name) ->
                                        draft.builder().serializer(name))
                        .seenAs(settings -> settings.serializer().name()),
                Option.of(
                                "numbered-message-ids",
                                Types.flag(),
                                "false",
                                "Gives messages that say nothing of a message id one that is the same on every resend, so "
                                        + "that consumers can tell repeats. Some 50 bytes a message.",
                                (EngineDraft draft, Boolean numbered) ->
                                        draft.builder().numberedMessageIds(numbered))
                        .seenAs(settings -> settings.messageIds().isDefault()),
                Option.unset(
                        "producer-id",
                        Types.text(1, 200),
                        "orders-1",
                        "What numbered message ids begin with; by default 32 random characters, new ones at each start. Two "
                                + "running engines with the same one make consumers drop messages.",
                        (draft, id) -> draft.builder().producerId(id)));
    }

    private static List<Option<EngineDraft, ?>> promises() {
        return List.of(
                Option.of(
                                "delivery-timeout",
                                Types.duration(MILLISECOND, MONTH),
                                "2m",
                                "The promise: the longest from accepted to outcome. What has no answer by then is "
                                        + "TIMED_OUT. The timeouts below have to be shorter where they say so.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().deliveryTimeout(longest))
                        .seenAs(settings -> settings.timeouts().delivery()),
                Option.of(
                                "confirm-timeout",
                                Types.duration(MILLISECOND, MONTH),
                                AUTO,
                                "A sent message unanswered for so long, while later ones are answered, is tried again; if "
                                        + "nothing at all is answered, the connection is replaced. Shorter than "
                                        + "delivery-timeout. auto: 30s, or half of that if it is less, but at "
                                        + "least 1s.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().confirmTimeout(longest))
                        .seenAs(settings -> settings.timeouts().confirm()),
                Option.of(
                                "refuse-when-blocked-for",
                                Types.duration(Duration.ZERO, MONTH),
                                "never",
                                "When a broker's alarm has blocked publishers for so long, nothing more is accepted until it "
                                        + "ends: publish throws at once. never: messages are accepted until the ring is full.",
                                (EngineDraft draft, Duration blocked) ->
                                        draft.builder().refuseWhenBlockedFor(blocked))
                        .seenAs(settings -> settings.timeouts().refuseWhenBlocked()),
                Option.of(
                                "enqueue-timeout",
                                Types.duration(Duration.ZERO, MONTH),
                                "30s",
                                "How long publish waits for room in the ring before it throws; 0 for not at all.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().enqueueTimeout(longest))
                        .seenAs(settings -> settings.timeouts().enqueue()),
                Option.of(
                                "close-timeout",
                                Types.duration(Duration.ZERO, MONTH),
                                "30s",
                                "How long close() waits for outcomes; what has none then is ABORTED.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().closeTimeout(longest))
                        .seenAs(EngineSettings::closeTimeout));
    }

    private static List<Option<EngineDraft, ?>> connection() {
        return List.of(
                Option.of(
                                "connect-timeout",
                                Types.duration(MILLISECOND, HOUR),
                                AUTO,
                                "For one TCP connect, and then for each handshake; an option of the broker's URI goes before "
                                        + "it. Shorter than delivery-timeout. auto: 5s, or half of that if it is less, but "
                                        + "at least 1s.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().connectTimeout(longest))
                        .seenAs(settings -> settings.timeouts().connect()),
                Option.of(
                                "write-timeout",
                                Types.duration(MILLISECOND, MONTH),
                                AUTO,
                                "A write to the socket that takes longer means a dead peer: the connection is replaced. "
                                        + "Shorter than delivery-timeout. auto: 30s, or half of that if it is less, but at "
                                        + "least 1s.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().writeTimeout(longest))
                        .seenAs(settings -> settings.timeouts().write()),
                Option.of(
                                "heartbeat",
                                Types.wholeSeconds(Duration.ofSeconds(1), HOUR),
                                "10s",
                                "AMQP heartbeat interval; a peer silent for about twice that is taken for dead. An option of "
                                        + "the broker's URI goes before it.",
                                (EngineDraft draft, Duration interval) ->
                                        draft.builder().heartbeat(interval))
                        .seenAs(settings -> settings.timeouts().heartbeat()),
                Option.of(
                                "reconnect-max",
                                Types.duration(MILLISECOND, MONTH),
                                AUTO,
                                "Longest pause between two rounds over all brokers after a loss; it starts at 50ms and "
                                        + "doubles. Shorter than delivery-timeout. auto: 5s, or half of that if it is less, "
                                        + "but at least 1s.",
                                (EngineDraft draft, Duration longest) ->
                                        draft.builder().reconnectMax(longest))
                        .seenAs(settings -> settings.timeouts().reconnectMax()));
    }
}
