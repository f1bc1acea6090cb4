"""Stories in a real browser before the real server. The hand that draws is shared with the film: scripts/studio.py."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "scripts"))
