"""What works on this machine, and how to get the rest."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mindseye.errors import MindsEyeError
from mindseye.models.registry import Models
from mindseye.settings import Settings

EXTRAS = {
    "torch": ("training (mindseye lab)", "pip install 'mindseye[train]'"),
    "matplotlib": ("benchmark reports with plots", "pip install 'mindseye[report]'"),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that works or not; `cure` is given when it does not."""

    name: str
    ok: bool
    detail: str
    cure: str | None = None


def examine(settings: Settings, models: Models) -> list[Check]:
    """Return all checks; those of the models replay their examples."""
    checks = [_python(), _home(settings.home), _studio(), *(_model(models, m.card.name) for m in models.newest())]
    checks += [Check("model folder", False, sentence, "Remove it or add it again.") for sentence in models.broken()]
    if not models.newest():
        checks.append(Check("models", False, "No model was found.", "Install the package again: its zoo is missing."))
    return checks + list(_extras(importlib.util.find_spec))


def _python() -> Check:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return Check("Python", True, f"{sys.version.split()[0]} on {platform.system()} {platform.machine()}, {cores} cores")


def _home(home: Path) -> Check:
    """The home folder must exist or be creatable, be writable, and have room."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / f".probe-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
        free = shutil.disk_usage(home).free / 1e9
    except OSError as error:
        return Check(
            "home folder", False, f"{home}: {error.strerror}", "Set MINDSEYE_HOME to a folder you may write to."
        )
    return Check(
        "home folder", free > 0.5, f"{home}, {free:.0f} GB free", None if free > 0.5 else "Free some disk space."
    )


def _studio() -> Check:
    built = (Path(__file__).parent / "server" / "dist" / "index.html").is_file()
    return Check("studio", built, "built" if built else "not built", None if built else "Run `make web` in a checkout.")


def _model(models: Models, name: str) -> Check:
    try:
        models.check(name)
    except MindsEyeError as error:
        return Check(name, False, str(error), f"Remove it and add it again: mindseye models remove {name}")
    card = models.get(name).card
    return Check(name, True, f"version {card.version}, gives its example's answer")


def _extras(find: Callable[[str], object]) -> Iterator[Check]:
    for module, (purpose, cure) in EXTRAS.items():
        here = find(module) is not None
        yield Check(module, here, f"{purpose}: {'available' if here else 'not installed'}", None if here else cure)
