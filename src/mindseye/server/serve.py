"""Runs the server for production: one process, a pool of threads, a graceful stop.

Waitress everywhere rather than gunicorn here and waitress on Windows: one way to serve, and it reads a slow upload
without holding a thread.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable

from mindseye.app import MindsEye
from mindseye.errors import SettingsError
from mindseye.server.factory import create_app

PATIENCE = 10.0  # seconds that requests in flight may still take after a stop


def serve(eye: MindsEye, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready(url)` is called once the address listens. Raises SettingsError."""
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a short queue is no news
    settings = eye.settings
    listening = _listen(settings.host, settings.port)
    app = create_app(eye)
    server = waitress.create_server(
        app,
        sockets=[listening],
        threads=settings.threads,
        ident="mindseye",
        channel_timeout=120,
        # A little over Flask's limit, so that Flask's sentence is what the client reads.
        max_request_body_size=4 * app.config["MAX_CONTENT_LENGTH"],
    )
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
    host, port = listening.getsockname()[:2]
    threading.Thread(target=eye.warm_up, daemon=True).start()
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.task_dispatcher.shutdown(cancel_pending=True, timeout=PATIENCE)
        server.close()
        eye.close()


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise SettingsError(
            f"Cannot listen on {host}:{port} ({error}): choose another with --port, or 0 for any free one."
        ) from error
    return listening
