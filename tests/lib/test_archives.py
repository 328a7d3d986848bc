"""An archive is in place whole or not at all, and what it holds is proved by its manifest."""

import io

import pytest

from tracker.lib import archives
from tracker.lib.archives import ArchiveDamaged


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.tar"


@pytest.fixture
def written(path):
    with archives.writing(path) as archive:
        with archive.compressed("big") as target:
            target.write(b"many bytes " * 1000)
        archive.add("small", io.BytesIO(b"a few"))
        archive.finish({"format": 1})
    return path


def test_what_was_written_is_read_again(written):
    with archives.reading(written) as archive:
        archive.verify("big")
        archive.verify("small")
        with archive.decompressed("big") as source:
            assert source.read() == b"many bytes " * 1000
        assert archive.open("small").read() == b"a few"
        assert archive.manifest["format"] == 1


def begin_and_fail(path):
    with archives.writing(path) as archive:
        archive.add("small", io.BytesIO(b"a few"))
        raise RuntimeError


def test_an_archive_that_is_not_finished_is_not_there(path):
    with pytest.raises(RuntimeError):
        begin_and_fail(path)

    assert list(path.parent.iterdir()) == []


def test_what_was_there_stays_until_the_archive_is_finished(written):
    before = written.read_bytes()

    with pytest.raises(RuntimeError):
        begin_and_fail(written)

    assert written.read_bytes() == before


def test_an_altered_member_is_found(written):
    written.write_bytes(written.read_bytes().replace(b"a few", b"a lie"))

    with archives.reading(written) as archive, pytest.raises(ArchiveDamaged, match="small"):
        archive.verify("small")


@pytest.mark.parametrize("name", ["nothing", "big/../small"])
def test_a_member_that_is_missing_is_named(written, name):
    with archives.reading(written) as archive, pytest.raises(ArchiveDamaged, match="missing"):
        archive.open(name)


@pytest.mark.parametrize("content", [b"", b"not a tar at all" * 100, bytes(10240)], ids=["nothing", "other", "zeros"])
def test_another_file_is_no_archive(path, content):
    path.write_bytes(content)

    with pytest.raises(ArchiveDamaged), archives.reading(path):
        pass


@pytest.mark.parametrize("manifest", [b"{", b"[1]", b"\xff"])
def test_a_manifest_that_cannot_be_read_is_damage(path, manifest):
    with archives.writing(path) as archive:
        archive.add(archives.MANIFEST, io.BytesIO(manifest))

    with pytest.raises(ArchiveDamaged, match="manifest"), archives.reading(path):
        pass
