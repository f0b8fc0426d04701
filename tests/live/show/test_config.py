"""A show: what its file may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gesturegan_live.show.config import AUTO, Show
from gesturegan_live.show.gestures import Input, Link


def test_a_show_survives_its_file(tmp_path: Path) -> None:
    show = Show(
        bundle='C:\\models\\"mine"',
        device="JACK",
        voices=3,
        listen="0.0.0.0",
        walk=False,
        trust=("10.1.2.3", "fe80::/64"),
    )
    (tmp_path / "show.toml").write_text(show.toml(), encoding="utf-8")
    assert Show.read(tmp_path / "show.toml") == show
    (tmp_path / "empty.toml").write_text("")
    assert Show.read(tmp_path / "empty.toml") == Show()


def test_a_show_says_where_its_loudspeakers_stand(tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text("channels = 3\nring = [0, 110.5, -110.5]\n")
    show = Show.read(tmp_path / "show.toml")
    assert show.azimuths == (0, 110.5, -110.5)
    (tmp_path / "again.toml").write_text(show.toml())
    assert Show.read(tmp_path / "again.toml") == show
    assert Show(channels=4).azimuths == (45.0, -45.0, -135.0, 135.0)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("voices = 0", "voices 0: wanted 1 to 64"),
        ("voices = '8'", "voices is '8', wanted a whole number"),
        ("walk = 1", "walk is 1, wanted true or false"),
        ("colour = 'red'", "no setting 'colour'; there are bundle, backend"),
        ("voices = ", "Invalid value"),
        ("ring = [0, 90, 180]", "ring of 3 azimuths: wanted one for each of 2 channels"),
        ("ring = [0, 360]", "ring azimuth 360.0: two loudspeakers cannot stand in one place"),
        ("ring = [0, 400]", "ring azimuth 400.0: wanted degrees from -360 to 360"),
        ("ring = [0, 'left']", r"ring\[1\] is 'left', wanted a finite number"),
        ("ring = [0, nan]", r"ring\[1\] is nan, wanted a finite number"),
        ("ring = 30", "ring is 30, wanted a list of numbers"),
        ("trust = ['192.168.1.5', 'stage-left']", "trust 'stage-left': wanted an address, as 192.168.1.20"),
        ("trust = [1]", r"trust\[0\] is 1, wanted a text"),
        ("trust = '10.0.0.1'", "trust is '10.0.0.1', wanted a list of texts"),
        ("port = 70000", "port 70000: wanted 0 to 65535"),
        ("ring = " + 1000 * "[", "recursion"),
        ("ring = " + 100 * "[" + 100 * "]", "nests more than 32 deep"),
        ("voices = " + 100 * "{a = " + "1" + 100 * "}", "nests more than 32 deep"),
        ("voices = 0x" + 4000 * "f", "voices a number of thousands of digits: wanted 1 to 64"),
        (4000 * "a." + "a = 1", "a line of more than 4096 characters"),
        ("inputs = 3", "inputs is 3, wanted a table"),
        ("[inputs]\nhand = 3", "input hand: is 3, wanted a table"),
        ("[inputs.'a b']\naddress = '/x'", "input 'a b': wanted 1 to 32 characters"),
        ("[inputs.hand]", "input hand: lacks address"),
        ("[inputs.hand]\naddress = 'x'", "input hand: address 'x': wanted one that starts with '/'"),
        ("[inputs.hand]\naddress = 4", "input hand: address is 4, wanted a text"),
        ("[inputs.hand]\naddress = '/x'\ncolour = 1", "input hand: no setting 'colour'; there are address, range"),
        (
            "[inputs.hand]\naddress = '/x'\nrange = [0]",
            "input hand: a range of 1 numbers: wanted what is 0 and what is 1",
        ),
        ("[inputs.hand]\naddress = '/x'\nrange = [1, 1]", "input hand: a range from 1 to 1: wanted two numbers"),
        ("[inputs.hand]\naddress = '/x'\nrange = [1, 'a']", r"range\[1\] is 'a', wanted a finite number"),
        ("[inputs.hand]\naddress = '/x'\nsmooth = [1, 2, 3]", "input hand: smooth of 3 numbers: wanted a cut-off"),
        ("[inputs.hand]\naddress = '/x'\nsmooth = [0]", "input hand: smooth is 0: wanted 0.01 to 1000"),
        ("[inputs.hand]\naddress = '/x'\ncurve = 20", "input hand: curve is 20: wanted 0.1 to 10"),
        ("[inputs.hand]\naddress = '/x'\ndead_zone = 0.5", "input hand: dead_zone is 0.5: wanted 0 to 0.45"),
        ("".join(f"[inputs.x{number}]\naddress = '/x'\n" for number in range(65)), "65 inputs: wanted 64 at most"),
        ("[links.x]\nsource = 'hand'", "link x: lacks target"),
        ("[links.x]\nsource = 'hand'\ntarget = 'x'", "link x: address 'x': wanted one that starts with '/'"),
        ("[links.x]\nsource = 'hand'\ntarget = '/x'\namount = 2", "link x: amount is 2: wanted 0 to 1"),
        ("[links.x]\nsource = 'hand'\ntarget = '/x'\non = 1", "link x: on is 1, wanted true or false"),
        ("[links.x]\nsource = ''\ntarget = '/x'", "link x: source '': wanted a stream"),
        ("voices = 1\n" * 9000, "more than 65536 bytes"),
        ('voices = ["' + 1000 * "x" + '"]', "voices is .'xxx.*xxx'., wanted a whole number"),
    ],
)
def test_what_is_no_show_is_named(text: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "show.toml").write_text(text)
    with pytest.raises(ValueError, match=line) as caught:
        Show.read(tmp_path / "show.toml")
    assert str(caught.value).startswith(f"show {tmp_path / 'show.toml'}: ")
    assert len(str(caught.value).replace(str(tmp_path), "")) < 300
    assert "\n" not in str(caught.value)


def test_channels_may_be_left_to_the_device(tmp_path: Path) -> None:
    (tmp_path / "auto.toml").write_text('channels = "auto"\n')
    show = Show.read(tmp_path / "auto.toml")
    assert show.channels == AUTO
    (tmp_path / "again.toml").write_text(show.toml())
    assert Show.read(tmp_path / "again.toml") == show
    (tmp_path / "none.toml").write_text("channels = 0\n")
    with pytest.raises(ValueError, match="channels 0: wanted 1 to 64, or auto"):
        Show.read(tmp_path / "none.toml")


def test_a_show_says_what_sensors_send(tmp_path: Path) -> None:
    hand = '[inputs.hand]\naddress = "/accxyz"\nrange = [-10, 10]\nsmooth = [1, 0.5]\n'
    told = f'voices = 2\n{hand}[inputs.pedal]\naddress = "/p"\n'
    (tmp_path / "show.toml").write_text(told)
    show = Show.read(tmp_path / "show.toml")
    assert show.inputs == (("hand", Input("/accxyz", (-10, 10), smooth=(1, 0.5))), ("pedal", Input("/p")))
    swell = ("swell", Link("hand/energy", "/gan/voice/*/gain", (0, 0.8), on=False))
    named = Show(inputs=(*show.inputs, ("hän'd", Input("/x", curve=2.5))), links=(swell,))
    (tmp_path / "again.toml").write_text(named.toml(), encoding="utf-8")
    assert Show.read(tmp_path / "again.toml") == named
