#!/usr/bin/env python3
"""Runs the Python of config/records.md on messages that the engine published; the Java side is RecordsPageIT.

    records_page.py CODE kombu URI QUEUE COUNT    as Kombu hands over the next messages of a queue
    records_page.py CODE plain FILE               as they came: of each a line of JSON with its headers and its body in base64

Prints a line of JSON for each record: its message id and its content, what is bytes in base64 under $bytes.
"""
import base64
import json
import sys


def print_records(records):
    for message_id, content in records:
        if isinstance(content, bytes):
            content = {'$bytes': base64.b64encode(content).decode('ascii')}
        print(json.dumps([message_id, content]))


def by_kombu(code, uri, queue, count):
    import kombu
    left = int(count)

    def on_message(message):
        nonlocal left
        print_records(code['records'](message.body, message.headers, message.content_encoding))
        message.ack()
        left -= 1

    with kombu.Connection(uri) as connection:
        with connection.Consumer(kombu.Queue(queue), on_message=on_message, auto_declare=False):
            while left > 0:
                connection.drain_events(timeout=20)


def plain(code, path):
    with open(path, encoding='utf-8') as lines:
        for message in map(json.loads, lines):
            body = code['uncompressed'](base64.b64decode(message['body']), message['headers'])
            print_records(code['records'](body, message['headers']))


def main(code_path, how, *arguments):
    code = {}
    with open(code_path, encoding='utf-8') as source:
        exec(source.read(), code)
    {'kombu': by_kombu, 'plain': plain}[how](code, *arguments)


main(*sys.argv[1:])
