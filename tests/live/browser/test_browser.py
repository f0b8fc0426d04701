"""The page in a real browser, against the instrument as a performer has it; what it plays is heard in a recording."""

from __future__ import annotations

import re
import time
from importlib import resources

import numpy as np
import pytest
import soundfile

from tests.live.browser.seen import SIZES, Instrument, quiet
from tests.live.conftest import wait_until

pytestmark = pytest.mark.long

VIEWS = ("voices", "map", "scenes", "mixer", "models", "takes", "inputs", "monitor")
# What is pressed finds no way until `held()`; what plays is seen meanwhile.
HELD = """() => {
  const Way = WebSocket, url = app.link.url;
  const waiting = new Promise((free) => (window.held = free)).then(() => (window.WebSocket = Way));
  window.WebSocket = function (to) {
    if (to !== url) return new Way(to);
    waiting.then(() => this.onclose());
  };
  [WebSocket.OPEN, app.model] = [Way.OPEN, -1];
}"""
PITCHES = (220, 330, 554, 880)  # of the tiny model's coordinates; its axes are the first two of them


def recorded(instrument: Instrument, page, act) -> tuple[np.ndarray, np.ndarray]:
    """Record by the page's own key while something is done; what is heard before it and after it."""
    folder = instrument.home / "recordings"
    before = set(folder.glob("*.flac"))
    page.keyboard.press("r")
    page.wait_for_selector('.record[aria-pressed="true"]')
    time.sleep(0.8)
    act()
    time.sleep(1.5)
    page.keyboard.press("r")
    page.wait_for_selector('.record[aria-pressed="false"]')
    (file,) = set(folder.glob("*.flac")) - before
    wait_until(lambda: instrument.playing.said(f"^recorded .*{re.escape(file.name)}"), "the recording to be closed")
    samples, rate = soundfile.read(file)
    assert rate == 44100
    return samples[4410:26460, 0], samples[-26460:, 0]


def strength(samples: np.ndarray) -> np.ndarray:
    """Amplitude of each of the tiny model's sines."""
    clock, window = np.arange(len(samples)) / 44100, np.hanning(len(samples))
    return np.array([abs(np.sum(samples * window * np.exp(-2j * np.pi * p * clock))) for p in PITCHES]) / window.sum()


def test_it_shows_what_plays_and_the_playhead_moves(look, instrument) -> None:
    quiet(instrument)
    page = look().show("voices")
    instrument.send("/gan/voice/2/z", 1.0, 0.0, 0.0, 0.0)
    page.get_by_role("button", name="play voice 2").click()
    card = page.locator(".card").nth(1)
    page.wait_for_function("() => document.querySelectorAll('.card')[1].classList.contains('open')")
    wait_until(lambda: instrument.value("/gan/voice/2/gate") == [1], "the gate")
    canvas = card.locator("canvas")
    page.wait_for_function("() => document.querySelectorAll('.card canvas')[1].width > 100")
    pixels = "new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)"
    wait_until(lambda: canvas.evaluate(f"c => {pixels}.filter(Boolean).length") > 1000, "more than silence")
    where = {card.locator(".playhead").evaluate("e => e.style.transform") for _ in range(20) if not time.sleep(0.05)}
    assert len(where) > 5


def test_sliders_set_and_follow(look, instrument) -> None:
    quiet(instrument)
    page = look().show("voices")
    gain = page.get_by_label("gain of voice 1")
    gain.focus()
    gain.press("Home")
    wait_until(lambda: instrument.value("/gan/voice/1/gain") == [0.0], "the slider")
    instrument.send("/gan/voice/1/gain", 2.0)
    page.wait_for_function("e => e.getAttribute('aria-valuetext').startsWith('+6.0')", arg=gain.element_handle())
    gain.press("Delete")
    wait_until(lambda: instrument.value("/gan/voice/1/gain") == [1.0], "its default")
    page.get_by_role("button", name="pingpong").click()
    wait_until(lambda: instrument.value("/gan/voice/1/mode") == ["pingpong"], "the mode")
    page.get_by_role("button", name="loop", exact=True).click()
    wait_until(lambda: instrument.value("/gan/voice/1/mode") == ["loop"], "the mode")


