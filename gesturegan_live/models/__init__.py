"""A trained model on disk: the bundle, and the library of those that have a name.

Imports no ML framework: any process may read a bundle. Knows `codecs` and `show`.
"""
