package dev.ringpost.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SyscallTraceTest {
    @Test
    void addsUpTheCallsThatWrite() {
        String summary = """
                % time     seconds  usecs/call     calls    errors syscall
                ------ ----------- ----------- --------- --------- ----------------
                 88.05    0.007203           7      1006         2 sendto
                 11.95    0.000978          24        40           write
                ------ ----------- ----------- --------- --------- ----------------
                100.00    0.008181           7      1046         2 total
                """;
        assertThat(SyscallTrace.writeCalls(summary)).isEqualTo(1_046);
    }

    @Test
    void knowsNothingWithoutASummary() {
        assertThat(SyscallTrace.writeCalls("")).isNegative();
        assertThat(SyscallTrace.writeCalls("strace: not permitted\n")).isNegative();
    }
}
