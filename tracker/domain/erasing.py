"""Erasure (GDPR Art. 17) and restriction (Art. 18): what can be taken out of an object, and out of what shows it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

KINDS = ("erasure", "restriction")
STATUSES = ("filed", "confirmed", "lifted")
# What each does to an object, as the log calls it.
PARTICIPLES: Mapping[str, str] = {"erasure": "redacted", "restriction": "restricted"}

# How a member goes: text gives way to the replacement, one that no other may share is told apart by the object's id, a
# list or an object is emptied or has its texts replaced, and anything else becomes null.
TEXT, DISTINCT, EMPTY, EACH, NULL = "text", "distinct", "empty", "each", "null"
Ways = Mapping[str, str]

MEMBERS: Mapping[str, Ways] = {
    "account": {"name": TEXT, "email": NULL},
    "key": {"name": TEXT},
    "claimant": {"name": TEXT, "description": TEXT},
    "origin": {"name": DISTINCT, "url": NULL, "description": TEXT},
    "source": {
        "url": NULL, "url_digest": NULL, "title": TEXT, "publisher": TEXT, "published_on": NULL, "disclosure": TEXT,
        "public_description": TEXT,
    },
    "claim": {
        "text": TEXT, "attribution_note": TEXT, "job_title": TEXT, "made_on": NULL, "made_from": NULL, "made_to": NULL,
        "place": TEXT, "topics": EMPTY, "context": TEXT, "selection_reason": TEXT,
    },
    "evidence": {"excerpt": TEXT, "locator": NULL, "note": TEXT, "withdrawal_reason": TEXT},
    "outreach": {"channel": TEXT, "recipient": TEXT, "question": TEXT, "reply_due_on": NULL, "answer": TEXT},
    "comment": {"text": TEXT},
    "verdict": {"statements": EACH},
    "publication": {"notice": TEXT},
    "erasure": {"reason": TEXT, "ground": TEXT},
    "correction_request": {
        "text": TEXT, "evidence_urls": EMPTY, "name": NULL, "email": NULL, "decision_reason": TEXT,
    },
    "external_check": {
        "publisher_name": TEXT, "publisher_url": NULL, "url": NULL, "claim_text": TEXT, "claimant": TEXT, "label": TEXT,
        "published_on": NULL, "block": NULL, "identity": NULL,
    },
    "markup_page": {
        "url": NULL, "url_digest": NULL, "host": NULL, "author_name": TEXT, "author_image_url": NULL,
    },
    "webhook": {"url": TEXT, "description": TEXT},
}  # fmt: skip
# Of parts, by object and collection; None where the whole part goes, since a number without its number is none.
PARTS: Mapping[tuple[str, str], Ways | None] = {
    ("claim", "appearances"): {"wording": TEXT, "locator": NULL, "made_on": NULL},
    ("claim", "quantities"): None,
    ("claim", "pages"): None,
    ("claimant", "same_as"): None,
    ("source", "identity"): {"url": NULL, "title": TEXT, "publisher": TEXT, "published_on": NULL},
    ("source", "captures"): {"filename": NULL},
    ("evidence", "observations"): None,
    ("markup_page", "checks"): {"claimant_image_url": NULL, "rating_image_url": NULL, "label": NULL},
    ("verdict", "texts"): {"title": TEXT, "claim_reviewed": TEXT, "summary": TEXT, "rationale": TEXT},
    ("verdict", "waivers"): {"reason": TEXT},
}
# What says the same in other words goes with it.
COMPANIONS: Mapping[tuple[str, str], Sequence[str]] = {
    ("claim", "made_on"): ("made_from", "made_to"),
    ("source", "url"): ("url_digest",),
    ("markup_page", "url"): ("url_digest", "host"),
    **{("external_check", name): ("identity",) for name in ("publisher_name", "url", "claim_text")},
}
# Members of publications that hold what was another member's, by what it was taken from.
COPIES: Mapping[tuple[str, str], Sequence[str]] = {
    ("claim", "text"): ("title", "claim_reviewed"),
    ("claimant", "same_as"): ("same_as",),
    ("publication", "notice"): ("notice",),
    ("verdict", "waivers"): ("reason",),
}
# The reasons that entries give; not a member of any object.
REASON = "/reason"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A field of an object, as the log names both: `claim/<id>` and `/text`."""

    object: str
    pointer: str

    @property
    def noun(self) -> str:
        """What kind of object it is."""
        return self.object.partition("/")[0]

    @property
    def object_id(self) -> str:
        """The object's id."""
        return self.object.partition("/")[2]

    @property
    def member(self) -> str:
        """The member of the object, or the collection in which its part is."""
        return self.pointer.split("/")[1]

    @property
    def key(self) -> str | None:
        """What a part is known by in its collection, or None for a member of the object itself."""
        return self.pointer.split("/", 2)[2] if self.pointer.count("/") > 1 else None

    @property
    def is_reason(self) -> bool:
        """Whether these are the reasons that the object's entries give, and no member of the object."""
        return self.pointer == REASON and self.noun != "erasure"

    @property
    def ways(self) -> Ways | None:
        """How the members of the part go, or the one member; None where the whole part does."""
        if self.key is None:
            return {self.member: MEMBERS[self.noun][self.member]}
        return PARTS[self.noun, self.member]


