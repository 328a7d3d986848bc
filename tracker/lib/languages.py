"""Language tags: the part of BCP 47 that texts are written in (language, script, region)."""

import re

import langcodes

PATTERN = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"

_TAG = re.compile(PATTERN)
_REGION = re.compile("-([A-Z]{2}|[0-9]{3})$")


def is_tag(text: str) -> bool:
    """Tell whether text is a language tag in its usual case, exactly as PATTERN tells it."""
    return _TAG.fullmatch(text) is not None


def canonical(text: str) -> str:
    """Return the preferred form of a language tag written in any case, with hyphens or underscores.

    Retired codes become those in use (`iw` is `he`) and a script that goes without saying is dropped
    (`en-Latn` is `en`). Raises ValueError for what is no tag of language, script and region.
    """
    try:
        tag = langcodes.standardize_tag(text)
    except ValueError as error:
        raise ValueError("not a language tag") from error
    if not is_tag(tag):
        raise ValueError("not a tag of language, script and region")
    return tag


def without_region(tag: str) -> str:
    """Return a canonical tag with its language and script alone."""
    return _REGION.sub("", tag)
