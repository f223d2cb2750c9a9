"""A platform's backend made of the onboarding kit's own functions, given as text, with what they take for granted.

Reads {"send", "hook", "baseUrl", "key", "companies": {tenant: id}, "sends": [{"tenant", "invoice"}],
"calls": [{"tenant", "secret", "signature", "body"}]}; writes what was sent, and what the hook answered and queued.
"""
import __future__
import asyncio
import base64
import hashlib
import hmac
import json
import sys
from types import SimpleNamespace

import httpx

wish = json.load(sys.stdin)
routes = {}
queued = []


class BadSignature(Exception):
    pass


class Request:
    def __init__(self, call):
        self.headers = {"X-Flowie-Signature": call["signature"]}
        self.raw = base64.b64decode(call["body"])

    async def body(self):
        return self.raw


def verify_hmac(header, raw, *, secret):
    parts = dict(part.split("=", 1) for part in header.split(","))
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, parts["v1"]):
        raise BadSignature()


def post(path):
    def register(handler):
        routes[path] = handler
        return handler

    return register


names = {
    "json": json,
    "db": SimpleNamespace(get=lambda field, tenant_id: wish["companies"][tenant_id]),
    "platform_api": httpx.Client(base_url=wish["baseUrl"], headers={"Authorization": f"Bearer {wish['key']}"}),
    "app": SimpleNamespace(post=post),
    "Request": Request,
    "Response": lambda status_code: status_code,
    "verify_hmac": verify_hmac,
    "queue": SimpleNamespace(enqueue=lambda name, **job: queued.append({"name": name, **job})),
}
for source in ("send", "hook"):
    # Annotations are left alone, as FastAPI's own users on older Pythons do.
    exec(compile(wish[source], source, "exec", __future__.annotations.compiler_flag), names)


def called(call):
    names["lookup_webhook_secret"] = lambda tenant: call["secret"]
    try:
        return asyncio.run(routes["/hooks/flowie"](Request(call), tenant=call["tenant"]))
    except BadSignature:
        return "refused"


sent = [names["send_invoice"](send["tenant"], send["invoice"]) for send in wish["sends"]]
json.dump({"sent": sent, "answers": [called(call) for call in wish["calls"]], "queued": queued}, sys.stdout)
