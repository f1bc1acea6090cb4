"""EfficientNet-Lite2 with a head for two labels: stem and first blocks stay as ImageNet left them, the rest learns."""

from torch import nn

from mindseye.lab.nets import net
from mindseye.lab.nets.efficientnet_lite import transferred

FROZEN = 5  # blocks up to the first maps of 28 × 28 cells for 224 × 224 px: edges and textures, which all photos share


@net("cats-dogs")
def cats_dogs(outputs: int = 2) -> nn.Sequential:
    """Stem, 21 blocks, head and a linear layer. Input (batch, 3, height, width), output (batch, outputs) logits."""
    return transferred("lite2", FROZEN, outputs)
