"""Runs the documentation's Python sample, unchanged, on calls given as lines on stdin; for each prints its verdict and what Python signs."""
import json, sys

recipe, hmac_key = sys.argv[1], sys.argv[2]
namespace = {"your_hmac_key": hmac_key}
exec(recipe, namespace)

class Request:
    def __init__(self, body):
        self.body = body

for line in sys.stdin.buffer:
    body = line.rstrip(b"\n")
    call = json.loads(body)
    holds = namespace["validate_signature"](call, call["signature"], hmac_key)
    assert (namespace["handle_webhook"](Request(body)) is None) == holds
    del call["signature"]
    print(holds, json.dumps(call, separators=(",", ":")))
