"""Rules between the members of a body: what the door refuses is what the contract's JSON Schema refuses."""

from itertools import product

import pytest
from jsonschema import Draft202012Validator
from marshmallow import ValidationError

from tracker.schemas.rules import ExactlyOne, OneAtLeast, OneAtMost, OnlyWith, Rule, WhenIs, WhenTrue

RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "one at most": (OneAtMost("one", "other"), ("one", "other")),
    "exactly one": (ExactlyOne(("one", "other", "third")), ("one", "other", "third")),
    "one at least": (OneAtLeast((("one",), ("other", "third"))), ("one", "other", "third")),
    "only with": (OnlyWith("one", "other"), ("one", "other")),
    "when true": (WhenTrue("flag", needs="one", allows="other"), ("flag", "one", "other")),
    "when is": (WhenIs("one", "x", ("other", "third")), ("one", "other", "third")),
}
ABSENT = object()


def is_kept(rule: Rule, body: dict[str, object]) -> bool:
    try:
        rule.check(body)
    except ValidationError:
        return False
    return True


def bodies(names: tuple[str, ...]) -> list[dict[str, object]]:
    values = {name: (ABSENT, False, True) if name == "flag" else (ABSENT, None, "x") for name in names}
    found = (dict(zip(values, chosen, strict=True)) for chosen in product(*values.values()))
    return [{name: value for name, value in body.items() if value is not ABSENT} for body in found]


@pytest.mark.parametrize(("rule", "names"), RULES.values(), ids=RULES)
def test_a_rule_and_its_schema_refuse_the_same_bodies(rule: Rule, names: tuple[str, ...]) -> None:
    schema = Draft202012Validator(rule.described(set(names) - {"flag"}))

    verdicts = [(is_kept(rule, body), schema.is_valid(body)) for body in bodies(names)]

    assert {kept for kept, _ in verdicts} == {True, False}
    assert all(kept == valid for kept, valid in verdicts)


@pytest.mark.parametrize(("rule", "names"), RULES.values(), ids=RULES)
def test_a_schema_says_nothing_of_null_where_no_member_may_be_null(rule: Rule, names: tuple[str, ...]) -> None:
    assert "null" not in str(rule.described(()))


def test_a_broken_rule_names_the_member_to_mend() -> None:
    with pytest.raises(ValidationError) as refusal:
        ExactlyOne(("url", "source_id")).check({"url": "x", "source_id": "y"})

    assert refusal.value.messages == {"source_id": ["Give only one of: url, source_id."]}
