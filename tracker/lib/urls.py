"""Web addresses: which text is one, and which of them mean the same page."""

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import urlsplit, urlunsplit

from url_normalize import url_normalize

MAX_LENGTH = 2048

# Letters of hosts beyond ASCII leave out whatever compatibility mapping could turn into a delimiter.
_LETTERS = r"0-9A-Za-z\u00c0-\u024f\u0370-\u037d\u037f-\u167f\u1681-\u1fbc\u1fc2-\u1fcc\u3041-\u31ff\u3400-\ud7ff"
_LABEL = f"[{_LETTERS}]([{_LETTERS}_-]{{0,61}}[{_LETTERS}])?"
_PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
# White space, controls, invisible marks of direction, and what delimits an address in text and HTML.
_NEVER = r'\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff"<>\\`'

PATTERN = rf"^https?://{_LABEL}(\.{_LABEL})*(:{_PORT})?([/?#][^{_NEVER}]*)?$"

# Names that say how a reader came to a page and never which page it is.
_TRACKING = """
    _ga _gl _hsenc _hsmi cmpid cvid dclid dm_i ef_id epik fb_action_ids fb_action_types fb_ref fb_source fbclid
    gad_campaignid gad_source gbraid gclid gclsrc gs_l hsctatracking icid igsh igshid li_fat_id mc_cid mc_eid mkt_tok
    ml_subscriber ml_subscriber_hash msclkid ncid oly_anon_id oly_enc_id rb_clickid s_cid s_kwcid smid spm srsltid
    ttclid twclid vero_conv vero_id wbraid wickedid wt_mc xtor yclid ymclid
    pk_campaign pk_cid pk_content pk_keyword pk_kwd pk_medium pk_source
"""
TRACKING = frozenset(_TRACKING.split())
TRACKING_PREFIXES = ("utm_", "mtm_", "matomo_", "piwik_", "hsa_")

_WEB_URL = re.compile(PATTERN)
# Addresses in which there is nothing to clean.
_CLEAN = re.compile(r"https?://[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+(/[A-Za-z0-9_-]+)*/?")
_CAPITAL = re.compile("[A-Z]")
_DEFAULT_PORT = re.compile(":(80|443)$")


def is_web_url(text: str) -> bool:
    """Tell whether text is an http or https address of at most 2048 characters, as PATTERN tells it.

    Never one are addresses with credentials, white space, control characters or an IPv6 literal.
    """
    return len(text) <= MAX_LENGTH and _WEB_URL.fullmatch(text) is not None


@lru_cache(1024)
def normalize(url: str) -> str:
    """Return the form that addresses of the same page share, to compare and never to fetch.

    http is seen as https; fragment, tracking parameters and default ports are dropped; `www.` is kept.
    Normalizing twice changes nothing. Raises ValueError for what is no web address.
    """
    if not is_web_url(url):
        raise ValueError("not a web address")
    bare = url.partition("#")[0]
    parts = urlsplit(_cleaned(bare))
    query = "&".join(pair for pair in parts.query.split("&") if not _is_tracking(pair))
    return urlunsplit(("https", _DEFAULT_PORT.sub("", parts.netloc), parts.path or "/", query, ""))


def host(url: str) -> str:
    """Return the host of a web address in lower case, without its port, in ASCII where IDNA allows."""
    return urlsplit(normalize(url)).netloc.partition(":")[0]


def is_within(host: str, site_host: str) -> bool:
    """Tell whether a host is a site's host or a subdomain of it."""
    inner, outer = host.lower(), site_host.lower()
    return inner == outer or inner.endswith("." + outer)


def _cleaned(url: str) -> str:
    if _CLEAN.fullmatch(url):
        return url
    # A host that IDNA refuses or maps to what is no host is left as given, as is what grows too long.
    try:
        cleaned = url_normalize(url) or url
    except ValueError:
        return _lowered(url)
    return cleaned if is_web_url(cleaned) else _lowered(url)


def _lowered(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=_CAPITAL.sub(lambda letter: letter[0].lower(), parts.netloc)))


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def digest(url: str) -> str:
    """Return the SHA-256 of the normalized address, short enough to be indexed whatever the address."""
    return sha256(normalize(url).encode()).hexdigest()
