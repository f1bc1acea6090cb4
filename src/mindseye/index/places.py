"""Where each id's vector lies: from ids to rows, for a log in which the last entry of an id counts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mindseye.types import Ids

Rows = NDArray[np.int64]
ROOM = 1 << 20  # ids that a table may have more than 16 times the rows: 4 MB


@dataclass(frozen=True, slots=True)
class Places:
    """Rows by id. Ids that lie close together, as a catalogue's do, are a table; strange ones a sorted list."""

    count: int = 0  # entries read so far
    dead: Rows = field(default_factory=lambda: np.zeros(0, np.int64))  # rows that hold no id's vector (any more)
    table: NDArray[np.int32] | None = field(default_factory=lambda: np.zeros(0, np.int32))  # row by id, −1 = none
    keys: Ids = field(default_factory=lambda: np.zeros(0, np.int64))  # sorted; used where there is no table
    rows: Rows = field(default_factory=lambda: np.zeros(0, np.int64))

    def of(self, ids: Ids) -> Rows:
        """Return the row (n,) of each id, −1 where it is not known."""
        if self.table is not None:
            if not len(self.table):
                return np.full(len(ids), -1, np.int64)
            found = self.table.take(ids, mode="clip").astype(np.int64)
            found[ids >= len(self.table)] = -1
            return found
        if not len(self.keys):
            return np.full(len(ids), -1, np.int64)
        at = np.searchsorted(self.keys, ids).clip(max=len(self.keys) - 1)
        return np.where(self.keys[at] == ids, self.rows[at], -1)

    def after(self, entries: NDArray[np.int64]) -> Places:
        """Return the places after more entries of the log: id + 1 puts a vector there, −(id + 1) drops the id."""
        ids, rows = np.abs(entries) - 1, np.arange(self.count, self.count + len(entries))
        held = np.where(entries > 0, rows, -1)
        count = self.count + len(entries)
        places = self._table(ids, held, count) or self._sorted(ids, held, count)
        replaced = self.of(ids) if self.count else np.zeros(0, np.int64)
        gone = rows[places.of(ids) != rows]
        dead = [self.dead, np.unique(replaced[replaced >= 0]), gone]  # an id may come twice among the entries
        return Places(count, np.concatenate(dead), places.table, places.keys, places.rows)

    def _table(self, ids: Ids, held: Rows, count: int) -> Places | None:
        """Return the new table, or None if it would be mostly empty."""
        if self.table is None:
            return None
        size = max(len(self.table), int(ids.max(initial=-1)) + 1)
        if size > 16 * count + ROOM:
            return None
        table = np.full(size, -1, np.int32)
        table[: len(self.table)] = self.table
        table[ids] = held  # of several values for one id, the last stays
        return Places(count, table=table)

    def _sorted(self, ids: Ids, held: Rows, count: int) -> Places:
        keys, rows = self.keys, self.rows
        if self.table is not None:
            keys = np.flatnonzero(self.table >= 0).astype(np.int64)
            rows = self.table[keys].astype(np.int64)
        keys, rows = np.concatenate([keys, ids]), np.concatenate([rows, held])
        order = np.argsort(keys, kind="stable")
        keys, rows = keys[order], rows[order]
        last = np.append(keys[1:] != keys[:-1], True) if len(keys) else np.zeros(0, bool)
        last &= rows >= 0
        return Places(count, table=None, keys=keys[last], rows=rows[last])
