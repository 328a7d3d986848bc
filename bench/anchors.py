"""The anchor of all reading: a Flask route that returns ready bytes."""

from flask import Flask, Response

app = Flask(__name__)
ready: dict[int, bytes] = {}


@app.get("/healthz")
def healthz() -> str:
    """Say that the process is alive."""
    return "alive"


@app.get("/bytes/<int:size>")
def ready_bytes(size: int) -> Response:
    """Return so many bytes, which were made for the first request."""
    body = ready.get(size) or ready.setdefault(size, b"x" * size)
    return Response(body, mimetype="application/json")
