"""What a number must keep to be one: it is there, and its ends and those of its period are in their order."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tracker.errors import Fault, fault
from tracker.lib import partial_dates


def faults(figure: Mapping[str, Any], *, pointer: str = "") -> Iterator[Fault]:
    """Yield what makes a quantity or an observation impossible; `pointer` is where it stands in the body."""
    lower, upper = figure.get("lower"), figure.get("upper")
    ends = {"lower": lower, "upper": upper}
    if figure.get("comparator") == "between" and None in ends.values():
        yield from (fault(f"{pointer}/{name}", "required", "Give it where comparator is between.")
                    for name, end in ends.items() if end is None)  # fmt: skip
    elif figure.get("value") is None and None in ends.values():
        yield fault(f"{pointer}/value", "required", "Give a value, or lower and upper.")
    if lower is not None and upper is not None and Decimal(lower) > Decimal(upper):
        yield fault(f"{pointer}/upper", "order", "This is less than lower.")
    yield from _of_period(figure.get("period"), f"{pointer}/period")


def _of_period(period: Mapping[str, Any] | None, pointer: str) -> Iterator[Fault]:
    if not period:
        return
    first, last = period.get("from"), period.get("to")
    if not period.get("label") and not first:
        yield fault(pointer, "required", "A period has a label or a beginning.")
    if first and last and partial_dates.parse(first).start > partial_dates.parse(last).end:
        yield fault(f"{pointer}/to", "order", "This is before from.")
