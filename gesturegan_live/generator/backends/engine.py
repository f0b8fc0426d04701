"""OpenVINO, brought in without its telemetry: the one place in the project that imports it.

Imported as it comes, it posts an event with a lasting number of this user to a server of its makers', and writes that
number into the home: at each import, and from each process. Where its telemetry package is not installed it has an
empty one in its place; Python can be told that a module is not there.
"""

from __future__ import annotations

import sys
from typing import Any, cast

cast(dict[str, Any], sys.modules)["openvino_telemetry"] = None

import openvino  # noqa: E402 - now
from openvino import opset13  # noqa: E402

__all__ = ["openvino", "opset13"]
