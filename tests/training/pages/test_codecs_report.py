from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from gesturegan_live.codecs import CODECS
from tests.training.conftest import command
from training.corpus.files.sound import SHORT
from training.dataset.recording import CANCELS
from training.pages import codecs_report


class Page(HTMLParser):
    """Counts what a browser would load."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [(tag, value) for key, value in attrs if key in {"src", "href"} and value]


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report")
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(16000) / 22050)
    soundfile.write(folder / "a <b> & c.wav", np.stack([tone, 0 * tone], axis=1), 22050)
    codecs_report.write([folder / "a <b> & c.wav"], folder / "report.html")
    return (folder / "report.html").read_text()


def test_the_page_holds_all_it_needs(text: str) -> None:
    parsed = Page()
    parsed.feed(text)
    assert all(value.startswith(("data:", "#")) for _, value in parsed.sources)
    assert "http" not in re.sub(r"data:[^\"]*", "", text)
    assert sum(tag == "img" for tag, _ in parsed.sources) == 1 + 2 * len(CODECS)
    assert sum(tag == "audio" for tag, _ in parsed.sources) == 1 + len(CODECS)
    for tag, value in parsed.sources:
        content = base64.b64decode(value.partition("base64,")[2])
        if tag == "img":
            assert min(Image.open(io.BytesIO(content)).size) >= 1
        if tag == "audio":
            samples, rate = soundfile.read(io.BytesIO(content))
            assert (len(samples), rate) == (16000, 22050)


def test_names_are_escaped_and_every_codec_has_its_card(text: str) -> None:
    assert "a &lt;b&gt; &amp; c" in text
    assert "<b>" not in text
    for name in CODECS:
        assert f"<h3>{name}</h3>" in text
        assert f"<code>{name}</code>" in text


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="codecs: no files given; wanted one sound file or more"):
        codecs_report.write([], tmp_path / "x.html")
    with pytest.raises(ValueError, match=r"codecs: .*none\.wav cannot be read"):
        codecs_report.write([tmp_path / "none.wav"], tmp_path / "x.html")
    soundfile.write(tmp_path / "silent.wav", np.zeros(1000), 8000)
    with pytest.raises(ValueError, match=r"silent\.wav is silent in its first 4 s; wanted a sound"):
        codecs_report.write([tmp_path / "silent.wav"], tmp_path / "x.html")
    soundfile.write(tmp_path / "nan.wav", np.array([0.5, np.nan]), 8000, subtype="FLOAT")
    with pytest.raises(ValueError, match=r"nan\.wav holds samples that are not finite; wanted numbers"):
        codecs_report.write([tmp_path / "nan.wav"], tmp_path / "x.html")


@pytest.mark.parametrize(
    ("rate", "peak", "line"),
    [(1, 0.5, "a.wav: points: sample_rate is 1; wanted"), (8000, 1e38, "a.wav holds samples beyond")],
)
def test_what_no_codec_takes_is_refused_by_the_file_s_name(tmp_path: Path, rate: int, peak: float, line: str) -> None:
    soundfile.write(tmp_path / "a.wav", np.full(1000, peak), rate, subtype="FLOAT")
    with pytest.raises(ValueError, match=line):
        codecs_report.write([tmp_path / "a.wav"], tmp_path / "x.html")


def test_of_a_long_file_only_the_beginning_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soundfile.write(tmp_path / "long.wav", np.full((80000, 2), 0.5), 8000)
    asked = []
    read = soundfile.SoundFile.read

    def noted(self: soundfile.SoundFile, frames: int = -1, *arguments: object, **named: object) -> np.ndarray:
        asked.append(frames)
        return read(self, frames, *arguments, **named)

    monkeypatch.setattr(soundfile.SoundFile, "read", noted)
    assert len(codecs_report.read(tmp_path / "long.wav").samples) == 32000
    assert asked == [32000]


def test_channels_that_cancel_give_way_to_the_loudest(tmp_path: Path) -> None:
    sound = 0.3 * np.sin(np.arange(8000) * 0.1)
    soundfile.write(tmp_path / "wide.wav", np.stack([sound, -2 * sound, sound], axis=1), 16000)
    np.testing.assert_allclose(codecs_report.read(tmp_path / "wide.wav").samples, -2 * sound, atol=1e-3)


def test_what_was_not_taken_as_it_is_is_said_on_the_page_and_at_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codecs_report, "CODECS", {"points": CODECS["points"]})
    sound = 0.3 * np.sin(np.arange(8000) * 0.1)
    soundfile.write(tmp_path / "wide.wav", np.stack([sound, -sound], axis=1), 16000)
    soundfile.write(tmp_path / "cut.flac", np.tile(sound, 4), 16000)
    whole = (tmp_path / "cut.flac").read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 2])
    done = command("codecs", tmp_path / "wide.wav", tmp_path / "cut.flac", "-o", tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    for line in (f"1 files {CANCELS}: wide.wav", f"1 files {SHORT}: cut.flac"):
        assert line in done.err
        assert f"<p>{line}</p>" in page
