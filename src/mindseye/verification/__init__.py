"""Local verification: do two pictures show the same thing, point by point? Local features and a geometric check."""

from mindseye.verification.local_features import ASKED, STORED, Features, features
from mindseye.verification.matching import Match, match
from mindseye.verification.packing import pack, unpack
from mindseye.verification.shortlist import LocalIndex

__all__ = ["ASKED", "STORED", "Features", "LocalIndex", "Match", "features", "match", "pack", "unpack"]
