package dev.ringpost.serialization;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import net.razorvine.pickle.IObjectDeconstructor;
import net.razorvine.pickle.IObjectPickler;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.objects.TimeDelta;
import org.jspecify.annotations.Nullable;

/**
 * Pickles one {@link PlainData}. The library does the rest; differently from it, bytes are Python's {@code bytes} and not a
 * bytearray, points in time have microseconds and a fixed offset that needs no pytz, and equal lists stay different objects.
 */
final class PlainPickler extends Pickler {

    private static final int NANOS_PER_MICRO = 1000;

    PlainPickler() {
        super(true, false); // remembers what it has written by identity: equal lists need not stay equal at the reader
    }

    @Override
    public void save(@Nullable Object value) throws IOException {
        if (value instanceof byte[] bytes) {
            out.write(Opcodes.BINBYTES);
            out.write(PickleUtils.integer_to_bytes(bytes.length));
            out.write(bytes);
        } else if (value instanceof BigDecimal decimal) {
            call("decimal", "Decimal", decimal.toString());
        } else if (value instanceof UUID uuid) {
            call("uuid", "UUID", uuid.toString());
        } else if (value instanceof LocalDate date) {
            call("datetime", "date", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
        } else if (value instanceof LocalDateTime time) {
            call("datetime", "datetime", fields(time.toLocalDate(), time.toLocalTime(), null));
        } else if (value instanceof OffsetDateTime time) {
            call("datetime", "datetime", fields(time.toLocalDate(), time.toLocalTime(), time.getOffset()));
        } else if (value instanceof LocalTime time) {
            call("datetime", "time", fields(null, time, null));
        } else if (value instanceof OffsetTime time) {
            call("datetime", "time", fields(null, time.toLocalTime(), time.getOffset()));
        } else if (value instanceof ZoneOffset offset) {
            call("datetime", "timezone", new TimeDelta(0, offset.getTotalSeconds(), 0));
        } else {
            if (value instanceof Set<?> set) {
                for (Object element : set) {
                    PlainData.hashable(element, "element of a set");
                }
            }
            super.save(value);
        }
    }

    private static Object[] fields(@Nullable LocalDate date, LocalTime time, @Nullable ZoneOffset offset) {
        List<Object> fields = new ArrayList<>();
        if (date != null) {
            fields.addAll(List.of(date.getYear(), date.getMonthValue(), date.getDayOfMonth()));
        }
        fields.addAll(List.of(time.getHour(), time.getMinute(), time.getSecond(), time.getNano() / NANOS_PER_MICRO));
        if (offset != null) {
            fields.add(offset);
        }
        return fields.toArray();
    }

    /** The value is what that function of Python returns. */
    private void call(String module, String function, Object... arguments) throws IOException {
        out.write(Opcodes.GLOBAL);
        out.write((module + '\n' + function + '\n').getBytes(StandardCharsets.US_ASCII));
        save(arguments);
        out.write(Opcodes.REDUCE);
    }

    /** None: what an application has registered with the library, for all of the process, is not for messages. */
    @Override
    protected @Nullable IObjectPickler getCustomPickler(Class<?> type) {
        return null;
    }

    @Override
    protected @Nullable IObjectDeconstructor getCustomDeconstructor(Class<?> type) {
        return null;
    }
}
