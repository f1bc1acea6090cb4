"""Which program this is: the version, and the commit when it runs from a checkout."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

VERSION = "0.1.0"


@functools.cache
def commit() -> str:
    """Return the short commit of the checkout this runs from, with `+changes` if files differ; "" elsewhere."""
    root = Path(__file__).parent.parent.parent
    if not (root / ".git").exists():
        return ""
    described = _git(root, "rev-parse", "--short=10", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no", "--", "src", ":!src/mindseye/zoo")
    return f"{described}+changes" if described and changed else described


def program_version() -> str:
    """Return the version with the commit, such as 0.1.0+1a2b3c4d5e."""
    return f"{VERSION}+{commit()}" if commit() else VERSION


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
