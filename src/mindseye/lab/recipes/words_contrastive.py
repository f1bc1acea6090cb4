"""Sentences near the photos that they were written of, and away from others, the likest first of all."""

from mindseye.lab.recipe import WordsRecipe
from mindseye.types import InputSpec

RECIPE = WordsRecipe(
    name="words-contrastive",
    title="Words",
    description="Texts and photos in one space: weighed words, and a linear layer on what the photo backbone sees; "
    "learned from five sentences a picture with contrast to the likest wrong ones.",
    loss="hard-negatives",
    # The very maps that captions are learned from
    input=InputSpec(256, 256, fit="stretch", mean=(127 / 255,), std=(128 / 255,)),
    notes="Photos by `spoc-classes` of the frozen backbone `photo`; stored as float16.",
)