def test_keys_open_voices_and_panic(look, instrument) -> None:
    quiet(instrument)
    page = look().page
    page.keyboard.press("3")
    wait_until(lambda: instrument.value("/gan/voice/3/gate") == [1], "the key")
    page.keyboard.press("Escape")
    wait_until(lambda: instrument.value("/gan/voice/3/gate") == [0], "panic")


def test_the_map_is_touched_and_the_change_is_heard(look, instrument) -> None:
    quiet(instrument)
    page = look().show("map")
    page.get_by_role("button", name="voice 1").click()
    box = page.locator(".map .ground").bounding_box()
    middle, across, up = box["x"] + box["width"] / 2, box["width"] / 7, box["height"] / 7
    centre = box["y"] + box["height"] / 2

    def place(x: float, y: float) -> tuple[float, float]:
        return middle + x * across, centre - y * up

    page.wait_for_function("() => app.view.places.length === 4")
    page.mouse.move(*place(1.6, 0))
    page.mouse.down()
    wait_until(lambda: instrument.value("/gan/voice/1/gate") == [1], "the voice to open")

    def drag() -> None:
        page.mouse.move(*place(0, 1.6), steps=5)

    first, then = recorded(instrument, page, drag)
    page.mouse.up()
    assert strength(first)[0] > 20 * strength(first)[1]
    assert strength(then)[1] > 20 * strength(then)[0]
    assert instrument.value("/gan/voice/1/axes") == pytest.approx([0.0, 1.6], abs=0.02)


def test_several_fingers_are_several_voices(look, instrument) -> None:
    quiet(instrument)
    seen = look("tablet", has_touch=True)
    page = seen.show("map")
    page.get_by_role("button", name="voice 1").click()
    box = page.locator(".map .ground").bounding_box()
    page.wait_for_function("() => app.view.places.length === 4")
    touch = page.context.new_cdp_session(page)
    points = [
        {"x": box["x"] + box["width"] * x, "y": box["y"] + 40, "id": number} for number, x in enumerate((0.2, 0.8))
    ]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    moved = [{**point, "y": point["y"] + 30} for point in points]
    touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": moved})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    wait_until(lambda: instrument.value("/gan/voice/2/gate") == [1], "the second voice")
    (left, up), (right, as_far_up) = (instrument.value(f"/gan/voice/{voice}/axes") for voice in (1, 2))
    assert (left, right) == (pytest.approx(-2.1, abs=0.05), pytest.approx(2.1, abs=0.05))
    assert up == as_far_up > 1
    assert instrument.value("/gan/voice/3/gate") == [0]


def test_scenes_are_stored_recalled_and_mixed(look, instrument) -> None:
    quiet(instrument)
    page = look().show("scenes")
    names = page.get_by_label("name of a scene")
    for name, z in (("day", (2.0, 0.0, 0.0, 0.0)), ("night", (0.0, 0.0, 0.0, 2.0))):
        instrument.send("/gan/voice/1/z", *z)
        names.fill(name)
        page.get_by_role("button", name="store", exact=True).first.click()
        page.get_by_role("button", name=name, exact=True).wait_for()
    page.get_by_label("recall in").fill("0")
    page.get_by_role("button", name="day", exact=True).click()
    wait_until(lambda: instrument.value("/gan/voice/1/z") == pytest.approx([2.0, 0, 0, 0]), "the scene")
    pad = page.locator(".pad .ground").bounding_box()
    ends = {name: page.evaluate(f"app.view.nodes.get('{name}')") for name in ("day", "night")}
    page.mouse.move(
        *(pad[side] + pad[size] * at for side, size, at in zip("xy", ("width", "height"), ends["night"], strict=True))
    )
    page.mouse.down()
    page.mouse.up()
    wait_until(lambda: instrument.value("/gan/voice/1/z") == pytest.approx([0, 0, 0, 2.0], abs=0.01), "the morph")
    page.get_by_role("button", name="delete day").click()
    page.get_by_role("button", name="day", exact=True).wait_for(state="detached")
    page.get_by_role("button", name="undo").click()
    page.get_by_role("button", name="day", exact=True).wait_for()


