package dev.ringpost.serialization;

import static java.time.temporal.ChronoField.MICRO_OF_SECOND;
import static java.time.temporal.ChronoField.MILLI_OF_SECOND;
import static java.time.temporal.ChronoField.NANO_OF_DAY;
import static java.time.temporal.ChronoField.OFFSET_SECONDS;
import static java.time.temporal.ChronoField.YEAR;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Locale;

/** Points in time as Python's {@code datetime} module has them: date, time and datetime, microseconds, years 1 to 9999. */
final class Temporals {

    /** What {@link #canonical} takes. */
    static final List<Class<?>> CLASSES = List.of(
            Instant.class,
            java.time.OffsetDateTime.class,
            ZonedDateTime.class,
            java.time.LocalDateTime.class,
            LocalDate.class,
            LocalTime.class,
            java.time.OffsetTime.class,
            Date.class,
            Calendar.class);

    private static final int LAST_YEAR = 9999;
    private static final DateTimeFormatter DATE = formatter(new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd"));
    private static final DateTimeFormatter TIME = formatter(new DateTimeFormatterBuilder().appendPattern("HH:mm:ss"));
    private static final DateTimeFormatter MICRO_TIME = formatter(
            new DateTimeFormatterBuilder().appendPattern("HH:mm:ss").appendFraction(MICRO_OF_SECOND, 6, 6, true));
    // Never "Z", which Python before 3.11 does not read.
    private static final DateTimeFormatter OFFSET =
            formatter(new DateTimeFormatterBuilder().appendOffset("+HH:MM:ss", "+00:00"));

    private Temporals() {}

    private static DateTimeFormatter formatter(DateTimeFormatterBuilder builder) {
        return builder.toFormatter(Locale.ROOT);
    }

    /**
     * The five that are left when zones have become offsets: LocalDate, LocalTime, OffsetTime, LocalDateTime,
     * OffsetDateTime.
     *
     * @param value of one of {@link #CLASSES} or a subclass
     * @throws DateTimeException if Python has no such year
     */
    static Temporal canonical(Object value) {
        Temporal temporal = withoutZone(value);
        if (temporal.isSupported(YEAR) && (temporal.get(YEAR) < 1 || temporal.get(YEAR) > LAST_YEAR)) {
            throw new DateTimeException("year " + temporal.get(YEAR) + " is outside of Python's 1 to " + LAST_YEAR
                    + ": publish it as a String");
        }
        return temporal;
    }

    private static Temporal withoutZone(Object value) {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toOffsetDateTime();
        }
        if (value instanceof Calendar calendar) {
            return calendar.toInstant()
                    .atZone(calendar.getTimeZone().toZoneId())
                    .toOffsetDateTime();
        }
        if (value instanceof Date date) {
            // By name, since an application may run without the module java.sql. Both have no Instant.
            return switch (date.getClass().getName()) {
                case "java.sql.Date" -> LocalDate.parse(date.toString());
                case "java.sql.Time" ->
                    LocalTime.parse(date.toString()).with(MILLI_OF_SECOND, Math.floorMod(date.getTime(), 1000));
                default -> date.toInstant().atOffset(ZoneOffset.UTC);
            };
        }
        return (Temporal) value;
    }

    /** Kombu's name of the kind: {@code datetime}, {@code date} or {@code time}. */
    static String marker(Temporal canonical) {
        if (!canonical.isSupported(NANO_OF_DAY)) {
            return "date";
        }
        return canonical.isSupported(YEAR) ? "datetime" : "time";
    }

    /** As Python's {@code isoformat()}: a fraction of six digits or none, an offset in numbers. */
    static String isoformat(Temporal canonical) {
        StringBuilder text = new StringBuilder(32);
        if (canonical.isSupported(YEAR)) {
            DATE.formatTo(canonical, text);
        }
        if (canonical.isSupported(NANO_OF_DAY)) {
            if (!text.isEmpty()) {
                text.append('T');
            }
            (canonical.get(MICRO_OF_SECOND) == 0 ? TIME : MICRO_TIME).formatTo(canonical, text);
        }
        if (canonical.isSupported(OFFSET_SECONDS)) {
            OFFSET.formatTo(canonical, text);
        }
        return text.toString();
    }
}
