"""The classic of sketch-based retrieval: triplets across drawings and photos (Sangkloy et al. 2016)."""

from mindseye.lab.recipe import SketchRecipe
from mindseye.types import InputSpec

RECIPE = SketchRecipe(
    name="sketch-triplet",
    title="Sketch, triplet",
    description="Two towers into one space, as in `sketch`, learned from triplets alone: a drawing, a photo of its "
    "class, and one of another.",
    loss="sketch-triplet",
    input=InputSpec(128, 128, fit="drawing", mean=(127 / 255,), std=(128 / 255,)),
    members=4,  # triplets need several of a class in a batch
    notes="Begun from the ImageNet weights of EfficientNet-Lite0 (Apache-2.0); stored as float16.",
)
