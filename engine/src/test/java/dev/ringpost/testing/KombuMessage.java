package dev.ringpost.testing;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A message as Kombu's consumer hands it to an application. Values are in {@link PythonValues}' form.
 *
 * @param contentType the property, {@code null} if absent
 * @param contentEncoding the property, {@code null} if absent
 * @param headers the header table
 * @param properties all other properties, by their names in Python
 * @param body what the consumer decoded; {@code null} if it refused
 * @param error the name of the exception that it refused with; {@code null} if it did not
 */
public record KombuMessage(
        @Nullable String contentType,
        @Nullable String contentEncoding,
        JsonNode headers,
        JsonNode properties,
        @Nullable JsonNode body,
        @Nullable String error) {

    static KombuMessage of(JsonNode answer) {
        return new KombuMessage(
                answer.path("contentType").textValue(),
                answer.path("contentEncoding").textValue(),
                PythonValues.of(answer.path("headers")),
                PythonValues.of(answer.path("properties")),
                answer.has("body") ? PythonValues.of(answer.get("body")) : null,
                answer.path("error").textValue());
    }
}
