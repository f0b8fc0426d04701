"""Write the Max package anew, from the instrument's message table.

``python patches/max/make.py`` writes it where this file is, ``--into FOLDER`` elsewhere; ``--pictures FOLDER`` draws
each patch as it stands there, for who has no Max.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from making import device, faces, network, pages, performance, stores
from making.patcher import Patcher

MAKERS = {
    "gan.server": network.server,
    "gan.voice": network.voice,
    "gan.notes": network.notes,
    "gan.dials": faces.dials,
    "gan.pad": faces.pad,
    "gan.scenes": faces.scenes,
    "gan.cues": stores.cues,
    "gan.map": stores.map_,
    "gan.meter": faces.meter,
    "gan.performance": performance.performance,
}
DEVICE = "devices/GestureGAN.amxd"


def package() -> dict[str, bytes]:
    """Return every file that is made: its path in the package, and what it holds."""
    own: network.Own = {}
    patches: dict[str, Patcher] = {}
    for name, maker in MAKERS.items():
        patches[name] = maker(own)
        own[name] = patches[name].counts
    files = {f"patchers/{name}.maxpat": patch.json() for name, patch in patches.items()}
    for subject in pages.SUBJECTS:
        files[f"help/{subject.name}.maxhelp"] = pages.help_patch(subject, own).json()
        files[f"docs/refpages/{subject.name}.maxref.xml"] = pages.reference_page(subject, patches[subject.name])
    files["extras/GestureGAN.maxpat"] = pages.overview(own).json()
    files["package-info.json"] = pages.facts()
    return {path: text.encode() for path, text in files.items()} | {DEVICE: device.container(device.device(own))}


def main() -> None:
    """Write the files, and draw them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="folder of the package")
    parser.add_argument("--pictures", type=Path, help="draw each patch into this folder")
    arguments = parser.parse_args()
    for path, content in package().items():
        target = arguments.into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    if arguments.pictures:
        from making import picture

        picture.draw_all(arguments.into, arguments.pictures)


if __name__ == "__main__":
    main()
