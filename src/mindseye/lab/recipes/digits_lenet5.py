"""LeNet-5 in today's usual form (ReLU, max-pooling, full connection from C3), after LeCun et al. 1998."""

from mindseye.lab.recipe import Distortion, Recipe
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="digits-lenet5",
    title="LeNet-5",
    description="Two small convolutions with pooling, then 120–84–10, on 32 × 32 px: 62 thousand weights, from 1998.",
    task="digits",
    net="lenet5",
    data="digits",
    loss="outlier-exposure",
    input=InputSpec(width=32, height=32, channels=1, fit="glyph", box=20),
    labels=tuple("0123456789"),
    epochs=45,
    distortion=Distortion(rotate=12.0, scale=0.15, shear=0.25, elastic=1.2, stroke=0.4),
)
