"""A prepared dataset to look at and listen to: one HTML page that needs nothing else.

Conventions
-----------
Some clips of each label, decoded from the dataset's images: what a network would be taught, not what was recorded.
Every clip is a dot on a map, where neighbours sound alike (t-SNE, van der Maaten & Hinton 2008, of mean and deviation
of log-mel bands), and a card with a player. Sounds and pictures lie within the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.spectra.mel import slaney_mel
from training.classifier.gesture import gesture
from training.dataset import measures, records
from training.dataset.manifest import Dataset
from training.pages import charts, media, template
from training.runs import disk

UNLABELLED = "no label"
N_FFT, BANDS = 1024, 40
PICTURE_HEIGHT = 96


@dataclass(frozen=True)
class Card:
    """A clip to see and hear: where it is from, what was measured of it, picture and sound as data URIs."""

    number: int
    label: str
    source: str
    about: str
    picture: str
    sound: str


def browse(dataset: Dataset, page: Path, each: int, progress: Callable[[int, int], None] = lambda _d, _a: None) -> int:
    """Write the page; return how many clips it holds.

    Parameters
    ----------
    each : int
        Most clips of each label.
    """
    labels = [list(source["labels"]) or [UNLABELLED] for source in dataset.sources]
    places = dataset.clip_sources()
    names = sorted({name for place in np.unique(places) for name in labels[place]})
    chosen = _chosen(places, labels, names, each)
    table = _measured(dataset)
    sounds, cards = [], []
    for number, (clip, label) in enumerate(chosen):
        image = dataset.images(np.array([clip]))
        sound = dataset.codec.decode(image)[0]
        sounds.append(sound)
        source = str(dataset.sources[places[clip]]["name"])
        level = f"{table['level_db'][clip]:.0f} dB" if np.isfinite(table["level_db"][clip]) else ""
        told = (f"{table['seconds'][clip]:.2f} s", level, gesture(sound, dataset.codec.sample_rate))
        about = " · ".join(part for part in told if part)
        heard = media.ogg(np.clip(sound, -1, 1), dataset.codec.sample_rate)
        cards.append(Card(number, label, source, about, _picture(image[0], dataset), heard))
        progress(number + 1, len(chosen))
    counts = {name: sum(name in labels[place] for place in places) for name in names}
    disk.replace(page, _page(dataset, counts, table, cards, _map(sounds, dataset.codec.sample_rate)))
    return len(chosen)


def _chosen(places: NDArray[np.intp], labels: list[list[str]], names: list[str], each: int) -> list[tuple[int, str]]:
    """Choose clips of every label, of as many files as there are; each clip under the first label that takes it."""
    draw = np.random.default_rng(0)
    taken: dict[int, str] = {}
    for name in names:
        clips = [clip for clip, place in enumerate(places) if name in labels[place] and clip not in taken]
        seen: dict[int, int] = {}
        order = []
        for clip in draw.permutation(clips).astype(int):  # a second clip of a file comes after the first of all others
            order.append((seen.setdefault(int(places[clip]), 0), int(clip)))
            seen[int(places[clip])] += 1
        taken |= {clip: name for _, clip in sorted(order)[:each]}
    return sorted(taken.items(), key=lambda item: (item[1], item[0]))


def _measured(dataset: Dataset) -> measures.Table:
    size, channels = records.layout(dataset.codec.image_shape, dataset.dtype).itemsize, dataset.codec.image_shape[2]
    tables = [measures.read(path.with_suffix(".npy"), path.stat().st_size // size, channels) for path in dataset.shards]
    table: measures.Table = np.concatenate(tables)
    return table if dataset.kept is None else table[dataset.kept]


def _map(sounds: list[NDArray[np.float32]], sample_rate: int) -> NDArray[np.float64]:
    """Places of sounds on a map, 0 to 1."""
    mel = slaney_mel(N_FFT, sample_rate, BANDS, 20.0, sample_rate / 2.0)
    short = max(N_FFT - len(sounds[0]), 0)  # the shortest clips do not fill one frame
    traits = []
    for sound in np.pad(sounds, ((0, 0), (0, short))):
        frames = np.lib.stride_tricks.sliding_window_view(sound, N_FFT)[:: N_FFT // 2]
        power = np.abs(np.fft.rfft(frames * np.hanning(N_FFT), axis=1)) ** 2 @ mel
        power = power[power.sum(axis=1) > 1e-4 * power.sum(axis=1).max()] if power.any() else power
        level = np.log(power + 1e-6)
        traits.append(np.concatenate([level.mean(axis=0) - level.mean(), level.std(axis=0)]))
    found = np.array(traits)
    found = (found - found.mean(axis=0)) / (found.std(axis=0) + 1e-9)
    if len(found) < 4:
        return np.linspace(0.1, 0.9, len(found))[:, None].repeat(2, axis=1)
    from sklearn.manifold import TSNE

    perplexity = min(30.0, (len(found) - 1) / 3)
    flat = TSNE(perplexity=perplexity, init="pca", random_state=0).fit_transform(found).astype(np.float64)
    low, high = flat.min(axis=0), flat.max(axis=0)
    places: NDArray[np.float64] = (flat - low) / np.maximum(high - low, 1e-9)
    return places


def _picture(image: NDArray[np.float32], dataset: Dataset) -> str:
    from PIL import Image

    shown = ((image[..., :3].mean(axis=2) + 1) * 127.5).clip(0, 255)
    if dataset.codec.layout is not None:
        shown = shown.T  # time to the right
    if dataset.codec.name == "mel-colour" or dataset.codec.layout is not None:
        shown = shown[::-1]  # low frequencies below
    height, width = shown.shape
    picture = Image.fromarray(shown.astype(np.uint8)).resize((min(width, 256), min(height, PICTURE_HEIGHT)))
    return media.png(np.asarray(picture))


def _page(
    dataset: Dataset, counts: dict[str, int], table: measures.Table, cards: list[Card], places: NDArray[np.float64]
) -> bytes:
    hues = {name: f"hsl({360 * n / len(counts):.0f} 65% 60%)" for n, name in enumerate(counts)}
    dots = [
        {"number": card.number, "label": card.label, "colour": hues[card.label], "x": 15 + 870 * x, "y": 15 + 470 * y}
        for card, (x, y) in zip(cards, places, strict=True)
    ]
    levels = table["level_db"][np.isfinite(table["level_db"])]
    drawn = [charts.bars("clips by label", counts), charts.histogram("seconds until the last sound", table["seconds"])]
    if len(levels):
        drawn.append(charts.histogram("level before it was changed, dB", levels))
    labels = [
        {
            "name": name,
            "count": count,
            "colour": hues[name],
            "cards": [card for card in cards if card.label == name],
        }
        for name, count in counts.items()
    ]
    return template.page(
        "dataset.html",
        corpus=dataset.corpus,
        clips=dataset.clips,
        recordings=len(dataset.sources),
        codec=dataset.codec,
        licences=dataset.licences(),
        charts=drawn,
        dots=dots,
        labels=labels,
    )
