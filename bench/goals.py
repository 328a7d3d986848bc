"""The goals: a floor below which a release falls short, an aim, and a judgement that never takes noise for a pass."""

from collections.abc import Sequence
from dataclasses import dataclass

# Of its core, a server under a load that is no measure of it uses less.
FULL = 0.75
WIDE = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a figure must reach; `at_most` where less is better."""

    figure: str
    floor: float
    aim: float
    unit: str = "× bare Flask"
    at_most: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure over the rounds; `utilisation` of the server's core where the figure rests on a full one."""

    name: str
    values: Sequence[float]
    utilisation: float | None = None

    @property
    def middle(self) -> float:
        """The median."""
        return sorted(self.values)[len(self.values) // 2]


GOALS = (
    Goal(figure="feed, cached", floor=0.65, aim=2.5),
    Goal(figure="feed, 304", floor=0.85, aim=3.5),
    Goal(figure="feed, miss", floor=0.3, aim=0.9),
    Goal(figure="check as JSON, hot", floor=0.5, aim=2),
    Goal(figure="claim, cold", floor=0.25, aim=0.4),
    Goal(figure="list of 50, cold", floor=0.08, aim=0.15),
    Goal(figure="create", floor=0.2, aim=0.5, unit="× a raw transaction"),
    Goal(figure="p99/p50 of 16 writers", floor=4, aim=2, unit="", at_most=True),
    Goal(figure="growth: claim, cold", floor=1.6, aim=1.3, unit="× CPU", at_most=True),
    Goal(figure="growth: list of 50, cold", floor=1.6, aim=1.3, unit="× CPU", at_most=True),
    Goal(figure="growth: first page", floor=1.6, aim=1.3, unit="× CPU", at_most=True),
    Goal(figure="growth: page by state", floor=1.6, aim=1.3, unit="× CPU", at_most=True),
    Goal(figure="growth: page by topic and class", floor=1.6, aim=1.3, unit="× CPU", at_most=True),
    Goal(figure="growth: feed, miss", floor=1.6, aim=1.3, unit="× CPU", at_most=True),
    Goal(figure="feed, busy", floor=0.5, aim=0.8, unit="× its quiet rate"),
    Goal(figure="feed, filtered, busy", floor=0.5, aim=0.8, unit="× its quiet rate"),
    Goal(figure="memory", floor=90, aim=60, unit="MiB", at_most=True),
    Goal(figure="start", floor=1.5, aim=0.7, unit="s", at_most=True),
    Goal(figure="feed against Datasette", floor=5, aim=25, unit="× Datasette"),
    Goal(figure="feed against Directus", floor=10, aim=70, unit="× Directus"),
    Goal(figure="feed against Django REST framework", floor=20, aim=130, unit="× Django REST framework"),
    Goal(figure="feed, uncached, against Directus", floor=2.5, aim=5, unit="× Directus"),
    Goal(figure="claim, uncached, against Directus", floor=3, aim=5, unit="× Directus"),
    Goal(figure="create, uncached, against Directus", floor=1.5, aim=3, unit="× Directus"),
    Goal(figure="log: tree and entries verified", floor=5, aim=3, unit="× hashing the leaves", at_most=True),
    Goal(figure="log: memory of verification", floor=150, aim=100, unit="MiB", at_most=True),
    Goal(figure="log: inclusion proof, p99", floor=2, aim=1, unit="ms", at_most=True),
    Goal(figure="log: growth of a proof", floor=2, aim=1.5, unit="×", at_most=True),
    Goal(figure="log: publication to receipt, p99", floor=250, aim=100, unit="ms", at_most=True),
    Goal(figure="log: single durable append", floor=0.6, aim=0.8, unit="× a bare durable insert of its rows"),
)


def judge(goal: Goal, figure: Figure) -> str:
    """Return met, short or inconclusive; a goal falls short only where the whole range lies on the wrong side."""
    low, high = min(figure.values), max(figure.values)
    best, worst = (low, high) if goal.at_most else (high, low)
    if _misses(goal, best):
        return "short"
    too_idle = figure.utilisation is not None and figure.utilisation < FULL
    if _misses(goal, worst) or too_idle or (low > 0 and high / low > WIDE):
        return "inconclusive"
    return "met"


def reaches_aim(goal: Goal, figure: Figure) -> bool:
    """Tell whether the median reaches the aim."""
    return figure.middle <= goal.aim if goal.at_most else figure.middle >= goal.aim


def _misses(goal: Goal, value: float) -> bool:
    return value > goal.floor if goal.at_most else value < goal.floor
