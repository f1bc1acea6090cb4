"""Everything the library can refuse. Each message says what, how much, the limit and the cure, in one sentence."""

from __future__ import annotations


class MindsEyeError(Exception):
    """Base of all errors that are meant to be read by a person."""


class ImageError(MindsEyeError):
    """A picture that cannot be read."""


class ImageTooLargeError(ImageError):
    """A picture over the limit of bytes or megapixels."""


class ModelError(MindsEyeError):
    """A model folder that is incomplete, damaged or does not do what its card says."""


class DataError(MindsEyeError):
    """A data set that is missing, empty or not of the layout that was asked for."""


class SettingsError(MindsEyeError):
    """An unknown setting, or a value out of range."""


class RequestError(MindsEyeError):
    """A request that asks for something that does not make sense."""


class NotFoundError(MindsEyeError):
    """A name that is not known here; the message lists those that are."""


class MissingExtraError(MindsEyeError):
    """An optional part that is not installed; the message says how to install it."""


def unknown(kind: str, name: str, known: list[str]) -> NotFoundError:
    """Return the error for an unknown name, which lists the known ones."""
    listed = ", ".join(known) if known else "none yet"
    return NotFoundError(f"There is no {kind} called {name!r}; known: {listed}.")
