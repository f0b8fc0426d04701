from __future__ import annotations

import pytest

from gesturegan_live.show.trust import Trust, is_loopback


def test_this_computer_is_trusted_and_whoever_is_named():
    trust = Trust(["192.168.1.20", "10.0.0.0/24", "fe80::1"])
    for host in ("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "192.168.1.20", "10.0.0.77", "fe80::1%eth0"):
        assert trust(host), host
    for host in ("192.168.1.21", "10.0.1.1", "8.8.8.8", "::ffff:8.8.8.8", "fe80::2"):
        assert not trust(host), host
        assert not Trust()(host)


def test_a_socket_for_both_families_calls_an_ipv4_address_otherwise():
    assert Trust(["192.168.1.20"])("::ffff:192.168.1.20")
    assert is_loopback("::ffff:127.0.0.1")


def test_those_that_were_asked_about_are_not_all_remembered():
    trust = Trust()
    for number in range(5000):
        trust(f"10.0.{number // 256}.{number % 256}")
    assert len(trust._known) <= 1024


@pytest.mark.parametrize("text", ["", "stage-left", "192.168.1", "1.2.3.4/33", "1.2.3.4\n", "*"])
def test_what_is_no_address_is_named(text):
    with pytest.raises(ValueError, match=r"^trust '.*': wanted an address") as caught:
        Trust([text])
    assert "\n" not in str(caught.value)
