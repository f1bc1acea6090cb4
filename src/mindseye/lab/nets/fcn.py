"""Fully connected network with one hidden layer."""

from collections import OrderedDict

from torch import nn

from mindseye.lab.nets import net


@net("fcn")
def fcn(outputs: int = 10) -> nn.Sequential:
    """784–512–10 with ReLU. Input (batch, 1, 28, 28), output (batch, outputs) logits."""
    return nn.Sequential(
        OrderedDict(
            flatten=nn.Flatten(),  # (batch, 784)
            fc1=nn.Linear(784, 512),
            relu1=nn.ReLU(),
            dropout1=nn.Dropout(0.2),
            fc2=nn.Linear(512, outputs),
        )
    )
