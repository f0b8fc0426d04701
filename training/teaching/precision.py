"""In which numbers a run computes.

Conventions
-----------
Keras's names: ``float32`` or ``mixed_bfloat16`` (variables stay float32). On CPUs without bfloat16 instructions the
mixture is many times slower, so it is chosen only where they are, or where TensorFlow sees a GPU. A network keeps what
it was made with; what Keras is set to is put back, for what else is made in the same process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PRECISIONS = ("float32", "mixed_bfloat16")
BFLOAT16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})
CPU_INFO = Path("/proc/cpuinfo")


def best(gpus: int, cpu_info: Path = CPU_INFO) -> str:
    """Choose for this machine; where the CPU does not tell, float32."""
    if gpus:
        return "mixed_bfloat16"
    if not cpu_info.is_file():
        return "float32"
    for line in cpu_info.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("flags"):
            return "mixed_bfloat16" if BFLOAT16_FLAGS & set(line.split()) else "float32"
    return "float32"


@contextmanager
def made_in(precision: str) -> Iterator[None]:
    """Make networks meanwhile that compute in such numbers."""
    import keras  # `best` is asked before TensorFlow is imported

    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(precision)
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
