"""An instrument with its page, and a Chromium that shows it.

One of each for all tests of a file; they leave both as they like, and begin with what they need.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest

from gesturegan_live.models.bundle import Bundle
from tests.live.browser.seen import SIZES, Instrument, Seen

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-component-update")
ALONE = ("--disable-background-networking", "--disable-sync")


@pytest.fixture(scope="module")
def instrument(
    tiny_bundle: Bundle, make_bundle: Callable[..., Bundle], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Instrument]:
    pytest.importorskip("websockets", reason="needs websockets: pip install '.[web]'")
    home = tmp_path_factory.mktemp("home")
    make_bundle(name="other", folder=home / "models")
    made = Instrument(tiny_bundle, home)
    yield made
    made.playing.end()


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install '.[test]'")
    if CHROMIUM is None:
        pytest.skip("needs Chromium: apt install chromium")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *ALONE])
        yield browser
        browser.close()


@pytest.fixture
def look(chromium, instrument):
    """Open pages; whatever a test does, nothing may have gone wrong with them."""
    opened: list[Seen] = []

    def at(size: str = "desk", **options: object) -> Seen:
        width, height = SIZES[size]
        page = chromium.new_page(viewport={"width": width, "height": height}, **options)
        opened.append(Seen(page, instrument.url))
        return opened[-1]

    yield at
    for seen in opened:
        seen.page.close()
        assert not seen.wrong
