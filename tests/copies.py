"""Consumers of the change feed that keep a copy of the checks, and crash and start again at random."""

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Flask

PAGE = 7
CRASHES = 0.3


class Crash(Exception):
    """A consumer ends in the middle of its work."""


@dataclass
class Kept:
    """What a consumer has on its disk, written whole or not at all: where it is, its copy, and all it was told."""

    after: int = 0
    copy: dict[str, tuple[str, int]] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)

    def with_items(self, items: list[Any], after: int) -> "Kept":
        """Return what is kept after some more changes."""
        copy = dict(self.copy)
        for item in items:
            before, _ = copy.get(item["claim_id"], ("none", 0))
            copy[item["claim_id"]] = (item["status"] or before, item["publication"]["number"])
        return Kept(after, copy, [*self.told, *(item["seq"] for item in items)])


class Consumer:
    """Follows the changes of one organization, by polling or by a stream, and crashes wherever it can."""

    def __init__(self, app: Flask, slug: str, *, number: int, wait: int = 0, streams: bool = False) -> None:
        self.client = app.test_client()
        self.slug = slug
        self.chance = random.Random(number)
        self.wait = wait
        self.streams = streams
        self.kept = Kept()
        self.crashes = 0

    def catch_up(self, end: int) -> None:
        """Go on until all up to an entry is known, however often it crashes."""
        while self.kept.after < end:
            self.live()

    def live(self) -> None:
        """Work once, from what is kept to a crash or to what there is now."""
        try:
            self._follow() if self.streams else self._poll()
        except Crash:
            self.crashes += 1

    def _poll(self) -> None:
        after = self.kept.after
        path = f"/api/v1/changes?organization={self.slug}&after={after}&limit={PAGE}&wait={self.wait}"
        answer = self.client.get(path).json
        self._may_crash()
        following = self.kept.with_items(answer["items"], answer["next_after"])
        self._may_crash()
        self.kept = following

    def _follow(self) -> None:
        path = f"/api/v1/changes/stream?organization={self.slug}"
        answer = self.client.get(path, headers={"Last-Event-ID": str(self.kept.after)}, buffered=True)
        for item in _items(answer.text):
            self._may_crash()
            self.kept = self.kept.with_items([item], item["seq"])
        # A stream does not say how far the log has grown, so whoever wants to know asks.
        self._poll()

    def _may_crash(self) -> None:
        if self.chance.random() < CRASHES:
            raise Crash


def _items(body: str) -> Iterator[Mapping[str, Any]]:
    for line in body.splitlines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))
