"""Models from their beginnings: what each was made of and how, as TOML, and where its sounds are got.

Offline; `training.cli.make` goes the whole way of a recipe. It may import ``runs`` and what lies
below. The recipes of the models that ship lie here, with tables of the files that they choose in ``sources/``.
"""
