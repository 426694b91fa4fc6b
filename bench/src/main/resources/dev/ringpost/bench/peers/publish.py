#!/usr/bin/env python3
"""Kombu or pika as a contestant: publishes with confirms, one message at a time, as both clients do it.

    publish.py kombu --check      prints the client's version and Python's; exit status 1 if it cannot be imported
    publish.py kombu --port N --messages N --warmup-messages N --window N --body-bytes N

Prints one JSON line, as dev.ringpost.bench.contestant.ContestantResult reads it. The window is not used: it is 1.
"""
import argparse
import gc
import json
import platform
import resource
import sys
import time

KEY = 'ringpost.bench'
UNKNOWN = -1


class Kombu:
    """kombu.Producer over a connection that waits for each message's confirm."""

    title = 'Kombu'

    def __init__(self):
        import kombu
        self.kombu = kombu
        self.version = kombu.__version__

    def open(self, port, body):
        self.body = body
        self.connection = self.kombu.Connection(
            'amqp://guest:guest@127.0.0.1:%d//' % port, transport_options={'confirm_publish': True}, heartbeat=0)
        self.producer = self.kombu.Producer(self.connection.channel(), routing_key=KEY)

    def publish(self, count):
        publish, body = self.producer.publish, self.body
        for _ in range(count):
            publish(body)

    def close(self):
        self.connection.release()


class Pika:
    """A blocking channel with delivery confirmations."""

    title = 'pika'

    def __init__(self):
        import pika
        self.pika = pika
        self.version = pika.__version__

    def open(self, port, body):
        self.body = body
        self.connection = self.pika.BlockingConnection(
            self.pika.ConnectionParameters(host='127.0.0.1', port=port, heartbeat=0))
        self.channel = self.connection.channel()
        self.channel.confirm_delivery()
        self.properties = self.pika.BasicProperties(
            content_type='application/data', content_encoding='binary', headers={}, delivery_mode=2, priority=0)

    def publish(self, count):
        publish, body, properties = self.channel.basic_publish, self.body, self.properties
        for _ in range(count):
            publish('', KEY, body, properties)  # raises if it is refused

    def close(self):
        self.connection.close()


CLIENTS = {'kombu': Kombu, 'pika': Pika}


def collections():
    return sum(generation['collections'] for generation in gc.get_stats())


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(client, options):
    client.open(options.port, b'x' * options.body_bytes)
    client.publish(options.warmup_messages)
    started, cpu, collected = time.perf_counter(), cpu_seconds(), collections()
    client.publish(options.messages)
    seconds = time.perf_counter() - started
    cpu, collected = cpu_seconds() - cpu, collections() - collected
    client.close()
    return {
        'name': client.title,
        'messages': options.messages,
        'total_confirmed': options.warmup_messages + options.messages,
        'seconds': round(seconds, 4),
        'confirmed_per_second': round(options.messages / seconds),
        'cpu_us_per_message': round(1e6 * cpu / options.messages, 4),
        'allocated_bytes_per_message': UNKNOWN,
        'client_io_allocated_bytes_per_message': UNKNOWN,
        'gc_count': collected,
        'write_syscalls_per_message': UNKNOWN,  # it sends, which /proc does not count
        'peak_rss_bytes': 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        'verified': 'each publish returned, which it does once its confirm is there',
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('client', choices=sorted(CLIENTS))
    parser.add_argument('--check', action='store_true')
    parser.add_argument('--port', type=int)
    parser.add_argument('--messages', type=int)
    parser.add_argument('--warmup-messages', type=int)
    parser.add_argument('--window', type=int)
    parser.add_argument('--body-bytes', type=int)
    options = parser.parse_args()
    try:
        client = CLIENTS[options.client]()
    except ImportError as error:
        sys.exit(str(error))
    if options.check:
        print('%s %s, Python %s' % (client.title, client.version, platform.python_version()))
    else:
        print(json.dumps(measure(client, options)), flush=True)


if __name__ == '__main__':
    main()
