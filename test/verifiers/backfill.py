"""Runs the onboarding kit's backfill script, given as a file, with what it takes for granted: db, api, log and httpx.

Reads {"baseUrl", "key", "tenants": [{"id", "vat", "name"}]}; writes what was answered, what was logged, and how long it took.
"""
import json
import sys
import time
from types import SimpleNamespace

import httpx

wish = json.load(sys.stdin)
answers = []
errors = []


def note(response):
    response.read()
    replayed = response.headers.get("idempotent-replayed") == "true"
    answers.append({"status": response.status_code, "replayed": replayed})
    response.raise_for_status()


names = {
    "httpx": httpx,
    "api": httpx.Client(
        base_url=wish["baseUrl"],
        headers={"Authorization": f"Bearer {wish['key']}"},
        event_hooks={"response": [note]},
    ),
    "db": SimpleNamespace(tenants=lambda active: [SimpleNamespace(**tenant) for tenant in wish["tenants"]]),
    "log": SimpleNamespace(error=lambda event, **details: errors.append({"event": event, **details})),
}
with open(sys.argv[1]) as script:
    code = compile(script.read(), sys.argv[1], "exec")
begin = time.monotonic()
exec(code, names)
json.dump({"answers": answers, "errors": errors, "seconds": time.monotonic() - begin}, sys.stdout)
