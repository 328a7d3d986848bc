"""The public site as its readers see it: pages followed by their links, and what stands on them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.newsrooms import EXAMPLES, Newsroom, created

VOID = {"meta", "link", "br", "hr", "img", "rect", "input"}
CHECK = re.compile(r"/fact-checks/([0-9a-f-]{36})$")


class Page(HTMLParser):
    """What a page holds; an element that is never closed, or closed twice, is a failure."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert tag in VOID or self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def words(self) -> str:
        """Return all text on one line."""
        return " ".join(" ".join(self.texts).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def checks(self) -> list[str]:
        """Return the checks that are listed, in their order."""
        found = [CHECK.search(link["href"] or "") for link in self.all("a")]
        return [match[1] for match in found if match]

    @property
    def levels(self) -> list[int]:
        """Return the levels of the headings, in their order."""
        return [int(tag[1]) for tag, _ in self.elements if re.fullmatch("h[1-6]", tag)]

    def turning(self, rel: str) -> str | None:
        """Return where the page before or after is."""
        return next((link["href"] for link in self.all("a") if link.get("rel") == rel), None)


def read(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Ask for a page as a browser does."""
    return client.get(path, headers={"Accept": "text/html"} | headers)


def page(client: FlaskClient, path: str) -> Page:
    """Return a page that must be there."""
    answer = read(client, path)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def turned(client: FlaskClient, path: str, rel: str = "next") -> Iterator[Page]:
    """Yield a page and all that follow it."""
    following: str | None = path
    while following:
        found = page(client, following)
        yield found
        following = found.turning(rel)


def published(room: Newsroom, *, texts: list[dict[str, Any]] | None = None, **claim: Any) -> str:
    """Publish a check of a claim that differs from the example."""
    claim_id: str = room.claim(**claim)["id"]
    created(room.step(claim_id, "accept", "checker"))
    created(room.step(claim_id, "start", "checker"))
    room.evidence(claim_id)
    room.verdict(claim_id, **({"texts": texts} if texts else {}))
    _publish(room, claim_id)
    return claim_id


def corrected(room: Newsroom, claim_id: str, *, label: str = "mostly_false", kind: str = "correction") -> None:
    """Publish a check once more."""
    created(room.step(claim_id, "reopen", reason="the figure was revised"))
    room.verdict(claim_id, label=label)
    _publish(room, claim_id, kind=kind, severity="major", notice="The office revised its figure.")


def retracted(room: Newsroom, claim_id: str, notice: str = "This check was wrong.") -> None:
    """Retract a check."""
    created(room.step(claim_id, "retract", reason="wrong", notice=notice))


def text(title: str, language: str = "en") -> dict[str, Any]:
    """Return a verdict's text with a title."""
    example: dict[str, Any] = EXAMPLES["verdict"]["texts"][0]
    return example | {"language": language, "title": title}


def taken_out(room: Newsroom, kind: str, *targets: dict[str, str]) -> str:
    """Erase or restrict what some targets name, and return the path of the erasure."""
    body = EXAMPLES["erasure"] | {"kind": kind, "targets": list(targets)}
    path = f"/erasures/{created(room.post('/erasures', body, 'admin'))['id']}"
    created(room.post(f"{path}/confirmation", {}, "editor"))
    return path


def claimant_of(room: Newsroom, claim_id: str) -> str:
    """Return who made a claim."""
    found: str = room.get(f"/claims/{claim_id}").json["claimant"]["id"]
    return found


def paths_of(room: Newsroom, claim_id: str) -> list[str]:
    """Return all lists that a check is in."""
    return ["/", "/?language=en", f"/?organization={room.slug}", f"/?organization={room.slug}&language=en",
            "/topics/economy", f"/claimants/{claimant_of(room, claim_id)}", "/labels/mostly_false",
            f"/labels/mostly_false?organization={room.slug}"]  # fmt: skip


def _publish(room: Newsroom, claim_id: str, **words: Any) -> None:
    for step, who, given in (("submit", "checker", {}), ("approve", "editor", {}), ("publish", "editor", words)):
        created(room.step(claim_id, step, who, **given))
