"""Plays the scripts through the same deeds as everyone's work, and goes on where an earlier run was interrupted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tracker.api.plumbing import parsing
from tracker.cli.demonstration import scripts
from tracker.cli.demonstration.newsroom import WHOLE, Newsroom, known_as
from tracker.cli.demonstration.scripts import Body, Script
from tracker.config import Config
from tracker.domain.actors import Actor
from tracker.domain.workflow import Move
from tracker.lib.file_store import FileStore
from tracker.schemas.claims import ClaimIn
from tracker.schemas.evidence import EvidenceIn, WithdrawalIn
from tracker.schemas.measures import ObservationIn
from tracker.schemas.outreach import CommentIn, OutreachIn
from tracker.schemas.sources import SourceIn
from tracker.schemas.steps import StepIn
from tracker.schemas.verdicts import VerdictIn, VerdictPatch, WaiverIn
from tracker.services import (
    captures,
    claims,
    comments,
    evidence,
    finding,
    history,
    outreach,
    sources,
    verdicts,
    workflow,
)  # fmt: skip
from tracker.services.captures import Upload

Progress = Callable[[str, int, int], None]
TASK = "Playing the demonstration"


@dataclass(slots=True)
class Stage:
    """Where the scripts are played: by whom, with which captures by address, on which claims by script."""

    room: Newsroom
    settings: Config
    captured: dict[str, str] = field(default_factory=dict)
    claim_ids: dict[str, str] = field(default_factory=dict)

    @property
    def checker(self) -> Actor:
        """Who logs the claims, and looks at how far each has come."""
        return self.room.people["checker"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One claim on the stage."""

    stage: Stage
    claim_id: str

    def evidence(self) -> Sequence[Mapping[str, Any]]:
        """Return the claim's evidence, oldest first."""
        return evidence.page(self.stage.checker, self.claim_id, WHOLE).items[::-1]

    def verdicts(self) -> Sequence[Mapping[str, Any]]:
        """Return the claim's verdicts, the newest first."""
        return verdicts.page(self.stage.checker, self.claim_id, WHOLE).items

    def cited(self) -> list[str]:
        """Return the ids of the evidence that is not withdrawn."""
        return [item["id"] for item in self.evidence() if item["withdrawn_at"] is None]


@dataclass(frozen=True, slots=True)
class Deed:
    """How an act is done, and how many of its sort a claim has seen: what an earlier run did is not done again."""

    do: Callable[[Scene, Actor, Body], object]
    count: Callable[[Scene], int]


def play(room: Newsroom, settings: Config, show: Progress) -> Mapping[str, str]:
    """Play every script to its end, and return the claims' ids by the scripts' names.

    `show` is called after each act with a title, how many there have been, and how many there are.
    """
    stage = Stage(room, settings)
    wanted = scripts.scripts()
    total = sum(len(script.acts) for script in wanted)
    _collect_sources(stage)
    for done, _ in enumerate(_acts(stage, wanted), 1):
        show(TASK, done, total)
    return stage.claim_ids


def _collect_sources(stage: Stage) -> None:
    sources.add(stage.checker, parsing.load(SourceIn(), scripts.article()))
    for source in scripts.invented():
        view, _ = sources.add(stage.checker, parsing.load(SourceIn(), source))
        kept = captures.of_source(stage.checker, view["id"])
        stage.captured[source["url"]] = kept[0].id if kept else _capture(stage, view)


def _capture(stage: Stage, source: Mapping[str, Any]) -> str:
    text = f"{source['title']}\n{source['url']}\n\nThis file stands for the source as it was when it was cited.\n"
    upload = Upload(filename="demonstration.txt", stream=BytesIO(text.encode()))
    store, limit = FileStore(stage.settings.files_dir), stage.settings.max_upload
    capture_id: str = captures.add(stage.checker, source["id"], upload, store=store, limit=limit).id
    return capture_id


def _acts(stage: Stage, wanted: Sequence[Script]) -> Iterator[None]:
    texts = [script.claim["text"] for script in wanted]
    known = known_as(stage.room.people["auditor"], kind="claim.opened", field="text", names=texts)
    for script in wanted:
        stage.claim_ids[script.name] = known.get(script.claim["text"]) or _log(stage, script)
        yield from _go_on(Scene(stage, stage.claim_ids[script.name]), script)


