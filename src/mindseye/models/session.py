"""Runs one ONNX file. The rest of the program knows nothing of ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
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
        inputs = self._runtime.get_inputs()
        if len(inputs) != 1:
            raise ModelError(f"{path} wants {len(inputs)} inputs; models here take one, a batch of pictures.")
        self._input = inputs[0].name
        self.outputs = tuple(output.name for output in self._runtime.get_outputs())

    def run(self, batch: NDArray[np.float32], outputs: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Return the named outputs for a batch (n, channels, height, width). An unknown name raises ModelError."""
        if strange := [name for name in outputs if name not in self.outputs]:
            raise _no_such_output(strange[0], self.outputs)
        try:
            answers: list[Any] = self._runtime.run(list(outputs), {self._input: batch})
        except _runtime_errors() as error:
            raise ModelError(f"The model refuses an input of shape {batch.shape}: {_first_line(error)}.") from error
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
    taken = [taken.name for taken in model.graph.input]
    kept: bytes = onnx.utils.Extractor(model).extract_model(taken, list(outputs)).SerializeToString()
    return kept


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
