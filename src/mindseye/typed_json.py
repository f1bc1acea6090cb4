"""From parsed JSON to data classes, strictly: what `dataclasses.asdict` wrote is read back as it was."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any


def parse(kind: Any, data: Any, where: str) -> Any:
    """Return a value of a (data class, tuple, dict, optional or plain) type.

    Raises ValueError for unknown, missing or ill-typed fields; `where` is how the value is called in its message.
    """
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return _dataclass(kind, data, where)
    if origin is types.UnionType:
        return None if data is None else parse(arguments[0], data, where)
    if origin is tuple:
        if not isinstance(data, list):
            raise ValueError(f"{where} must be a list")
        return tuple(parse(arguments[0], item, f"{where}[{i}]") for i, item in enumerate(data))
    if origin is dict:
        if not isinstance(data, dict):
            raise ValueError(f"{where} must be an object")
        return {str(key): parse(arguments[1], value, f"{where}.{key}") for key, value in data.items()}
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if not isinstance(data, kind) or (kind is int and isinstance(data, bool)):
        raise ValueError(f"{where} must be {kind.__name__}, not {data!r}")
    return data


def _dataclass(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise ValueError(f"{where} must be an object")
    hints = typing.get_type_hints(kind)
    if strange := sorted(set(data) - set(hints)):
        raise ValueError(f"{where} has unknown fields: {', '.join(strange)}")
    required = {f.name for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING}
    if missing := sorted(required - set(data)):
        raise ValueError(f"{where} lacks: {', '.join(missing)}")
    return kind(**{name: parse(hints[name], value, f"{where}.{name}") for name, value in data.items()})
