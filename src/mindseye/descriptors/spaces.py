"""The table of spaces. Vectors compare only within one; a score above `strong` is hardly ever a chance find."""

from __future__ import annotations

from dataclasses import dataclass

from mindseye.errors import unknown

DEFAULT = "photo"
SKETCH = "sketch"  # photos and drawings in one space; its projection lives in the model of the same name
WORDS = "words"  # photos and texts in one space, likewise


@dataclass(frozen=True, slots=True)
class Space:
    """How the vectors of one name come about, and what their scores mean.

    `weak` and `strong` are the cosines that only 1 in 1,000 and 1 in 100,000 pairs of unrelated pictures exceed; of
    `sketch` pairs of a drawing and a photo, of `words` pairs of a sentence and a photo.
    """

    name: str
    title: str
    descriptor: str  # a key of descriptors.kinds.KINDS
    model: str  # the backbone; "" for colour, which needs none
    projection: str  # what the pooled vector is projected on: zoo/projections/NAME.npz, or a model; "" for nothing
    dim: int
    paper: str
    weak: float
    strong: float

    def __post_init__(self) -> None:
        if not -1.0 <= self.weak <= self.strong <= 1.0:
            raise ValueError(f"{self.name}: weak {self.weak} and strong {self.strong} must rise within −1 to 1")


_TABLE = (
    Space("photo", "Photo", "spoc-classes", "photo", "photo-256", 256, "Babenko and Lempitsky 2015", 0.599, 0.771),
    Space("fc", "Last layer", "fc", "photo", "fc-256", 256, "Babenko et al. 2014", 0.554, 0.739),
    Space("spoc", "SPoC", "spoc", "photo", "spoc-256", 256, "Babenko and Lempitsky 2015", 0.529, 0.706),
    Space("mac", "MAC", "mac", "photo", "mac-256", 256, "Tolias et al. 2016", 0.551, 0.705),
    Space("gem", "GeM", "gem", "photo", "gem-256", 256, "Radenović et al. 2018", 0.546, 0.728),
    Space("rmac", "R-MAC", "rmac", "photo", "rmac-256", 256, "Tolias et al. 2016", 0.554, 0.71),
    Space("crow", "CroW", "crow", "photo", "crow-256", 256, "Kalantidis et al. 2016", 0.54, 0.724),
    Space("cam", "CAM", "cam", "photo", "cam-256", 256, "Jimenez et al. 2017", 0.555, 0.752),
    Space("pwa", "PWA", "pwa", "photo", "pwa-256", 256, "Xu et al. 2018", 0.577, 0.755),
    Space("sketch", "Sketch", "spoc-classes", "photo", "sketch", 256, "Sangkloy et al. 2016", 0.538, 0.674),
    Space("words", "Words", "spoc-classes", "photo", "words", 256, "Robinson et al. 2021", 0.485, 0.613),
    Space("colour", "Colours", "colour", "", "", 256, "Bhattacharyya 1943", 0.843, 0.911),
    Space("colour-correlation", "Colours, correlation", "colour-correlation", "", "", 256, "Pearson 1896", 0.873, 0.99),
    Space("layout", "Layout", "layout", "", "", 243, "Torralba et al. 2008", 0.768, 0.91),
)
SPACES: dict[str, Space] = {space.name: space for space in _TABLE}
# Not a vector but a few hundred local features of each picture (verification/): finds the very same thing.
POINTS = Space("points", "Points", "points", "", "", 0, "Lowe 2004; Barath et al. 2020", 0.1, 0.5)


def space(name: str) -> Space:
    """Return a space by name; NotFoundError lists the known ones."""
    if name == POINTS.name:
        return POINTS
    if name not in SPACES:
        raise unknown("space", name, [*SPACES, POINTS.name])
    return SPACES[name]
