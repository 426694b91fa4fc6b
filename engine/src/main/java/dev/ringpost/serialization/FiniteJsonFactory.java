package dev.ringpost.serialization;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Makes generators that refuse numbers which are not finite, and write those of few digits quickly. Here and not in
 * serializers for {@code double}: those of tree nodes, optionals and applications write their numbers themselves. A wrapper
 * around any generator would do without a subclass, but costs a tenth of the whole.
 */
final class FiniteJsonFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    /** With the settings of that one, which must not be of a subclass that makes generators of its own. */
    FiniteJsonFactory(JsonFactory settings, ObjectCodec codec) {
        super(settings, codec);
    }

    @Override
    protected JsonGenerator _createUTF8Generator(OutputStream out, IOContext context) {
        FiniteGenerator generator = new FiniteGenerator(context, _generatorFeatures, _objectCodec, out, _quoteChar);
        if (_maximumNonEscapedChar > 0) {
            generator.setHighestNonEscapedChar(_maximumNonEscapedChar);
        }
        if (_characterEscapes != null) {
            generator.setCharacterEscapes(_characterEscapes);
        }
        generator.setRootValueSeparator(_rootValueSeparator);
        return _decorate(generator);
    }

    private static final class FiniteGenerator extends UTF8JsonGenerator {

        FiniteGenerator(IOContext context, int features, ObjectCodec codec, OutputStream out, char quoteChar) {
            super(context, features, codec, out, quoteChar);
        }

        @Override
        public void writeNumber(double value) throws IOException {
            if (!Double.isFinite(value)) {
                throw notFinite(value);
            }
            long units = ShortDecimal.units(value);
            if (units == 0 || _cfgNumbersAsStrings) {
                super.writeNumber(value);
                return;
            }
            _verifyValueWrite(WRITE_NUMBER);
            if (_outputTail + ShortDecimal.LONGEST_BYTES > _outputEnd) {
                _flushBuffer();
            }
            _outputTail = ShortDecimal.write(units, value < 0, _outputBuffer, _outputTail);
        }

        @Override
        public void writeNumber(float value) throws IOException {
            if (!Float.isFinite(value)) {
                throw notFinite(value);
            }
            super.writeNumber(value);
        }

        private JsonGenerationException notFinite(double value) {
            return new JsonGenerationException(
                    value + " is no number in JSON: publish null or a String in its place, or build the serializer with"
                            + " allowNonFinite(true) if every consumer is Python",
                    this);
        }
    }
}
