"""Names as they stand in addresses."""

import re
import unicodedata


def of(name: str) -> str:
    """Return a name in lower-case ASCII letters, digits and single hyphens; empty where it has none of them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
