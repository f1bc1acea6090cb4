"""Sentences for photos: an LSTM with soft attention over the photo backbone's map, then self-critical training."""

from mindseye.lab.recipe import CaptionRecipe
from mindseye.types import InputSpec

RECIPE = CaptionRecipe(
    name="caption-lstm",
    title="Caption LSTM",
    description="A sentence for a photo: an LSTM with soft attention over the 8 × 8 cells of the photo backbone's map; "
    "learned word by word from five sentences a picture, then rewarded for whole sentences.",
    # Squashed, as the training pictures are
    input=InputSpec(256, 256, fit="stretch", mean=(127 / 255,), std=(128 / 255,)),
    notes="Decoder on the frozen backbone `photo`; stored as float16.",
)
