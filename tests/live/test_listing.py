"""What is told of a bundle can be read, however long its lists are."""

from __future__ import annotations

import dataclasses

from gesturegan_live import listing
from gesturegan_live.show.home import Home


def test_of_a_long_list_the_first_ones_are_told(tiny_bundle, tmp_path, capsys, monkeypatch):
    names = [f"{number}.wav" for number in range(113)]
    provenance = {"held_out": names, "labels": names[:2], "licences": {"MIT": 5, "CC0-1.0": 3}, "steps": 6000}
    bundle = dataclasses.replace(tiny_bundle, provenance=provenance)
    monkeypatch.setattr(listing.library, "find", lambda *_: bundle)
    listing.info("tiny", Home(tmp_path))
    told = dict(line.strip().split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line.strip())
    assert told["held_out"].strip() == "113: 0.wav, 1.wav, 2.wav …"
    assert told["labels"].strip() == "0.wav, 1.wav"
    assert told["licences"].strip() == "MIT: 5, CC0-1.0: 3"
    assert told["steps"].strip() == "6000"
