"""A show checked as a whole, before anything changes: what it names is there, what it plays can be played.

Conventions
-----------
Touches nothing but files that it reads; may be called from a worker thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gesturegan_live.control.cues.cues import Cues, messages_of
from gesturegan_live.control.gestures.gestures import Gestures
from gesturegan_live.control.messages.arguments import Value, check
from gesturegan_live.control.messages.dispatcher import Dispatcher
from gesturegan_live.control.messages.places import Addresses, Place
from gesturegan_live.control.notes import scale
from gesturegan_live.control.tempo.clock import TIMED, Clock
from gesturegan_live.gesture.mapping.examples import FORMAT, LARGEST, Examples
from gesturegan_live.latent.scenes import Scenes
from gesturegan_live.models import bundle as bundles
from gesturegan_live.models import library
from gesturegan_live.models.bundle import Bundle
from gesturegan_live.show.config import Show
from gesturegan_live.show.cues import Cue
from gesturegan_live.show.folder import FILE
from gesturegan_live.show.home import Home, check_name
from gesturegan_live.show.shelf import Shelf

# What a message of a cue names, by what obeys it: a kind of the home, and how many of its arguments are names.
_NAMED: dict[str, tuple[str, int | None]] = {
    "scene_recall": ("scenes", 1),
    "morph_ends": ("scenes", 2),
    "take_play": ("takes", None),
    "take_loop": ("takes", None),
    "map_load": ("maps", 1),
    "shape_load": ("shapes", 1),
    "model_load": ("models", 1),
    "preset_recall": ("presets", 1),
}
_SUFFIXES = {"scenes": ".json", "presets": ".json", "maps": ".json", "shapes": ".json", "takes": ".take"}
_NOBODY = ("", "none")


def rehearsed(folder: Path, home: Home, voices: int | None = None) -> tuple[Show, Bundle]:
    """Read the show of a folder, and its model.

    Parameters
    ----------
    folder : Path
    home : Home
        Where models are that the folder has not.
    voices : int, optional
        How many play; else as many as the show says.

    Raises
    ------
    ValueError
        One line: what of it is missing, or cannot be.
    """
    show, own = Show.read(folder / FILE), Home(home.root)
    own.show = folder
    try:
        check_name(show.bundle)  # whoever made it, it names no folder of this computer's
        return show, check_show(show, own, voices)
    except ValueError as error:
        raise ValueError(f"show {folder.stem}: {error}") from error


def check_show(show: Show, home: Home, voices: int | None = None) -> Bundle:
    """Check a show that is played in a home; give its model. ValueError, in one line, where some of it cannot be."""
    models = _models(show, home)
    model = models[show.bundle]
    clock = Clock()
    gestures = Gestures(clock, home, lambda address: _places(dispatcher, address), _nothing, _nothing)
    dispatcher = Dispatcher({}, {}, _nothing, _nothing, {**gestures.names, "map": _stems(home, "maps")})
    gestures.use(dispatcher)
    dispatcher.use(voices or show.voices, model.latent_dim, model.axis_names)
    gestures.begin(show)
    gestures.links.check()
    Cues(clock, gestures.streams.inputs, _nothing).begin(show.cues)
    _check_files(home)
    there = {kind: {*_stems(home, kind)} for kind in _SUFFIXES}
    there["models"] = {*models}
    there["presets"] |= {name for each in models.values() for name in each.presets}
    for name in show.maps:
        _check_there(f"maps: {name}", "maps", name, there)
    names = {kind: {*known, *_added(show.cues, kind)} for kind, known in gestures.names.items()}
    names["map"] |= there["maps"]
    playing = models.values() if show.cues else ()
    spaces = [Addresses(voices or show.voices, each.latent_dim, each.axis_names, names) for each in playing]
    for cue in show.cues:
        for address, values in messages_of(cue):
            if not gestures.takes(address):
                _check_message(cue, _plain(address), values, spaces, there)
    return model


def played(cues: Sequence[Cue]) -> list[str]:
    """Name the models that cues load."""
    parsed = (each for cue in cues for each in messages_of(cue))
    return [str(values[0]) for address, values in parsed if _plain(address) == "/gan/model/load" and values]


def takes(cues: Sequence[Cue]) -> list[str]:
    """Name the takes that cues play."""
    parsed = (each for cue in cues for each in messages_of(cue))
    playing = {"/gan/take/play", "/gan/take/loop"}
    named = [str(value) for address, values in parsed if _plain(address) in playing for value in values]
    return [name for name in dict.fromkeys(named) if name not in _NOBODY]


def _models(show: Show, home: Home) -> dict[str, Bundle]:
    """Read all models that a show plays; ValueError that names all that are missing."""
    wanted = dict.fromkeys([show.bundle, *played(show.cues)], "") | dict(show.models)
    found: dict[str, Bundle] = {}
    missing: list[str] = []
    for name, digest in wanted.items():
        try:
            bundle = library.find(name, home)
        except ValueError as error:
            missing.append(str(error))
            continue
        if digest and bundles.digest(bundle) != digest:
            missing.append(f"model {name!r} is another than the show's: {bundle.path} is not {digest[:12]}…")
        found[name] = bundle
    if missing:
        raise ValueError("; ".join(missing))
    return found


def _check_files(home: Home) -> None:
    """Read the scenes, mappings and tunings that a show has of its own."""
    if home.show is None:
        return
    scenes, maps = Scenes(home), Shelf(home, "maps", "map", FORMAT, LARGEST)
    for name in _stems(home, "scenes"):
        scenes.read(name)
    for name in _stems(home, "maps"):
        try:
            Examples.read(maps.content(name) or {})
        except ValueError as error:
            raise ValueError(f"map {name}: {error}") from error
    for path in sorted(home.folder("tunings").glob("[!.]*.scl")):
        scale.read(path.stem, home)


def _check_message(
    cue: Cue, address: str, values: Sequence[Value], spaces: Sequence[Addresses], there: Mapping[str, set[str]]
) -> None:
    places, why = _found(address, spaces)
    if not places:
        raise ValueError(f"cue {cue.name!r}: {address}: {why}")
    route = places[0].route
    try:
        checked = check(route.arguments, values) if values else []
    except ValueError as error:
        raise ValueError(f"cue {cue.name!r}: {address}: {error}") from error
    kind, count = _NAMED.get(route.handler, ("", 0))
    for name in checked[:count]:
        _check_there(f"cue {cue.name!r}", kind, name, there)


def _added(cues: Sequence[Cue], kind: str) -> set[str]:
    """Name the inputs, links or mappings that cues make."""
    making = {f"/gan/{kind}/{how}" for how in ("add", "learn", "load")}
    parsed = (each for cue in cues for each in messages_of(cue))
    return {str(values[0]) for address, values in parsed if _plain(address) in making and values}


def _found(address: str, spaces: Sequence[Addresses]) -> tuple[Sequence[Place], str]:
    """Find an address in the space of one of the models; else say why there is none."""
    why = ""
    for addresses in spaces:
        try:
            return addresses.find(address), ""
        except ValueError as error:
            why = str(error)
    return (), why


def _check_there(who: str, kind: str, name: Value, there: Mapping[str, set[str]]) -> None:
    if name not in _NOBODY and name not in there[kind]:
        raise ValueError(
            f"{who}: no {kind.removesuffix('s')} {name!r}; there are {', '.join(sorted(there[kind])) or 'none'}"
        )


def _stems(home: Home, kind: str) -> list[str]:
    return sorted(path.stem for path in home.folder(kind).glob(f"[!.]*{_SUFFIXES[kind]}"))


def _plain(address: str) -> str:
    """Give an address without what lets it wait for a beat."""
    return next((address[len(prefix) - 1 :] for prefix in TIMED if address.startswith(prefix)), address)


def _places(dispatcher: Dispatcher, address: str) -> Sequence[Place]:
    try:
        return dispatcher.addresses.find(address)
    except ValueError:
        return ()


def _nothing(*_: object) -> None:
    """Do nothing: nothing is played."""
