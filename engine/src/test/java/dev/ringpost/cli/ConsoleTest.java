package dev.ringpost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class ConsoleTest {

    @Test
    void makesOneLineOfSeveral() {
        assertThat(Console.oneLine(" a\r\n  b\nc\t\u001b[31m ")).isEqualTo("a; b; c??[31m");
        assertThat(Console.oneLine("x".repeat(5_000))).hasSizeLessThan(1_000).endsWith("...");
    }

    @Test
    void hidesPasswords() {
        assertThat(Console.oneLine("file amqp://user:s:e@cret@host/v is not there"))
                .isEqualTo("file amqp://user:**@host/v is not there");
        assertThat(Console.oneLine("expected amqp://user:password@host:port/vhost"))
                .isEqualTo("expected amqp://user:password@host:port/vhost");
    }

    @Test
    void readsDurations() {
        DurationOption option = new DurationOption();
        assertThat(option.convert("500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(option.convert("30s")).isEqualTo(option.convert("30")).isEqualTo(Duration.ofSeconds(30));
        assertThat(option.convert("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(option.convert("1h")).isEqualTo(Duration.ofHours(1));
        for (String bad : new String[] {"", "s", "-1s", "1.5s", "1d", "99999999999"}) {
            Assertions.assertThatThrownBy(() -> option.convert(bad)).isInstanceOf(TypeConversionException.class);
        }
    }
}
