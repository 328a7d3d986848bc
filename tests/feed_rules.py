"""What makes an Atom document, an RSS document or a JSON Feed one, rule by rule of its specification."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
# RFC 4287, 4.2.7.2, and RFC 5005, 3.
RELATIONS = {"alternate", "related", "self", "enclosure", "via", "next", "previous", "first", "last"}
TEXT_TYPES = {None, "text", "html"}
Faults = Iterator[str]


def atom(document: bytes) -> list[str]:
    """Return what is wrong with an Atom feed by RFC 4287; an empty list is a feed."""
    feed = ET.fromstring(document)
    if feed.tag != f"{ATOM}feed":
        return ["4.1.1: the document is no feed"]
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    faults = [*_container(feed), *(fault for entry in entries for fault in _entry(entry))]
    if len(set(ids)) != len(ids):
        faults.append("4.1.1: two entries have one id")
    if not all(_is_authored(entry) for entry in entries) and not _is_authored(feed):
        faults.append("4.1.1: there is an entry without an author")
    if len([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]) != 1:
        faults.append("4.1.1: the feed does not say where it is")
    return faults


def _container(element: Element) -> Faults:
    for name, check in {"id": _is_iri, "title": bool, "updated": _is_moment}.items():
        found = element.findall(f"{ATOM}{name}")
        if len(found) != 1 or not check(found[0].text or ""):
            yield f"4.2: {name} is not there once as it should be"
    yield from _texts(element)
    yield from _links(element)


def _entry(entry: Element) -> Faults:
    yield from _container(entry)
    for name in ("published", "summary", "content", "rights", "source"):
        if len(entry.findall(f"{ATOM}{name}")) > 1:
            yield f"4.1.2: {name} is there more than once"
    published, updated = entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated") or ""
    if published is not None and not (_is_moment(published) and published <= updated):
        yield "4.2.9: published is no moment before updated"
    yield from _authors(entry)
    if any(not category.get("term") for category in entry.findall(f"{ATOM}category")):
        yield "4.2.2.1: a category has no term"
    has_page = any(link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{ATOM}link"))
    if not has_page and entry.find(f"{ATOM}content") is None:
        yield "4.1.2: an entry has neither page nor content"


def _authors(entry: Element) -> Faults:
    for author in entry.findall(f"{ATOM}author"):
        if len(author.findall(f"{ATOM}name")) != 1 or not _all_iris(author.findall(f"{ATOM}uri")):
            yield "3.2: a person has one name, and an address that is one"


def _texts(element: Element) -> Faults:
    names = ("title", "summary", "content", "subtitle", "rights")
    for name, found in ((each, one) for each in names for one in element.findall(f"{ATOM}{each}")):
        if found.get("type") not in TEXT_TYPES or len(found):
            yield f"3.1.1: {name} is of another type or holds elements"


def _links(element: Element) -> Faults:
    links = element.findall(f"{ATOM}link")
    pages = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
    if len(set(pages)) != len(pages):
        yield "4.1: two alternates are of one type and language"
    for link in links:
        if not _is_iri(link.get("href", "")) or link.get("rel", "alternate") not in RELATIONS or link.text:
            yield f"4.2.7: the link {link.attrib} is none"


def _is_authored(element: Element) -> bool:
    return element.find(f"{ATOM}author") is not None


def _all_iris(elements: Sequence[Element]) -> bool:
    return all(_is_iri(element.text or "") for element in elements)


def _is_iri(text: str) -> bool:
    return bool(urlsplit(text).scheme) and not re.search(r"\s", text)


def _is_moment(text: str) -> bool:
    return bool(RFC3339.fullmatch(text) and datetime.fromisoformat(text))


def rss(document: bytes) -> list[str]:
    """Return what is wrong with a feed by RSS 2.0; an empty list is a feed."""
    channel = ET.fromstring(document).find("channel")
    if channel is None:
        return ["there is no channel"]
    items = channel.findall("item")
    faults = [f"the channel lacks {name}" for name in ("title", "link", "description") if not channel.findtext(name)]
    faults += [fault for item in items for fault in _item(item)]
    guids = [item.findtext("guid") for item in items]
    if len(set(guids)) != len(guids):
        faults.append("two items have one guid")
    if not RFC822.fullmatch(channel.findtext("lastBuildDate") or ""):
        faults.append("lastBuildDate is no moment of RFC 822")
    return faults


def _item(item: Element) -> Faults:
    for name in ("title", "link", "guid", "pubDate"):
        if len(item.findall(name)) != 1 or not item.findtext(name):
            yield f"an item lacks {name}, or has two"
    guid = item.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false":
        yield "a guid that is no address says so"
    date = item.findtext("pubDate") or ""
    if not RFC822.fullmatch(date) or not parsedate_to_datetime(date):
        yield "pubDate is no moment of RFC 822"


# Members of JSON Feed 1.1: what each must be where it is there.
FEED: dict[str, Callable[[Any], bool]] = {
    "version": lambda value: value == "https://jsonfeed.org/version/1.1",
    "title": lambda value: isinstance(value, str) and bool(value),
    "home_page_url": _is_iri, "feed_url": _is_iri, "next_url": _is_iri,
    "description": lambda value: isinstance(value, str), "items": lambda value: isinstance(value, list),
}  # fmt: skip
ITEM: dict[str, Callable[[Any], bool]] = {
    "id": _is_iri, "url": _is_iri, "date_published": _is_moment, "date_modified": _is_moment,
    "title": lambda value: isinstance(value, str), "content_html": lambda value: isinstance(value, str) and bool(value),
    "summary": lambda value: isinstance(value, str), "language": lambda value: bool(re.fullmatch(r"[\w-]+", value)),
    "authors": lambda value: all(author.keys() <= {"name", "url", "avatar"} and author for author in value),
    "tags": lambda value: all(isinstance(tag, str) for tag in value), "_tracker": lambda value: isinstance(value, dict),
}  # fmt: skip


def json_feed(feed: dict[str, Any]) -> list[str]:
    """Return what is wrong with a feed by JSON Feed 1.1; an empty list is a feed."""
    faults = [f"the feed lacks {name}" for name in ("version", "title", "items") if name not in feed]
    faults += [f"the feed's {name} is none" for name in feed if name not in FEED or not FEED[name](feed[name])]
    for item in feed.get("items", ()):
        faults += [f"an item's {name} is none" for name in item if name not in ITEM or not ITEM[name](item[name])]
        if "id" not in item or not ({"content_html", "content_text"} & item.keys()):
            faults.append("an item has no id or no content")
    ids = [item.get("id") for item in feed.get("items", ())]
    return faults + (["two items have one id"] if len(set(ids)) != len(ids) else [])
