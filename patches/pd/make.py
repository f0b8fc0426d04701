"""Write the Pd abstractions, their help and the panel anew, from the instrument's message table.

``python patches/pd/make.py`` writes them where this file is, ``--into FOLDER`` elsewhere.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from writing import faces, helps, network, panel, parts, stores

MAKERS = {
    "gan.send": network.send,
    "gan.receive": network.receive,
    "gan.server": network.server,
    "gan.voice": network.voice,
    "gan.notes": network.notes,
    "gan.buffer": network.buffer,
    "gan.list": parts.list_,
    "gan.xy": parts.xy,
    "gan.dials": faces.dials,
    "gan.axes": faces.axes,
    "gan.pad": faces.pad,
    "gan.meter": faces.meter,
    "gan.scenes": stores.scenes,
    "gan.map": stores.map_,
    "gan.cues": stores.cues,
    "gesturegan": panel.panel,
    "gesturegan-panel": panel.window,
}


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder of the abstractions")
    folder = parser.parse_args().into
    patches = {name: maker() for name, maker in MAKERS.items()}
    patches |= {f"{subject.name}-help": helps.help_patch(subject) for subject in helps.SUBJECTS}
    for name, patch in patches.items():
        (folder / f"{name}.pd").write_text(patch.text(), encoding="utf-8")


if __name__ == "__main__":
    main()
