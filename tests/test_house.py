"""The house keeps its rules, and each rule is shown to find what it forbids."""

import pytest

from tests.house import (
    ROOMS,
    ROOT,
    RULES,
    TEXT_SUFFIXES,
    bad,
    bare_suppressions,
    nouns_without_a_service,
    read,
    unnumbered_todos,
    workplaces,
)


@pytest.fixture(scope="module")
def files():
    # What a benchmark made, other people's packages among it, lies in a room that git does not keep.
    kept = [path for room in ROOMS for path in (ROOT / room).rglob("*") if not path.is_relative_to(ROOT / "bench/var")]
    # In a linked working tree git's own folder is a file that says where it is.
    found = [*kept, *(path for path in ROOT.glob("*") if path.name != ".git")]
    return [read(path) for path in sorted(found) if path.is_file() and path.suffix in TEXT_SUFFIXES]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_the_rule_holds_in_the_house(rule, files):
    found = [f"{file.path}:{line}: {what}" for file in files if rule.applies(file) for line, what in rule.find(file)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(("rule", "breach"), [(rule, breach) for rule in RULES for breach in rule.breaches], ids=str)
def test_the_rule_finds_what_it_forbids(rule, breach):
    assert rule.applies(breach)
    assert list(rule.find(breach))


@pytest.mark.parametrize(
    "comment",
    ["TO" + "DO #12: more", "no" + "qa: E501  # a URL", "type: " + "ignore[misc]  # no types", "http://a/" + "work/"],
)
def test_the_rules_leave_in_peace_what_is_allowed(comment):
    file = bad("tracker/lib/x.py", f"x = 1  # {comment}")

    assert not [*unnumbered_todos(file), *bare_suppressions(file), *workplaces(file)]


def test_each_noun_of_the_api_has_a_service_of_its_name():
    assert not nouns_without_a_service(ROOT / "tracker")


def test_a_noun_without_a_service_is_found(tmp_path):
    for name in ["api/claims.py", "api/verdicts.py", "api/plumbing/__init__.py", "services/claims.py"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    assert nouns_without_a_service(tmp_path) == ["verdicts"]
