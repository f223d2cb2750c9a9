"""What the kit's scripts need of httpx, for machines that lack it: a client with one connection, and its errors."""
import http.client
import json as json_module
from urllib.parse import urlsplit


class HTTPStatusError(Exception):
    def __init__(self, message, *, request, response):
        super().__init__(message)
        self.request = request
        self.response = response


class Response:
    def __init__(self, status_code, headers, content):
        self.status_code = status_code
        self.headers = headers
        self.content = content

    def read(self):
        return self.content

    @property
    def text(self):
        return self.content.decode()

    def json(self):
        return json_module.loads(self.content)

    def raise_for_status(self):
        if self.status_code >= 400:
            raise HTTPStatusError(f"status {self.status_code}", request=None, response=self)
        return self


class Client:
    def __init__(self, *, base_url, headers, event_hooks=None):
        url = urlsplit(base_url)
        self.prefix = url.path
        self.connection = http.client.HTTPConnection(url.hostname, url.port)
        self.headers = headers
        self.hooks = (event_hooks or {}).get("response", [])

    def post(self, path, *, headers, json, timeout=30):
        self.connection.timeout = timeout
        sent = {**self.headers, **headers, "Content-Type": "application/json"}
        self.connection.request("POST", self.prefix + path, json_module.dumps(json).encode(), sent)
        answer = self.connection.getresponse()
        response = Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        for hook in self.hooks:
            hook(response)
        return response
