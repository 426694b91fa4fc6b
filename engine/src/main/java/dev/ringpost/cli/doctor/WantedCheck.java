package dev.ringpost.cli.doctor;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.ringpost.cli.base.Numbers;
import dev.ringpost.cli.base.Refusal;
import java.io.IOException;

/** Whether the exchange and the queue are there that the user asked for. */
final class WantedCheck implements Doctor.Check {

    private final Doctor.Wanted wanted;

    WantedCheck(Doctor.Wanted wanted) {
        this.wanted = wanted;
    }

    @Override
    public String what() {
        return "exchange, queue";
    }

    @Override
    public void on(Examination examination) throws IOException {
        String exchange = wanted.exchange();
        if (exchange != null) {
            look(examination, "exchange", exchange, connection -> {
                connection.createChannel().exchangeDeclarePassive(exchange);
                return "\"" + exchange + "\" is there";
            });
        }
        String queue = wanted.queue();
        if (queue != null) {
            look(examination, "queue", queue, connection -> {
                Channel channel = connection.createChannel();
                var found = channel.queueDeclarePassive(queue);
                return "\"" + queue + "\" is there, with " + Numbers.grouped((long) found.getMessageCount())
                        + " messages ready and " + found.getConsumerCount() + " consumers";
            });
        }
    }

    private interface Look {
        String at(Connection connection) throws IOException;
    }

    private static void look(Examination examination, String what, String name, Look look) throws IOException {
        try {
            examination.ok(what, look.at(examination.connection()));
        } catch (IOException e) {
            if (Refusal.code(e) == 0) {
                throw e;
            }
            examination.fail(
                    what,
                    Refusal.text(e),
                    "declare " + what + " \"" + name + "\" at the broker, or check name and virtual host");
        }
    }
}
