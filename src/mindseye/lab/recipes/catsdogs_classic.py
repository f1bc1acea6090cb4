"""Cats and dogs from scratch: the classic net of a first course."""

from mindseye.lab.recipe import Change, Recipe
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="catsdogs-classic",
    title="Cats and dogs, classic",
    description="Five convolutions with pooling (max, max, average, max, average), 256 hidden units and one sigmoid "
    "unit, trained from nothing on 7,000 photographs.",
    task="classify",
    net="catsdogs-classic",
    data="catsdogs",
    loss="smoothed",
    input=InputSpec(width=112, height=112, fit="stretch", mean=(0.5,), std=(0.25,)),
    labels=("cat", "dog"),
    epochs=45,
    batch_size=64,
    learning_rate=3e-3,
    weight_decay=5e-2,
    average=0.998,
    # Mirroring and colour filters, and parts of the picture: 7,000 photographs are few for a network that starts blank.
    change=Change(area=0.35, aspect=0.75, turn=15.0, slant=0.05, light=0.4, tint=0.15, blur=1.0, erase=0.4),
    sides=((0.0, 96), (0.8, 112)),  # smaller views learn a third faster; both leave 3 × 3 cells
)
