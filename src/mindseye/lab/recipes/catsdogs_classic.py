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
    labels_zh=("猫", "狗"),
    outliers=0.0,
    epochs=32,
    batch_size=64,
    learning_rate=3e-3,
    weight_decay=5e-2,
    average=0.998,
    # 7,000 photographs and a yes or no for each teach a blank network slowly: after 7 epochs without a teacher it was
    # right on 69 of 100 views.
    teacher="photo",
    lesson=0.5,
    # Mirroring and colour filters, and parts of the picture.
    change=Change(area=0.45, aspect=0.75, turn=10.0, slant=0.04, light=0.35, tint=0.12, blur=0.8, erase=0.3),
    sides=((0.0, 96), (0.8, 112)),  # smaller views learn a third faster; both leave 3 × 3 cells
    notes="While training, a second head learned the answers of the model `photo` (EfficientNet-Lite0) to ImageNet's "
    "1,000 classes on the same 7,000 photographs; no other pictures were seen.",
)
