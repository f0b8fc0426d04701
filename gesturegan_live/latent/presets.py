"""Named points: kept in the home folder, or brought by a model.

Conventions
-----------
One JSON file a preset, ``{"format", "model", "latent_dim", "z", "condition"}``; it belongs to the model whose name and
latent dimension it carries, since a point means nothing in another space. The user's presets hide factory presets of
the same name. They lie on a shelf (`gesturegan_live.show.shelf`). Owned by the control process; `write`, `delete`,
`undo` and `names` touch the disk and may be called from a worker thread, one at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gesturegan_live.latent.space import Space, Vector
from gesturegan_live.show import documents
from gesturegan_live.show.documents import shown
from gesturegan_live.show.home import Home, check_name
from gesturegan_live.show.names import one_form
from gesturegan_live.show.shelf import Shelf

FORMAT = 1
_LARGEST = 1 << 20  # bytes: 40 000 coordinates


@dataclass(frozen=True, eq=False)
class Preset:
    """A named point of a model."""

    name: str
    z: Vector
    condition: Vector


class Presets:
    """The presets that fit one model.

    Parameters
    ----------
    home : Home
    model : str
        Name of the model.
    space : Space
        Its latent space.
    factory : mapping of name to coordinates
        The presets of the bundle.
    conditions : mapping of name to weights
        What those are played with.
    """

    def __init__(
        self,
        home: Home,
        model: str,
        space: Space,
        factory: Mapping[str, Sequence[float]],
        conditions: Mapping[str, Sequence[float]] | None = None,
    ) -> None:
        self.model = model
        self.space = space
        self._shelf = Shelf(home, "presets", "preset", FORMAT, _LARGEST)
        self._factory = dict(factory)
        self._conditions = dict(conditions or {})
        self._unwritten: dict[str, Preset] = {}

    def keep(self, preset: Preset) -> None:
        """Let `read` find a preset that is about to be written: a recall may follow its store at once."""
        self._unwritten[preset.name] = preset

    def read(self, name: str) -> Preset:
        """Find a preset: the user's first, then the factory's.

        Raises
        ------
        ValueError
            One line: there is none, it belongs to another model, or its file is damaged.
        """
        name = one_form(name)
        self._shelf.path(name)
        unwritten = self._unwritten.get(name)  # one look: a worker may be through with writing it
        if unwritten is not None:
            return unwritten
        if (content := self._shelf.content(name)) is not None:
            self._check_owner(name, content)
            try:
                z = documents.listed(content, "z", float)
                condition = documents.listed({"condition": [], **content}, "condition", float)
                return Preset(name, self.space.point(z), self._condition(condition))
            except ValueError as error:
                raise self._shelf.damaged(name, error) from error
        if name in self._factory:
            weights = self._conditions.get(name, ())
            return Preset(name, self.space.point(self._factory[name]), self._condition(weights))
        raise ValueError(f"no preset {name!r} of model {self.model!r}")

    def check_free(self, name: str) -> None:
        """Refuse a name that cannot be stored: no file name, or another model's preset would be lost."""
        check_name(name)
        if (content := self._shelf.content(name)) is not None:
            self._check_owner(name, content)

    def write(self, preset: Preset) -> str:
        """Store a preset in the home folder: either whole, flushed to the disk, or not at all.

        Returns
        -------
        str
            ``replaced`` where one of that name was stored before, which `undo` brings back; ``hides factory`` where a
            factory preset of that name is not found from now on; else nothing.
        """
        content = {
            "model": self.model,
            "latent_dim": self.space.latent_dim,
            "z": [float(value) for value in preset.z],
            "condition": [float(value) for value in preset.condition],
        }
        try:
            replaced = self._shelf.write(preset.name, content)
        finally:
            if self._unwritten.get(preset.name) is preset:
                del self._unwritten[preset.name]
        if replaced:
            return "replaced"
        return "hides factory" if preset.name in self._factory else ""

    def delete(self, name: str) -> str:
        """Delete one of the user's presets, whichever model it belongs to; `undo` brings it back."""
        if not self._shelf.delete(name):
            what = "is a factory preset and stays" if name in self._factory else "is not there"
            raise ValueError(f"preset {name!r} {what}")
        return ""

    def undo(self, name: str = "") -> str:
        """Bring back what a name held before; see `Shelf.undo`."""
        return self._shelf.undo(name)

    def names(self) -> list[str]:
        """Names of stored presets that `read` finds: the user's, sorted, then the factory's."""
        own = [name for name in self._shelf.names() if self._finds(name)]
        return own + [name for name in self._factory if name not in own and self._finds(name)]

    def _finds(self, name: str) -> bool:
        try:
            self.read(name)
        except ValueError:  # damaged, another model's or no name: read() says which
            return False
        return True

    def _condition(self, values: Sequence[float]) -> Vector:
        return self.space.condition(values) if len(values) else self.space.first_condition()

    def _check_owner(self, name: str, content: Mapping[str, Any]) -> None:
        model, latent_dim = content.get("model"), content.get("latent_dim")
        model = one_form(model) if isinstance(model, str) else model
        if (model, latent_dim) != (self.model, self.space.latent_dim):
            raise ValueError(
                f"preset {name!r} belongs to model {shown(model)} with {shown(latent_dim)} coordinates: "
                f"the model is {self.model!r} with {self.space.latent_dim}"
            )
