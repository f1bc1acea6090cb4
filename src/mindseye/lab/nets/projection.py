"""A linear head on a frozen backbone's descriptor: it can only turn, scale and leave out, so little data suffices."""

from collections import OrderedDict

from torch import nn

from mindseye.lab.nets import net


@net("projection")
def projection() -> nn.Sequential:
    """One linear layer: descriptors `spoc-classes`, (batch, 2280), to (batch, 256), not yet of unit length."""
    return nn.Sequential(OrderedDict(projection=nn.Linear(2280, 256)))
