"""What the page draws, and how often it asks: it lives beside what sounds, on the same processors."""

from __future__ import annotations

import itertools

import pytest

from tests.live.browser.seen import quiet
from tests.live.conftest import wait_until

pytestmark = pytest.mark.long

MOST = 30  # requests a second
COUNTED = """() => {
  window.drawn = [];
  for (const card of app.view.cards) {
    const { paint } = card;
    card.paint = () => (drawn.push(card.voice + 1), paint.call(card));
  }
  const written = new MutationObserver((all) => all.forEach(({ target }) => drawn.push(target.className)));
  for (const each of document.querySelectorAll('.playhead, .cards .level')) written.observe(each, { attributes: true });
}"""
FRAMES = """async (count) => {
  const next = () => new Promise((come) => app.live.addEventListener('frame', come, { once: true }));
  while (count--) await next();
}"""


def test_only_what_has_changed_is_drawn_again(look, instrument) -> None:
    quiet(instrument)
    page = look().show("voices")
    page.wait_for_function("() => [...document.querySelectorAll('.card canvas')].every((each) => each.width > 100)")
    page.wait_for_function("() => app.live.frame?.levels.every((level) => level < 1e-4)")
    page.evaluate(COUNTED)
    page.evaluate(FRAMES, 10)
    assert page.evaluate("drawn") == []
    instrument.send("/gan/voice/2/z", 1.0, 0.0, 0.0, 0.0)
    wait_until(lambda: page.evaluate("drawn"), "its picture")
    page.evaluate(FRAMES, 5)
    assert set(page.evaluate("drawn")) == {2}


def test_what_is_out_of_sight_is_drawn_once_it_is_seen(look, instrument) -> None:
    quiet(instrument)
    page = look("phone").show("voices")
    page.wait_for_function("() => [...document.querySelectorAll('.card canvas')].every((each) => each.width > 100)")
    page.set_viewport_size({"width": 390, "height": 300})
    page.wait_for_function("() => !app.view.cards[3].shown && app.view.cards[0].shown")
    page.evaluate(COUNTED)
    instrument.send("/gan/voice/*/z", 0.0, 1.0, 0.0, 0.0)
    wait_until(lambda: page.evaluate("drawn.includes(1)"), "the picture that is in sight")
    page.wait_for_function("() => app.view.cards[3].painted === false")
    assert 4 not in page.evaluate("drawn")
    page.locator(".card").nth(3).scroll_into_view_if_needed()
    wait_until(lambda: page.evaluate("drawn.includes(4)"), "the picture that has come into sight")


def test_a_map_on_which_nothing_moves_is_not_drawn_again(look, instrument) -> None:
    quiet(instrument)
    page = look().show("map")
    page.wait_for_function("() => app.view.places.length === 4 && app.view.trails.every((trail) => trail.length < 2)")
    page.evaluate(FRAMES, 3)
    page.evaluate(
        "() => { const { field } = app.view; window.drawn = 0; "
        "const draw = field.draw; field.draw = (...given) => { drawn += 1; draw(...given); }; }"
    )
    page.evaluate(FRAMES, 10)
    assert page.evaluate("drawn") == 0
    instrument.send("/gan/voice/1/axes", 2.0, 0.0)
    wait_until(lambda: page.evaluate("drawn"), "the voice to be drawn where it has gone")


def test_frames_are_asked_for_at_their_pace(look, instrument) -> None:
    quiet(instrument)
    page = look().show("voices")
    page.evaluate(
        """() => {
  window.asked = [];
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    if (data === 'p') asked.push(performance.now());
    return send.call(this, data);
  };
}"""
    )
    page.evaluate(FRAMES, 20)
    asked = page.evaluate("asked")
    assert len(asked) > 10
    assert min(after - before for before, after in itertools.pairwise(asked)) > 1000 / MOST
