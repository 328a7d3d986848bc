"""Signed notes are those of the Go packages and of the specification's examples, and nothing malformed is taken."""

import base64
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.lib import signed_note
from tracker.lib.signed_note import Note, Signature, SignatureType, SignerKey, VerifierKey

# From the documentation of golang.org/x/mod/sumdb/note; the seed is that of its signer key.
QUOTE = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
ENOCH_LINE = "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ="
PETER = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
ENOCH = VerifierKey.parse("EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop")
PETERS_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
NOTE = f"{QUOTE}\n{PETER_LINE}\n".encode()

# A checkpoint of a staging log for certificates, and two of the keys that signed it.
CHECKPOINT = (Path(__file__).parent / "golden" / "checkpoint.txt").read_bytes()
ARCHE = VerifierKey.parse(
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
REMORA = VerifierKey.parse("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")

LOG = SignerKey("example.com/log", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
WITNESS = SignerKey("witness.example/w1", Ed25519PrivateKey.from_private_bytes(bytes(32)))
WITNESS_KEY = WITNESS.verifier(SignatureType.COSIGNATURE_V1)
TEXT = "example.com/log\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")).map(lambda text: text + "\n")
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="+"), min_size=1)


def test_the_documented_note_is_signed_by_its_key():
    note = Note.parse(NOTE)

    assert signed_note.verify(note, [PETER]) == {PETER: Signature.parse(PETER_LINE)}
    assert (note.text, note.render()) == (QUOTE, NOTE)


def test_the_documented_key_signs_the_documented_note():
    peter = SignerKey("PeterNeumann", Ed25519PrivateKey.from_private_bytes(PETERS_SEED))

    assert signed_note.sign(QUOTE, peter).render() == NOTE
    assert peter.verifier() == PETER


def test_signatures_by_unknown_keys_are_ignored():
    note = Note.parse(f"{QUOTE}\n{ENOCH_LINE}\n{PETER_LINE}\n{PETER_LINE.replace('Peter', 'Paul')}\n".encode())

    assert list(signed_note.verify(note, [PETER, LOG.verifier()])) == [PETER]
    assert list(signed_note.verify(note, [PETER, ENOCH])) == [ENOCH, PETER]


def test_a_key_of_the_same_name_and_another_id_is_unknown():
    other = SignerKey("PeterNeumann", LOG.private_key)
    note = signed_note.sign(QUOTE, other)

    assert list(signed_note.verify(replace(note, signatures=(*note.signatures, Signature.parse(PETER_LINE))), [PETER]))
    with pytest.raises(signed_note.UnsignedNote):
        signed_note.verify(note, [PETER])


def test_a_note_that_no_known_key_has_signed_is_refused():
    with pytest.raises(signed_note.UnsignedNote):
        signed_note.verify(Note.parse(NOTE), [LOG.verifier()])


def test_a_false_signature_by_a_known_key_spoils_the_note():
    note = signed_note.sign(TEXT, LOG, WITNESS)
    false = replace(note.signatures[1], value=bytes(64))
    with pytest.raises(signed_note.WrongSignature, match=WITNESS.name):
        signed_note.verify(replace(note, signatures=(note.signatures[0], false)), [LOG.verifier(), WITNESS.verifier()])


def test_the_second_signature_of_a_key_is_verified_too():
    note = Note.parse(NOTE)
    false = replace(note.signatures[0], value=bytes(64))
    with pytest.raises(signed_note.WrongSignature):
        signed_note.verify(replace(note, signatures=(*note.signatures, false)), [PETER])


@given(TEXTS, st.lists(NAMES, min_size=1, max_size=16, unique=True))
def test_a_note_comes_back_from_its_bytes(text, names):
    signers = [SignerKey(name, LOG.private_key) for name in names]
    note = Note.parse(signed_note.sign(text, *signers).render())

    assert note == signed_note.sign(text, *signers)
    assert list(signed_note.verify(note, [signer.verifier() for signer in signers])) == [s.verifier() for s in signers]


