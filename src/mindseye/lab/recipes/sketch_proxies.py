"""Drawings and photos of one thing near each other: class proxies, pairs, and the backbone's own knowledge."""

from mindseye.lab.recipe import SketchRecipe
from mindseye.types import InputSpec

RECIPE = SketchRecipe(
    name="sketch",
    title="Sketch",
    description="Two towers into one space: EfficientNet-Lite0 sees drawings, a linear layer on the photo backbone "
    "sees photos; learned with class proxies, pairs and the backbone's answers.",
    loss="sketch-proxies",
    epochs=15,
    input=InputSpec(128, 128, fit="drawing", mean=(127 / 255,), std=(128 / 255,)),
    notes="Begun from the ImageNet weights of EfficientNet-Lite0 (Apache-2.0); stored as float16.",
)