def _log(stage: Stage, script: Script) -> str:
    claim_id: str = claims.open_claim(stage.checker, parsing.load(ClaimIn(), script.claim))["id"]
    return claim_id


def _go_on(scene: Scene, script: Script) -> Iterator[None]:
    # The acts of a script are done in order, so how many of each sort there are tells how far it has come.
    seen = {deed: DEEDS[deed].count(scene) for deed in sorted({act.deed for act in script.acts})}
    for act in script.acts:
        if seen[act.deed] > 0:
            seen[act.deed] -= 1
        else:
            DEEDS[act.deed].do(scene, scene.stage.room.people[act.by], act.body)
        yield


def _attach(scene: Scene, actor: Actor, body: Body) -> None:
    captured = scene.stage.captured.get(body["source"]["url"])
    evidence.add(actor, scene.claim_id, parsing.load(EvidenceIn(), {**body, "capture_id": captured}))


def _revise_figure(scene: Scene, actor: Actor, body: Body) -> None:
    revised = scene.evidence()[body["of"] - 1]
    figure = {name: value for name, value in body.items() if name != "of"}
    old = revised["observations"][-1].id
    evidence.observe(actor, revised["id"], parsing.load(ObservationIn(), figure | {"supersedes_id": old}))


def _withdraw(scene: Scene, actor: Actor, body: Body) -> None:
    given = parsing.load(WithdrawalIn(), {"reason": body["reason"]})
    evidence.withdraw(actor, scene.evidence()[body["of"] - 1]["id"], reason=given["reason"])


def _propose(scene: Scene, actor: Actor, body: Body) -> None:
    references = {"scale_id": scene.stage.room.scale_id, "evidence_ids": scene.cited()}
    verdicts.propose(actor, scene.claim_id, parsing.load(VerdictIn(), {**body, **references}))


def _rewrite(scene: Scene, actor: Actor, body: Body) -> None:
    changes = parsing.load(VerdictPatch(), {**body, "evidence_ids": scene.cited()})
    verdicts.revise(actor, scene.verdicts()[0]["id"], changes, expected=finding.ANY)


def _waive(scene: Scene, actor: Actor, body: Body) -> None:
    given = parsing.load(WaiverIn(), body)
    verdicts.waive(actor, scene.claim_id, rule=given["rule"], reason=given["reason"])


def _reach_out(scene: Scene, actor: Actor, body: Body) -> None:
    outreach.add(actor, scene.claim_id, parsing.load(OutreachIn(), body))


def _comment(scene: Scene, actor: Actor, body: Body) -> None:
    comments.add(actor, scene.claim_id, parsing.load(CommentIn(), body)["text"])


def _take_step(scene: Scene, actor: Actor, body: Body) -> None:
    into = {"into": scene.stage.claim_ids[body["into"]]} if "into" in body else {}
    move = Move(**parsing.load(StepIn(), {**body, **into}))
    workflow.take(actor, scene.claim_id, move, expected=finding.ANY, public_url=scene.stage.settings.public_url)


def _revised_figures(scene: Scene) -> int:
    return sum(seen.supersedes_id is not None for item in scene.evidence() for seen in item["observations"])


def _rewritings(scene: Scene) -> int:
    kinds = [
        entry["kind"]
        for verdict in scene.verdicts()
        for entry in history.of(scene.stage.checker, "verdict", verdict["id"], window=WHOLE).items
    ]
    return kinds.count("verdict.revised")


DEEDS: Mapping[str, Deed] = {
    "evidence": Deed(_attach, lambda scene: len(scene.evidence())),
    "revision": Deed(_revise_figure, _revised_figures),
    "withdrawal": Deed(_withdraw, lambda scene: len(scene.evidence()) - len(scene.cited())),
    "verdict": Deed(_propose, lambda scene: len(scene.verdicts())),
    "rewrite": Deed(_rewrite, _rewritings),
    "waiver": Deed(_waive, lambda scene: sum(len(verdict["waivers"]) for verdict in scene.verdicts())),
    "outreach": Deed(_reach_out, lambda scene: len(outreach.page(scene.stage.checker, scene.claim_id, WHOLE).items)),
    "comment": Deed(_comment, lambda scene: len(comments.page(scene.stage.checker, scene.claim_id, WHOLE).items)),
    "step": Deed(_take_step, lambda scene: len(workflow.taken(scene.stage.checker, scene.claim_id, WHOLE).items)),
}