@given(st.integers(0, len(NOTE) - 1), st.integers(0, 255))
def test_a_note_with_another_byte_is_refused(place, byte):
    assume(NOTE[place] != byte)
    with pytest.raises(signed_note.NoteError):
        signed_note.verify(Note.parse(NOTE[:place] + bytes([byte]) + NOTE[place + 1 :]), [PETER])


@given(st.binary() | st.lists(st.sampled_from(["— ", "a", " ", "\n", "\n\n", "AAAAAAAA", "=", "+"])).map("".join))
def test_whatever_is_parsed_is_rendered_to_the_same_bytes(joined):
    joined = joined if isinstance(joined, bytes) else joined.encode()
    try:
        note = Note.parse(joined)
    except signed_note.MalformedNote:
        return
    assert note.render() == joined


@pytest.mark.parametrize(
    "joined",
    [
        b"",
        b"\n",
        b"\n\n",
        QUOTE.encode(),
        QUOTE.encode() + b"\n",
        NOTE[:-1],
        NOTE[:-1] + b"!",
        NOTE + b"\n",
        NOTE + b"more\n",
        NOTE.replace(b"\n\n", b"\n"),
        NOTE.replace(b"\n", b"\r\n"),
        NOTE.replace(b"If ", b"If\t"),
        NOTE.replace(b"If ", b"If\x00"),
        NOTE.replace(b"If ", b"If\xff"),
        *[NOTE.replace("— ".encode(), start.encode()) for start in ["- ", "—", "—  ", "—\u00a0", " — ", ""]],
        NOTE.replace(b"Neumann ", b"Neumann  "),
        NOTE.replace(b"Neumann", b"+Neumann"),
        NOTE.replace(b"PeterNeumann", "Peter\u2003Neumann".encode()),
        NOTE.replace(b"PeterNeumann ", b""),
        *[NOTE.replace(b"AM=", end) for end in [b"AM=\n", b"AM= ", b"AM", b"AN=", b"AM=="]],
        NOTE.replace(b"/Sff", b"_Sff"),
        f"{QUOTE}\n— name \n".encode(),
        f"{QUOTE}\n— name AAAAAA==\n".encode(),
        f"{QUOTE}\n{PETER_LINE}\n".encode() + f"{PETER_LINE}\n".encode() * signed_note.MAX_SIGNATURES,
        b"a" * signed_note.MAX_BYTES + NOTE,
    ],
    ids=range(34),
)
def test_what_is_no_signed_note_is_refused(joined):
    with pytest.raises(signed_note.MalformedNote):
        Note.parse(joined)


def test_a_note_may_have_empty_lines_and_sixteen_long_signatures():
    text = "Ognuno sta solo\n\ned è subito sera.\n\n"
    lines = tuple(Signature(f"key{number}", bytes(4), bytes(5000)) for number in range(16))

    assert Note.parse(Note(text, lines).render()) == Note(text, lines)


@pytest.mark.parametrize(
    "text", ["", "no newline", "a\rb\n", "a\x1fb\n", "\ud800\n", "a" * signed_note.MAX_BYTES + "\n"]
)
def test_a_text_that_no_note_can_have_is_not_signed(text):
    with pytest.raises(signed_note.MalformedNote):
        signed_note.sign(text, LOG)


def test_a_note_without_a_signature_is_none():
    with pytest.raises(signed_note.MalformedNote):
        signed_note.sign(TEXT)


OTHERS = """
    TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6
    sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8
    remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2
"""


@pytest.mark.parametrize("line", OTHERS.split())
def test_verifier_keys_of_others_are_read_and_written(line):
    assert str(VerifierKey.parse(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PaulNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AA==",
        "PeterNeumann+c74f20a3+",
        " PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n",
    ],
)
def test_what_is_no_verifier_key_is_refused(line):
    with pytest.raises(signed_note.MalformedKey):
        VerifierKey.parse(line)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2028b", "a\u0085b", "a\x00b", "\ud800"])
def test_a_name_that_no_key_can_have_is_refused(name):
    with pytest.raises(signed_note.MalformedKey):
        SignerKey(name, LOG.private_key)


