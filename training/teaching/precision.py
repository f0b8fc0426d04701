"""In which numbers a run computes.

Conventions
-----------
Keras's names: ``float32`` or ``mixed_bfloat16`` (variables stay float32). On CPUs without bfloat16 instructions the
mixture is many times slower, so it is chosen only where they are, or where TensorFlow sees a GPU.
"""

from __future__ import annotations

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
