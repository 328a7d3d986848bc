"""Where nothing is wrong, nothing is found."""


def test_a_busy_newsroom_has_nothing_to_hide(found):
    assert found() == []
