package dev.ringpost.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartPngTest {
    private static final int WHITE = 0xffffffff;

    @TempDir
    private Path directory;

    @BeforeEach
    void needsFonts() {
        assumeTrue(ChartFonts.isAvailable(), ChartFonts.HOW_TO_INSTALL);
    }

    @Test
    void paintsBarsOnWhiteAtTwiceTheDensity() throws Exception {
        Path file = directory.resolve("chart.png");
        assertThat(ChartPng.write(Samples.manyBars(), file)).isTrue();
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(1_600);
        assertThat(image.getHeight()).isGreaterThan(1_000);
        assertThat(image.getRGB(0, 0)).isEqualTo(WHITE);
        assertThat(image.getRGB(1_599, image.getHeight() - 1)).isEqualTo(WHITE);
        assertThat(count(image, Ink.OURS)).isGreaterThan(20_000);
        assertThat(count(image, Ink.THEIRS)).isGreaterThan(20_000);
        assertThat(count(image, Ink.LIMIT)).isGreaterThan(100);
    }

    @Test
    void makesEqualPicturesOfEqualInput() throws Exception {
        Path one = directory.resolve("one.png");
        Path other = directory.resolve("other.png");
        ChartPng.write(Samples.fewBars(), one);
        ChartPng.write(Samples.fewBars(), other);
        assertThat(Files.readAllBytes(one)).isEqualTo(Files.readAllBytes(other));
    }

    private static int count(BufferedImage image, Ink ink) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == ink.color().getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
