"""Lessons (to be filled)."""

from __future__ import annotations

from typing import Any

from mindseye.library.library import Library


class Lessons:
    def __init__(self, library: Library) -> None:
        self.library = library

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(name)
