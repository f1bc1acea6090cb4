"""Ranking: pure functions over vectors that reorder what an index found. One method a file.

Each method takes the query (dim,), the candidates (n, dim) and their scores (n,), and returns new scores (n,), larger
for nearer. They work on the index's best few hundred hits, so that they stay interactive whatever the library's size.
"""

from __future__ import annotations

from collections.abc import Callable

from mindseye.errors import unknown
from mindseye.ranking.arrays import Scores, Vector
from mindseye.ranking.database_augmentation import database_augmentation
from mindseye.ranking.diffusion import diffusion
from mindseye.ranking.k_reciprocal import k_reciprocal
from mindseye.ranking.query_expansion import average, weighted
from mindseye.types import Vectors

Method = Callable[[Vector, Vectors, Scores], Scores]

DEFAULT = "dba"  # what a search does when nothing is asked for: chosen as docs/descriptors.md says
CANDIDATES = 400  # how many of the index's best hits a method looks at
METHODS: dict[str, Method] = {
    "aqe": average,
    "alpha-qe": weighted,
    "dba": database_augmentation,
    "k-reciprocal": k_reciprocal,
    "diffusion": diffusion,
}
PAPERS = {
    "aqe": "Chum et al. 2007",
    "alpha-qe": "Radenović et al. 2018",
    "dba": "Turcot and Lowe 2009",
    "k-reciprocal": "Zhong et al. 2017",
    "diffusion": "Iscen et al. 2017",
}


def method(name: str) -> Method:
    """Return a method of re-ranking by name; NotFoundError lists the known ones."""
    if name not in METHODS:
        raise unknown("re-ranking", name, list(METHODS))
    return METHODS[name]
