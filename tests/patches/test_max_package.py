"""The files of the Max package, as Max would read them: what can be said of them without Max."""

from __future__ import annotations

import filecmp
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gesturegan_live.control.messages.routes.route import Route
from gesturegan_live.control.messages.routes.table import ROUTES

PACKAGE = Path(__file__).parents[2] / "patches" / "max"
sys.path.insert(0, str(PACKAGE))

from making.objects import DRAWN, ports  # noqa: E402

PATCHES = sorted(path for path in PACKAGE.rglob("*.max*") if path.suffix in (".maxpat", ".maxhelp"))
ABSTRACTIONS = sorted(path.stem for path in (PACKAGE / "patchers").glob("*.maxpat"))


def patcher(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))["patcher"]


def boxes(path: Path) -> list[dict]:
    return [item["box"] for item in patcher(path)["boxes"]]


def counts(name: str) -> tuple[int, int]:
    kinds = [box["maxclass"] for box in boxes(PACKAGE / "patchers" / f"{name}.maxpat")]
    return kinds.count("inlet"), kinds.count("outlet")


def texts(path: Path) -> list[str]:
    return [
        part.strip() for box in boxes(path) if box["maxclass"] != "comment" for part in box.get("text", "").split(",")
    ]


def route_of(address: str) -> Route | None:
    for route in ROUTES:
        form = (
            re.escape(route.address)
            .replace(r"\{n\}", r"(\d+|\*|%ld)")
            .replace(r"\{i\}", r"\d+")
            .replace(r"\{a\}", "[^/]+")
        )
        if re.fullmatch(form, address):
            return route
    return None


FORMS = ("/", "/gan/voice/%ld/%s", "/gan/scene/%s", "/gan/cue/%s", "/gan/map/%s/%s")  # of what a message names

every_patch = pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in PATCHES])


def test_the_files_are_what_the_script_makes(tmp_path):
    subprocess.run([sys.executable, str(PACKAGE / "make.py"), "--into", str(tmp_path)], check=True)
    made = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    there = [
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", ".js", ".png")
    ]
    assert sorted(made) == sorted(there)
    assert filecmp.cmpfiles(tmp_path, PACKAGE, list(map(str, made)), shallow=False)[1:] == ([], []), (
        "python patches/max/make.py"
    )


@every_patch
def test_every_object_is_known_and_every_cord_ends_at_an_inlet(path):
    own = {name: counts(name) for name in ABSTRACTIONS}
    ends = {}
    for box in boxes(path):
        if box["maxclass"] == "newobj":
            expected = ports(box["text"], own)
        elif box["maxclass"] == "bpatcher":
            expected = own[box["name"].removesuffix(".maxpat")]
        else:
            expected = DRAWN[box["maxclass"]]
        assert (box["numinlets"], box["numoutlets"]) == expected, box
        ends[box["id"]] = expected
    assert len(ends) == len(boxes(path))
    for line in patcher(path)["lines"]:
        (source, outlet), (target, inlet) = line["patchline"]["source"], line["patchline"]["destination"]
        assert 0 <= outlet < ends[source][1]
        assert 0 <= inlet < ends[target][0]


@every_patch
def test_no_box_lies_on_another(path):
    for mode in ("patching_rect", "presentation_rect"):
        shown = [
            box
            for box in boxes(path)
            if mode in box and not (mode == "presentation_rect" and box["maxclass"] == "panel")
        ]
        for one, other in itertools.combinations(shown, 2):
            x, y, w, h = one[mode]
            left, top, wide, high = other[mode]
            apart = x + w <= left or left + wide <= x or y + h <= top or top + high <= y
            assert apart, (mode, one.get("text", one["maxclass"]), other.get("text", other["maxclass"]))


