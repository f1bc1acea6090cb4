"""A hit on its way to its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Match = Literal["picture", "caption", "label", "person", "name"]  # where a query's words were found


@dataclass(frozen=True, slots=True)
class Ranked:
    """A hit in its place: its score, what the order is by, and how many points agree, if that was checked."""

    id: int
    score: float
    rank_score: float
    inliers: int | None = None
    is_sure: bool = False  # enough points agree
    matched: tuple[Match, ...] = ()
