"""What every command owes its operator, and the commands on the objects that come before the API."""

import json

import pytest
import yaml
from click.testing import CliRunner
from openapi_spec_validator import validate
from sqlalchemy import text

from tests.cli.conftest import commander, every_command
from tests.conftest import ON_SQLITE, opened, settings_for
from tests.newsrooms import EXAMPLES
from tracker.cli import tracker
from tracker.models import db
from tracker.services import renderings

WORDS = every_command(tracker)


def post_claim(app, secret):
    headers = {"Authorization": f"Bearer {secret}"}
    return app.test_client().post("/api/v1/claims", json=EXAMPLES["claim"], headers=headers).status_code


def age_renderings(app):
    with app.app_context(), db.engine.execution_options(tracker_writing=True).begin() as connection:
        connection.execute(text("UPDATE rendering SET renderer = 'of old', body = :body"), {"body": b"{}"})


@pytest.fixture
def unreachable(tmp_path):
    with opened(settings_for("postgresql://nobody@127.0.0.1:1/nothing", tmp_path)) as application:
        yield application


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_each_command_has_help_that_begins_with_a_sentence(words):
    result = CliRunner().invoke(tracker, [*words, "--help"])

    assert result.exit_code == 0
    assert ". " in result.output.replace("\n", " ")


@pytest.mark.parametrize(
    "words", [["db", "check"], ["organization", "list"], ["db", "upgrade"], ["doctor"]], ids=" ".join
)
def test_a_database_that_does_not_answer_is_told_in_a_sentence(unreachable, words):
    result = commander(unreachable)(*words)

    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    assert isinstance(result.exception, SystemExit)


def test_an_organization_is_added_with_an_admin_whose_key_opens_the_door(app, told):
    made = told("organization", "add", "Écho Checks", "--language", "fr", "--language", "en", "--admin", "Ada")

    headers = {"Authorization": f"Bearer {made['key']['secret']}"}
    me = app.test_client().get("/api/v1/me", headers=headers).json
    assert (me["account"]["name"], me["organization"]["slug"]) == ("Ada", "echo-checks")
    assert made["organization"]["languages"] == ["fr", "en"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["Example Checks", "--slug", "example"], "example"),
        (["東京"], "--slug"),
        (["A", "--time-zone", "Mars/Base"], "time_zone"),
        (["A", "--language", "no language"], "languages"),
        (["A", "--url", "javascript:x"], "url"),
    ],
)
def test_an_organization_that_cannot_be_is_refused_with_its_reason(run, words, named):
    result = run("organization", "add", *words)

    assert result.exit_code == 1
    assert named in result.stderr
    assert "'errors'" not in result.stderr


def test_each_fault_of_what_was_given_has_a_line(run):
    result = run("organization", "add", "A", "--url", "javascript:x", "--language", "no language", "--slug", "No Slug")

    told = result.stderr.removeprefix("Error: ").splitlines()
    assert sorted(line.partition(": ")[0] for line in told) == ["languages/0", "slug", "url"]


def test_a_name_without_latin_letters_takes_a_slug(told):
    assert told("organization", "add", "東京", "--slug", "tokyo")["organization"]["slug"] == "tokyo"


def test_people_are_added_and_work_with_their_keys(app, told):
    account = told("account", "add", "Grace", "--organization", "example", "--role", "checker")

    key = told("key", "add", account["id"], "--days", "30", "--name", "laptop")

    assert post_claim(app, key["secret"]) == 201


def test_a_key_with_fewer_scopes_does_less(app, told):
    account = told("account", "add", "Grace", "--organization", "example", "--role", "checker")

    key = told("key", "add", account["id"], "--scope", "read")

    assert post_claim(app, key["secret"]) == 403


def test_a_revoked_key_is_useless(app, told):
    account = told("account", "add", "Grace", "--organization", "example", "--role", "checker")
    key = told("key", "add", account["id"])

    told("key", "revoke", key["id"])

    assert post_claim(app, key["secret"]) == 401


def test_lists_show_what_was_added_and_no_secrets(told):
    account = told("account", "add", "Grace", "--organization", "example", "--role", "checker")
    key = told("key", "add", account["id"])

    assert account["id"] in [row["id"] for row in told("account", "list", "--organization", "example")["items"]]
    listed = told("key", "list", "--organization", "example")
    assert key["id"] in [row["id"] for row in listed["items"]]
    assert key["secret"] not in json.dumps(listed)
    assert [row["slug"] for row in told("organization", "list")["items"]] == ["example", "other"]


def test_lists_are_tables_for_people(run, newsroom):
    listed = run("account", "list", "--organization", "example").stdout

    assert all(account_id in listed for account_id in newsroom.accounts.values())


def test_of_several_organizations_one_is_to_be_named(run):
    result = run("account", "list")

    assert (result.exit_code, "2 organizations" in result.stderr) == (1, True)


def test_a_database_is_taken_down_and_up_again(run, told):
    assert run("db", "downgrade", "--yes", "--", "-1").exit_code == 0
    refused = run("db", "check")

    assert refused.exit_code == 1
    assert "migration" in refused.stderr
    assert run("db", "upgrade").exit_code == 0
    assert told("db", "check")["differences"] == []


def test_a_migration_that_does_not_exist_is_told_in_a_sentence(run):
    result = run("db", "upgrade", "nonsense")

    assert (result.exit_code, "nonsense" in result.stderr) == (1, True)


def test_an_upgrade_renews_what_another_version_rendered(app, settings, newsroom, run):
    newsroom.claim_in("published")
    before = newsroom.get("/feeds/verdicts.json", None).data
    age_renderings(app)

    run("db", "upgrade")

    with app.app_context():
        assert renderings.stale(settings.public_url) == []
    assert newsroom.get("/feeds/verdicts.json", None).data == before


@ON_SQLITE
def test_the_contract_is_written_and_found_current_until_it_is_not(run, tmp_path):
    file = tmp_path / "contract.yaml"
    run("openapi", "write", file)
    assert run("openapi", "check", file).exit_code == 0
    validate(yaml.load(file.read_text(), Loader=yaml.CSafeLoader))

    file.write_text(file.read_text() + "x-stale: true\n")

    assert run("openapi", "check", file).exit_code == 1


@ON_SQLITE
def test_the_contract_in_the_repository_is_current(run):
    assert run("openapi", "check").exit_code == 0
