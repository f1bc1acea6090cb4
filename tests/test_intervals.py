"""Wilson's interval against its definition."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mindseye.metrics import Z95, wilson_interval


def bound_by_bisection(share: float, count: int, inside: float, outside: float) -> float:
    """Where the distance to the measured share reaches z standard deviations, found by halving."""
    for _ in range(200):
        middle = (inside + outside) / 2
        if abs(share - middle) <= Z95 * math.sqrt(middle * (1 - middle) / count):
            inside = middle
        else:
            outside = middle
    return inside


@given(st.integers(1, 20_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_ends_lie_where_the_normal_test_just_accepts(counts: tuple[int, int]) -> None:
    hits, count = counts
    low, high = wilson_interval(hits, count)
    assert low == pytest.approx(bound_by_bisection(hits / count, count, hits / count, 0.0), abs=1e-9)
    assert high == pytest.approx(bound_by_bisection(hits / count, count, hits / count, 1.0), abs=1e-9)


def test_known_example() -> None:
    low, high = wilson_interval(9_960, 10_000)
    assert (round(low, 5), round(high, 5)) == (0.99456, 0.99706)


def test_nothing_counted_says_nothing() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)


def test_it_stays_within_0_and_1() -> None:
    assert wilson_interval(0, 3)[0] == 0.0
    assert wilson_interval(3, 3)[1] == 1.0
