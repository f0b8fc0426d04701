"""Which requests of a browser are answered."""

from __future__ import annotations

import pytest

from gesturegan_live.control.web.visitors import check


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("127.0.0.1:7771", None),
        ("localhost:7771", None),
        ("[::1]:7771", None),
        ("192.168.1.20:7771", None),
        ("stage.local:7771", None),
        ("127.0.0.1:7771", "http://localhost:3000"),
        ("127.0.0.1:7771", "http://127.0.0.1:7771"),
        ("localhost", "https://[::1]:8080"),
        ("192.168.1.20:7771", "http://192.168.1.20:7771"),
    ],
)
def test_pages_of_this_computer_and_of_its_own_are_answered(host, origin):
    check(host, origin, "192.168.1.5" if ".local" in host else "127.0.0.1")


@pytest.mark.parametrize(
    "host", ["", "evil.example:7771", "localhost.evil.example", "127.0.0.1.evil.example", "[::1", "a@b@c", "\n"]
)
def test_a_name_of_the_internet_is_refused(host):
    with pytest.raises(ValueError, match=r"^Host is .*: wanted an address in numbers, localhost or a name of \.local$"):
        check(host, None, "192.168.1.5")


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "https://evil.example",
        "http://192.168.1.66:7771",
        "http://localhost.evil.example",
        "http://127.0.0.1:7771@evil.example",
        "http://[::1",
        "file://",
    ],
)
def test_a_page_from_elsewhere_is_refused(origin):
    with pytest.raises(ValueError, match="^Origin is .*: wanted a page of this computer's$"):
        check("127.0.0.1:7771", origin, "127.0.0.1")


@pytest.mark.parametrize("source", ["127.0.0.1", "::1"])
def test_no_name_of_the_network_s_stands_for_this_computer(source):
    with pytest.raises(ValueError, match=r"^Host is 'evil\.local:7771'"):
        check("evil.local:7771", "http://evil.local:7771", source)
