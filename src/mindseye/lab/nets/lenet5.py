"""LeNet-5, after LeCun et al. 1998, section II.B, with ReLU, max-pooling and C3 connected to all maps of S2."""

from collections import OrderedDict

from torch import nn

from mindseye.lab.nets import net


@net("lenet5")
def lenet5(outputs: int = 10) -> nn.Sequential:
    """C1 6@5×5, C3 16@5×5, 120, 84, 10: 61,706 weights. Input (batch, 1, 32, 32), output (batch, outputs) logits."""
    return nn.Sequential(
        OrderedDict(
            c1=nn.Conv2d(1, 6, kernel_size=5),  # (batch, 6, 28, 28)
            relu1=nn.ReLU(),
            s2=nn.MaxPool2d(2),  # (batch, 6, 14, 14)
            c3=nn.Conv2d(6, 16, kernel_size=5),  # (batch, 16, 10, 10)
            relu3=nn.ReLU(),
            s4=nn.MaxPool2d(2),  # (batch, 16, 5, 5)
            flatten=nn.Flatten(),  # (batch, 400)
            c5=nn.Linear(400, 120),
            relu5=nn.ReLU(),
            f6=nn.Linear(120, 84),
            relu6=nn.ReLU(),
            output=nn.Linear(84, outputs),
        )
    )
