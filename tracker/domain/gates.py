"""Publish gates: named rules with parameters, as data, and what each says of a dossier.

A dossier is a snapshot as it would be published, with `outreach_count`, the number of attempts to reach the claimant,
and `claimreview_errors`, what makes its ClaimReview invalid, each with `code`, `detail` and perhaps `pointer`. In a dry
run `approval_is_stale` says that what was approved has changed since.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Dossier = Mapping[str, Any]
Part = Mapping[str, Any]
Parameters = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RuleUse:
    """A rule as a policy uses it."""

    rule: str
    parameters: Parameters = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says: whether it is met, a sentence, and where in the dossier something is missing."""

    passed: bool
    detail: str
    pointer: str | None


_ALWAYS = (RuleUse("label_and_summary"), RuleUse("second_person_approved"))
_CLAIMREVIEW = (RuleUse("attribution_settled"), RuleUse("appearance_present"), RuleUse("claimreview_valid"))
_IFCN = (
    *_ALWAYS,
    RuleUse("evidence_cited", {"n": 2}),
    RuleUse("independent_origins", {"n": 2}),
    RuleUse("primary_source_or_stated"),
    RuleUse("both_sides_or_stated"),
    *_CLAIMREVIEW,
    RuleUse("selection_reason"),
    RuleUse("reply_sought_or_stated"),
)

GATES: Mapping[str, tuple[RuleUse, ...]] = {
    "minimal": (*_ALWAYS, RuleUse("evidence_cited", {"n": 1})),
    "google": (*_ALWAYS, RuleUse("evidence_cited", {"n": 1}), *_CLAIMREVIEW),
    "ifcn": _IFCN,
    "efcsn": (*_IFCN, RuleUse("sources_captured"), RuleUse("quantities_measured_or_stated")),
}
ATTRIBUTED: Mapping[str, str] = {
    "named": "It is said who made the claim.",
    "unnamed": "It is said that whoever made the claim is not named.",
    "none": "It is said that the claim is attributed to nobody.",
}
UNWAIVABLE = frozenset({"label_and_summary", "second_person_approved", "claimreview_valid"})


def report(policy: str, dossier: Dossier, waivers: Mapping[str, Part]) -> dict[str, Any]:
    """Return what a policy's gate says of a dossier: `policy`, `publishable`, and `rules` with their outcomes.

    `waivers` are by rule, each with `reason` and `by` (`id`, `name`). One does not count where the rule cannot be
    waived, or where whoever waived it has contributed to the verdict since.
    """
    rules = [_outcome(use, dossier, waivers.get(use.rule)) for use in GATES[policy]]
    return {"policy": policy, "publishable": all(rule["outcome"] != "fail" for rule in rules), "rules": rules}


def _outcome(use: RuleUse, dossier: Dossier, waiver: Part | None) -> dict[str, Any]:
    finding = RULES[use.rule](dossier, use.parameters)
    is_waived = not finding.passed and waiver is not None and _holds(use.rule, waiver, dossier)
    return {
        "rule": use.rule,
        "outcome": "pass" if finding.passed else "waived" if is_waived else "fail",
        "detail": finding.detail,
        "pointer": finding.pointer,
        "parameters": dict(use.parameters),
        "waiver": waiver if is_waived else None,
    }


def _holds(rule: str, waiver: Part, dossier: Dossier) -> bool:
    return rule not in UNWAIVABLE and (waiver["by"] or {}).get("id") not in _contributors(dossier)


def _label_and_summary(dossier: Dossier, _parameters: Parameters) -> Finding:
    texts = dossier["verdict"]["texts"]
    blank = [n for n, text in enumerate(texts) if not _is_said(text["summary"])]
    if not texts:
        return _missing("/verdict/texts", "The verdict has no text.")
    if blank:
        language = texts[blank[0]]["language"]
        return _missing(f"/verdict/texts/{blank[0]}/summary", f"The text in {language} has no summary.")
    return _met("The verdict has a label, and each of its texts a summary.")


def _second_person_approved(dossier: Dossier, _parameters: Parameters) -> Finding:
    approver = dossier["verdict"]["approved_by"]
    if approver is None:
        return _missing("/verdict/approved_by", "Nobody has approved the verdict yet.")
    if approver["id"] in _contributors(dossier):
        return _missing("/verdict/approved_by", "Whoever approved the verdict also wrote it.")
    if dossier.get("approval_is_stale"):
        return _missing("/verdict/approved_by", "What was approved has changed; send it back and approve it anew.")
    return _met("Somebody who did not write the verdict approved it.")


def _evidence_cited(dossier: Dossier, parameters: Parameters) -> Finding:
    count, wanted = len(_active(dossier)), parameters["n"]
    if count < wanted:
        return _missing("/evidence", f"Evidence cited and not withdrawn: {count}; needed: {wanted}.")
    return _met(f"Evidence cited and not withdrawn: {count}; needed: {wanted}.")


def _independent_origins(dossier: Dossier, parameters: Parameters) -> Finding:
    count, wanted = len(_origins(dossier)), parameters["n"]
    if count < wanted:
        return _missing("/evidence", f"Known origins, the claimant's own apart: {count}; needed: {wanted}.")
    return _met(f"Known origins, the claimant's own apart: {count}; needed: {wanted}.")


