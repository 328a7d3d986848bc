"""A command that finds the disk full says so in a sentence, and leaves nothing half done under its name."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.conftest import ON_POSTGRES

# SQLite writes files of its own, and tells of a full disk itself: see tests/services/test_full_disk.py.
pytestmark = ON_POSTGRES
WRITERS = [
    ("backup", "FILE"), ("export", "FILE", "--organization", "example"), ("log", "export", "FILE"), ("log", "sign"),
]  # fmt: skip


@contextmanager
def full_disk(room: int = 0) -> Iterator[None]:
    """Let no file grow over some bytes in this process, as on a disk without more room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def published(newsroom, run):
    """A check that is published, in a log that is signed but for what came after."""
    newsroom.claim_in("published")
    assert run("log", "init", "--origin", "example.org/log").exit_code == 0
    assert run("log", "sign").exit_code == 0
    newsroom.claim_in("logged")


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("words", WRITERS, ids=" ".join)
def test_a_full_disk_is_told_in_a_sentence(run, tmp_path, words):
    file = tmp_path / "written"

    with full_disk():
        result = run(*(file if word == "FILE" else word for word in words))

    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
    assert result.stderr.splitlines()[-1].startswith("Error: ")
    assert "File too large" in result.stderr
    assert [each.name for each in tmp_path.rglob("*") if each.is_file() and "written" in str(each)] == []


def test_an_export_that_fails_leaves_the_one_before(newsroom, run, tmp_path):
    # More than is held back before it is written.
    for _ in range(12):
        newsroom.claim_in("published")
    file = tmp_path / "checks.jsonl"
    file.write_text("as it was")
    file.chmod(0o600)

    with full_disk(room=5000):
        assert run("export", file, "--force", "--organization", "example").exit_code == 1
    left = file.read_text()
    assert run("export", file, "--force", "--organization", "example").exit_code == 0

    assert left == "as it was"
    assert file.stat().st_size > 10_000
    assert file.stat().st_mode & 0o777 == 0o600
