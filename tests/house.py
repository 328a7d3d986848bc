"""The house rules that no linter knows, as checks on the syntax tree; `test_house.py` holds them to the house."""

import ast
import io
import re
import sys
import textwrap
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("tracker", "tests", "migrations", "bench", "docs", "openapi", ".ci", ".docker")
TEXT_SUFFIXES = {".py", ".md", ".toml", ".yml", ".yaml", ".json", ".html", ".css", ".js", ".mako", ".sh", ""}

MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 300
GATE = "tracker/services/recording.py"
SHIPPED = "tracker/services/dossier/verify.py"
DOORS_WITHOUT_A_NOUN = {"plumbing", "documents", "factchecktools"}
VAGUE_NAMES = {"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common", "data", "info"}

WORKPLACE = re.compile(
    r"(?<![\w.~$}:/-])/(?:work|root|home/\w+|Users/\w+|tmp/\w+_jobs)(?=[/\s\"'`,;)]|$)", re.MULTILINE
)
UNNUMBERED = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!\W{0,2}(?:issue )?#\d+)")
SUPPRESSION = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?|type: ignore(?:\[[\w\s,-]*\])?)\W*(?P<reason>\w.*)?$"
)

type_of_function = (ast.FunctionDef, ast.AsyncFunctionDef)
Finding = tuple[int, str]


@dataclass(frozen=True)
class File:
    """A text file of the project, by its path from the root."""

    path: PurePosixPath
    source: str

    def __str__(self) -> str:
        return str(self.path)

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a module."""
        return ast.parse(self.source)

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, also those within others."""
        return [node for node in ast.walk(self.tree) if isinstance(node, type_of_function)]

    @cached_property
    def comments(self) -> list[Finding]:
        """Every comment with its line."""
        tokens = tokenize.generate_tokens(io.StringIO(self.source).readline)
        return [(token.start[0], token.string) for token in tokens if token.type == tokenize.COMMENT]

    @property
    def is_module(self) -> bool:
        """Whether this is Python."""
        return self.path.suffix == ".py"

    def is_in(self, *rooms: str) -> bool:
        """Whether the file lies in one of these folders, or is one of these files."""
        return any(self.path.is_relative_to(room) for room in rooms)


def commits_elsewhere(file: File) -> Iterator[Finding]:
    """Find a `.commit` outside the gate."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr == "commit":
            yield node.lineno, "only the gate commits"


def lacks_docstring(file: File) -> Iterator[Finding]:
    """Find a module that does not say what it is for."""
    if not ast.get_docstring(file.tree):
        yield 1, "no docstring"


def long_functions(file: File) -> Iterator[Finding]:
    """Find functions over the limit, counted from `def` to the last line."""
    for function in file.functions:
        length = function.end_lineno - function.lineno + 1
        if length > MAX_FUNCTION_LINES:
            yield function.lineno, f"{function.name} has {length} lines"


def long_files(file: File) -> Iterator[Finding]:
    """Find a file over the limit."""
    length = len(file.source.splitlines())
    if length > MAX_FILE_LINES:
        yield length, f"{length} lines"


def unpermitted_deeds(file: File) -> Iterator[Finding]:
    """Find deeds that open a recording without having asked for permission on a line before."""
    for function in file.functions:
        recordings = [line for name, line in _calls(function) if name == "recording"]
        permits = [line for name, line in _calls(function) if name == "permit"]
        if recordings and not any(line < min(recordings) for line in permits):
            yield function.lineno, f"{function.name} records without permit"


def _calls(function: ast.AST) -> list[tuple[str, int]]:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    return [(getattr(call.func, "id", None) or getattr(call.func, "attr", ""), call.lineno) for call in calls]


def broad_excepts(file: File) -> Iterator[Finding]:
    """Find handlers that catch what nobody can mend."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ExceptHandler) and (node.type is None or "Exception" in _names(node.type)):
            yield node.lineno, "catches everything"


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def late_imports(file: File) -> Iterator[Finding]:
    """Find imports inside a function that do not name the rule they break (and so, by another rule, their reason)."""
    lines = file.source.splitlines()
    inside = [node for function in file.functions for node in ast.walk(function)]
    for node in inside:
        if isinstance(node, ast.Import | ast.ImportFrom) and "noqa: PLC0415" not in lines[node.lineno - 1]:
            yield node.lineno, "an import inside a function"


def workplaces(file: File) -> Iterator[Finding]:
    """Find paths of the machine that somebody worked on."""
    for match in WORKPLACE.finditer(file.source):
        yield file.source.count("\n", 0, match.start()) + 1, match.group()


def unnumbered_todos(file: File) -> Iterator[Finding]:
    """Find notes to oneself that name no issue."""
    for line, comment in file.comments:
        if UNNUMBERED.search(comment):
            yield line, comment


def bare_suppressions(file: File) -> Iterator[Finding]:
    """Find suppressions that do not go on with their reason."""
    for line, comment in file.comments:
        match = SUPPRESSION.search(comment)
        if match and not match["reason"]:
            yield line, comment


