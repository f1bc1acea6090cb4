"""A wider convolutional network: conv 32, conv 64, 128 hidden units."""

from mindseye.lab.recipe import Recipe
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="digits-cnn",
    title="CNN",
    description="Two convolutions of 32 and 64 maps with pooling, then 128–10: the most accurate of the three.",
    task="digits",
    net="cnn",
    data="digits",
    loss="outlier-exposure",
    input=InputSpec(width=28, height=28, channels=1, fit="glyph", box=20),
    labels=tuple("0123456789"),
    epochs=30,  # about an hour on two cores
    calm_epochs=10,  # the strongest bends make digits that nobody writes: the end belongs to plausible ones
)
