#!/usr/bin/env python3
"""Kombu's side of the interop tests; the Java side is dev.ringpost.testing.KombuPeer.

Reads commands from standard input, each a JSON object on a line of its own, and answers each with one line on standard
output, {"failure": TRACEBACK} if it could not be done. Ends with its standard input. Values travel as tagged() says.

    kombu_peer.py --check    prints what Kombu lacks here, a word a line: 0 = nothing, 3 = something, 1 = no Kombu at all
"""
import base64
import datetime
import decimal
import importlib.util
import json
import socket
import sys
import time
import traceback
import uuid

import amqp
import kombu
from kombu import compression

WAIT_S = 20
COMPRESSIONS = {
    'zlib': 'application/x-gzip',
    'bzip2': 'application/x-bz2',
    'xz': 'application/x-lzma',
    'brotli': 'application/x-brotli',
    'zstd': 'application/zstd',
}
LIBRARIES = {'yaml': 'yaml', 'msgpack': 'msgpack'}  # serializer -> module that Kombu imports for it

connections = {}


def missing():
    """Serializers and compressions that this Kombu could have and has not."""
    absent = [name for name, module in LIBRARIES.items() if importlib.util.find_spec(module) is None]
    return absent + [name for name, mime in COMPRESSIONS.items() if mime not in compression.encoders()]


def tagged(value):
    """A Python value as JSON that keeps its type: what JSON has no type for is an object with one key that begins with $."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {'$bytes': base64.b64encode(bytes(value)).decode('ascii')}
    if isinstance(value, datetime.datetime):
        return {'$datetime': value.isoformat()}
    if isinstance(value, datetime.date):
        return {'$date': value.isoformat()}
    if isinstance(value, datetime.time):
        return {'$time': value.isoformat()}
    if isinstance(value, decimal.Decimal):
        return {'$decimal': str(value)}
    if isinstance(value, uuid.UUID):
        return {'$uuid': value.hex}
    if isinstance(value, list):
        return [tagged(each) for each in value]
    if isinstance(value, tuple):
        return {'$tuple': [tagged(each) for each in value]}
    if isinstance(value, (set, frozenset)):
        return {'$set': sorted((tagged(each) for each in value), key=json.dumps)}
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith('$') for key in value):
            return {key: tagged(each) for key, each in value.items()}
        return {'$map': sorted(([tagged(key), tagged(each)] for key, each in value.items()), key=json.dumps)}
    return {'$object': repr(value)}


UNTAG = {
    '$bytes': base64.b64decode,
    '$datetime': datetime.datetime.fromisoformat,
    '$date': datetime.date.fromisoformat,
    '$time': datetime.time.fromisoformat,
    '$decimal': decimal.Decimal,
    '$uuid': lambda text: uuid.UUID(hex=text),
    '$tuple': lambda each: tuple(untagged(one) for one in each),
    '$set': lambda each: {untagged(one) for one in each},
    '$map': lambda pairs: {untagged(key): untagged(one) for key, one in pairs},
}


def untagged(value):
    """The value that tagged() made this of."""
    if isinstance(value, list):
        return [untagged(each) for each in value]
    if isinstance(value, dict):
        if len(value) == 1:
            tag, content = next(iter(value.items()))
            if tag in UNTAG:
                return UNTAG[tag](content)
        return {key: untagged(each) for key, each in value.items()}
    return value


def connect(uri):
    """The one connection to that broker; it waits for a confirm after each publish."""
    if uri not in connections:
        connections[uri] = kombu.Connection(uri, transport_options={'confirm_publish': True})
        connections[uri].connect()
    return connections[uri]


def describe():
    return {'kombu': kombu.__version__, 'amqp': amqp.__version__, 'missing': missing()}


def received(message):
    properties = dict(message.properties)
    for given_apart in ('content_type', 'content_encoding', 'application_headers'):
        properties.pop(given_apart, None)
    return {
        'contentType': message.content_type,
        'contentEncoding': message.content_encoding,
        'headers': tagged(message.headers),
        'properties': tagged(properties),
    }


def consume(uri, queue, count, accept=None):
    """What a Consumer of Kombu makes of the next messages of a queue, in their order."""
    messages = []

    def on_body(body, message):
        messages.append(dict(received(message), body=tagged(body)))

    def on_error(message, error):
        messages.append(dict(received(message), error=type(error).__name__, text=str(error)))

    connection = connect(uri)
    deadline = time.monotonic() + WAIT_S
    with connection.channel() as channel:
        consumer = kombu.Consumer(
            channel, [kombu.Queue(queue)], callbacks=[on_body], on_decode_error=on_error,
            accept=accept, no_ack=True, auto_declare=False)
        with consumer:
            while len(messages) < count:
                try:
                    connection.drain_events(timeout=max(0.001, deadline - time.monotonic()))
                except socket.timeout:
                    raise TimeoutError(f'{len(messages)} of {count} messages from {queue} after {WAIT_S} s') from None
    return {'messages': messages}


def publish(uri, exchange, routing_key, messages):
    """Has a Producer of Kombu publish bodies with the keyword arguments of its publish()."""
    with connect(uri).channel() as channel:
        producer = kombu.Producer(channel)
        for message in messages:
            producer.publish(
                untagged(message['body']), exchange=exchange, routing_key=routing_key, **untagged(message['arguments']))
    return {}


COMMANDS = {'describe': describe, 'consume': consume, 'publish': publish}


def main():
    if sys.argv[1:] == ['--check']:
        absent = missing()
        print('\n'.join(absent))
        sys.exit(3 if absent else 0)
    for line in sys.stdin.buffer:
        try:
            command = json.loads(line)
            answer = COMMANDS[command.pop('do')](**command)
        except Exception:
            answer = {'failure': traceback.format_exc()}
        print(json.dumps(answer), flush=True)


main()
