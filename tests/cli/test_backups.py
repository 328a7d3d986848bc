"""A backup holds everything of one moment and brings it back, on either database."""

import io
import json
import stat

import pytest
from sqlalchemy import text

from tests.cli.conftest import captured, commander
from tests.conftest import DATABASES
from tracker.config import Config
from tracker.lib import archives
from tracker.lib.file_store import FileStore
from tracker.models import Base, db

PICTURE = b"\x89PNG\r\n\x1a\n a picture of the source"
ERASE = "UPDATE log_field SET salt = NULL, value = NULL, erased_seq = 1 WHERE seq = 1 AND name = '/name'"


@pytest.fixture
def at_work(newsroom):
    """A newsroom with a claim, and a source with a captured file."""
    newsroom.claim()
    captured(newsroom, PICTURE)
    return newsroom


@pytest.fixture
def backup(at_work, run, tmp_path):
    """A backup of the newsroom."""
    file = tmp_path / "all.tar"
    result = run("backup", file)
    assert result.exit_code == 0, result.output
    return file


def content(app):
    with app.app_context():
        return {
            table.name: sorted(map(plain, db.session.execute(table.select()))) for table in Base.metadata.sorted_tables
        }


def plain(row):
    # PostgreSQL keeps the members of an object in an order of its own.
    return json.dumps(list(row), sort_keys=True, default=repr)


def settings_of(app) -> Config:
    return app.config["TRACKER"]


def altered(source, target, *, revise=lambda manifest: manifest, member=lambda name, content: content):
    """Write an archive anew, with other content and digests that are right."""
    with archives.reading(source) as old, archives.writing(target) as new:
        for name in old.digests:
            new.add(name, io.BytesIO(member(name, old.open(name).read())))
        manifest = {key: value for key, value in old.manifest.items() if key != "digests"}
        new.finish(revise(manifest))
    return target


@pytest.mark.parametrize("kind_elsewhere", DATABASES)
def test_a_backup_of_either_database_restores_into_either(app, at_work, run, elsewhere, tmp_path):
    at_work.claim_in("retracted")
    run("backup", tmp_path / "all.tar")

    result = commander(elsewhere)("restore", tmp_path / "all.tar")

    assert result.exit_code == 0, result.output
    # Bytes of JSON, which are made anew: each database has an order of its own. The audit compares them.
    assert content(elsewhere) | {"claim_document": []} == content(app) | {"claim_document": []}
    assert commander(elsewhere)("log", "audit").exit_code == 0


def test_captured_files_come_back(app, backup, elsewhere):
    commander(elsewhere)("restore", backup)

    kept = [path for path in settings_of(app).files_dir.rglob("*") if path.is_file()]
    assert [FileStore(settings_of(elsewhere).files_dir).path(path.name).read_bytes() for path in kept] == [PICTURE]


def test_what_was_restored_goes_on_working(at_work, backup, elsewhere):
    commander(elsewhere)("restore", backup)

    revived = type(at_work)(**{name: getattr(at_work, name) for name in at_work.__dataclass_fields__}
                            | {"client": elsewhere.test_client()})  # fmt: skip

    claim_id = revived.claim_in("published")
    assert revived.get(f"/fact-checks/{claim_id}", None).status_code == 200
    assert commander(elsewhere)("doctor").stdout.count("without a gap") == 1


@pytest.mark.parametrize("change", ["UPDATE log_entry SET kind = 'x'", "DELETE FROM log_field", "DELETE FROM log_head"])
def test_the_restored_log_is_as_guarded_as_before(backup, elsewhere, change):
    commander(elsewhere)("restore", backup)

    with elsewhere.app_context(), pytest.raises(Exception, match="log"):
        db.session.connection(execution_options={"tracker_writing": True}).execute(text(change))


def test_fields_that_were_erased_stay_erased(app, at_work, run, tmp_path, elsewhere):
    with app.app_context(), db.engine.execution_options(tracker_writing=True).begin() as connection:
        connection.execute(text(ERASE))
    run("backup", tmp_path / "erased.tar")

    commander(elsewhere)("restore", tmp_path / "erased.tar")

    assert content(elsewhere)["log_field"] == content(app)["log_field"]


