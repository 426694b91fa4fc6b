"""Decodes bodies as a Kombu consumer does and compares them with what they should be.

Input: the path of a JSON file, a list of cases with their content type, content encoding, body in Base64 and the
expected value as a Python expression, or "raises" for one that cannot be decoded. Prints each difference, then "done".
"""
import base64
import datetime
import decimal
import json
import sys
import uuid

from kombu.serialization import loads


def same(left, right):
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, (list, tuple)):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, (datetime.datetime, datetime.time)):
        return left == right and left.utcoffset() == right.utcoffset()
    if isinstance(left, (float, decimal.Decimal)):
        return repr(left) == repr(right)
    return left == right


def received(case):
    body = base64.b64decode(case["body"])
    try:
        body = body.decode(case["contentEncoding"])  # py-amqp does, and passes on text where it can
    except (LookupError, UnicodeDecodeError):
        pass
    return loads(body, case["contentType"], case["contentEncoding"], accept={case["contentType"]})


for case in json.load(open(sys.argv[1], encoding="utf-8")):
    actual = received(case)
    expected = eval(case["expected"])
    if not same(actual, expected):
        print(case["contentType"], "should be", repr(expected), "but is", repr(actual))
print("done")
