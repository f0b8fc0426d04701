"""Cut a generator down to the stretch of time that is about to be heard.

A convolutional generator makes each row of its image from a few rows of every layer. Worked out backwards from the rows
that are wanted, those are a fraction of the network: its first layer is run whole, and from the first layer that can be
cut on, only they are computed. The result equals the same rows of the whole image: where a margin lies outside a layer
it is zero, as the layer's own padding is.

Conventions
-----------
Time is axis 1 of the image (B, H, W, C), divided into steps of `STRIP_GRID` rows; a strip begins with one of them and
holds `STRIP_ROWS`. Rows of a tensor are counted from the one in which the strip begins; those before are negative. What
depends on the step alone is looked up in tables of constants. Works on OpenVINO's graph, at load time; nothing of it
runs while playing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gesturegan_live.codecs.payload import STRIP_GRID, STRIP_ROWS
from gesturegan_live.generator.backends.engine import openvino as ov
from gesturegan_live.generator.backends.engine import opset13 as ops

_WORTH = 0.75  # of a layer's rows: from there on it is run whole
_ELEMENTWISE = frozenset(
    {"Add", "Subtract", "Multiply", "Divide", "Maximum", "Minimum", "Power", "PRelu", "Relu", "Tanh", "Sigmoid", "Elu"}
    | {"Convert", "Exp", "Log", "Sqrt", "Abs", "Negative", "Clamp", "Swish", "Gelu", "SoftPlus", "Select"}
    | {"Concat"}  # of channels: time has its whole length on both sides, as wherever rows are followed
)


@dataclass(frozen=True)
class _Cut:
    """Which rows of a tensor are wanted, where time lies in it, how many there are in all, and in how many steps."""

    axis: int
    low: int
    high: int
    length: int
    steps: int

    @property
    def even(self) -> bool:
        """Whether every step has as many of its rows."""
        return self.length % self.steps == 0

    def starts(self) -> NDArray[np.int32]:
        """Give the row in which each strip begins, shape (strips, 1)."""
        strips = self.steps - STRIP_ROWS // STRIP_GRID + 1
        return np.asarray(np.arange(strips)[:, None] * self.length // self.steps, np.int32)

    def rows(self) -> NDArray[np.int32]:
        """Give the rows that each strip wants, shape (strips, rows); some of them lie outside the tensor."""
        return np.asarray(self.starts() + np.arange(self.low, self.high), np.int32)


Wanted = list[tuple[Any, _Cut]]  # which rows of which outputs a node works on


def cut(model: ov.Model) -> bool:
    """Turn a generator into one that takes a further input, ``step`` (1,) int32, and makes that strip only.

    Parameters
    ----------
    model : openvino.Model
        With static shapes; its first output is the image, smaller ones are left out. It is changed.

    Returns
    -------
    bool
        False, and the model is of no use any more, where it holds something that cannot be cut.
    """
    for smaller in model.get_results()[1:]:
        model.remove_result(smaller)
    image = model.outputs[0].get_node().input_value(0)
    height = image.get_shape()[1] if len(image.get_shape()) == 4 else 1
    if height % STRIP_GRID or height <= STRIP_ROWS:
        return False
    cuts = {_key(image): _Cut(1, 0, STRIP_ROWS, height, height // STRIP_GRID)}
    plans: dict[tuple[str, int], Wanted] = {}
    ordered = [node for node in model.get_ordered_ops() if node.get_output_size() == 1]
    for node in reversed(ordered):
        wanted = cuts.get(_key(node.output(0)))
        plan = _inputs(node, wanted) if wanted is not None else None
        if plan is None:
            continue
        plans[_key(node.output(0))] = plan
        for source, part in plan:
            known = cuts.setdefault(_key(source), part)
            if known.axis != part.axis:
                return False
            cuts[_key(source)] = replace(known, low=min(known.low, part.low), high=max(known.high, part.high))
    if not any(node.get_type_name() in _CONVOLUTIONS for node in ordered if _key(node.output(0)) in plans):
        return False  # nothing is saved
    step = ops.parameter([1], np.int32, name="step")
    step.output(0).get_tensor().set_names({"step"})
    made: dict[tuple[str, int], Any] = {}
    for output in [output for node in model.get_ordered_ops() for output in node.outputs()]:
        key = _key(output)
        if key in plans:
            made[key] = _rebuilt(output.get_node(), cuts, plans[key], made, step)
        elif key in cuts:
            made[key] = _gathered(output, cuts[key], step)
    model.outputs[0].get_node().input(0).replace_source_output(made[_key(image)])
    model.add_parameters([step])
    model.validate_nodes_and_infer_types()
    return True


def _key(output: Any) -> tuple[str, int]:
    return output.get_node().get_name(), output.get_index()


def _inputs(node: Any, wanted: _Cut) -> Wanted | None:
    """Which rows of which inputs a node needs; None where it is to be run whole."""
    if wanted.high - wanted.low >= _WORTH * wanted.length:
        return None
    rule = _RULES.get(node.get_type_name())
    return None if rule is None else rule(node, wanted)


def _elementwise(node: Any, wanted: _Cut) -> Wanted | None:
    from_right = len(node.get_output_shape(0)) - wanted.axis
    found = []
    for source in node.input_values():
        sides = source.get_shape()
        if len(sides) >= from_right and sides[-from_right] == wanted.length:
            found.append((source, replace(wanted, axis=len(sides) - from_right)))
    return found


def _transpose(node: Any, wanted: _Cut) -> Wanted | None:
    order = node.input_value(1).get_node().get_data()
    return [(node.input_value(0), replace(wanted, axis=int(order[wanted.axis])))]


def _reshape(node: Any, wanted: _Cut) -> Wanted | None:
    """Follow time into the axis before which equally many elements lie: it may have been merged, split or moved."""
    before = node.input_value(0).get_shape()
    outer = int(np.prod(node.get_output_shape(0)[: wanted.axis]))
    axes = [axis for axis, size in enumerate(before) if size > 1 and int(np.prod(before[:axis])) == outer]
    if not axes:
        return None
    part = replace(wanted, axis=axes[0], length=before[axes[0]])
    was, now = part.length, wanted.length
    low, high = wanted.low * was, wanted.high * was
    if low % now or high % now or (was != now and not (part.even and wanted.even)):
        return None
    return [(node.input_value(0), replace(part, low=low // now, high=high // now))]


def _convolution(node: Any, wanted: _Cut) -> Wanted | None:
    kernel, stride, pad = _geometry(node, wanted.axis)
    low, high = wanted.low * stride - pad, (wanted.high - 1) * stride - pad + kernel
    part = replace(wanted, low=low, high=high, length=wanted.length * stride)
    return _whole_steps(node, part) if stride == 1 or wanted.even else None


def _transposed(node: Any, wanted: _Cut) -> Wanted | None:
    kernel, stride, pad = _geometry(node, wanted.axis)
    if wanted.length % stride:
        return None
    part = replace(wanted, length=wanted.length // stride)
    last = wanted.high - 1 + int(_leftover(part, wanted).max())
    part = replace(part, low=-((kernel - 1 - pad - wanted.low) // stride), high=(last + pad) // stride + 1)
    return _whole_steps(node, part)


def _whole_steps(node: Any, part: _Cut) -> Wanted | None:
    """Take that part of a node's input, where that has as many rows for each row that comes out."""
    source = node.input_value(0)
    return [(source, part)] if source.get_shape()[part.axis] == part.length else None


