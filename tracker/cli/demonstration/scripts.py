"""What the demonstration plays, as written in the files beside this one: bodies of the API, and who sends them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).parent
INVENTED = {"publisher": "Demonstration data", "language": "en"}

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One deed on a claim: who does it, which deed, and its body as the API takes it, but for references."""

    by: str
    deed: str
    body: Body


@dataclass(frozen=True, slots=True)
class Script:
    """A claim as a checker logs it, and what happens to it then."""

    name: str
    claim: Body
    acts: Sequence[Act]


def scripts() -> list[Script]:
    """Return the script of each claim, in the order in which they are logged."""
    return [_script(path) for path in sorted((CONTENT / "claims").glob("*.yaml"))]


def scale() -> Body:
    """Return the rating scale."""
    return _read(CONTENT / "scale.yaml")


def article() -> Body:
    """Return the source that every claim is taken from."""
    found: Body = _read(CONTENT / "sources.yaml")["article"]
    return found


def invented() -> list[Body]:
    """Return the sources that exist in the demonstration only, marked as such."""
    return [source | INVENTED for source in _read(CONTENT / "sources.yaml")["invented"]]


def _script(path: Path) -> Script:
    content = _read(path)
    return Script(path.stem, content["claim"], [_act(dict(act)) for act in content["acts"]])


def _act(act: dict[str, Any]) -> Act:
    by = act.pop("by")
    [(deed, body)] = act.items()
    return Act(by, deed, body)


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
