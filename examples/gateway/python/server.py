"""A server of Flowent actions, of the standard library alone:  HMAC_KEY=hmac_… PORT=8080 python3 server.py"""
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HMAC_KEY = os.environ["HMAC_KEY"]
LARGEST = 8 * 1024 * 1024
TOLERANCE = 300  # seconds


def send_email(parameters):
    return "Email sent successfully to " + parameters["recipient"]


ACTIONS = {"send_email": send_email}


def verify_header(raw, header, hmac_key):
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    message = parts.get("t", "").encode() + b"." + raw
    expected = hmac.new(hmac_key.encode(), message, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), parts.get("v1", "").encode()):
        raise PermissionError("Invalid signature")
    if abs(time.time() - int(parts["t"])) > TOLERANCE:
        raise PermissionError("Stale")


def verify_body(raw, hmac_key):
    """For what strips headers: Python writes the signed text anew exactly as it was."""
    call = json.loads(raw)
    signed = {name: call[name] for name in ("action_name", "parameters", "timestamp", "test") if name in call}
    message = json.dumps(signed, separators=(",", ":")).encode()
    expected = hmac.new(hmac_key.encode(), message, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), str(call.get("signature")).encode()):
        raise PermissionError("Invalid signature")
    if abs(time.time() - call["timestamp"]) > TOLERANCE:
        raise PermissionError("Stale")


def answer(raw, header):
    try:
        verify_header(raw, header, HMAC_KEY) if header else verify_body(raw, HMAC_KEY)
        call = json.loads(raw)
        if call.get("test"):
            return 200, {"result": "ready", "error": ""}
        action = ACTIONS.get(call["action_name"])
        if not action:
            return 404, {"result": "", "error": "Unknown action"}
        return 200, {"result": action(call["parameters"]), "error": ""}
    except PermissionError as refusal:
        return 401, {"result": "", "error": str(refusal)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return 400, {"result": "", "error": "Invalid request"}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        if length > LARGEST:
            return self.reply(413, {"result": "", "error": "Too large"})
        self.reply(*answer(self.rfile.read(length), self.headers.get("X-Flowent-Signature")))

    def reply(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Handler)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
