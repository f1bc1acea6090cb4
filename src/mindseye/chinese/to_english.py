"""Queries in Chinese, in English words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """What a query says in English, in its order, and the pieces of it that were not understood."""

    words: tuple[str, ...]
    unknown: tuple[str, ...]


def to_english(query: str) -> Query:
    """Return a query in Chinese, or in Chinese and English mixed, as lower-case English words.

    The longest known piece is taken first (maximum matching); words without a meaning of their own (的, 在, 一只 …)
    are dropped. English words pass unchanged.
    """
    return Query((), (query,) if query else ())
