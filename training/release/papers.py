"""The texts that go with a model: under what terms it stands, and what it is.

Conventions
-----------
Plain text. Every recording is named with its terms and its author, and what its package's terms want to go with it is
there whole.
"""

from __future__ import annotations

from collections import defaultdict

from training.dataset.manifest import Dataset


def licence(name: str, dataset: Dataset, licence: str) -> str:
    """Tell under what terms a model stands: its own, and those of each of its recordings."""
    lines = [
        f"The model {name!r} was trained on the corpus {dataset.corpus!r}: {len(dataset.sources)} recordings.",
        f"Terms of the model (weights, presets, previews): {licence or 'not stated; ask whoever trained it'}.",
        "",
        "Licences of the recordings:",
        *(f"  {count:5d}  {terms}" for terms, count in sorted(dataset.licences().items())),
    ]
    if dataset.packages():
        lines += ["", "They came from:", *(f"  {n:5d}  {package}" for package, n in sorted(dataset.packages().items()))]
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for source in dataset.sources:
        groups[source["package"], source["licence"], source.get("author", "")].append(source["name"])
    for (package, terms, author), names in sorted(groups.items()):
        told = ", ".join(part for part in (package, terms or "not stated", author and f"by {author}") if part)
        lines += ["", f"{told}:", *(f"  {name}" for name in sorted(names))]
    for package, notice in sorted(dataset.notices.items()):
        lines += ["", f"Of {package}:" if package else "Of the recordings:", "", notice.rstrip()]
    return "\n".join(lines) + "\n"
