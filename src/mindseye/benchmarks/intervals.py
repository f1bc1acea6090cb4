"""How far a measured share can be trusted."""

from __future__ import annotations

import math

Z95 = 1.959963984540054  # the normal distribution has 95 % within this many deviations


def wilson_interval(hits: int, count: int, z: float = Z95) -> tuple[float, float]:
    """Return the lowest and highest true share that `hits` of `count` agree with (Wilson 1927).

    (0, 1) when nothing was counted.
    """
    if count == 0:
        return 0.0, 1.0
    share, weight = hits / count, z * z / count
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / count + weight / (4 * count)) / (1 + weight)
    return (middle - half if hits else 0.0), (middle + half if hits < count else 1.0)
