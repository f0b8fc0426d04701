"""HTML pages that need nothing else: of a run, of a dataset, of the codecs on one's own sounds.

Offline. Reads runs and datasets, and changes neither; nothing below knows it. What is HTML lies in ``templates``.
"""
