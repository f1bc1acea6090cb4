"""From a torch module to the ONNX file that is served."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn


def traced(net: nn.Module, example: Tensor, outputs: Sequence[str], sides: Mapping[int, object] | None = None) -> Any:
    """Return the net as an ONNX model with one `input`, for any batch; `sides` says what else of its shape may vary.

    `sides` names axes of the input, (batch, channels, height, width), and gives a `torch.export.Dim` for each.
    """
    varying = ({0: torch.export.Dim("batch"), **(sides or {})},)
    return traced_of_several(net, (example,), ("input",), outputs, varying)


def traced_of_several(
    net: nn.Module,
    examples: tuple[Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    varying: tuple[Mapping[int, object], ...],
) -> Any:
    """Return the net as an ONNX model with several inputs; `varying` says for each which axes may have any length."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter deprecates parts of itself
        program = torch.onnx.export(
            net.eval(),
            examples,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_shapes=varying,
            dynamo=True,
            verbose=False,
            optimize=True,
        )
    assert program is not None
    return program.model_proto


def save(model: Any, path: Path) -> None:
    """Write the model, checked, with its weights as float16 and nothing of the machine that it was made on."""
    halve_weights(model)
    forget_traces(model)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def expose(model: Any, name: str) -> None:
    """Make a weight an output under its own name, in place; it costs nothing until it is asked for."""
    weight = next(weight for weight in model.graph.initializer if weight.name == name)
    model.graph.output.append(helper.make_tensor_value_info(name, weight.data_type, list(weight.dims)))


def halve_weights(model: Any) -> None:
    """Store each float32 weight as float16 followed by a Cast, in place: half the file, the same speed."""
    graph = model.graph
    for weight in [w for w in graph.initializer if w.data_type == TensorProto.FLOAT and np.prod(w.dims) > 16]:
        half = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), f"{weight.name}.half")
        graph.initializer.remove(weight)
        graph.initializer.append(half)
        graph.node.insert(0, helper.make_node("Cast", [half.name], [weight.name], to=TensorProto.FLOAT))


def forget_traces(model: Any) -> None:
    """Take out the exporter's notes, in place: they name files of the machine that it ran on."""
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        for note in ("metadata_props", "doc_string"):
            if note in part.DESCRIPTOR.fields_by_name:
                part.ClearField(note)
