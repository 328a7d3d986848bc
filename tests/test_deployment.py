"""The lock, docker-compose.yml and its Dockerfile hold together: no container engine is needed to see it."""

import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import ValidationError, validate

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def specification():
    schemas = files("check_jsonschema") / "builtin_schemas" / "vendor"
    return json.loads((schemas / "compose-spec.json").read_text(encoding="utf-8"))


@pytest.fixture
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def dockerfile():
    return (ROOT / ".docker" / "Dockerfile").read_text(encoding="utf-8")


def test_the_file_is_valid_by_the_compose_specification(compose, specification):
    validate(compose, specification)


def test_a_misspelt_key_is_not_valid(compose, specification):
    compose["services"]["tracker"]["heathcheck"] = compose["services"]["tracker"].pop("healthcheck")

    with pytest.raises(ValidationError, match="heathcheck"):
        validate(compose, specification)


def test_the_database_is_postgresql_17_and_not_reachable_from_outside(compose):
    database = compose["services"]["database"]

    assert database["image"] == "postgres:17"
    assert "ports" not in database


def test_the_tracker_starts_after_the_migrations_and_they_after_the_database(compose):
    services = compose["services"]

    assert services["migrate"]["command"] == ["tracker", "db", "upgrade"]
    assert services["migrate"]["restart"] == "no"
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["tracker"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


@pytest.mark.parametrize("name", ["database", "tracker", "worker"])
def test_what_keeps_running_has_a_health_check(compose, name):
    assert compose["services"][name]["healthcheck"]["test"][0] == "CMD"


def test_the_tracker_is_healthy_when_it_is_ready(compose, dockerfile):
    (port,) = re.findall(r"^EXPOSE (\d+)$", dockerfile, re.MULTILINE)

    assert f"127.0.0.1:{port}/readyz" in " ".join(compose["services"]["tracker"]["healthcheck"]["test"])


@pytest.mark.parametrize(("service", "folder"), [("database", "/var/lib/postgresql/data"), ("tracker", "/srv/var")])
def test_what_must_last_lies_in_a_named_volume(compose, service, folder):
    volumes = dict(reversed(volume.split(":")) for volume in compose["services"][service]["volumes"])

    assert volumes[folder] in compose["volumes"]


def test_captures_are_written_to_the_volume(compose, dockerfile):
    assert "TRACKER_DATA_DIR=/srv/var\n" in dockerfile
    assert compose["services"]["tracker"]["volumes"] == ["captures:/srv/var"]


def test_no_secret_has_a_default(compose):
    passwords = [
        value
        for service in compose["services"].values()
        for name, value in service.get("environment", {}).items()
        if "PASSWORD" in name
    ]

    assert len(passwords) == 4
    assert all(value.startswith("${POSTGRES_PASSWORD:?") for value in passwords)


def test_the_image_does_not_run_as_root(dockerfile):
    user = re.findall(r"^USER (\w+)$", dockerfile, re.MULTILINE)[-1]

    assert f"--no-create-home {user}" in dockerfile


def test_the_image_lets_in_all_that_the_package_stands_on():
    let_in = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert {"tracker", "migrations", "openapi", "pyproject.toml", "wsgi.py", ".requirements/product.txt"} <= set(let_in)
    assert {*project["license-files"], project.get("readme", "README.md")} <= set(let_in)


@pytest.mark.parametrize("lock", ["product.txt", "development.txt"])
def test_each_dependency_is_locked_with_its_hash(lock):
    text = (ROOT / ".requirements" / lock).read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.split(r"[^\w-]", requirement)[0].lower() for requirement in project["dependencies"]}
    locked = dict(re.findall(r"^([\w-]+)==[^\n]+\\\n    (--hash=sha256):", text, re.MULTILINE))

    assert asked <= set(locked)
    assert "://" not in text
