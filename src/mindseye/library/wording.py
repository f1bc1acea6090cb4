"""How the words of a query are understood, in English or from 中文: those that the model knows, and the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import RequestError
from mindseye.models.registry import Models
from mindseye.tasks import words

HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
RUN = re.compile(f"{HAN.pattern}+")
# Words that say how others belong together: no picture is looked for by them in texts.
_LITTLE = (
    "a an and are as at be been being by do does for from has have he her his i in into is it its of off on onto or "
    "our out over she some that the their them there they this to under up was we were what where which while who with "
    "you your 's"
)
LITTLE = frozenset(_LITTLE.split())


@dataclass(frozen=True, slots=True)
class Wording:
    """A text of a query, its vector, (dim,), of unit length, and its words in English, or as they are if unknown.

    `vector` is None where the model knows none of its words.
    """

    text: str
    vector: NDArray[np.float32] | None
    known: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def telling(self) -> tuple[str, ...]:
        """Those of its known words that are worth looking for in texts."""
        return tuple(dict.fromkeys(word for word in self.known if word not in LITTLE))

    @property
    def phrases(self) -> tuple[str, ...]:
        """What of it is Chinese, as it was said: texts that people wrote may hold it."""
        return tuple(dict.fromkeys(run for run in RUN.findall(self.text) if run not in self.unknown))

    @property
    def strange(self) -> tuple[str, ...]:
        """Those of its unknown words that are worth looking for in texts."""
        return tuple(dict.fromkeys(word for word in self.unknown if word not in LITTLE))


def understand(models: Models, text: str | None) -> Wording:
    """Return how a text is understood. RequestError for none, an empty one, or one that is too long."""
    asked = " ".join((text or "").split())
    said, strange = words.english(asked)
    try:
        found = words.embed(models, asked)
    except RequestError:  # neither empty nor too long, so it has no word that the model knows
        return Wording(asked, None, (), (*said, *strange))
    return Wording(asked, found.vector, found.known, found.unknown)


def is_chinese(text: str) -> bool:
    """Say whether a text has Chinese characters.

    >>> is_chinese("a dog"), is_chinese("一只 dog")
    (False, True)
    """
    return HAN.search(text) is not None
