"""Runs one ONNX file. The rest of the program knows nothing of ONNX Runtime."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import ModelError


class Session:
    """A loaded model, or the part of it that some outputs need. Safe to use from several threads at once."""

    def __init__(self, path: Path, threads: int = 1, part: Sequence[str] = ()) -> None:
        """Load the whole file; with `part`, only the layers that lead to these outputs.

        ONNX Runtime computes all that it has loaded, whichever outputs are asked for, so that a file with several
        networks must be loaded in parts. An unknown name raises ModelError.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            source = _only(path, part) if part else str(path)
            self._runtime = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
        except _runtime_errors() as error:
            raise _no_model(path, error) from error
        self.inputs = tuple(taken.name for taken in self._runtime.get_inputs())
        self.outputs = tuple(output.name for output in self._runtime.get_outputs())

    def run(
        self, batch: NDArray[np.float32] | Mapping[str, NDArray[Any]], outputs: Sequence[str]
    ) -> dict[str, NDArray[np.float32]]:
        """Return the named outputs for a batch (n, channels, height, width), or for several inputs by their names.

        Raises ModelError for a name of an output that there is not, and for inputs that the model refuses.
        """
        if strange := [name for name in outputs if name not in self.outputs]:
            raise _no_such_output(strange[0], self.outputs)
        given = dict(batch) if isinstance(batch, Mapping) else dict.fromkeys(self.inputs[:1], batch)
        if missing := set(self.inputs) - set(given):
            raise ModelError(
                f"The model wants {', '.join(self.inputs)}, and was not given {', '.join(sorted(missing))}."
            )
        try:
            answers: list[Any] = self._runtime.run(list(outputs), {name: given[name] for name in self.inputs})
        except _runtime_errors() as error:
            shapes = " and ".join(str(array.shape) for array in given.values())
            raise ModelError(f"The model refuses an input of shape {shapes}: {_first_line(error)}.") from error
        return dict(zip(outputs, answers, strict=True))


def _only(path: Path, outputs: Sequence[str]) -> bytes:
    """Return the model without the layers that none of these outputs need."""
    import onnx
    from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

    try:
        model = onnx.load(str(path))
    except (DecodeError, OSError) as error:
        raise _no_model(path, error) from error
    known = [output.name for output in model.graph.output]
    if strange := [name for name in outputs if name not in known]:
        raise _no_such_output(strange[0], known)
    kept = onnx.utils.Extractor(model).extract_model([taken.name for taken in model.graph.input], list(outputs))
    there = {weight.name for weight in kept.graph.initializer}
    # A plain weight that is itself an output has no layer that leads to it.
    kept.graph.initializer.extend(w for w in model.graph.initializer if w.name in outputs and w.name not in there)
    used = {name for node in kept.graph.node for name in node.input}
    for unused in [taken for taken in kept.graph.input if taken.name not in used]:
        kept.graph.input.remove(unused)
    part: bytes = kept.SerializeToString()
    return part


def _no_model(path: Path, error: Exception) -> ModelError:
    return ModelError(f"{path} is not a model that ONNX Runtime can load: {_first_line(error)}.")


def _no_such_output(name: str, known: Sequence[str]) -> ModelError:
    return ModelError(f"The model has no output called {name!r}; it has {', '.join(known)}.")


def _runtime_errors() -> tuple[type[Exception], ...]:
    from onnxruntime.capi import onnxruntime_pybind11_state as state

    kinds = (
        "Fail",
        "InvalidArgument",
        "InvalidGraph",
        "InvalidProtobuf",
        "NoSuchFile",
        "NotImplemented",
        "RuntimeException",
    )
    return (*(getattr(state, kind) for kind in kinds), RuntimeError, ValueError)


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200].rstrip(".")
