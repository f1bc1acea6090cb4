"""A fully connected network with one hidden layer, the plainest of the three."""

from mindseye.lab.recipe import Distortion, Recipe
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="digits-fcn",
    title="FCN",
    description="Fully connected, 784–512–10 with ReLU: no idea of neighbourhood, every pixel has its own weight.",
    task="digits",
    net="fcn",
    data="digits",
    loss="outlier-exposure",
    input=InputSpec(width=28, height=28, channels=1, fit="glyph", box=20),
    labels=tuple("0123456789"),
    epochs=50,  # epochs are cheap here and the distortions never repeat
    # 400,000 free weights learn shifts only by seeing them, but 512 units cannot hold every slant as well.
    distortion=Distortion(rotate=12.0, scale=0.15, shear=0.25, elastic=1.2, stroke=0.4),
)
