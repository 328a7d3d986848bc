"""A post as people copy it, read as a sentence: links, tags, emoji and the line that signs it told apart."""

import re
from dataclasses import dataclass

LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/|t\.co/)\S+", re.IGNORECASE)
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
DATE = rf"(?:(?:{MONTHS})\b\.?|\d{{1,2}},|\d{{4}}$)(?:\s+(?:\d{{1,2}},|\d{{4}}))*"
# "— Author (@name) 5 March 2020" or "— Author (@name) March 5, 2020", as an embedded post is copied; or cut short.
SIGNATURE = re.compile(
    r"\s*[—–]\s*(?P<author>[^—–()]{0,80}?)\s*\(@(?P<handle>\w{1,30})\)\s*"
    r"(?P<date>(?:[A-Z]{3,9}\.? \d{1,2}, \d{4}|\d{1,2}\.? [A-Z]{3,9}\.? \d{4}|\d{4}-\d\d-\d\d|" + DATE + r"$)?)",
    re.IGNORECASE,
)
# What is left of a signature where words were lost: at the end, with a dash or the name in brackets, and mostly a date.
REMNANT = re.compile(
    rf"\s*(?:[—–]\s*(?P<author>[^—–()]{{0,60}}?)\s*(?:\(@(?P<handle>\w{{1,30}})\)\s*(?P<date>(?:{DATE})?)|(?P<only>{DATE}))"
    rf"|\(@(?P<bare>\w{{1,30}})\)\s*(?P<after>(?:{DATE})?))$",
    re.IGNORECASE,
)
TAG = re.compile(r"[#@](\w+)")
JOINED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|_+")
# What is neither a letter, a digit, a sign of punctuation that reads aloud nor space: emoji, dingbats, arrows, joiners.
PICTURE = re.compile(
    "[\u200b-\u200f\u2060\u2190-\u21ff\u2300-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e007f]+"
)
SPACE = re.compile(r"\s+")
DAY = re.compile(r"\b\d{1,2}\b")


@dataclass(frozen=True)
class Post:
    """What a post says, and who signed it in which month, where it is signed."""

    text: str
    author: str = ""
    month: str = ""


def read_post(text: str) -> Post:
    """Return a post's words without its links and pictures, its hashtags as words, and its signature apart."""
    signature = SIGNATURE.search(text)
    if signature is None:
        return _without_remnant(LINK.sub(" ", text).strip())
    date = signature["date"]
    return Post(
        _plain(LINK.sub(" ", SIGNATURE.sub(" ", text))),
        author=_plain(f"{signature['author']} {_split(signature['handle'])}"),
        month=_month(date),
    )


def _without_remnant(text: str) -> Post:
    found = REMNANT.search(text)
    if found is None:
        return Post(_plain(text))
    parts = found.groupdict(default="")
    author = f"{parts['author']} {_split(parts['handle'] or parts['bare'])}"
    month = _month(parts["date"] or parts["only"] or parts["after"])
    return Post(_plain(text[: found.start()]), author=_plain(author), month=month)


def _month(date: str) -> str:
    return _plain(DAY.sub(" ", date).replace(",", " "))


def _plain(text: str) -> str:
    return SPACE.sub(" ", PICTURE.sub(" ", TAG.sub(_spoken, text))).strip()


def _spoken(tag: re.Match[str]) -> str:
    parts = _split(tag[1])
    return f" {parts} " if parts == tag[1] else f" {parts} {tag[1]} "


def _split(joined: str) -> str:
    return JOINED.sub(" ", joined).strip()
