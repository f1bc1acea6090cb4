"""Beam search: the most probable sentences of a model that tells how probable each next word is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
# From the last words (beams,) and the state (beams, …) to log-probabilities (beams, words) of the next word, the new
# state, and where the model looked for it (beams, cells).
Step = Callable[[NDArray[np.int64], Array], tuple[Array, Array, Array]]
END = 0  # the token that begins and ends every sentence


@dataclass(frozen=True, slots=True)
class Rules:
    """What a sentence may be. Lengths are in words, without the end."""

    beams: int = 3
    count: int = 3  # sentences wanted
    shortest: int = 4
    longest: int = 20
    power: float = 1.2  # sentences compete by log-probability / length^power (Wu et al. 2016, equation 14, simplified)
    repeat: int = 3  # no run of so many words comes twice
    never: tuple[int, ...] = ()  # tokens that are not words
    last_not: tuple[int, ...] = ()  # words on which no sentence ends, such as "a" and "with"


@dataclass(frozen=True, slots=True)
class Path:
    """A sentence, or the beginning of one, with what the model said of each of its words."""

    tokens: tuple[int, ...] = ()
    log_probabilities: tuple[float, ...] = ()  # one a word; one more, of the end, when it is finished
    attention: tuple[Array, ...] = ()  # (cells,) a word

    @property
    def log_probability(self) -> float:
        return sum(self.log_probabilities)

    def score(self, power: float) -> float:
        length: float = max(1, len(self.log_probabilities)) ** power
        return self.log_probability / length


def beam_search(step: Step, state: Array, rules: Rules, start: Sequence[int] = ()) -> list[Path]:
    """Return up to `count` finished sentences that begin with `start`, the best first.

    `state` (1, …) is that before the first word. If nothing ends by itself within `longest` words, the beginnings that
    got furthest are returned as they are, so that there always is a sentence.
    """
    given = _begin(step, state, start)
    open_paths, state, odds, attention = [given[0]], given[1], given[2], given[3]
    finished: list[Path] = []
    while True:
        finished += [
            replace(path, log_probabilities=(*path.log_probabilities, float(odds[row, END])))
            for row, path in enumerate(open_paths)
            if _may_end(path, rules) and np.isfinite(odds[row, END])
        ]
        finished = sorted(finished, key=lambda path: -path.score(rules.power))[: max(rules.count, rules.beams)]
        allowed = np.stack([_allowed(path, row, rules) for path, row in zip(open_paths, odds, strict=True)])
        sums = np.array([path.log_probability for path in open_paths], np.float32)[:, None] + allowed
        best = np.argsort(-sums, axis=None, kind="stable")[: rules.beams]
        best = best[np.isfinite(sums.ravel()[best])]
        full = len(open_paths[0].tokens) >= rules.longest
        if full or not len(best) or _settled(finished, float(sums.ravel()[best[0]]), rules):
            break
        rows, tokens = np.divmod(best, odds.shape[1])
        open_paths = [
            Path(
                (*open_paths[row].tokens, int(token)),
                (*open_paths[row].log_probabilities, float(odds[row, token])),
                (*open_paths[row].attention, attention[row]),
            )
            for row, token in zip(rows, tokens, strict=True)
        ]
        odds, state, attention = step(tokens.astype(np.int64), state[rows])
    found = finished or open_paths
    return sorted(found, key=lambda path: -path.score(rules.power))[: rules.count]


def _begin(step: Step, state: Array, start: Sequence[int]) -> tuple[Path, Array, Array, Array]:
    """Return the path along the words that were given, with the state and the odds behind the last of them."""
    path = Path()
    odds, state, attention = step(np.array([END], np.int64), state)
    for token in start:
        path = Path(
            (*path.tokens, token), (*path.log_probabilities, float(odds[0, token])), (*path.attention, attention[0])
        )
        odds, state, attention = step(np.array([token], np.int64), state)
    return path, state, odds, attention


def _may_end(path: Path, rules: Rules) -> bool:
    return len(path.tokens) >= rules.shortest and path.tokens[-1] not in rules.last_not


def _allowed(path: Path, odds: Array, rules: Rules) -> Array:
    """Return the log-probabilities of the next word (words,), −∞ for what may not come now."""
    allowed = odds.copy()
    allowed[[END, *rules.never]] = -np.inf
    words, run = path.tokens, rules.repeat - 1
    if words:
        allowed[words[-1]] = -np.inf
    if len(words) >= rules.repeat:
        last = words[-run:]
        again = [words[n + run] for n in range(len(words) - run) if words[n : n + run] == last]
        allowed[again] = -np.inf
    return allowed


def _settled(finished: Sequence[Path], best_open: float, rules: Rules) -> bool:
    """Say whether no open beginning can still overtake a sentence that is wanted: log-probabilities only fall."""
    if len(finished) < rules.count:
        return False
    longest: float = (rules.longest + 1) ** rules.power
    return best_open / longest < finished[rules.count - 1].score(rules.power)