def _primary_source(dossier: Dossier) -> str | None:
    if any(item["source"]["level"] == "primary" for item in _active(dossier).values()):
        return None
    return "No cited evidence comes from a primary source"


def _both_sides(dossier: Dossier) -> str | None:
    stances = {item["stance"] for item in _active(dossier).values()}
    absent = [f"that {stance} the claim" for stance in ("supports", "refutes") if stance not in stances]
    return f"No evidence is cited {' or '.join(absent)}" if absent else None


def _reply_sought(dossier: Dossier) -> str | None:
    return None if dossier["outreach_count"] else "No attempt to reach the claimant is logged"


def _quantities_measured(dossier: Dossier) -> str | None:
    measured = {_folded(o["metric"]) for item in _active(dossier).values() for o in item["observations"]}
    absent = [q["metric"] for q in dossier["claim"]["quantities"] if _folded(q["metric"]) not in measured]
    return f"No cited evidence has an observation of the metric {', '.join(absent)}" if absent else None


def _attribution_settled(dossier: Dossier, _parameters: Parameters) -> Finding:
    claim = dossier["claim"]
    if claim["attribution"] == "named" and claim["claimant"] is None:
        return _missing("/claim/claimant", "Name who made the claim, or say that they are unnamed or none.")
    return _met(ATTRIBUTED[claim["attribution"]])


def _appearance_present(dossier: Dossier, _parameters: Parameters) -> Finding:
    if not dossier["claim"]["appearances"]:
        return _missing("/claim/appearances", "No source is named in which the claim appeared.")
    return _met("A source is named in which the claim appeared.")


def _claimreview_valid(dossier: Dossier, _parameters: Parameters) -> Finding:
    errors = dossier["claimreview_errors"]
    if errors:
        details = " ".join(f"{error['code']}: {error['detail']}" for error in errors)
        return _missing(f"/claimreview{errors[0].get('pointer', '')}", details)
    return _met("The ClaimReview is valid.")


def _selection_reason(dossier: Dossier, _parameters: Parameters) -> Finding:
    if not _is_said(dossier["claim"]["selection_reason"]):
        return _missing("/claim/selection_reason", "It is not said why this claim was selected.")
    return _met("It is said why this claim was selected.")


def _sources_captured(dossier: Dossier, _parameters: Parameters) -> Finding:
    # The capture of a protected source is not shown; `captured` says that there is one.
    bare = [n for n, item in _active(dossier).items() if not (item["capture"] or item.get("captured"))]
    if bare:
        return _missing(f"/evidence/{bare[0]}/capture", f"Cited evidence that rests on no capture: {len(bare)}.")
    return _met("Every cited piece of evidence rests on a capture.")


Rule = Callable[[Dossier, Parameters], Finding]


def _or_stated(rule: str, lacks: Callable[[Dossier], str | None]) -> Rule:
    """Return a rule that a statement in the verdict meets as well."""

    def judge(dossier: Dossier, _parameters: Parameters) -> Finding:
        lack = lacks(dossier)
        if lack is None:
            return _met("Shown by what is recorded.")
        if _is_said(dossier["verdict"]["statements"].get(rule)):
            return _met(f"{lack}; the verdict states why.")
        return _missing(f"/verdict/statements/{rule}", f"{lack}, and the verdict does not state why.")

    return judge


_STATABLE = {
    "primary_source_or_stated": _primary_source,
    "both_sides_or_stated": _both_sides,
    "reply_sought_or_stated": _reply_sought,
    "quantities_measured_or_stated": _quantities_measured,
}

RULES: Mapping[str, Rule] = {
    "label_and_summary": _label_and_summary,
    "second_person_approved": _second_person_approved,
    "evidence_cited": _evidence_cited,
    "independent_origins": _independent_origins,
    "attribution_settled": _attribution_settled,
    "appearance_present": _appearance_present,
    "claimreview_valid": _claimreview_valid,
    "selection_reason": _selection_reason,
    "sources_captured": _sources_captured,
    **{rule: _or_stated(rule, lacks) for rule, lacks in _STATABLE.items()},
}


def _met(detail: str) -> Finding:
    return Finding(True, detail, None)


def _missing(pointer: str, detail: str) -> Finding:
    return Finding(False, detail, pointer)


def _active(dossier: Dossier) -> dict[int, Part]:
    """Return the cited evidence that is not withdrawn, by its place in the dossier."""
    return {n: item for n, item in enumerate(dossier["evidence"]) if not item["withdrawn"]}


def _origins(dossier: Dossier) -> set[str]:
    """Return the known origins of the evidence, but for the claimants' own."""
    claimants = set(_claimants(dossier["claim"]))
    origins = [item["origin"] or item["source"]["origin"] for item in _active(dossier).values()]
    return {origin["id"] for origin in origins if origin and origin.get("claimant_id") not in claimants}


def _claimants(claim: Part) -> Iterator[str]:
    makers = [claim, *(appearance for appearance in claim["appearances"] if appearance["role"] == "makes")]
    return (maker["claimant"]["id"] for maker in makers if maker["claimant"])


def _contributors(dossier: Dossier) -> set[str]:
    return {contributor["id"] for contributor in dossier["verdict"]["contributors"] if contributor}


def _is_said(text: str | None) -> bool:
    return bool(text and text.strip())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
