"""Plots as SVG, written by hand: bars of ratios, and lines of growth on two logarithmic axes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import log10

WIDTH, ROW, LEFT, RIGHT, TOP = 760, 26, 220, 110, 48
HEIGHT = 420
COLOURS = ("#2a6f97", "#bc4c00", "#1a7f37", "#8250df", "#9a6700", "#57606a")
STYLE = "font-family='system-ui, sans-serif' font-size='13' fill='#1f2328'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A median with the range over rounds, and the floor that belongs to it, if any."""

    name: str
    values: Sequence[float]
    floor: float | None = None


def bars(title: str, entries: Sequence[Bar]) -> str:
    """Return horizontal bars; a thin line shows the range, a red mark the floor."""
    most = max(max(*entry.values, entry.floor or 0) for entry in entries)
    room = WIDTH - LEFT - RIGHT
    lines = [_text(12, 26, title, weight=600)]
    for place, entry in enumerate(entries):
        y = TOP + place * ROW
        low, high, middle = min(entry.values), max(entry.values), sorted(entry.values)[len(entry.values) // 2]
        lines += [
            _text(LEFT - 8, y + 13, entry.name, anchor="end"),
            f"<rect x='{LEFT}' y='{y}' width='{middle / most * room:.1f}' height='16' fill='{COLOURS[0]}'/>",
            _line(LEFT + low / most * room, y + 8, LEFT + high / most * room, y + 8),
            _text(LEFT + high / most * room + 8, y + 13, f"{middle:.2f} ({low:.2f}–{high:.2f})"),
        ]
        if entry.floor is not None:
            x = LEFT + entry.floor / most * room
            lines.append(
                f"<line x1='{x:.1f}' y1='{y - 3}' x2='{x:.1f}' y2='{y + 19}' stroke='#b42318' stroke-width='2'/>"
            )
    return _picture(lines, TOP + len(entries) * ROW + 12, title)


def growth(title: str, series: Mapping[str, Mapping[int, float]], *, unit: str) -> str:
    """Return lines of a cost by the number of claims, both axes logarithmic."""
    sizes = sorted({size for points in series.values() for size in points})
    costs = [cost for points in series.values() for cost in points.values()]
    low, high = _decade(min(costs)), _decade(max(costs)) + 1
    across = _scale(log10(sizes[0]), log10(sizes[-1]), 70, WIDTH - 240)
    down = _scale(low, high, HEIGHT - 40, TOP)
    lines = [_text(12, 26, title, weight=600), _text(12, TOP - 4, unit)]
    for exponent in range(low, high + 1):
        lines += [_line(70, down(exponent), WIDTH - 240, down(exponent), "#d0d7de"),
                  _text(62, down(exponent) + 4, f"{10**exponent:g}", anchor="end")]  # fmt: skip
    lines += [_text(across(log10(size)), HEIGHT - 18, f"{size:,}", anchor="middle") for size in sizes]
    for place, (name, points) in enumerate(series.items()):
        colour = COLOURS[place % len(COLOURS)]
        dots = [(across(log10(size)), down(log10(cost))) for size, cost in sorted(points.items())]
        lines.append(f"<polyline fill='none' stroke='{colour}' stroke-width='2' points='{_points(dots)}'/>")
        lines += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3.5' fill='{colour}'/>" for x, y in dots]
        lines += [f"<rect x='{WIDTH - 225}' y='{TOP + place * 20}' width='12' height='12' fill='{colour}'/>",
                  _text(WIDTH - 207, TOP + 11 + place * 20, name)]  # fmt: skip
    return _picture(lines, HEIGHT, title)


def _scale(first: float, last: float, start: float, end: float):  # noqa: ANN202, PLR0917  # a function of numbers
    span = (last - first) or 1
    return lambda value: start + (value - first) / span * (end - start)


def _decade(value: float) -> int:
    exponent = 0
    while 10**exponent > value:
        exponent -= 1
    while 10 ** (exponent + 1) <= value:
        exponent += 1
    return exponent


def _points(dots: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: int = 400) -> str:
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}' font-weight='{weight}' {STYLE}>{escape(words)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str = "#1f2328") -> str:  # noqa: PLR0917  # two points
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' stroke='{colour}'/>"


def _picture(lines: Sequence[str], height: int, title: str) -> str:
    head = f"<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' role='img'>"
    ground = f"<title>{escape(title)}</title><rect width='100%' height='100%' fill='#ffffff'/>"
    return "\n".join([head, ground, *lines, "</svg>"]) + "\n"
