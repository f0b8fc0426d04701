"""The HTML of the codec report: one file, no network, no library.

Conventions
-----------
Texts that come from file names are escaped here; data URIs are put in as they are.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.pages.codecs_report import Trial

Section = tuple[str, str, str, str, "list[Trial]"]  # name, caption, spectrogram, sound, trials

STYLE = """
:root { color-scheme: dark; --ground: #14131a; --card: #1e1c27; --line: #34303f; --text: #ece8f2; --soft: #a59fb3;
  --accent: #ffb454; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1500px; padding: 2.5rem 2rem 6rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; }
h1 { font-size: 2.2rem; font-weight: 650; margin: 0 0 .3rem; letter-spacing: -.02em; }
h2 { font-size: 1.35rem; margin: 0; font-weight: 620; }
h3 { font: 600 1rem ui-monospace, "DejaVu Sans Mono", monospace; margin: 0; color: var(--accent); }
p { margin: .3rem 0; color: var(--soft); max-width: 72ch; }
nav { margin: 1.2rem 0; display: flex; flex-wrap: wrap; gap: .5rem; }
nav a { color: var(--text); text-decoration: none; border: 1px solid var(--line); border-radius: 99px;
  padding: .15rem .8rem; font-size: .9rem; }
nav a:hover { border-color: var(--accent); }
table { border-collapse: collapse; width: 100%; margin: 1.5rem 0 3rem; font-variant-numeric: tabular-nums; }
th { text-align: right; font-weight: 500; color: var(--soft); font-size: .85rem; padding: .4rem .8rem;
  border-bottom: 1px solid var(--line); vertical-align: bottom; }
td { text-align: right; padding: .45rem .8rem; border-bottom: 1px solid #26232f; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
td.what { text-align: left; white-space: normal; color: var(--soft); font-size: .9rem; }
td code { color: var(--accent); font-size: .95rem; }
.bar { display: inline-block; width: 90px; height: 7px; margin-left: .6rem; border-radius: 4px; background: #2b2836;
  vertical-align: middle; }
.bar i { display: block; height: 100%; border-radius: 4px; background: var(--accent); } section { margin: 0 0 3.5rem; }
.original { display: grid; grid-template-columns: minmax(260px, 1fr) minmax(320px, 2fr); gap: 1.5rem; align-items:
center;
  background: var(--card); border: 1px solid var(--accent); border-radius: 14px; padding: 1.2rem; margin-bottom: 1rem; }
.trials { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1rem; display: flex;
  flex-direction: column; gap: .7rem; }
article header { display: flex; justify-content: space-between; align-items: baseline; } article header span { color:
var(--soft); font-size: .85rem; } .pictures { display: grid; grid-template-columns: 2fr 3fr; gap: .6rem; } figure {
margin: 0; } figure img { width: 100%; height: 130px; border-radius: 8px; display: block; background: #000; object-fit:
fill; } figure.image img { image-rendering: pixelated; } .original figure img { height: 170px; } figcaption { color:
var(--soft); font-size: .75rem; margin-top: .2rem; } audio { width: 100%; height: 36px; } dl { display: grid;
grid-template-columns: repeat(4, 1fr); margin: 0; gap: .3rem; } dl div { background: #262331; border-radius: 8px;
padding: .3rem .5rem; } dt { color: var(--soft); font-size: .7rem; } dd { margin: 0; font-variant-numeric: tabular-nums;
font-size: .92rem; white-space: nowrap; } @media (max-width: 700px) { .original { grid-template-columns: 1fr; } body {
padding: 1.2rem; } td.what { display: none; } }
"""

SCRIPT = """
addEventListener("play", event => {
  for (const other of document.querySelectorAll("audio")) if (other !== event.target) other.pause();
}, true);
"""

READING = (
    "Choose by ear: the figures only say how near the magnitudes came back. Spectral convergence and log-spectral "
    "distance are in dB; lower is nearer. Speeds are times real time on this machine. A small image is learnt faster "
    "than a large one, and a smooth one faster than a busy one."
)


def page(sections: Sequence[Section], meanings: Mapping[str, str], medians: Sequence[Mapping[str, str]]) -> str:
    """Lay out the report.

    Parameters
    ----------
    sections : sequence of (name, caption, spectrogram, sound, trials)
        One for each recording.
    meanings : mapping
        What each codec is, in a line.
    medians : sequence of mapping
        One row of escaped texts for each codec, over all recordings.
    """
    links = "".join(f'<a href="#s{index}">{html.escape(name)}</a>' for index, (name, *_) in enumerate(sections))
    rows = "".join(_row(row, meanings[row["codec"]]) for row in medians)
    body = "".join(_section(index, section) for index, section in enumerate(sections))
    count = f"{len(sections)} sound{'s' if len(sections) != 1 else ''}"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Codecs, side by side</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>Codecs, side by side</h1>"
        f"<p>{count}, {len(medians)} ways to turn sound into an image and back. {READING}</p><nav>{links}</nav>"
        "<table><thead><tr><th>codec</th><th></th><th>image</th><th>seconds<br>per image</th>"
        "<th>spectral convergence<br>dB, median</th><th>log-spectral<br>distance dB</th>"
        "<th>encodes<br>&times; real time</th>"
        f"<th>decodes<br>&times; real time</th></tr></thead><tbody>{rows}</tbody></table>"
        f"{body}<script>{SCRIPT}</script></body></html>\n"
    )


def _row(row: Mapping[str, str], meaning: str) -> str:
    bar = f'<span class="bar"><i style="width:{100 * float(row["share"]):.0f}%"></i></span>'
    return (
        f'<tr><td><code>{row["codec"]}</code></td><td class="what">{html.escape(meaning)}</td><td>{row["image"]}</td>'
        f"<td>{row['seconds']}</td><td>{row['sc']}{bar}</td><td>{row['lsd']}</td><td>{row['encode']}</td>"
        f"<td>{row['decode']}</td></tr>"
    )


def _section(index: int, section: Section) -> str:
    name, caption, picture, sound, trials = section
    cards = "".join(_card(trial) for trial in trials)
    return (
        f'<section id="s{index}"><div class="original"><div><h2>{html.escape(name)}</h2><p>{html.escape(caption)}</p>'
        f'<audio controls preload="metadata" src="{sound}"></audio></div>'
        f'<figure><img alt="spectrogram of the original" src="{picture}"><figcaption>original</figcaption>'
        "</figure></div>"
        f'<div class="trials">{cards}</div></section>'
    )


def _card(trial: Trial) -> str:
    shape = "x".join(str(side) for side in trial.image_shape)
    figures = {
        "convergence": "exact" if trial.sc_db < -135 else f"{trial.sc_db:.1f} dB",
        "distance": f"{trial.lsd_db:.1f} dB",
        "encodes": f"{trial.encode_speed:,.0f} &times;",
        "decodes": f"{trial.decode_speed:,.0f} &times;",
    }
    numbers = "".join(f"<div><dt>{key}</dt><dd>{value}</dd></div>" for key, value in figures.items())
    return (
        f"<article><header><h3>{trial.codec}</h3><span>{shape}, {trial.clip_seconds:.2f} s</span></header>"
        f'<div class="pictures"><figure class="image"><img alt="image" src="{trial.image}">'
        "<figcaption>first image</figcaption></figure>"
        f'<figure><img alt="spectrogram" src="{trial.spectrogram}"><figcaption>after the round trip</figcaption>'
        f'</figure></div><audio controls preload="metadata" src="{trial.sound}"></audio><dl>{numbers}</dl></article>'
    )
