from __future__ import annotations

import json
import os

import numpy as np
import pytest

from gesturegan_live.latent.presets import Preset, Presets
from gesturegan_live.latent.space import Space
from gesturegan_live.show.home import Home

SPACE = Space(2, ("hit", "rub"))


@pytest.fixture
def presets(tmp_path):
    return Presets(Home(tmp_path), "textures", SPACE, {"stones": [1.0, 2.0], "glass": [3.0, 4.0]})


def preset(name, *z):
    return Preset(name, np.array(z, np.float32), np.array([0.25, 0.75], np.float32))


def test_what_is_written_is_read_back(presets, tmp_path):
    presets.write(preset("drone", 0.1, -3))
    found = presets.read("drone")
    assert found.z.tolist() == np.array([0.1, -3], np.float32).tolist()
    assert found.condition.tolist() == [0.25, 0.75]
    assert list((tmp_path / "presets").iterdir()) == [tmp_path / "presets" / "drone.json"]


def test_the_users_presets_come_before_the_factorys(presets):
    assert presets.read("stones").z.tolist() == [1, 2]
    assert presets.read("stones").condition.tolist() == [1, 0]
    presets.write(preset("stones", 5, 6))
    presets.write(preset("b", 5, 6))
    assert presets.read("stones").z.tolist() == [5, 6]
    assert presets.names() == ["b", "stones", "glass"]
    presets.delete("stones")
    assert presets.read("stones").z.tolist() == [1, 2]
    assert presets.names() == ["b", "stones", "glass"]


@pytest.mark.parametrize(("model", "space"), [("other", SPACE), ("textures", Space(3))])
def test_a_preset_of_another_model_is_refused_kept_and_not_listed(presets, tmp_path, model, space):
    other = Presets(Home(tmp_path), model, space, {})
    presets.write(preset("drone", 5, 6))
    reason = rf"^preset 'drone' belongs to model 'textures' with 2 coordinates: the model is '{model}'"
    with pytest.raises(ValueError, match=reason):
        other.read("drone")
    with pytest.raises(ValueError, match=reason):
        other.check_free("drone")
    assert other.names() == []
    other.delete("drone")
    assert presets.names() == ["stones", "glass"]


GOOD = {"format": 1, "model": "textures", "latent_dim": 2, "z": [1, 2]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        "\xff\xfe",
        json.dumps({**GOOD, "format": 2}),
        json.dumps({key: value for key, value in GOOD.items() if key != "z"}),
        json.dumps({**GOOD, "z": [1]}),
        json.dumps({**GOOD, "z": [1, None]}),
        json.dumps({**GOOD, "z": ["a", "b"]}),
        json.dumps({**GOOD, "z": {"a": 1}}),
        json.dumps({**GOOD, "z": [1, float("nan")]}),
        json.dumps({**GOOD, "z": [1, 10**400]}),
        json.dumps({**GOOD, "condition": [1]}),
        json.dumps({**GOOD, "condition": 1}),
        json.dumps({**GOOD, "z": ["1", "2"]}),
        json.dumps({**GOOD, "z": [True, False]}),
        json.dumps({**GOOD, "padding": " " * (1 << 20)}),
        json.dumps({**GOOD, "padding": "\ud800"}),
        json.dumps(GOOD)[:-1] + ', "z": [3, 4]}',
    ],
)
def test_a_damaged_file_is_refused_in_one_line(presets, tmp_path, text):
    presets.write(preset("drone", 5, 6))
    (tmp_path / "presets" / "drone.json").write_text(text, encoding="latin-1")
    with pytest.raises(ValueError, match=r"^preset 'drone' is damaged: ") as caught:
        presets.read("drone")
    assert "\n" not in str(caught.value)
    assert presets.names() == ["stones", "glass"]


def test_a_coordinate_that_is_too_large_for_its_type_is_clipped_as_any_other(presets, tmp_path):
    presets.write(preset("drone", 5, 6))
    (tmp_path / "presets" / "drone.json").write_text(json.dumps({**GOOD, "z": [1e39, -12.5]}))
    assert presets.read("drone").z.tolist() == [12, -12]


@pytest.mark.parametrize("owner", [{"a": ["b" * 9999] * 9}, 10**400, "x" * 99999])
def test_whom_a_preset_belongs_to_is_said_in_few_words(presets, tmp_path, owner):
    presets.write(preset("drone", 5, 6))
    (tmp_path / "presets" / "drone.json").write_text(json.dumps({**GOOD, "model": owner}))
    with pytest.raises(ValueError, match=r"^preset 'drone' belongs to model ") as caught:
        presets.read("drone")
    assert len(str(caught.value)) < 300


def test_only_what_is_found_is_listed(presets, tmp_path):
    for name in ("drone", "stones", " space"):
        (tmp_path / "presets").mkdir(exist_ok=True)
        (tmp_path / "presets" / f"{name}.json").write_text(json.dumps({**GOOD, "z": [1, 2, 3]}))
    (tmp_path / "presets" / "b.json").write_text(json.dumps(GOOD))
    (tmp_path / "presets" / f"{129 * 'a'}.json").write_text(json.dumps(GOOD))
    assert presets.names() == ["b", "glass"]
    for name in presets.names():
        assert presets.read(name).name == name


def test_a_write_that_fails_leaves_the_old_one(presets, tmp_path, monkeypatch):
    presets.write(preset("drone", 1, 2))

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ValueError, match=r"^preset 'drone' cannot be written to .*: No space left on device$"):
        presets.write(preset("drone", 3, 4))
    assert presets.read("drone").z.tolist() == [1, 2]
    assert [path.name for path in (tmp_path / "presets").iterdir()] == ["drone.json"]


def test_only_what_is_there_can_be_deleted(presets):
    with pytest.raises(ValueError, match=r"^preset 'stones' is a factory preset and stays$"):
        presets.delete("stones")
    with pytest.raises(ValueError, match=r"^preset 'nothing' is not there$"):
        presets.delete("nothing")


def test_a_preset_is_found_before_it_is_written(presets):
    presets.keep(preset("drone", 1, 2))
    assert presets.read("drone").z.tolist() == [1, 2]


def test_a_preset_whose_writing_ends_meanwhile_is_found(presets):
    class Ending(dict):
        """A worker is through with writing once somebody has looked."""

        def __contains__(self, name):
            return dict.pop(self, name, None) is not None

    presets.write(preset("drone", 1, 2))
    presets._unwritten = Ending(drone=preset("drone", 1, 2))
    assert presets.read("drone").z.tolist() == [1, 2]
