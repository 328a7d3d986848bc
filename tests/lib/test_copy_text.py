"""Rows as PostgreSQL's COPY writes and reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import connect

from tracker.lib import copy_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
ROWS = st.tuples(st.none() | TEXTS, st.none() | st.binary())
AWKWARD = ["", "\\N", "\\", "a\tb", "a\nb\r\n", "\\.", "\v\f\b", "é\u2028", "\\x00"]


@pytest.fixture(scope="module")
def connection(cluster):
    with cluster.database() as url, connect(url.replace("+psycopg", "")) as opened:
        opened.execute("CREATE TABLE kept (words text, bytes bytea)")
        yield opened


@given(ROWS)
def test_a_row_comes_back_as_it_was(row):
    line = copy_text.line(row)

    assert line.count(b"\n") == 1
    assert tuple(copy_text.cells(line, [False, True])) == row


@pytest.mark.parametrize("text", [*AWKWARD, None], ids=repr)
@pytest.mark.parametrize("blob", [b"", b"\0\\\n\xff", None], ids=repr)
def test_postgresql_writes_the_same_line_and_reads_it_as_it_was(connection, text, blob):
    line = copy_text.line((text, blob))
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kept")
        with cursor.copy("COPY kept FROM STDIN") as into:
            into.write(line)

        assert cursor.execute("SELECT * FROM kept").fetchall() == [(text, blob)]
        with cursor.copy("COPY kept TO STDOUT") as out:
            assert b"".join(map(bytes, out)) == line


@pytest.mark.parametrize("line", [b"one\n", b"one\ttwo\tthree\n"])
def test_a_line_with_other_cells_than_expected_is_refused(line):
    with pytest.raises(ValueError, match="where 2 are expected"):
        copy_text.cells(line, [False, False])


def test_numbers_are_written_as_text():
    assert copy_text.line((1, 2.5, "x")) == b"1\t2.5\tx\n"
