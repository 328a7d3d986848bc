"""What is exported comes in elsewhere as it was; an import that was broken off is taken on without a double."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, func, select

from tests.cli.conftest import Run, commander
from tests.newsrooms import ROADS, Newsroom
from tracker.models import Claim, Import, LogEntry, Publication
from tracker.services import import_runs

HOSTILE = "<script>alert(1)</script> &amp; ]]> =cmd|' /C calc'!A0 \u202etxt.exe  two  spaces\n\nand a line"
COLUMNS = ("--column", "claim_text=c", "--column", "label=l", "--column", "page_url=https://outlet.example/{n}")


def reviews(file: Path) -> list[dict[str, Any]]:
    """Return the ClaimReviews of an export without their addresses, in an order of their own."""
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    kept = [{name: value for name, value in each.items() if name not in {"url", "@id"}} for each in found]
    return sorted((each for each in kept if each["@type"] == "ClaimReview"), key=json.dumps)


def archive(folder: Path, size: int) -> Path:
    """Write a table of checks, a third of them by one claimant."""
    file = folder / "archive.jsonl"
    lines = [{"n": n, "c": f"Claim number {n}", "l": ("False", "True", "Half")[n % 3]} for n in range(size)]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return file


def hostile(room: Newsroom) -> None:
    """Publish a check of a claim with text that stands in the way of every format."""
    words = {"text": HOSTILE, "place": HOSTILE, "claimant": {"name": HOSTILE, "kind": "person"}, "job_title": HOSTILE}
    seen = [{"url": "https://paper.example/hostile", "title": HOSTILE}, {"url": "https://paper.example/b"}]
    claim_id = room.claim(**words, appearances=seen)["id"]
    for advance in ROADS["published"]:
        advance(room, claim_id)


@pytest.fixture
def empty(elsewhere: Flask) -> Run:
    """Give commands in an installation that has an organization and nothing else."""
    run = commander(elsewhere)
    for words in (["db", "upgrade"], ["organization", "add", "Another room"]):
        assert run(*words).exit_code == 0
    return run


@pytest.mark.parametrize("name", ["jsonl", "datafeed"])
def test_what_is_exported_comes_in_elsewhere_as_it_was(
    newsroom: Newsroom, run: Run, empty: Run, tmp_path: Path, name: str
) -> None:
    for state in ("published", "retracted"):
        newsroom.claim_in(state)
    hostile(newsroom)
    here, first, second = ("--organization", newsroom.slug), tmp_path / "first", tmp_path / "second"
    assert run("export", first, "--format", name, *here).exit_code == 0
    assert run("export", tmp_path / "lines", *here).exit_code == 0

    came_in = empty("import", first, "--json")
    assert empty("export", second).exit_code == 0

    assert (came_in.exit_code, json.loads(came_in.stdout)["skipped"]) == (0, 1)
    assert json.loads(came_in.stdout)["created"] == len(reviews(second)) == 2
    assert reviews(second) == reviews(tmp_path / "lines")


def test_a_table_that_is_exported_comes_in(newsroom: Newsroom, run: Run, empty: Run, tmp_path: Path) -> None:
    newsroom.claim_in("retracted")
    hostile(newsroom)
    assert run("export", tmp_path / "first.csv", "--format", "csv", "--organization", newsroom.slug).exit_code == 0

    told = json.loads(empty("import", tmp_path / "first.csv", "--json").stdout)

    assert (told["created"], told["skipped"], told["refused"]) == (1, 1, 0)


def test_an_import_that_was_broken_off_is_taken_on(
    newsroom: Newsroom, app: Flask, run: Run, connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, here = archive(tmp_path, 120), ("--organization", newsroom.slug)
    monkeypatch.setattr(import_runs, "BATCH", 50)
    monkeypatch.setattr(import_runs, "_advance", _break_off(import_runs._advance, after=1))

    broken = run("import", file, *COLUMNS, *here)
    at_half = _count(connection, Claim)
    monkeypatch.undo()
    with app.app_context():
        import_runs.run_all(app.extensions["site"])

    connection.rollback()
    row = connection.execute(select(Import.__table__)).mappings().one()
    assert (broken.exit_code != 0, at_half) == (True, 50)
    assert (row["state"], row["created"], row["total"]) == ("done", 120, 120)
    assert _count(connection, Claim) == _count(connection, Publication) == 120


def test_a_second_import_adds_nothing(
    newsroom: Newsroom, told: Callable[..., Any], connection: Connection, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    file, here = archive(tmp_path, 120), ("--organization", newsroom.slug)
    monkeypatch.setattr(import_runs, "BATCH", 50)
    first = told("import", file, *COLUMNS, *here)
    second = told("import", file, *COLUMNS, *here)

    assert (first["created"], second["created"], second["unchanged"]) == (120, 0, 120)
    assert _count(connection, Claim) == 120
    kinds = connection.execute(select(LogEntry.kind).where(LogEntry.deed.in_(
        select(LogEntry.deed).where(LogEntry.object == f"import/{second['id']}")
    ))).scalars().all()  # fmt: skip
    assert set(kinds) == {"import.filed", "source.added", "import.continued", "import.finished"}


def test_refusals_are_told_and_fail_the_command(newsroom: Newsroom, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "archive.csv"
    file.write_text("claim;label\nInflation is 40%;False\nNo label;\n", encoding="utf-8")

    result = run("import", file, "--organization", newsroom.slug)

    assert result.exit_code == 1
    assert "refused  line 3  There is nothing in this column." in result.stdout


@pytest.mark.parametrize(
    "words",
    [("import", "FILE"), ("import", "FILE", "--column", "label"), ("export", "FILE"), ("export", "-", "--json"),
     ("export", "--organization", "nobody")],
)  # fmt: skip
def test_what_makes_no_sense_is_said_in_a_sentence(run: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "file"
    file.write_text("nothing", encoding="utf-8")

    result = run(*(str(file) if word == "FILE" else word for word in words))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")


def _count(connection: Connection, model: Any) -> int:
    connection.rollback()
    return connection.execute(select(func.count()).select_from(model.__table__)).scalar_one()


def _break_off(advance: Callable[..., None], *, after: int) -> Callable[..., None]:
    batches: list[None] = []

    def advancing(*args: Any, **options: Any) -> None:
        if len(batches) == after:
            raise KeyboardInterrupt
        batches.append(None)
        advance(*args, **options)

    return advancing
