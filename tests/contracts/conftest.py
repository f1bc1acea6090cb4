"""Every test of this folder that takes `url` runs once for each engine."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts import engines

numbers = itertools.count(1)


@pytest.fixture(params=["flat", "milvus"])
def url(request: pytest.FixtureRequest, quick_folder: Path) -> str:
    if request.param == "flat":
        return f"flat:{quick_folder / 'indexes'}"
    started = engines.milvus()
    if not started.url:
        pytest.skip(started.why_not)
    return started.url


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A temporary folder, in memory where the system has such: there it takes no time to wait for the disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        yield Path(folder)


@pytest.fixture
def space() -> str:
    """A space that no other test uses."""
    return f"test-{next(numbers)}"
