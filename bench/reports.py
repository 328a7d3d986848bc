"""What a run found: figures beside their goals, as a table, as JSON and as plots."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bench import load, plots, targets
from bench.clones import PUBLISHED_SHARE
from bench.goals import GOALS, Figure, Goal, judge, reaches_aim
from bench.ledger import Ledger
from bench.places import README, RESULTS
from bench.plots import Bar
from bench.reading import Measured
from bench.resources import Resources
from bench.writing import Written

TABLE = re.compile(r"(<!-- results -->\n).*?(<!-- end of results -->)", re.DOTALL)


@dataclass(kw_only=True)
class Results:
    """All that a run measured.

    In the place of the anchor stand our feed for `peers`, which are by name, our own answers for what was asked of
    Directus `uncached`, and quiet rounds for what was `busy`.
    """

    extent: str
    machine: str
    reading: list[Measured] = field(default_factory=list)
    growing: list[Measured] = field(default_factory=list)
    busy: list[Measured] = field(default_factory=list)
    writing: list[Written] = field(default_factory=list)
    peers: dict[str, Measured] = field(default_factory=dict)
    uncached: list[Measured] = field(default_factory=list)
    versions: dict[str, Mapping[str, str]] = field(default_factory=dict)
    resources: Resources | None = None
    ledger: Ledger | None = None
    receipts: Sequence[float] = ()
    webhooks: Sequence[float] = ()

    @property
    def noise(self) -> float:
        """How much of the servers' core other work took, in the median round."""
        shares = sorted(r.others for m in (*self.reading, *self.growing) for r in (*m.rounds, *m.anchors))
        return shares[len(shares) // 2]


def figures(results: Results) -> dict[tuple[str, str], Figure]:
    """Return what the goals speak of, by database and name."""
    found = {
        (m.database, m.name): Figure(name=m.name, values=m.ratios, utilisation=_utilisation(m)) for m in results.reading
    }
    for written in results.writing:
        found[written.database, "create"] = Figure(name="create", values=written.ratios)
        found[written.database, "p99/p50 of 16 writers"] = Figure(name="p99/p50 of 16 writers", values=written.spreads)
    for name, points in _growth(results).items():
        smallest, largest = points[min(points)], points[max(points)]
        if len(points) > 1:
            # The extremes of what the rounds allow, and between them the quotient of the medians.
            values = [min(largest) / max(smallest), _middle(largest) / _middle(smallest), max(largest) / min(smallest)]
            found["sqlite", f"growth: {name}"] = Figure(name=f"growth: {name}", values=values)
    if results.resources:
        found["sqlite", "memory"] = Figure(name="memory", values=results.resources.memory)
        found["sqlite", "start"] = Figure(name="start", values=results.resources.start)
    if results.receipts:
        slowest = sorted(results.receipts)[int(len(results.receipts) * 0.99)]
        name = "log: publication to receipt, p99"
        found["sqlite", name] = Figure(name=name, values=[slowest])
    return found | _beside_others(results) | ({} if results.ledger is None else _of_the_log(results.ledger))


def _beside_others(results: Results) -> dict[tuple[str, str], Figure]:
    found = {
        ("sqlite", f"{m.name}, {m.size // PUBLISHED_SHARE:,} published"): Figure(name=m.name, values=m.ratios)
        for m in results.busy
    }
    for name, measured in results.peers.items():
        found["sqlite", f"feed against {name}"] = Figure(name=name, values=[1 / ratio for ratio in measured.ratios])
    for m in results.uncached:
        found[m.database, m.name] = Figure(name=m.name, values=[1 / ratio for ratio in m.ratios])
    return found


def _of_the_log(ledger: Ledger) -> dict[tuple[str, str], Figure]:
    shown = {
        "log: tree and entries verified": ledger.tree,
        "log: every field verified": ledger.fields,
        "log: memory of verification": [max(ledger.memory)],
        "log: inclusion proof, p99": ledger.proof_milliseconds,
        "log: growth of a proof": ledger.proof_growth,
        "log: single durable append": ledger.append,
        "log: single durable append, beside one row": ledger.append_beside_a_row,
        "log: bulk append": [ledger.bulk_per_second],
    }
    return {("sqlite", name): Figure(name=name, values=values) for name, values in shown.items()}


def table(results: Results) -> str:
    """Return the report as Markdown."""
    known = figures(results)
    lines = [
        _heading(results),
        "",
        "| figure | median | over rounds | floor | aim | judgement |",
        "| --- | ---: | --- | ---: | ---: | --- |",
    ]
    goals = {goal.figure: goal for goal in GOALS}
    for (database, name), figure in known.items():
        lines.append(_row(f"{name}, {database}", figure, goals.get(name, goals.get(figure.name))))
    lines += ["", "| asked for | claims | bytes | requests/s | ready answer/s | CPU a request | ratio by CPU |",
              "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]  # fmt: skip
    beside = (*results.busy, *results.peers.values(), *results.uncached)
    lines += [_asked(measured) for measured in (*results.reading, *results.growing, *beside)]
    lines += [_written(written) for written in results.writing]
    return "\n".join(lines) + "\n"


def write(results: Results) -> Path:
    """Write JSON and plots, and after a full run the table in the README; return the JSON's path."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    told = RESULTS / f"{results.extent}.json"
    told.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")
    floors = {goal.figure: goal.floor for goal in GOALS}
    for database in {measured.database for measured in results.reading}:
        entries = [
            Bar(name=m.name, values=m.ratios, floor=floors.get(m.name))
            for m in results.reading
            if m.database == database
        ]
        picture = plots.bars(f"Requests a second, as a share of ready answers of the same size ({database})", entries)
        (RESULTS / f"{results.extent}-{database}.svg").write_text(picture, encoding="utf-8")
    grown = {
        name: {s: _middle(v) for s, v in points.items()} for name, points in _growth(results).items() if len(points) > 1
    }
    if grown:
        picture = plots.growth("Cost of a request by the number of claims (SQLite)", grown, unit="ready answers")
        (RESULTS / f"{results.extent}-growth.svg").write_text(picture, encoding="utf-8")
    if results.extent == "full" and README.exists():
        text = README.read_text(encoding="utf-8")
        README.write_text(TABLE.sub(lambda m: m[1] + table(results) + m[2], text), encoding="utf-8")
    return told


def _heading(results: Results) -> str:
    versions = "; ".join(f"{n} {v}" for found in results.versions.values() for n, v in found.items())
    told = [
        f"{results.machine}. Server: {targets.SERVER_NAME}, on one core; load: {load.TOOL},",
        f"{load.CONNECTIONS} connections, from another.",
        f"In the median round other work took {results.noise:.0%} of the server's core.",
    ]
    return " ".join([*told, f"Compared with: {versions}."] if versions else told)


def _growth(results: Results) -> dict[str, dict[int, list[float]]]:
    # In ready answers: how fast the machine is at the moment cancels out.
    found: dict[str, dict[int, list[float]]] = {}
    for measured in results.growing:
        found.setdefault(measured.name, {})[measured.size] = [1 / ratio for ratio in measured.cpu_ratios]
    return found


def _row(name: str, figure: Figure, goal: Goal | None) -> str:
    low, high = min(figure.values), max(figure.values)
    shown = f"| {name} | {figure.middle:.2f} {goal.unit if goal else ''} | {low:.2f} – {high:.2f} |"
    if goal is None:
        return f"{shown} | | | |"
    aim = ", aim reached" if reaches_aim(goal, figure) else ""
    return f"{shown} {'≤' if goal.at_most else '≥'} {goal.floor:g} | {goal.aim:g} | {judge(goal, figure)}{aim} |"


def _asked(measured: Measured) -> str:
    mine, anchor = (_middle([r.rate for r in rounds]) for rounds in (measured.rounds, measured.anchors))
    cost, ratio = _middle([r.cpu_each for r in measured.rounds]), _middle(measured.cpu_ratios)
    size = f"{measured.bytes:,}" if measured.bytes else ""
    cells = (f"{measured.name}, {measured.database}", f"{measured.size:,}", size, f"{mine:,.0f}",
             f"{anchor:,.0f}", f"{cost * 1e6:,.0f} µs", f"{ratio:.2f}")  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _written(written: Written) -> str:
    mine, plain = _middle([r.rate for r in written.rounds]), _middle(written.raw)
    cost, wait = _middle([r.cpu_each for r in written.rounds]), _middle([r.p99 for r in written.rounds])
    name = f"create ({written.rows} rows, p99 {wait * 1000:.0f} ms), {written.database}"
    cells = (name, f"{written.size:,}", "", f"{mine:,.0f}", f"{plain:,.0f} (raw)", f"{cost * 1e6:,.0f} µs", "")
    return f"| {' | '.join(cells)} |"


def _utilisation(measured: Measured) -> float:
    return min(_middle([r.utilisation for r in rounds]) for rounds in (measured.rounds, measured.anchors))


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
