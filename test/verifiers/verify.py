"""Runs the cookbook's Python recipe, unchanged, on captured deliveries given as JSON on stdin; prints a verdict for each."""
import asyncio, base64, json, sys, types

class HTTPException(Exception):
    def __init__(self, status, detail):
        super().__init__(detail)
        self.status, self.detail = status, detail

class Request:
    def __init__(self, headers, raw):
        self.headers, self._raw = headers, raw
    async def body(self):
        return self._raw

fastapi = types.ModuleType("fastapi")
fastapi.Request, fastapi.HTTPException = Request, HTTPException
sys.modules["fastapi"] = fastapi

task = json.load(sys.stdin)
verdicts = []
for delivery in task["deliveries"]:
    namespace = {}
    exec(task["recipe"].replace('b"whsec_..."', repr(delivery["secret"].encode())), namespace)
    try:
        asyncio.run(namespace["verify"](Request(delivery["headers"], base64.b64decode(delivery["body"]))))
        verdicts.append("ok")
    except HTTPException as error:
        verdicts.append(error.detail)
    except ValueError as error:  # what the recipe itself does with a header that is none
        verdicts.append(str(error))
json.dump(verdicts, sys.stdout)
