"""Capital letters with the digits' convolutional network, 26 outputs instead of 10."""

from mindseye.lab.data.letter_fonts import LETTERS
from mindseye.lab.recipe import Distortion, Recipe
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="letters-cnn",
    title="CNN",
    description="Two convolutions of 32 and 64 maps with pooling, then 128–26: reads capital letters.",
    task="letters",
    net="cnn",
    data="letters",
    loss="outlier-exposure",
    input=InputSpec(width=28, height=28, channels=1, fit="glyph", box=20),
    labels=tuple(LETTERS),
    epochs=13,  # twenty minutes on one busy core
    learning_rate=4e-3,
    distortion=Distortion(rotate=14.0, scale=0.25, shear=0.3, elastic=1.0, stroke=0.4),
    # Of so few validation pictures half a percent would be one or two.
    false_rejects=0.01,
)