def test_the_monitor_shows_messages_and_why_one_was_refused(look, instrument) -> None:
    page = look().show("monitor")
    instrument.send("/gan/voice/1/pan", 0.5)
    page.get_by_text("/gan/voice/1/pan 0.5").wait_for()
    instrument.send("/gan/voice/1/pan", 7.0)
    page.locator(".refused").get_by_text("pan is 7.0: wanted -1 to 1").wait_for()
    page.get_by_label("a message to send").fill("/gan/voice/1/pan")
    page.get_by_role("button", name="send").click()
    page.get_by_text("/gan/voice/1/pan 0.5").nth(1).wait_for()


def test_voices_are_put_on_the_ring_and_muted(look, instrument) -> None:
    quiet(instrument)
    instrument.send("/gan/voice/*/azimuth", 0.0)
    instrument.send("/gan/voice/1/azimuth", 180.0)
    page = look().show("mixer")
    page.wait_for_function("() => app.link.values.get('/gan/voice/1/azimuth')?.[0] === 180")
    ring = page.locator(".mixer .ground").bounding_box()
    x, y = page.evaluate("app.view.label(0)")
    page.mouse.move(ring["x"] + x, ring["y"] + y)
    page.mouse.down()
    page.mouse.move(ring["x"] + 40, ring["y"] + ring["height"] / 2, steps=4)
    page.mouse.up()
    wait_until(lambda: instrument.value("/gan/voice/1/azimuth") == pytest.approx([90.0], abs=1.0), "the left")
    assert instrument.value("/gan/voice/1/distance") == [1.0]
    page.get_by_role("button", name="mute voice 2").click()
    wait_until(lambda: instrument.value("/gan/voice/2/mute") == [1], "the mute")
    page.get_by_role("button", name="mute voice 2").click()
    wait_until(lambda: instrument.value("/gan/voice/2/mute") == [0], "the mute to end")


def test_another_model_takes_over(look, instrument) -> None:
    page = look().show("models")
    for name in ("other", "tiny"):
        page.get_by_role("listitem").filter(has_text=name).get_by_role("button", name="play it").click()
        page.locator(".model", has_text=name).wait_for()
        assert instrument.value("/gan/model/info")[0] == name


def test_takes_are_recorded_and_played_again(look, instrument) -> None:
    quiet(instrument)
    page = look().show("takes")
    page.get_by_label("name of a take").fill("phrase")
    page.locator(".takes").get_by_role("button", name="record").click()
    page.get_by_role("button", name="end phrase").wait_for()
    instrument.send("/gan/voice/2/gate", 1)
    instrument.send("/gan/voice/2/gain", 0.25)
    time.sleep(0.2)
    page.get_by_role("button", name="end phrase").click()
    instrument.send("/gan/voice/2/gate", 0)
    instrument.send("/gan/voice/2/gain", 1.0)
    line = page.locator("li[data-name=phrase]")
    line.get_by_role("button", name="loop").click()
    wait_until(lambda: instrument.value("/gan/voice/2/gain") == [0.25], "the take")
    line.locator('[data-how=loop][aria-pressed="true"]').wait_for()
    page.get_by_role("button", name="stop all").click()
    wait_until(lambda: instrument.value("/gan/voice/2/gate") == [0], "its end")


def test_a_cue_is_played(look, instrument) -> None:
    quiet(instrument)
    instrument.send("/gan/cue/add", "dusk", "go", "/gan/voice/1/gain 0.5")
    instrument.send("/gan/cue/add", "dark", "go", "/gan/voice/1/gain 0.125")
    instrument.send("/gan/cue/arm", 1)
    page = look().show("takes")
    page.locator(".cues .armed", has_text="dusk").wait_for()
    page.get_by_role("button", name="go", exact=True).click()
    wait_until(lambda: instrument.value("/gan/voice/1/gain") == [0.5], "the cue")
    page.locator(".cues .armed", has_text="dark").wait_for()


