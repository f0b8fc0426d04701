"""A prepared dataset to look at and listen to: one HTML page that needs nothing else.

Conventions
-----------
Some clips of each label, decoded from the dataset's images: what a network would be taught, not what was recorded.
Every clip is a dot on a map, where neighbours sound alike (t-SNE, van der Maaten & Hinton 2008, of mean and deviation
of log-mel bands), and a card with a player. Sounds are Ogg Vorbis, pictures PNG, both within the page.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.mel import slaney_mel
from training.classifier.gesture import gesture
from training.dataset import measures
from training.dataset.manifest import Dataset
from training.pages import ogg

UNLABELLED = "no label"
N_FFT, BANDS = 1024, 40
PICTURE_HEIGHT = 96
_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1200px;padding:0 1rem;color:#222;background:#fafafa}
h1{margin-bottom:.2rem} h2{margin:2rem 0 .5rem;border-bottom:1px solid #ccc} p{margin:.3rem 0}
.charts{display:flex;flex-wrap:wrap;gap:2rem} .bar{fill:#4a7} svg text{font-size:11px;fill:#444}
.clips{display:grid;grid-template-columns:repeat(auto-fill,minmax(260px,1fr));gap:.8rem}
.clip{background:#fff;border:1px solid #ddd;border-radius:6px;padding:.5rem;overflow:hidden}
.clip img{width:100%;height:96px;image-rendering:pixelated;display:block;background:#000}
.clip audio{width:100%;height:32px;margin-top:.3rem} .clip small{display:block;overflow-wrap:anywhere}
circle{cursor:pointer;stroke:#fff;stroke-width:1} circle.on{stroke:#000;stroke-width:3} .clip.on{outline:3px solid #4a7}
"""
_SCRIPT = """
const play=n=>{document.querySelectorAll('audio').forEach(a=>{a.pause();a.currentTime=0});
document.querySelectorAll('.on').forEach(e=>e.classList.remove('on'));
document.getElementById('dot'+n).classList.add('on');const c=document.getElementById('clip'+n);
c.classList.add('on');c.querySelector('audio').play()};
document.querySelectorAll('circle').forEach(e=>e.addEventListener('click',()=>play(e.dataset.n)));
"""


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
        cards.append((label, _card(number, source, told, image[0], sound, dataset)))
        progress(number + 1, len(chosen))
    counts = {name: sum(name in labels[place] for place in places) for name in names}
    page.write_text(
        _page(dataset, counts, table, chosen, cards, _map(sounds, dataset.codec.sample_rate)),
        "utf-8",
        "backslashreplace",
    )
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
    tables = [np.load(path.with_suffix(".npy"), allow_pickle=False) for path in dataset.shards]
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


def _card(
    number: int,
    source: str,
    told: tuple[str, ...],
    image: NDArray[np.float32],
    sound: NDArray[np.float32],
    dataset: Dataset,
) -> str:
    audio = ogg.encoded(np.clip(sound, -1, 1), dataset.codec.sample_rate)
    about = " · ".join(part for part in told if part)
    return (
        f'<div class="clip" id="clip{number}"><img alt="" src="{_picture(image, dataset)}">'
        f'<audio controls preload="none" src="{_uri("audio/ogg", audio)}"></audio>'
        f"<small>{html.escape(source)}<br>{about}</small></div>"
    )


def _picture(image: NDArray[np.float32], dataset: Dataset) -> str:
    from PIL import Image

    shown = ((image[..., :3].mean(axis=2) + 1) * 127.5).clip(0, 255)
    if dataset.codec.layout is not None:
        shown = shown.T  # time to the right
    if dataset.codec.name == "mel-colour" or dataset.codec.layout is not None:
        shown = shown[::-1]  # low frequencies below
    stream = io.BytesIO()
    height, width = shown.shape
    picture = Image.fromarray(shown.astype(np.uint8))
    picture.resize((min(width, 256), min(height, PICTURE_HEIGHT))).save(stream, "PNG", optimize=True)
    return _uri("image/png", stream.getvalue())


def _uri(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _page(
    dataset: Dataset,
    counts: dict[str, int],
    table: measures.Table,
    chosen: list[tuple[int, str]],
    cards: list[tuple[str, str]],
    places: NDArray[np.float64],
) -> str:
    hues = {name: f"hsl({360 * n / len(counts):.0f} 65% 45%)" for n, name in enumerate(counts)}
    dots = "".join(
        f'<circle id="dot{n}" data-n="{n}" r="7" cx="{15 + 870 * x:.1f}" cy="{15 + 470 * y:.1f}" fill="{hues[label]}">'
        f"<title>{html.escape(label)}</title></circle>"
        for n, ((_, label), (x, y)) in enumerate(zip(chosen, places, strict=True))
    )
    levels = table["level_db"][np.isfinite(table["level_db"])]
    charts = _bars("clips by label", counts) + _histogram("seconds until the last sound", table["seconds"])
    charts += _histogram("level before it was changed, dB", levels) if len(levels) else ""
    licences = ", ".join(f"{html.escape(name)} ({count})" for name, count in dataset.licences().items())
    parts = [
        f'<h2><span style="color:{hues[name]}">&#9679;</span> {html.escape(name)}</h2><p>{counts[name]} clips</p>'
        f'<div class="clips">{"".join(card for label, card in cards if label == name)}</div>'
        for name in counts
    ]
    corpus = html.escape(dataset.corpus)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{corpus}</title><style>{_STYLE}</style>'
        f"<h1>{corpus}</h1><p>{dataset.clips} clips of {len(dataset.sources)} recordings, {dataset.codec.name}, "
        f"{dataset.codec.clip_samples / dataset.codec.sample_rate:.2f} s at {dataset.codec.sample_rate} Hz. "
        f'Licences: {licences}.</p><div class="charts">{charts}</div><h2>map</h2><p>Neighbours sound alike; '
        f"a dot plays. {len(chosen)} clips.</p>"
        f'<svg viewBox="0 0 900 500" width="100%" style="background:#fff">{dots}</svg>'
        f"{''.join(parts)}<script>{_SCRIPT}</script></html>\n"
    )


def _bars(title: str, counts: dict[str, int]) -> str:
    most = max(counts.values())
    rows = "".join(
        f'<text x="95" y="{15 + 15 * n}" text-anchor="end">{html.escape(name[:16])}</text>'
        f'<rect class="bar" x="100" y="{6 + 15 * n}" width="{180 * count / most:.1f}" height="11"/>'
        f'<text x="{104 + 180 * count / most:.1f}" y="{15 + 15 * n}">{count}</text>'
        for n, (name, count) in enumerate(counts.items())
    )
    return f'<div><b>{title}</b><br><svg width="330" height="{15 * len(counts) + 10}">{rows}</svg></div>'


def _histogram(title: str, values: NDArray[np.float32]) -> str:
    counts, edges = np.histogram(values, 24)
    bars = "".join(
        f'<rect class="bar" x="{12 * n}" y="{110 - 100 * count / counts.max():.1f}" width="11" '
        f'height="{100 * count / counts.max():.1f}"><title>{count}</title></rect>'
        for n, count in enumerate(counts)
    )
    ends = f'<text y="125">{edges[0]:.2f}</text><text x="288" y="125" text-anchor="end">{edges[-1]:.2f}</text>'
    return f'<div><b>{title}</b><br><svg width="290" height="130">{bars}{ends}</svg></div>'
