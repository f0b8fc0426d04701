"""Each name is written in the one form, where a thing is kept, and in the other, where it is asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from gesturegan_live.audio.output.device import Output, _named
from gesturegan_live.control.messages.arguments import Argument
from gesturegan_live.latent.presets import Presets
from gesturegan_live.latent.space import Space
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.home import Home
from gesturegan_live.show.names import in_any_form, one_form
from gesturegan_live.takes import file as take

COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "Glöckchen é") for form in ("NFC", "NFD"))
FORMS = pytest.mark.parametrize(("kept", "asked"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])


def test_there_is_one_form():
    assert COMPOSED != DECOMPOSED
    assert one_form(DECOMPOSED) == one_form(COMPOSED) == COMPOSED


def test_what_is_in_no_folder_is_in_no_form(tmp_path):
    assert in_any_form(tmp_path / "none" / COMPOSED) == tmp_path / "none" / COMPOSED


def test_a_message_brings_names_in_one_form():
    assert Argument("name", "s").check(DECOMPOSED) == COMPOSED
    assert Argument("name", "s", choices=(COMPOSED,)).check(DECOMPOSED) == COMPOSED


@FORMS
@pytest.mark.parametrize("kind", ["recordings", "takes", "presets", "models"])
def test_a_thing_in_the_home_is_found(tmp_path, kind, kept, asked):
    (tmp_path / kind).mkdir()
    (tmp_path / kind / f"{kept}.x").touch()
    assert Home(tmp_path).inside(kind, asked, ".x").name == f"{kept}.x"
    assert Home(tmp_path).inside(kind, "other é", ".x").name == "other é.x"


@FORMS
def test_a_preset_is_listed_once_and_recalled_and_replaced(tmp_path: Path, kept, asked):
    presets = Presets(Home(tmp_path), COMPOSED, Space(2), {COMPOSED: [0.0, 0.0]})
    Presets(Home(tmp_path), kept, Space(2), {}).write(presets.read(asked))  # as named by the factory
    found = tmp_path / "presets" / f"{COMPOSED}.json"
    found.rename(found.with_name(f"{kept}.json"))  # carried here from a Mac
    assert presets.names() == [COMPOSED]
    assert presets.read(asked).name == COMPOSED
    assert presets.write(presets.read(kept)) == "replaced"
    assert [file.name for file in (tmp_path / "presets").glob("*.json")] == [f"{kept}.json"]
    presets.delete(asked)
    assert not list((tmp_path / "presets").glob("*.json"))
    assert presets.undo(kept) == COMPOSED
    assert presets.names() == [COMPOSED]


@FORMS
def test_a_model_is_loaded_by_its_name(tmp_path: Path, make_bundle: Callable[..., Bundle], kept, asked):
    make_bundle(name=kept, folder=tmp_path / "models")
    assert library.named(asked, Home(tmp_path)).name == COMPOSED
    assert COMPOSED in library.names(Home(tmp_path))
    assert library.named(asked, Home(tmp_path / "other"), tmp_path / "models" / kept).name == COMPOSED


def test_a_model_brings_its_names_in_one_form(tmp_path: Path, tiny_bundle: Bundle):
    made = bundles.write(
        tmp_path / "model",
        name=DECOMPOSED,
        codec=tiny_bundle.codec,
        latent_dim=4,
        files={name: tiny_bundle.path / name for name in ("generator.xml", "generator.bin")},
        presets={DECOMPOSED: [0, 0, 0, 0]},
        conditions=[DECOMPOSED],
    )
    assert (made.name, made.conditions, list(made.presets)) == (COMPOSED, (COMPOSED,), [COMPOSED])


@FORMS
def test_a_take_is_rendered_by_its_name(tmp_path: Path, kept, asked):
    (tmp_path / "takes").mkdir()
    (tmp_path / "takes" / f"{kept}{take.SUFFIX}").write_bytes(take.MAGIC)
    assert take.find(Path(asked), Home(tmp_path)).exists()


@FORMS
def test_a_sound_card_is_found_by_its_name(kept, asked):
    assert _named(asked, [Output(1, kept, "ALSA", 2, 44100, False)], {}).index == 1
