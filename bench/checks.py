"""Looks at answers before they are measured: a fast wrong answer is no result."""

import json
from collections.abc import Mapping, Sequence

from bench.processes import Server
from bench.targets import Target

SAMPLE = 3
PAGE = 50


class WrongAnswer(RuntimeError):
    """A server's answer is not what the target asks for."""


def check(target: Target, server: Server, headers: Mapping[str, str], *, size: int) -> int:
    """Return the size of a target's answer, or raise WrongAnswer."""
    for path in target.paths(size)[:SAMPLE]:
        status, body, _ = server.get(path, headers)
        _refuse(target, path, status=status, body=body)
    status, body, _ = server.get(target.paths(size)[0], {k: v for k, v in headers.items() if k != "If-None-Match"})
    return len(body)


def page(server: Server, path: str, *, items: str | None) -> int:
    """Return the size of another service's page of 50, or raise WrongAnswer."""
    status, body, _ = server.get(path, {})
    rows = json.loads(body) if status == 200 else []
    count = len(rows[items] if items and rows else rows)
    if count != PAGE:
        raise WrongAnswer(f"{server.name}: {path[:60]} answers {status} with {count} rows: {body[:300]!r}")
    return len(body)


def same(paths: Sequence[str], servers: Sequence[Server], headers: Mapping[str, str]) -> None:
    """Raise WrongAnswer where servers that should tell the same do not."""
    for path in paths:
        bodies = {server.name: server.get(path, headers)[1] for server in servers}
        if len(set(bodies.values())) != 1:
            raise WrongAnswer(f"{path} differs between {', '.join(bodies)}")


def _refuse(target: Target, path: str, *, status: int, body: bytes) -> None:
    wanted = 304 if target.conditional else 200
    if status != wanted:
        raise WrongAnswer(f"{target.name}: {path} answers {status}, not {wanted}: {body[:300]!r}")
    if target.rows is not None and len(json.loads(body)["items"]) != target.rows:
        raise WrongAnswer(f"{target.name}: {path} has {len(json.loads(body)['items'])} rows, not {target.rows}")