def impure_rules(file: File) -> Iterator[Finding]:
    """Find imports in the domain that are neither the standard library's nor from its own floor or below."""
    for node in ast.walk(file.tree):
        names = (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in getattr(node, "names", [])]
        )
        if isinstance(node, ast.Import | ast.ImportFrom):
            strangers = [name for name in names if name.partition(".")[0] not in {*sys.stdlib_module_names, "tracker"}]
            yield from ((node.lineno, f"imports {name}") for name in strangers)


def vague_modules(file: File) -> Iterator[Finding]:
    """Find a module whose name says nothing."""
    if VAGUE_NAMES.intersection(file.path.stem.split("_")):
        yield 1, f"what is {file.path.stem}?"


@dataclass(frozen=True)
class Rule:
    """A check, the files it holds for, and files that break it."""

    find: Callable[[File], Iterator[Finding]]
    applies: Callable[[File], bool]
    breaches: tuple[File, ...]

    def __str__(self) -> str:
        return self.find.__name__


def everywhere(file: File) -> bool:
    """Hold for every text file."""
    return True


def in_modules(file: File) -> bool:
    """Hold for all Python."""
    return file.is_module


def in_written_modules(file: File) -> bool:
    """Hold for all Python but migrations, long as the schema, and the verifier, which auditors get as one file."""
    return in_modules(file) and not file.is_in("migrations/versions", SHIPPED)


def in_modules_but_migrations(file: File) -> bool:
    """Hold for all Python but the migrations."""
    return in_modules(file) and not file.is_in("migrations/versions")


def in_tracker(file: File) -> bool:
    """Hold for the package."""
    return file.is_module and file.is_in("tracker")


def in_tracker_but_the_gate(file: File) -> bool:
    """Hold for the package without the one module that commits."""
    return in_tracker(file) and not file.is_in(GATE)


def in_deeds(file: File) -> bool:
    """Hold for the services without the gate itself."""
    return in_tracker_but_the_gate(file) and file.is_in("tracker/services")


def in_domain(file: File) -> bool:
    """Hold for the rules' floor."""
    return in_modules(file) and file.is_in("tracker/domain")


def bad(path: str, source: str) -> File:
    """Return a file that breaks a rule."""
    return File(PurePosixPath(path), textwrap.dedent(source))


def nouns_without_a_service(package: Path) -> list[str]:
    """Return the nouns of the API that no file of the services is named after."""
    return sorted(_rooms(package / "api") - _rooms(package / "services") - DOORS_WITHOUT_A_NOUN)


def _rooms(floor: Path) -> set[str]:
    modules = {path.stem for path in floor.glob("*.py") if path.stem != "__init__"}
    return modules | {path.parent.name for path in floor.glob("*/__init__.py")}


UNPERMITTED = """
def log(actor):
    with recording(actor) as record:
        permit(actor, "claim.open")
"""

RULES = [
    Rule(commits_elsewhere, in_tracker_but_the_gate, (bad("tracker/services/claims.py", "db.session.commit()"),)),
    Rule(lacks_docstring, in_modules, (bad("tracker/domain/claims.py", "x = 1"),)),
    Rule(
        long_functions,
        in_modules_but_migrations,
        (bad("bench/run.py", "def f():\n" + "    x = 1\n" * MAX_FUNCTION_LINES),),
    ),
    Rule(long_files, in_written_modules, (bad("tests/test_x.py", "x = 1\n" * (MAX_FILE_LINES + 1)),)),
    Rule(unpermitted_deeds, in_deeds, (bad("tracker/services/claims.py", UNPERMITTED),)),
    Rule(
        broad_excepts,
        in_modules,
        (
            bad("tests/x.py", "try:\n    x\nexcept (KeyError, Exception):\n    pass"),
            bad("tracker/x.py", "try:\n    x\nexcept:\n    pass"),
        ),
    ),
    Rule(late_imports, in_tracker, (bad("tracker/lib/x.py", "def f():\n    if x:\n        import json"),)),
    Rule(workplaces, everywhere, (bad("docs/a.md", "See /" + "work/main."), bad("Makefile", "\tcp a '/" + "root'\n"))),
    Rule(unnumbered_todos, in_modules, (bad("tracker/lib/x.py", "x = 1  # TO" + "DO: more"),)),
    Rule(
        bare_suppressions,
        in_modules,
        (
            bad("tracker/lib/x.py", "x = 1  # no" + "qa: E501"),
            bad("tracker/lib/x.py", "x = 1  # type: " + "ignore[misc]"),
        ),
    ),
    Rule(
        impure_rules,
        in_domain,
        (
            bad("tracker/domain/x.py", "import json, orjson"),
            bad("tracker/domain/x.py", "from sqlalchemy.orm import Session"),
        ),
    ),
    Rule(vague_modules, in_tracker, (bad("tracker/services/claim_utils.py", ""),)),
]


def read(path: Path) -> File:
    """Return a file of the tree."""
    return File(PurePosixPath(path.relative_to(ROOT).as_posix()), path.read_text(encoding="utf-8", errors="replace"))
