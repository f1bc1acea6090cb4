"""The one shape of every benchmark's result, and where the newest one is kept."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mindseye.errors import DataError
from mindseye.version import program_version

log = logging.getLogger("mindseye")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong answer; `png` is a data URL of a picture of what the network saw."""

    name: str
    truth: str
    answer: str
    probability: float
    png: str


@dataclass(frozen=True, slots=True)
class Row:
    """One model in one setting.

    `reliability` has for each bin of confidence: how many pictures, their mean confidence, and the share that is right.
    """

    model: str
    count: int
    metrics: dict[str, float]
    setting: dict[str, str | int | float | bool] = field(default_factory=dict)
    confusion: list[list[int]] | None = None
    mistakes: list[Mistake] | None = None
    reliability: list[tuple[int, float, float]] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a benchmark prints with --json."""

    bench: str
    data: str
    rows: list[Row]
    version: str = field(default_factory=program_version)
    machine: dict[str, Any] = field(default_factory=lambda: machine())
    measured: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


def machine() -> dict[str, Any]:
    """Return the processor's name and how many cores this process may use."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"cpu": _cpu(), "cores": cores}


def save(result: Result, home: Path) -> None:
    """Keep the newest result of its benchmark in the home folder; replaced whole, so that a kill leaves a good one."""
    folder = home / "benchmarks"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f".{result.bench}.{os.getpid()}"
    fresh.write_text(json.dumps(result.as_json()), encoding="utf-8")
    fresh.replace(folder / f"{result.bench}.json")


def keep(result: Result, home: Path) -> None:
    """Save a result where that works, else say so in the log: the figures were worth the wait even so."""
    try:
        save(result, home)
    except OSError as error:
        log.warning("The result could not be kept in %s: %s.", home, error.strerror)


def newest(bench: str, home: Path) -> dict[str, Any] | None:
    """Return the kept result as JSON, or None. Raises DataError if it is damaged."""
    path = home / "benchmarks" / f"{bench}.json"
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is damaged: delete it and run the benchmark again ({error}).") from error
    return kept


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
