"""Where each engine keeps its data in tests: a temporary folder, or a real Milvus server that is started once."""

from __future__ import annotations

import atexit
import functools
import importlib.util
import tempfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Started:
    """A server that runs, or why there is none."""

    url: str = ""
    why_not: str = ""


@functools.cache
def milvus() -> Started:
    """Start the server that the wheel `milvus` carries; once, for all tests. It ends with the tests."""
    for module, package in (("pymilvus", "pymilvus"), ("milvus", "milvus==2.3.5")):
        if importlib.util.find_spec(module) is None:
            return Started(why_not=f"Milvus is not tested: pip install {package} brings what is missing.")
    import milvus as wheel

    folder = tempfile.TemporaryDirectory(prefix="mindseye-milvus-")
    server = wheel.MilvusServer()
    server.set_base_dir(folder.name)
    atexit.register(folder.cleanup)
    atexit.register(server.stop)  # runs before the folder goes
    try:
        server.start()
    except (OSError, RuntimeError, TimeoutError) as error:
        return Started(why_not=f"Milvus is not tested: its server does not start here ({error}).")
    return Started(url=f"milvus://127.0.0.1:{server.listen_port}")
