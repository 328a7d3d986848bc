"""What a page shows of sources, evidence and numbers."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from tracker.lib import plain_text, spoken_dates, urls
from tracker.web.public import wording

Part = Mapping[str, Any]
Shown = dict[str, Any]

LEVELS = frozenset(wording.LEVELS.values())
NOT_MEASURED: Part = {"superseded": False, "margin": "", "method": "", "released_on": "", "source": None, "of": ""}


def link(address: str | None) -> str | None:
    """Return an address that may stand in a link, or None for one that is no web address."""
    return address if address and urls.is_web_url(address) else None


def person(someone: Part | None) -> Shown | None:
    """Return a claimant with the first page that tells who it is."""
    if someone is None:
        return None
    pages = [page for page in someone["same_as"] if urls.is_web_url(page)]
    return {"name": plain_text.one_line(someone["name"]), "url": pages[0] if pages else None}


def source(cited: Part) -> Shown:
    """Return a source's name, address and details; of a protected one its public description alone."""
    if cited["protected"]:
        name = plain_text.one_line(cited["public_description"] or "A protected source")
        return {"protected": True, "name": name, "url": None, "language": None, "details": ["protected source"]}
    publisher, published = cited["publisher"], cited["published_on"]
    name = plain_text.one_line(cited["title"] or cited["public_description"] or cited["url"] or "Untitled source")
    details = [
        plain_text.one_line(publisher) if publisher else None,
        spoken_dates.day(published) if published else None,
        wording.LEVELS.get(cited["level"]),
    ]
    return {
        "protected": False,
        "name": name,
        "url": link(cited["url"]),
        "language": cited["language"],
        "details": [detail for detail in details if detail],
    }


def appearance(seen: Part) -> Shown:
    """Return one place where the claim was seen."""
    shown = source(seen["source"])
    place = "" if shown["protected"] else wording.place_in_source(seen["locator"])
    return shown | {
        "details": [detail for detail in shown["details"] if detail not in LEVELS],
        "role": "First seen in" if seen["first"] else wording.ROLES.get(seen["role"], "Seen in"),
        "place": place,
        "claimant": None if shown["protected"] else person(seen["claimant"]),
        "made_on": spoken_dates.day(seen["made_on"]) if seen["made_on"] else None,
        "wording": None if shown["protected"] else plain_text.one_line(seen["wording"] or ""),
        "wording_language": seen["language"],
    }


def groups(evidence: Sequence[Part], *, where: tzinfo) -> list[Shown]:
    """Return the evidence by the way it points, what was withdrawn last in its group."""
    found = []
    for stance, heading in wording.STANCES.items():
        items = sorted((item for item in evidence if item["stance"] == stance), key=lambda item: item["withdrawn"])
        if items:
            found.append({"stance": stance, "heading": heading, "items": [_item(item, where) for item in items]})
    return found


def figures(quantities: Sequence[Part], evidence: Sequence[Part]) -> list[Shown]:
    """Return each number of the claim with what was measured of the same metric, then what was measured besides."""
    measured = [(seen, item["source"]) for item in evidence if not item["withdrawn"] for seen in item["observations"]]
    superseded = {seen["supersedes_id"] for seen, _ in measured}
    shown = [(_metric(seen), _measured(seen, cited, superseded)) for seen, cited in measured]
    shown.sort(key=lambda pair: pair[1]["superseded"])
    claimed = [_claimed(quantity, shown) for quantity in quantities]
    asked = {_metric(quantity) for quantity in quantities}
    besides = [figure | {"of": metric} for metric, figure in shown if metric not in asked]
    return claimed + ([{"name": "Also measured", "definition": None, "figures": besides}] if besides else [])


def _item(item: Part, where: tzinfo) -> Shown:
    shown = source(item["source"])
    is_open = not shown["protected"]
    return {
        "source": shown,
        "excerpt": wording.paragraphs(item["excerpt"]),
        "place": wording.place_in_source(item["locator"]) if is_open else "",
        "note": wording.paragraphs(item["note"]),
        "disclosure": plain_text.one_line(item["source"]["disclosure"] or "") if is_open else "",
        "origin": _origin(item) if is_open else None,
        "capture": _capture(item["capture"], where) if is_open else None,
        "withdrawn": item["withdrawn"],
    }


def _origin(item: Part) -> str | None:
    origin = item["origin"] or item["source"]["origin"]
    if origin is None or origin["name"] == item["source"]["publisher"]:
        return None
    return plain_text.one_line(origin["name"])


def _capture(capture: Part | None, where: tzinfo) -> Shown | None:
    if capture is None:
        return None
    return {"digest": capture["digest"], "captured_at": spoken_dates.moment(capture["captured_at"], where)}


def _claimed(quantity: Part, shown: Sequence[tuple[str, Shown]]) -> Shown:
    metric = _metric(quantity)
    measured = [figure for name, figure in shown if name == metric]
    return {
        "name": plain_text.one_line(quantity["metric"]),
        "definition": plain_text.one_line(quantity["definition"] or ""),
        "figures": [{**NOT_MEASURED, **_figure(quantity), "role": "claimed"}, *measured],
    }


def _measured(seen: Part, cited: Part, superseded: set[str | None]) -> Shown:
    margin = seen["margin"]
    return _figure(seen) | {
        "role": "measured",
        "of": None,
        "superseded": seen["id"] in superseded,
        "margin": f"± {wording.number(margin)}" if margin else None,
        "method": plain_text.one_line(seen["method"] or ""),
        "released_on": spoken_dates.day(seen["released_on"]) if seen["released_on"] else None,
        "source": source(cited),
    }


def _figure(quantity: Part) -> Shown:
    period = quantity["period"] or {}
    details = [_period(period), quantity["place"], quantity["population"]]
    return {
        "amount": wording.amount(quantity),
        "details": [plain_text.one_line(detail) for detail in details if detail],
        "wording": plain_text.one_line(quantity["wording"] or ""),
    }


def _period(period: Part) -> str | None:
    if period.get("label"):
        return str(period["label"])
    ends = [spoken_dates.day(period[end]) for end in ("from", "to") if period.get(end)]
    return " to ".join(dict.fromkeys(ends)) or None


def _metric(quantity: Part) -> str:
    return plain_text.one_line(quantity["metric"]).casefold()