def is_erasable(place: Place, kind: str) -> bool:
    """Tell whether a field can be taken out in this way: a part that would have to go cannot be hidden only."""
    if place.is_reason:
        return kind == "erasure"
    if place.key is None:
        return place.member in MEMBERS.get(place.noun, {})
    where = (place.noun, place.member)
    return where in PARTS and (kind == "erasure" or PARTS[where] is not None)


def companions(place: Place) -> list[Place]:
    """Return a field with those that say the same."""
    others = COMPANIONS.get((place.noun, place.member), ())
    return [place, *(Place(place.object, f"/{name}") for name in others)]


def replaced(value: Any, way: str, *, text: str, object_id: str) -> Any:
    """Return what stands in place of a value; of nothing, nothing."""
    if value is None:
        return None
    known: Mapping[str, Any] = {TEXT: text, DISTINCT: f"{text} ({object_id})", EMPTY: [], NULL: None}
    return dict.fromkeys(value, text) if way == EACH else known[way]


def words(value: Any) -> set[str]:
    """Return the texts in a value."""
    if isinstance(value, str):
        return {value} if value else set()
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return set().union(*map(words, inner))


@dataclass(slots=True)
class Marks:
    """What to look for in publications: members by the id of what shows them, parts that are gone, and copies.

    `texts` are verdicts and languages; `copies` are texts by the member that holds them, `told` those that sentences
    may repeat.
    """

    text: str
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    texts: set[tuple[str, str]] = field(default_factory=set)
    copies: dict[str, set[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def add(self, place: Place, former: Iterable[Any]) -> None:
        """Look for a field, whose `former` values are all that it ever held, and for what was taken from it."""
        if place.is_reason:
            return
        if place.key is None:
            self.members.setdefault(place.object_id, {}).update(place.ways or {})
        elif place.member == "texts":
            self.texts.add((place.object_id, place.key))
        elif place.ways is None:
            self.gone.add(place.key)
        else:
            self.members.setdefault(place.key, {}).update(place.ways)
        found = words(list(former))
        self.told |= {word for word in found if len(word) > 2 and place.ways is None}
        for name in COPIES.get((place.noun, place.member), ()):
            self.copies.setdefault(name, set()).update(found)

    @property
    def ids(self) -> frozenset[str]:
        """What a publication has to name for any of it to be there."""
        return frozenset({*self.members, *self.gone, *(verdict_id for verdict_id, _ in self.texts)})


def cleansed(node: Any, marks: Marks) -> Any:
    """Return a publication's content without what is marked."""
    if isinstance(node, list):
        return [cleansed(item, marks) for item in node if not _is_gone(item, marks)]
    if not isinstance(node, Mapping):
        return node
    ways = marks.members.get(str(node.get("id")), {})
    return {name: _member(node, name, ways=ways, marks=marks) for name in node}


def _is_gone(item: Any, marks: Marks) -> bool:
    return isinstance(item, Mapping) and item.get("id") in marks.gone


def _member(node: Mapping[str, Any], name: str, *, ways: Ways, marks: Marks) -> Any:
    value = node[name]
    if name in ways:
        return replaced(value, ways[name], text=marks.text, object_id=str(node["id"]))
    if name == "texts" and isinstance(value, list):
        value = [_text(str(node.get("id")), item, marks) for item in value]
    copied = marks.copies.get(name, set())
    if isinstance(value, list):
        return cleansed([item for item in value if not (isinstance(item, str) and item in copied)], marks)
    if isinstance(value, str):
        return _phrase(name, value, copied=copied, marks=marks)
    return cleansed(value, marks)


def _text(verdict_id: str, item: Mapping[str, Any], marks: Marks) -> Mapping[str, Any]:
    if (verdict_id, item["language"]) not in marks.texts:
        return item
    return {name: value if name == "language" or value is None else marks.text for name, value in item.items()}


def _phrase(name: str, value: str, *, copied: set[str], marks: Marks) -> str:
    if value in copied:
        return marks.text
    if name != "detail":
        return value
    # The gate's sentences quote what they are about.
    for word in sorted(marks.told, key=len, reverse=True):
        value = value.replace(word, marks.text)
    return value
