"""EfficientNet-Lite0 with a head for a person's own labels: its last six blocks learn, the rest stays."""

from torch import nn

from mindseye.lab.nets import net
from mindseye.lab.nets.efficientnet_lite import transferred

FROZEN = 10  # of 16 blocks: a few dozen pictures of each class would only spoil what the first ones know


@net("fine-tuned")
def fine_tuned(outputs: int) -> nn.Sequential:
    """Stem, 16 blocks, head and a linear layer. Input (batch, 3, height, width), output (batch, outputs) logits."""
    return transferred("lite0", FROZEN, outputs)