def test_a_backup_is_for_its_owner_alone(backup):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_tells_what_it_holds(app, at_work, told, tmp_path):
    manifest = told("backup", tmp_path / "all.tar")

    counts = {table["name"]: table["rows"] for table in manifest["tables"]}
    assert counts == {name: len(rows) for name, rows in content(app).items()}
    assert manifest["log_size"] == counts["log_entry"]
    assert len(manifest["files"]) == 1


def test_a_file_is_overwritten_only_by_force(at_work, run, tmp_path):
    file = tmp_path / "all.tar"
    file.write_text("precious")

    refused = run("backup", file)

    assert (refused.exit_code, file.read_text()) == (1, "precious")
    assert run("backup", file, "--force").exit_code == 0


def test_a_backup_that_fails_leaves_nothing_behind(app, at_work, run, tmp_path):
    with app.app_context(), db.engine.execution_options(tracker_writing=True).begin() as connection:
        connection.execute(text("ALTER TABLE quantity RENAME TO quantities"))
    folder = tmp_path / "backups"
    folder.mkdir()

    result = run("backup", folder / "all.tar")

    assert (result.exit_code, list(folder.iterdir())) == (1, [])


def test_a_captured_file_that_is_lost_is_named_and_the_rest_is_kept(app, at_work, run, elsewhere, tmp_path):
    (lost,) = [path for path in settings_of(app).files_dir.rglob("*") if path.is_file()]
    lost.unlink()

    result = run("backup", tmp_path / "rest.tar")

    assert lost.name in result.stderr
    assert commander(elsewhere)("restore", tmp_path / "rest.tar").exit_code == 0


def test_a_database_with_content_is_given_up_only_by_force(app, backup, run, at_work):
    before = content(app)
    at_work.claim()
    after = content(app)

    refused = run("restore", backup)

    assert (refused.exit_code, "not empty" in refused.stderr, content(app)) == (1, True, after)
    assert run("restore", backup, "--force").exit_code == 0
    assert content(app) == before


def test_a_backup_with_an_altered_byte_is_refused(app, backup, run):
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    backup.write_bytes(data)
    before = content(app)

    refused = run("restore", backup, "--force")

    assert (refused.exit_code, "damaged" in refused.stderr or "missing" in refused.stderr) == (1, True)
    assert content(app) == before


@pytest.mark.parametrize("part", [0, 100, 0.5, 0.8])
def test_a_backup_that_was_cut_short_is_refused(backup, run, part):
    data = backup.read_bytes()
    backup.write_bytes(data[: int(part * len(data)) if part < 1 else part])

    refused = run("restore", backup, "--force")

    assert (refused.exit_code, "cannot be restored" in refused.stderr) == (1, True), refused.output


def test_a_backup_of_another_format_is_refused(backup, run, tmp_path):
    later = altered(backup, tmp_path / "later.tar", revise=lambda manifest: manifest | {"format": 99})

    assert "format is 99" in run("restore", later, "--force").stderr


def test_a_backup_of_a_later_version_is_refused(app, backup, run, tmp_path):
    later = altered(backup, tmp_path / "later.tar", revise=lambda manifest: manifest | {"revision": "fedcba"})
    before = content(app)

    assert "fedcba" in run("restore", later, "--force").stderr
    assert content(app) == before


def test_a_backup_whose_log_is_not_whole_changes_nothing(app, backup, run, tmp_path):
    longer = altered(backup, tmp_path / "longer.tar", revise=lambda manifest: manifest | {"log_size": 10_000})
    before = content(app)

    assert "gaps" in run("restore", longer, "--force").stderr
    assert content(app) == before


def test_rows_that_the_database_refuses_change_nothing(app, backup, run, tmp_path):
    def emptied(name, content):
        return content[:0] if name == "tables/account.copy.gz" else content

    orphans = altered(backup, tmp_path / "orphans.tar", member=emptied)
    before = content(app)

    result = run("restore", orphans, "--force")

    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert content(app) == before
