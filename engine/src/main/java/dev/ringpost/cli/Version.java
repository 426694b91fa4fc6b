package dev.ringpost.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version as Maven wrote it into the jar. */
final class Version implements IVersionProvider {

    private static final String MAVEN = "/META-INF/maven/dev.ringpost/ringpost-engine/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(MAVEN)) {
            if (in != null) {
                properties.load(in);
            }
        }
        String version = properties.getProperty("version", "(not from a jar)");
        return new String[] {"ringpost " + version + " on Java " + Runtime.version()};
    }
}
