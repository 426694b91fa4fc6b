package dev.ringpost.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.Unpickler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the library itself reads back; what Python makes of it is the subject of {@link KombuReadsTest}. */
class PickleSerializerTest {

    private final PickleSerializer pickle = new PickleSerializer();

    /** As the library would pickle it: with the name of its class. */
    public static final class Bean implements Serializable {

        private static final long serialVersionUID = 1L;

        public int getSize() {
            return 1;
        }
    }

    private Object roundTrip(@Nullable Object body) throws IOException {
        return new Unpickler().load(new ByteArrayInputStream(Bodies.bytes(pickle, body)));
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(pickle.name()).isEqualTo("pickle");
        assertThat(pickle.contentType()).isEqualTo("application/x-python-serialize");
        assertThat(pickle.contentEncoding()).isEqualTo("binary");
    }

    @Test
    void plainDataComesBack() throws IOException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put("text", "wörld");
        map.put(1, List.of(1.5, true, -1, BigInteger.TWO.pow(70)));
        map.put("none", null);
        map.put("set", Set.of("a"));
        map.put("bytes", new byte[] {1, (byte) 0xFF});
        assertThat(roundTrip(map)).usingRecursiveComparison().isEqualTo(map);
    }

    @Test
    void noNameOfAClassIsWritten() throws IOException {
        record Point(int x, int y) {}
        for (Object body : List.of(new Point(1, 2), new Bean(), new ArrayList<>(List.of(new Bean())))) {
            String text = new String(Bodies.bytes(pickle, body), StandardCharsets.ISO_8859_1);
            assertThat(text).doesNotContain("Point", "Bean", "__class__", "ringpost");
        }
        assertThat(roundTrip(new Point(1, 2))).isEqualTo(Map.of("x", 1, "y", 2));
    }

    @Test
    void equalListsStayDifferentObjects() throws IOException {
        List<?> lists = (List<?>) roundTrip(List.of(List.of(1), List.of(1)));
        assertThat(lists.get(0)).isEqualTo(lists.get(1)).isNotSameAs(lists.get(1));
    }

    /** For all of the process, which is why it is taken back here. */
    private static final class Registered extends Pickler {

        static void nothingForMaps() {
            registerCustomPickler(LinkedHashMap.class, (object, out, pickler) -> out.write(Opcodes.NONE));
        }

        static void takeBack() {
            customPicklers.clear();
        }
    }

    @Test
    void whatAnApplicationRegisteredWithTheLibraryDoesNotCount() throws IOException {
        byte[] before = Bodies.bytes(pickle, Map.of("a", 1));
        Registered.nothingForMaps();
        try {
            assertThat(Bodies.bytes(pickle, Map.of("a", 1))).isEqualTo(before);
        } finally {
            Registered.takeBack();
        }
    }

    @Test
    void whatPythonCannotReadIsRefused() {
        assertThatThrownBy(() -> Bodies.bytes(pickle, Set.of(List.of(1)))).hasMessageContaining("element of a set");
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        assertThatThrownBy(() -> Bodies.bytes(pickle, itself)).hasMessageContaining("does it contain itself");
    }

    @Test
    void deepButFiniteNestingIsWritten() throws IOException {
        Object body = 1;
        for (int depth = 0; depth < 450; depth++) {
            body = List.of(body);
        }
        assertThat(Bodies.bytes(pickle, body)).hasSizeGreaterThan(900);
    }
}