def _leftover(part: _Cut, wanted: _Cut) -> NDArray[np.int32]:
    """Rows of an upsampled tensor from where the strip's first row below begins to where the strip itself does."""
    return np.asarray(wanted.starts() - wanted.length // part.length * part.starts(), np.int32)


_CONVOLUTIONS = {
    "Convolution": (_convolution, ops.convolution),
    "GroupConvolution": (_convolution, ops.group_convolution),
    "ConvolutionBackpropData": (_transposed, ops.convolution_backprop_data),
}
_RULES = {
    **dict.fromkeys(_ELEMENTWISE, _elementwise),
    **{kind: rule for kind, (rule, _) in _CONVOLUTIONS.items()},
    "Transpose": _transpose,
    "Reshape": _reshape,
}


def _geometry(node: Any, axis: int) -> tuple[int, int, int]:
    """Kernel (with its holes), stride and padding before the first row, along an axis of (B, C, H, W)."""
    attributes, side = node.get_attributes(), axis - 2
    kernel = node.input_value(1).get_shape()[-2:][side]
    return (kernel - 1) * attributes["dilations"][side] + 1, attributes["strides"][side], attributes["pads_begin"][side]


def _looked_up(table: NDArray[Any], shape: list[int], step: Any) -> Any:
    """Give the row of a table that stands for a step."""
    return ops.reshape(ops.gather(table, step, np.int32(0)), np.array(shape, np.int64), special_zero=False)


def _gathered(source: Any, part: _Cut, step: Any) -> Any:
    """Cut a tensor that is made whole; rows outside it repeat its edge."""
    rows = np.clip(part.rows(), 0, part.length - 1)
    return ops.gather(source, _looked_up(rows, [rows.shape[1]], step), np.int32(part.axis)).output(0)


def _padded(source: Any, part: _Cut, step: Any) -> Any:
    """Put zeros into rows that lie outside."""
    inside = ((part.rows() >= 0) & (part.rows() < part.length)).astype(np.float32)
    if inside.all():
        return source
    shape = [1] * len(source.get_partial_shape())
    shape[part.axis] = part.high - part.low
    return ops.multiply(source, _looked_up(inside, shape, step)).output(0)


def _narrowed(source: Any, made: _Cut, wanted: _Cut) -> Any:
    """Leave out rows that only others need."""
    if (made.low, made.high) == (wanted.low, wanted.high):
        return source
    first, last = (np.array([value]) for value in (wanted.low - made.low, wanted.high - made.low))
    return ops.slice(source, first, last, np.array([1]), np.array([wanted.axis])).output(0)


def _rebuilt(
    node: Any, cuts: dict[tuple[str, int], _Cut], plan: Wanted, made: dict[tuple[str, int], Any], step: Any
) -> Any:
    """Let a node work on rows of its inputs."""
    wanted, kind = cuts[_key(node.output(0))], node.get_type_name()
    fed = {_key(source): _narrowed(made[_key(source)], cuts[_key(source)], part) for source, part in plan}
    if kind in _CONVOLUTIONS:
        source, part = plan[0]
        return _convolved(node, _padded(fed[_key(source)], part, step), part, wanted, step)
    for place, source in enumerate(node.input_values()):
        if _key(source) in fed:
            node.input(place).replace_source_output(fed[_key(source)])
    if kind == "Reshape":
        shape = list(node.get_output_shape(0))
        shape[wanted.axis] = wanted.high - wanted.low
        node.input(1).replace_source_output(ops.constant(np.array(shape, np.int64)).output(0))
    node.validate_and_infer_types()
    return node.output(0)


def _convolved(node: Any, rows: Any, part: _Cut, wanted: _Cut, step: Any) -> Any:
    """Convolve rows that bring their own margin: no padding in time."""
    attributes, side = node.get_attributes(), wanted.axis - 2
    begin, end = list(attributes["pads_begin"]), list(attributes["pads_end"])
    weights, strides, dilations = node.input_value(1), list(attributes["strides"]), list(attributes["dilations"])
    make = _CONVOLUTIONS[node.get_type_name()][1]
    if node.get_type_name() != "ConvolutionBackpropData":
        begin[side] = end[side] = 0
        return make(rows, weights, strides, begin, end, dilations, auto_pad="explicit").output(0)
    kernel, stride, pad = _geometry(node, wanted.axis)
    leftover = _leftover(part, wanted)
    count = wanted.high - wanted.low + int(leftover.max())
    begin[side] = wanted.low + pad - stride * part.low  # what comes out before the first row that is wanted
    end[side] = (part.high - part.low - 1) * stride + kernel - begin[side] - count
    made = make(rows, weights, strides, None, begin, end, dilations, auto_pad="explicit").output(0)
    if not leftover.any():
        return made
    offsets = leftover + np.arange(wanted.high - wanted.low, dtype=np.int32)
    return ops.gather(made, _looked_up(offsets, [offsets.shape[1]], step), np.int32(wanted.axis)).output(0)
