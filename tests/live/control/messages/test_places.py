from __future__ import annotations

import pytest

from gesturegan_live.control.messages import places as addresses
from gesturegan_live.control.messages.patterns import Part
from gesturegan_live.control.messages.places import Addresses


def found(pattern: str, voices: int = 3, latent_dim: int = 4) -> list[str]:
    return [place.address for place in Addresses(voices, latent_dim).find(pattern)]


def test_an_address_stands_for_itself_and_a_pattern_for_all_that_it_matches():
    assert found("/gan/voice/2/z/3") == ["/gan/voice/2/z/3"]
    assert found("/gan/voice/[1-2]/z/{0,3}") == [f"/gan/voice/{n}/z/{i}" for n in (1, 2) for i in (0, 3)]
    assert found("/*") == ["/status", "/version", "/notify", "/sync", "/dumpOSC", "/clearSched", "/quit"]
    assert found("/{gan,adm}/*/3/mute") == ["/gan/voice/3/mute", "/adm/obj/3/mute"]
    assert len(found("/gan/voice/*/z/*", 64, 128)) == 64 * 128


@pytest.mark.parametrize("pattern", ["/gan/voice/*/z/4", "/gan/voice/*/z*/x/y", "/gan/{voice}/4/gain"])
def test_a_pattern_that_stands_for_nothing_is_refused(pattern):
    with pytest.raises(ValueError, match="the pattern matches no address"):
        found(pattern)


def test_a_pattern_looks_at_each_name_once_and_not_at_each_address(monkeypatch):
    looked = []

    class Counted(Part):
        def _fits(self, name):
            looked.append(name)
            return super()._fits(name)

    monkeypatch.setattr(addresses, "compile_parts", lambda pattern: [Counted(text) for text in pattern.split("/")])
    everywhere = Addresses(64, 128)
    assert len(everywhere.find("/*/*/*/*/*")) == 64 * 128
    assert len(looked) < 500  # of ten thousand addresses
    for _ in range(10):
        everywhere.find("/*/*/*/*/*")
    assert len(looked) < 500
