"""The walk: whatever is published shows in every output on the first read after its commit."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.changes import CHECK, again, imported, taken_out
from tests.newsrooms import EXAMPLES, Newsroom, created
from tracker.web.public.feeds import FEEDS

NOTICE = "We looked at the figures once more."
TEXT = EXAMPLES["claim"]["text"]
OF_CHECKS = ("page", "json", "index", *(f"feeds/{name}" for name in FEEDS if "corrections" not in name))
OF_CORRECTIONS = ("corrections", *(f"feeds/{name}" for name in FEEDS if "corrections" in name))
OF_MACHINES = ("changes", "stream", "outbox")


@dataclass
class Reader:
    """Somebody who reads every output again and again, each with the validators of the last answer."""

    room: Newsroom
    webhook: str
    tags: dict[str, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def read(self, claim_id: str) -> Mapping[str, str]:
        """Return all outputs as they are now."""
        page = f"/fact-checks/{claim_id}"
        paths = {"page": page, "json": f"{page}.json", "index": "/", "corrections": "/corrections",
                 "changes": "/changes?limit=200", "stream": "/changes/stream", "sitemap": "/sitemaps/000-fff.xml",
                 "search": "/v1alpha1/claims:search?query=inflation", "found": "/v1alpha1/claims:search?query=moon",
                 **{f"feeds/{name}": f"/feeds/{name}" for name in FEEDS}}  # fmt: skip
        found = {name: self._text(path) for name, path in paths.items()}
        return found | {"outbox": self._outbox()}

    def _text(self, path: str) -> str:
        seen = {"If-None-Match": self.tags[path]} if path in self.tags else {}
        outside = path.startswith(("/fact", "/feeds", "/corr", "/site", "/v1alpha1")) or path == "/"
        address = path if outside else f"/api/v1{path}"
        answer = self.room.client.get(address, headers=seen, buffered=True)
        if answer.status_code == 304:
            return self.texts[path]
        self.tags[path], self.texts[path] = answer.headers.get("ETag", ""), answer.text
        return answer.text if answer.status_code == 200 else ""

    def _outbox(self) -> str:
        listed = created(self.room.get(f"/webhooks/{self.webhook}/deliveries?limit=200", "admin"))["items"]
        found = [self.room.get(f"/deliveries/{item['id']}", "admin").text for item in listed]
        return "\n".join(found)


@pytest.fixture
def reader(app: Flask, newsroom: Newsroom) -> Reader:
    webhook = created(newsroom.post("/webhooks", {"url": "https://cms.example/hook"}, "admin"))
    return Reader(newsroom, webhook["id"])


def published(room: Newsroom) -> str:
    return room.claim_in("published")


def retracted(room: Newsroom) -> str:
    claim_id = room.claim_in("published")
    created(room.step(claim_id, "retract", reason="wrong", notice="It was wrong."))
    return claim_id


def republish(kind: str) -> Callable[[Newsroom, str], None]:
    return lambda room, claim_id: again(room, claim_id, kind=kind, notice=NOTICE)


def retract(room: Newsroom, claim_id: str) -> None:
    created(room.step(claim_id, "retract", reason="wrong", notice=NOTICE))


def publish(room: Newsroom, claim_id: str) -> None:
    created(room.step(claim_id, "publish"))


def erase(room: Newsroom, claim_id: str) -> None:
    taken_out(room, claim_id)


@dataclass(frozen=True)
class Case:
    """What is done, to what, and what each output has to show of it afterwards and not before."""

    given: Callable[[Newsroom], str]
    act: Callable[[Newsroom, str], None]
    change: str
    shows: str
    corrects: bool = False
    found: str = '"textualRating": ?"False"'


CASES = {
    "original": Case(
        lambda room: room.claim_in("approved"), publish, "published", re.escape(TEXT), found="claimReview"
    ),
    "correction": Case(published, republish("correction"), "corrected", "False", corrects=True),
    "update": Case(published, republish("update"), "updated", "False"),
    "retraction": Case(
        published, retract, "retracted", f'Retracted|"dateDeleted":|{NOTICE}', corrects=True, found="Retraction"
    ),
    "reinstatement": Case(retracted, republish("reinstatement"), "reinstated", "False", corrects=True),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_it_shows_in_every_output_on_the_first_read(newsroom: Newsroom, reader: Reader, case: Case) -> None:
    claim_id = case.given(newsroom)
    before = reader.read(claim_id)

    case.act(newsroom, claim_id)

    after = reader.read(claim_id)
    assert [name for name in OF_CHECKS if not re.search(case.shows, after[name])] == []
    assert [name for name in OF_CHECKS if re.search(case.shows, before[name])] == []
    assert [name for name in OF_CORRECTIONS if (NOTICE in after[name]) != case.corrects] == []
    assert [name for name in OF_MACHINES if not re.search(f'"kind": ?"{case.change}"', after[name])] == []
    assert [name for name in OF_MACHINES if re.search(f'"kind": ?"{case.change}"', before[name])] == []
    assert (bool(re.search(case.found, before["search"])), bool(re.search(case.found, after["search"]))) == (
        False,
        True,
    )
    assert claim_id in after["sitemap"]
    assert after["sitemap"] != before["sitemap"]


def test_an_import_shows_in_every_output_on_the_first_read(app: Flask, newsroom: Newsroom, reader: Reader) -> None:
    reader.read("0" * 36)

    with app.app_context():
        (claim_id,) = imported(newsroom, CHECK)

    after = reader.read(claim_id)
    assert [name for name in (*OF_CHECKS, *OF_MACHINES, "sitemap", "found") if claim_id not in after[name]] == []
    assert [name for name in OF_CORRECTIONS if claim_id in after[name]] == []


def test_what_is_erased_is_in_no_output_on_the_first_read(newsroom: Newsroom, reader: Reader) -> None:
    claim_id = published(newsroom)
    before = reader.read(claim_id)

    erase(newsroom, claim_id)

    after = reader.read(claim_id)
    assert [name for name in OF_CHECKS if TEXT not in before[name]] == []
    assert [name for name in after if TEXT in after[name]] == []
    assert [name for name in OF_MACHINES if not re.search('"kind": ?"redacted"', after[name])] == []
