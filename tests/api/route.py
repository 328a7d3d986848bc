"""A public or versioned route as tests call it: the action it takes, and how a valid request to it is made."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from tests.newsrooms import EXAMPLES, Newsroom
from tracker.domain.permissions import ALLOWED

Ids = Mapping[str, str]
SUCCESS = {"GET": 200, "POST": 201, "PATCH": 200, "PUT": 200, "DELETE": 204}


@dataclass(frozen=True, kw_only=True)
class Route:
    """One route: `body` is an example's name, a value, or what makes one; `fresh` makes what a success uses up."""

    rule: str
    method: str = "GET"
    action: str
    body: Any = None
    query: str = ""
    status: int = 0
    upload: bool = False
    form: Mapping[str, str] = field(default_factory=dict)
    at: Ids = field(default_factory=dict)
    fresh: Callable[[Newsroom, str, Ids], Ids] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.rule}{self.query}"

    @property
    def key(self) -> tuple[str, str]:
        """What the URL map knows it by."""
        return self.method, self.rule

    @property
    def is_public(self) -> bool:
        """Whether anyone may call it."""
        return ALLOWED[self.action].public

    @property
    def success(self) -> int:
        """The status of an answer to a request that is granted."""
        return self.status or SUCCESS[self.method]

    @property
    def has_object(self) -> bool:
        """Whether its path names an object."""
        return "<" in self.rule

    def path(self, ids: Ids) -> str:
        """Return the path to some objects."""
        known = dict(ids) | {name: ids[other] for name, other in self.at.items()}
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(known[found[1]]), self.rule + self.query)

    def call(self, room: Newsroom, who: str | None, ids: Ids, **sent: Any) -> TestResponse:
        """Send a valid request, or one with what is `sent` in place of the valid body."""
        options: dict[str, Any] = (
            {} if self.method in {"GET", "POST"} and "steps" not in self.rule else {"if_match": "*"}
        )
        if sent:
            return room.call(self.method, self.path(ids), who, **options, **sent)
        if self.upload:
            options["data"] = {"file": (BytesIO(b"a page, kept"), "page.txt")}
        if self.form:
            options["data"] = self.form
        return room.call(self.method, self.path(ids), who, self.valid_body(room), **options)

    def valid_body(self, room: Newsroom) -> Any:
        """Return a body that the route takes."""
        if callable(self.body):
            return self.body(room)
        return EXAMPLES[self.body] if isinstance(self.body, str) else self.body
