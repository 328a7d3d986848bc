"""What the auditors' program says of unsigned logs, and of files that are nothing it knows."""

import ast
import sys

import pytest

from tests.signers import sign
from tests.verifying import HOSTILE, PROGRAM, verified


def test_a_dossier_of_an_unsigned_log_holds_together_and_is_not_verified(newsroom, put):
    answer = newsroom.get(f"/claims/{newsroom.claim_in('published')}/dossier", "auditor")
    outcome = verified(put("dossier.zip", answer.data))

    assert outcome.code == 2
    assert "the log was not signed when the dossier was made" in outcome.told


def test_a_dossier_with_entries_beyond_the_checkpoint_is_not_verified(app, newsroom, put):
    claim_id = newsroom.claim_in("published")
    sign(app)
    newsroom.evidence(claim_id, excerpt="And one more.")
    outcome = verified(put("dossier.zip", newsroom.get(f"/claims/{claim_id}/dossier", "auditor").data))

    assert outcome.code == 2
    assert "not signed yet" in outcome.told


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_get_a_sentence(put, what):
    outcome = verified(put("file", HOSTILE[what]))

    assert outcome.code == 2
    assert outcome.told.startswith("NOT VERIFIED: ")
    assert "\x1b" not in outcome.told


def test_what_is_not_there_gets_a_sentence(tmp_path):
    assert verified(tmp_path / "nothing.json").code == 2


def test_the_program_shares_no_code_with_the_service():
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert {name.partition(".")[0] for name in found} <= {*sys.stdlib_module_names, "cryptography"}
