"""Two convolutions with pooling and one hidden layer.

Batch normalisation (Ioffe and Szegedy 2015) helps it learn; the export folds it into the convolutions, so that what is
served is convolution, ReLU, pooling.
"""

from collections import OrderedDict

from torch import nn

from mindseye.lab.nets import net


@net("cnn")
def cnn(outputs: int = 10) -> nn.Sequential:
    """Conv 32, conv 64, 128, outputs. Input (batch, 1, 28, 28), output (batch, outputs) logits."""
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 32, kernel_size=5, padding=2),  # (batch, 32, 28, 28)
            norm1=nn.BatchNorm2d(32),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),  # (batch, 32, 14, 14)
            conv2=nn.Conv2d(32, 64, kernel_size=5, padding=2),  # (batch, 64, 14, 14)
            norm2=nn.BatchNorm2d(64),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),  # (batch, 64, 7, 7)
            flatten=nn.Flatten(),  # (batch, 3136)
            dropout1=nn.Dropout(0.3),
            fc1=nn.Linear(3136, 128),
            relu3=nn.ReLU(),
            dropout2=nn.Dropout(0.3),
            fc2=nn.Linear(128, outputs),
        )
    )
