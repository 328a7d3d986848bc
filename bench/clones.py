"""Claims made from the model claims: a claim's number decides all that differs, so small populations are prefixes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

import orjson

from bench.places import SEED
from bench.world import Rows, World
from tests.newsrooms import EXAMPLES
from tracker.lib import clock
from tracker.services.placings import SHARD_DIGITS

FIRST_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
SPACING = timedelta(seconds=173)
CLAIMANTS = 400
PUBLISHED_SHARE = 5
CLAIMANT_NAME = EXAMPLES["claim"]["claimant"]["name"]
TOPICS = ("economy", "health", "climate", "defence", "migration", "schools", "energy", "justice")
UNPUBLISHED = ("logged", "logged", "logged", "queued", "queued", "investigating", "in_review", "approved", "rejected")
MOMENT = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{6}Z"
SLOTS = ("moment", "claimant", "claimant name", "amount", "path", "topic", "quoted topic", "url_digest", "shard")
CHANGING = {"00000000 percent": "amount", "speech/00000000": "path", '"economy': "topic", '\\"economy': "quoted topic"}
OWN_IDS = ("claim", "source", "appearance", "quantity", "evidence", "observation", "verdict", "publication", "waiver")


@dataclass(frozen=True)
class Template:
    """The rows of a model claim as text, cut where clones differ; each second piece names what comes there."""

    pieces: list[str]
    slots: list[int]
    own_ids: int

    @classmethod
    def of(cls, rows: Rows, claimant_id: str) -> "Template":
        """Cut the rows of a model claim."""
        ids = [str(row["id"]) for table in OWN_IDS for row in rows.get(table, [])]
        changing = CHANGING | {claimant_id: "claimant", str(rows["source"][0]["url_digest"]): "url_digest"}
        changing[json.dumps(CLAIMANT_NAME)[1:-1]] = "claimant name"
        changing |= {own: f"id {place}" for place, own in enumerate(ids)}
        changing[_shard_of(ids[0])] = "shard"
        longest_first = sorted(changing, key=len, reverse=True)
        pattern = re.compile("|".join([*map(re.escape, longest_first), MOMENT]))
        text = json.dumps({table: [list(row.values()) for row in rows[table]] for table in rows})
        places = [*SLOTS, *(f"id {place}" for place in range(len(ids)))]
        slots = [places.index(changing.get(found, "moment")) for found in pattern.findall(text)]
        return cls(pattern.split(text), slots, len(ids))

    def rows(self, number: int) -> Mapping[str, list[list[object]]]:
        """Return the rows of one clone by table."""
        values = _values(number, self.own_ids)
        parts = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (values[slot], piece)
        found: Mapping[str, list[list[object]]] = orjson.loads("".join(parts))
        return found


class Clones:
    """Makes the rows of any claim by its number."""

    def __init__(self, world: World) -> None:
        self.templates = {state: Template.of(rows, world.claimant_id) for state, rows in world.model_rows.items()}

    def rows(self, number: int) -> Mapping[str, list[list[object]]]:
        """Return the rows of one claim by table."""
        return self.templates[state_of(number)].rows(number)


def state_of(number: int) -> str:
    """Return the state of a claim: every fifth is published, some of those retracted."""
    if number % PUBLISHED_SHARE == 0:
        return "retracted" if number % 100 == 50 else "published"
    return Random(SEED + number).choice(UNPUBLISHED)


def id_of(number: int) -> str:
    """Return the id of the nth claim."""
    return _ids(number, 1)[0]


def claimant_id_of(number: int) -> str:
    """Return the id of one of the claimants."""
    return f"01600000-0000-7000-8000-{number:012x}"


def claimant_name_of(number: int) -> str:
    """Return the name of one of the claimants."""
    return f"Ministry {number}"


def moment_of(number: int) -> datetime:
    """Return when the nth claim was logged."""
    return FIRST_MOMENT + number * SPACING


def moment_text(number: int) -> str:
    """Return when the nth claim was logged, as the tracker writes it."""
    return clock.to_text(moment_of(number))


def _ids(number: int, count: int) -> list[str]:
    moment = int(moment_of(number).timestamp() * 1000)
    tail = sha256(b"%d %d" % (SEED, number)).hexdigest()[:12]
    return [f"{moment >> 16:08x}-{moment & 0xFFFF:04x}-7{place:03x}-8000-{tail}" for place in range(count)]


def _shard_of(claim_id: str) -> str:
    # Which of the sitemaps a check stands in, as the row of that list holds it.
    return f'"sitemap", "{claim_id[-SHARD_DIGITS:]}'


def _values(number: int, own_ids: int) -> list[str]:
    chance = Random(SEED - number)
    topic, claimant = chance.choice(TOPICS), chance.randrange(CLAIMANTS)
    return [
        moment_text(number),
        claimant_id_of(claimant),
        claimant_name_of(claimant),
        f"{chance.randrange(1, 900)}.{number} percent",
        f"speech/{number}",
        f'"{topic}',
        f'\\"{topic}',
        sha256(b"%d" % number).hexdigest(),
        _shard_of(id_of(number)),
        *_ids(number, own_ids),
    ]
