import pytest

from gesturegan_live.control.web import invitation


@pytest.mark.parametrize(
    ("listened", "here", "others"),
    [
        (["127.0.0.1", "::1"], "127.0.0.1", []),
        (["192.168.1.20"], "192.168.1.20", ["192.168.1.20"]),
        (["127.0.0.1", "192.168.1.20"], "127.0.0.1", ["192.168.1.20"]),
        (["169.254.7.7"], "169.254.7.7", ["169.254.7.7"]),
        (["fe80::1"], "fe80::1", []),
    ],
)
def test_this_computer_s_address_comes_first(listened, here, others):
    assert invitation.addresses(listened) == [here, *others]


def test_of_all_addresses_others_are_given_real_ones():
    here, *others = invitation.addresses(["0.0.0.0"])
    assert here == "127.0.0.1"
    assert "0.0.0.0" not in others


def test_an_address_is_written_as_a_browser_takes_it():
    assert invitation.url("192.168.1.20", 7771) == "http://192.168.1.20:7771/"
    assert invitation.url("fe80::1", 7771, "a-word_1") == "http://[fe80::1]:7771/?token=a-word_1"


def test_the_code_is_the_one_of_the_address():
    segno = pytest.importorskip("segno", reason="needs segno: pip install '.[web]'")
    url = "http://192.168.1.20:7771/"
    lines = invitation.code(url)
    light = {"█": (True, True), "▀": (True, False), "▄": (False, True), " ": (False, False)}
    rows = [[light[sign][half] for sign in line] for line in lines for half in (0, 1)]
    wanted = [[not dark for dark in row] for row in segno.make_qr(url, error="l").matrix_iter(border=2)]
    assert rows[: len(wanted)] == wanted
    assert len({len(line) for line in lines}) == 1