@every_patch
def test_what_is_shown_lies_within_the_panel_and_the_window(path):
    panels = [box["presentation_rect"] for box in boxes(path) if box["maxclass"] == "panel"]
    assert bool(panels) == bool(patcher(path)["openinpresentation"])
    for box in boxes(path):
        if "presentation_rect" in box and panels:
            x, y, w, h = box["presentation_rect"]
            assert 0 <= x <= x + w <= panels[0][2], box
            assert 0 <= y <= y + h <= panels[0][3], box
        elif panels:
            assert box["maxclass"] in ("newobj", "message", "inlet", "outlet"), box


@every_patch
def test_inlets_and_outlets_count_from_left_to_right(path):
    for kind in ("inlet", "outlet"):
        ends = [box for box in boxes(path) if box["maxclass"] == kind]
        assert [box["index"] for box in sorted(ends, key=lambda box: box["patching_rect"][0])] == list(
            range(1, len(ends) + 1)
        )
        assert all(box["comment"] for box in ends)


@every_patch
def test_every_address_is_one_of_the_table(path):
    for text in texts(path):
        for word in text.split():
            if word.startswith("/") and word not in FORMS:
                assert route_of(re.sub("^/(bar|beat)/", "/", word)), word


def test_every_send_has_a_receive_and_every_receive_a_send():
    names = {"send": set(), "set": set()}
    for path in PATCHES:
        for text in texts(path):
            if found := re.match(r"sprintf (send|set) (gan-\S+)", text):
                names[found[1]].add(found[2])
    script = (PACKAGE / "javascript" / "gan.replies.js").read_text(encoding="utf-8")
    names["send"] |= {
        f"gan-%ld-{name}{'-%ld' * (tail == '-')}" for name, tail in re.findall(r'"-(in|voice)(-?)"', script)
    }
    assert names["send"] == names["set"] == {"gan-%ld-out", "gan-%ld-in", "gan-%ld-voice-%ld"}


def test_dials_and_menus_have_the_ranges_of_the_table():
    seen = 0
    for path in PATCHES:
        for box in boxes(path):
            value = box.get("saved_attribute_attributes", {}).get("valueof")
            if box["maxclass"] == "live.dial":
                name = box["varname"].replace(" ", "_")
                starts = [start for start in ("/gan/voice/1", "/gan/note") if route_of(f"{start}/{name}")]
                address = f"{starts[0]}/{name}" if starts else "/gan/out/gain"
                argument = route_of(address).arguments[0]
                assert (value["parameter_mmin"], value["parameter_mmax"]) == (argument.low, argument.high)
                seen += 1
            elif box["maxclass"] == "live.menu":
                assert tuple(value["parameter_enum"]) == route_of("/gan/voice/1/mode").arguments[0].choices
                seen += 1
    assert seen == 16 + 4 + 1


def test_the_package_has_what_max_looks_for():
    facts = json.loads((PACKAGE / "package-info.json").read_text(encoding="utf-8"))
    assert {"name", "version", "author", "description", "tags", "max_version_min", "max_version_max", "os"} <= set(
        facts
    )
    assert (PACKAGE / "extras" / facts["homepatcher"]).is_file()
    played = [name for name in ABSTRACTIONS if name != "gan.performance"]
    assert [path.stem for path in sorted((PACKAGE / "help").iterdir())] == played
    pages = sorted((PACKAGE / "docs" / "refpages").iterdir())
    assert [path.name.removesuffix(".maxref.xml") for path in pages] == played
    for page in pages:
        root = ElementTree.fromstring(page.read_text(encoding="utf-8"))
        name = root.get("name")
        assert root.tag == "c74object"
        assert name == page.name.removesuffix(".maxref.xml")
        assert (len(root.findall(".//inlet")), len(root.findall(".//outlet"))) == counts(name)
    said = ElementTree.fromstring((PACKAGE / "docs/refpages/gan.voice.maxref.xml").read_text(encoding="utf-8"))
    voices = [route.address for route in ROUTES if route.address.startswith("/gan/voice/{n}/")]
    assert [f"/gan/voice/{{n}}/{each.get('name')}" for each in said.findall(".//method")] == voices


def test_an_object_that_max_does_not_have_is_refused():
    with pytest.raises(ValueError, match="'rout' is no object of the list"):
        ports("rout a b", {})
