"""The HTML of a run's report: one file, no network, no library.

Conventions
-----------
Texts are escaped here; data URIs and charts are put in as they are.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STYLE = """
:root { color-scheme: dark; --ground: #14131a; --card: #1e1c27; --line: #34303f; --text: #ece8f2; --soft: #a59fb3;
  --accent: #ffb454; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1280px; padding: 2.5rem 2rem 6rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, "Segoe UI", "Helvetica Neue", sans-serif; }
h1 { font-size: 2.2rem; font-weight: 650; margin: 0; letter-spacing: -.02em; }
h2 { font-size: 1.3rem; font-weight: 620; margin: 3rem 0 .8rem; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(170px, 1fr)); gap: .5rem; margin: 1.2rem 0; }
dl div, figure, .previews { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
dl div { padding: .4rem .8rem; }
dt { color: var(--soft); font-size: .75rem; } dd { margin: 0; font-variant-numeric: tabular-nums; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 1rem; }
figure { margin: 0; padding: 1rem; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem; font-size: .9rem; }
figcaption span { font-size: .8rem; font-variant-numeric: tabular-nums; }
figcaption span span { margin-left: .8rem; }
svg { width: 100%; display: block; margin-top: .5rem; } svg text { fill: var(--soft); font-size: 11px; }
svg line { stroke: var(--line); }
img { display: block; max-width: 100%; border-radius: 8px; margin: 0 auto; } audio { width: 100%; margin-top: .8rem; }
.previews { padding: 1rem; } .previews figure { display: none; border: 0; padding: 0; }
.previews figure.on { display: block; }
input[type=range] { width: 100%; accent-color: var(--accent); margin-bottom: 1rem; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; overflow-x: auto;
  font: 13px/1.6 ui-monospace, "DejaVu Sans Mono", monospace; }
@media (max-width: 700px) { body { padding: 1.2rem; } .charts { grid-template-columns: 1fr; } }
"""

SCRIPT = """
addEventListener("play", event => {
  for (const other of document.querySelectorAll("audio")) if (other !== event.target) other.pause();
}, true);
const slider = document.querySelector("input[type=range]"), shown = document.querySelectorAll(".previews figure");
const show = () => shown.forEach((figure, place) => {
  figure.classList.toggle("on", place === Number(slider.value));
  if (place !== Number(slider.value)) figure.querySelector("audio").pause();
});
if (slider) { slider.addEventListener("input", show); show(); }
"""


@dataclass(frozen=True)
class Preview:
    """One moment of a run: its label, and data URIs of its picture and its sound."""

    label: str
    picture: str
    sound: str


def page(
    *,
    name: str,
    told: Mapping[str, str],
    charts: Sequence[str],
    growth: tuple[str, str] | None,
    previews: Sequence[Preview],
    notes: Sequence[str],
) -> str:
    """Lay out the report.

    Parameters
    ----------
    told : mapping
        Figures and settings, by name.
    charts : sequence of str
        Elements, put in as they are.
    growth : (str, str) or None
        Data URIs of the film of the run and of its sound.
    previews : sequence of Preview
        In the order of the slider; it stands at the newest step, before the recordings.
    """
    facts = "".join(f"<div><dt>{html.escape(n)}</dt><dd>{html.escape(v)}</dd></div>" for n, v in told.items())
    parts = [f"<h1>{html.escape(name)}</h1><dl>{facts}</dl>"]
    if charts:
        parts.append(f'<h2>How it went</h2><div class="charts">{"".join(charts)}</div>')
    if previews:
        newest = max((place for place, p in enumerate(previews) if p.label != "recordings"), default=0)
        moments = "".join(
            f'<figure><figcaption>{html.escape(p.label)}</figcaption><img alt="{html.escape(p.label)}" '
            f'src="{p.picture}"><audio controls preload="none" src="{p.sound}"></audio></figure>'
            for p in previews
        )
        parts.append(
            '<h2>The same points, step by step; the recordings last</h2><div class="previews">'
            f'<input type="range" min="0" max="{len(previews) - 1}" value="{newest}" aria-label="preview">'
            f"{moments}</div>"
        )
    if growth is not None:
        picture, sound = growth
        parts.append(
            f'<h2>The whole growth</h2><figure><img alt="growth" src="{picture}">'
            f'<audio controls preload="none" src="{sound}"></audio></figure>'
        )
    if notes:
        parts.append(f"<h2>What happened</h2><pre>{html.escape(chr(10).join(notes))}</pre>")
    return (
        f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{html.escape(name)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>\n'
        f"{''.join(parts)}<script>{SCRIPT}</script></html>\n"
    )
