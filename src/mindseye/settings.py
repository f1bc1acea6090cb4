"""One typed settings object, read once from the environment and `mindseye.toml`, then passed down."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mindseye.errors import SettingsError
from mindseye.types import ImageLimits

PREFIX = "MINDSEYE_"
YES_OR_NO = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; each can be given as `MINDSEYE_NAME` or as `name = …` in `HOME/mindseye.toml`; the former wins."""

    home: Path = field(metadata={"help": "Folder for added models, benchmark results and, later, the library."})
    host: str = field(
        default="127.0.0.1", metadata={"help": "Address to listen on; others than this machine need a token."}
    )
    port: int = field(
        default=8000, metadata={"help": "Port to listen on, 0–65535; 0 takes any free one.", "range": (0, 65535)}
    )
    token: str = field(default="", metadata={"help": "Secret that requests must carry as `Authorization: Bearer …`."})
    cors_origins: tuple[str, ...] = field(
        default=(), metadata={"help": "Web origins allowed to call the API, comma-separated."}
    )
    max_upload_mb: int = field(
        default=50, metadata={"help": "Largest upload and largest picture file, in MB.", "range": (1, 4096)}
    )
    max_megapixels: int = field(default=100, metadata={"help": "Largest picture, in megapixels.", "range": (1, 2000)})
    catalogue: str = field(
        default="",
        metadata={"help": "URL of a PostgreSQL database for the library; SQLite in the home folder if empty."},
    )
    index: str = field(
        default="", metadata={"help": "URL of the engine that holds the vectors; `flat` in the home folder if empty."}
    )
    spaces: tuple[str, ...] = field(
        default=("photo", "sketch", "words", "layout"),
        metadata={"help": "Vector spaces that every picture of the library gets a vector in."},
    )
    caption_new: bool = field(
        default=False, metadata={"help": "Whether pictures are described after each indexing, `yes` or `no`."}
    )
    threads: int = field(default=4, metadata={"help": "Requests answered at the same time.", "range": (1, 64)})

    @property
    def image_limits(self) -> ImageLimits:
        return ImageLimits(max_bytes=self.max_upload_mb * 1_000_000, max_megapixels=float(self.max_megapixels))


def load_settings(environment: Mapping[str, str], **given: Any) -> Settings:
    """Return the settings: what is `given` wins over the environment, which wins over `HOME/mindseye.toml`.

    Raises SettingsError for an unknown name or a value that does not fit.
    """
    from_environment = {
        key.removeprefix(PREFIX).lower(): value
        for key, value in environment.items()
        if key.startswith(PREFIX) and value
    }
    home = Path(given.get("home") or from_environment.get("home") or _default_home()).expanduser().resolve()
    values: dict[str, Any] = {**_read_toml(home / "mindseye.toml"), **from_environment}
    values.update({key: value for key, value in given.items() if value is not None})
    values["home"] = home
    known = {entry.name: entry for entry in dataclasses.fields(Settings)}
    for name in values:
        if name not in known:
            raise SettingsError(f"Unknown setting {name!r}; known settings: {', '.join(sorted(known))}.")
    settings = Settings(**{name: _parse(known[name], value) for name, value in values.items()})
    if settings.host not in ("127.0.0.1", "::1", "localhost") and not settings.token:
        raise SettingsError(
            f"Listening on {settings.host} lets other machines in, so a token is needed: set MINDSEYE_TOKEN."
        )
    return settings


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mindseye")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}.") from error


def _parse(entry: dataclasses.Field[Any], value: Any) -> Any:
    """Return the value in the field's type, or raise SettingsError with what is allowed."""
    if entry.type == "Path":
        return Path(value)
    if entry.type == "int":
        return _whole_number(entry, value)
    if entry.type == "bool":
        return _yes_or_no(entry, value)
    if entry.type == "tuple[str, ...]":
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple):
            raise SettingsError(f"{PREFIX}{entry.name.upper()} must be a list, not {value!r}.")
        return tuple(str(part).strip() for part in parts if str(part).strip())
    if not isinstance(value, str):
        raise SettingsError(f"{PREFIX}{entry.name.upper()} must be text, not {value!r}.")
    return value


def _yes_or_no(entry: dataclasses.Field[Any], value: Any) -> bool:
    known = YES_OR_NO.get(str(value).strip().lower())
    if known is None:
        raise SettingsError(f"{PREFIX}{entry.name.upper()} must be yes or no, not {value!r}.")
    return known


def _whole_number(entry: dataclasses.Field[Any], value: Any) -> int:
    low, high = entry.metadata["range"]
    try:
        number = int(str(value))
    except ValueError:
        number = None
    if number is None or not low <= number <= high:
        raise SettingsError(f"{PREFIX}{entry.name.upper()} must be a whole number from {low} to {high}, not {value!r}.")
    return number