def test_a_mapping_is_taught_by_how_the_device_is_moved(look, instrument) -> None:
    quiet(instrument)
    page = look("phone").show("inputs")
    page.get_by_role("button", name="motion of this device").click()
    page.locator(".motion[aria-pressed=true]").wait_for()

    def move(x: float) -> None:
        pulled = f"{{accelerationIncludingGravity: {{x: {x}, y: 0, z: 0}}}}"
        page.evaluate(f"window.dispatchEvent(new DeviceMotionEvent('devicemotion', {pulled}))")
        at = pytest.approx((x + 15) / 30, abs=0.01)
        wait_until(lambda: instrument.value("/gan/input/motion")[:1] == [at], "the motion")

    move(0)
    page.get_by_label("name of a mapping").fill("hand")
    page.get_by_role("button", name="new").click()
    card = page.get_by_label("mapping hand")
    card.get_by_label("outputs of hand").fill("/gan/voice/1/gain")
    card.get_by_label("outputs of hand").press("Enter")
    card.get_by_label("motion").check()
    wait_until(lambda: instrument.value("/gan/map/hand/inputs") == ["motion"], "what it goes from")
    for number, (x, gain) in enumerate(((-10, 0.2), (-5, 0.4), (0, 0.6), (5, 0.8), (10, 1.0))):
        move(x)
        instrument.send("/gan/voice/1/gain", gain)
        card.get_by_role("button", name="example").click()
        card.get_by_text(f"{number + 1} examples").wait_for()
    card.get_by_role("button", name="train").click()
    card.get_by_text("error").wait_for()
    card.get_by_role("button", name="run").click()
    wait_until(lambda: instrument.value("/gan/map/hand/run") == [1], "it to run")
    move(-10)
    wait_until(lambda: instrument.value("/gan/voice/1/gain") == pytest.approx([0.2], abs=0.1), "the mapping")
    card.get_by_role("button", name="delete").click()
    card.wait_for(state="detached")


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", list(SIZES))
def test_every_view_fits_and_everybody_can_use_it(look, instrument, size, theme) -> None:
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    instrument.send("/gan/voice/1/gate", 1)
    page = look(size, color_scheme=theme).page
    page.evaluate(axe)
    for view in VIEWS:
        page.evaluate(f"location.hash = '{view}'")
        page.wait_for_selector(f'.tab[data-view="{view}"][aria-current]')
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
        found = page.evaluate("axe.run()")["violations"]
        serious = [each for each in found if each["impact"] in ("serious", "critical")]
        assert not serious, [
            (view, each["id"], each["nodes"][0]["html"], each["nodes"][0]["failureSummary"]) for each in serious
        ]


def test_the_instrument_goes_and_comes_back(look, instrument) -> None:
    seen = look()
    page = seen.show("voices")
    instrument.send("/gan/voice/4/gate", 1)
    page.wait_for_selector('[aria-label="play voice 4"][aria-pressed="true"]')
    instrument.playing.end()
    page.wait_for_selector(".state.off")
    assert not page.evaluate("() => app.link.values.has('/gan/voice/4/gate')")  # the next one has it closed
    page.evaluate(HELD)
    instrument.begin()
    page.wait_for_function("app.model > 0")  # what plays is seen, and it is another model
    page.wait_for_timeout(1000)
    assert page.locator(".state.off").count()  # but what is pressed is not heard yet
    page.evaluate("held()")
    page.wait_for_selector(".state.on", timeout=60000)
    seen.wrong.clear()  # a browser tells that nobody was there
    page.get_by_role("button", name="play voice 4").click()
    wait_until(lambda: instrument.value("/gan/voice/4/gate") == [1], "the page to play again")
    page.wait_for_function("() => document.querySelectorAll('.card canvas')[3].width > 100")