def test_a_signer_key_comes_back_from_pem():
    key = SignerKey.generate(LOG.name)
    again = SignerKey.from_pem(LOG.name, key.to_pem())

    assert key.to_pem().startswith(b"-----BEGIN PRIVATE KEY-----\n")
    assert again.sign(TEXT) == key.sign(TEXT) != LOG.sign(TEXT)


def test_a_signer_key_does_not_show_its_secret():
    assert repr(LOG) == "SignerKey(name='example.com/log')"


PKCS8 = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"no key",
        LOG.private_key.private_bytes(*PKCS8, serialization.BestAvailableEncryption(b"password")),
        ec.generate_private_key(ec.SECP256R1()).private_bytes(*PKCS8, serialization.NoEncryption()),
        LOG.private_key.public_key().public_bytes(PKCS8[0], serialization.PublicFormat.SubjectPublicKeyInfo),
    ],
    ids=["empty", "text", "password", "other curve", "public"],
)
def test_what_is_no_signer_key_is_refused(pem):
    with pytest.raises(signed_note.MalformedKey):
        SignerKey.from_pem("name", pem)


def test_a_cosignature_is_a_signature_of_the_time_and_the_text():
    line = WITNESS.cosign(TEXT, 1679315147)
    message = b"cosignature/v1\ntime 1679315147\n" + TEXT.encode()

    WITNESS.private_key.public_key().verify(line.value[8:], message)
    assert (line.timestamp, line.key_id, len(line.value)) == (1679315147, WITNESS_KEY.key_id, 72)


def test_a_checkpoint_of_a_running_log_is_signed_by_it_and_cosigned_by_a_witness():
    note = Note.parse(CHECKPOINT)
    found = signed_note.verify(note, [ARCHE, REMORA])

    assert list(found) == [ARCHE, REMORA]
    assert found[REMORA].timestamp == 1779573024
    assert note.render() == CHECKPOINT


@pytest.mark.parametrize("key", [ARCHE, REMORA], ids=lambda key: key.name)
def test_another_size_spoils_the_checkpoint_of_a_running_log(key):
    with pytest.raises(signed_note.WrongSignature):
        signed_note.verify(Note.parse(CHECKPOINT.replace(b"1432088532", b"1432088533")), [key])


def test_a_note_is_signed_by_its_log_and_cosigned_by_a_witness():
    note = Note(TEXT, (LOG.sign(TEXT), WITNESS.cosign(TEXT, 1), WITNESS.cosign(TEXT, 2)))
    found = signed_note.verify(Note.parse(note.render()), [WITNESS_KEY, LOG.verifier()])

    assert list(found) == [LOG.verifier(), WITNESS_KEY]
    assert found[WITNESS_KEY].timestamp == 1


@pytest.mark.parametrize(
    "line",
    [
        replace(WITNESS.cosign(TEXT, 7), value=WITNESS.cosign(TEXT, 7).value[:7] + b"\x08" + WITNESS.sign(TEXT).value),
        replace(WITNESS.cosign(TEXT, 7), value=(8).to_bytes(8, "big") + WITNESS.cosign(TEXT, 7).value[8:]),
        replace(WITNESS.cosign(TEXT, 7), value=WITNESS.cosign(TEXT, 7).value[8:]),
        replace(WITNESS.sign(TEXT), key_id=WITNESS_KEY.key_id),
        replace(WITNESS.cosign(TEXT, 7), value=b"short"),
        WITNESS.cosign(TEXT + "extension\n", 7),
        replace(WITNESS.cosign(TEXT, 7), name="witness.example/w2"),
        LOG.cosign(TEXT, 7),
    ],
    ids=["not of the time", "other time", "no time", "signature", "short", "other text", "other name", "other key"],
)
def test_what_is_no_cosignature_of_the_text_is_refused(line):
    with pytest.raises(signed_note.WrongSignature):
        WITNESS_KEY.verify(TEXT, line)


@pytest.mark.parametrize("timestamp", [-1, 0, 2**63])
def test_nothing_is_cosigned_outside_time(timestamp):
    with pytest.raises(signed_note.MalformedNote):
        WITNESS.cosign(TEXT, timestamp)
