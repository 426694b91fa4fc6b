package dev.ringpost.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringpost.testing.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers written in Python read the streams with their standard library; runs where a Python is on the path. */
class PythonReadsTest {

    private static final String CHECK = """
            import bz2, gzip, lzma, os, sys, zlib
            decoders = {'zlib': zlib.decompress, 'bzip2': bz2.decompress, 'xz': lzma.decompress,
                        'gzip-rfc1952': gzip.decompress}
            count = 0
            for name in sorted(os.listdir(sys.argv[1])):
                codec, kind = name.rsplit('.', 1)
                if kind == 'body':
                    continue
                path = os.path.join(sys.argv[1], codec)
                with open(path + '.body', 'rb') as body, open(path + '.stream', 'rb') as stream:
                    assert decoders[codec.split('_')[0]](stream.read()) == body.read(), name
                count += 1
            print(count, 'read')
            """;

    @TempDir
    private Path folder;

    @Test
    void pythonsStandardLibraryReadsThem() throws Exception {
        assumeTrue(
                run("import bz2, gzip, lzma, zlib").exitCode() == 0, "no Python 3 with bz2, lzma and zlib on the path");
        int count = 0;
        for (int level : new int[] {0, 1, 6, 9}) {
            count += write(Compressors.zlib(level), level);
            count += write(Compressors.gzipRfc1952(level), level);
            count += write(Compressors.bzip2(Math.max(1, level)), level);
            count += write(Compressors.xz(level), level);
        }
        Python.Run check = run(CHECK);
        assertThat(check.output()).isEqualToIgnoringNewLines(count + " read");
        assertThat(check.exitCode()).isZero();
    }

    private int write(Compressor compressor, int level) throws IOException {
        int[] sizes = {0, 1, 100, 64 * 1024};
        for (int bytes : sizes) {
            byte[] body = level % 2 == 0 ? Bodies.random(bytes, level) : Bodies.text(bytes, level);
            String name = compressor.name() + "_" + level + "_" + bytes;
            Files.write(folder.resolve(name + ".body"), body);
            Files.write(folder.resolve(name + ".stream"), Bodies.compress(compressor, body));
        }
        return sizes.length;
    }

    private Python.Run run(String program) throws Exception {
        return new Python("python3").run("-c", program, folder.toString());
    }
}
