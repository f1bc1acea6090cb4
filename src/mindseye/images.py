"""Reading pictures and preparing them for networks: the only decoding and the only preprocessing there is."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mindseye.errors import ImageError, ImageTooLargeError
from mindseye.types import RGB, ImageLimits, InputSpec, Tensor

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "HEIF", "AVIF")
READABLE = "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF"
MAGIC = (b"\xff\xd8", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")  # the first bytes of the formats above
ORIENTATION, CAMERA = 274, 0x8769  # EXIF tags
STEP = 32  # px, the stride of the photo backbone: sides for fit=area are multiples of it
# What Pillow's decoders are known to raise on damaged files, besides its own errors.
DECODING_ERRORS = (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, OverflowError, EOFError,
                   RuntimeError, struct.error, zlib.error)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture's header says: size in px, upright; format; and when it was taken, in the camera's local time."""

    width: int
    height: int
    format: str
    taken: datetime | None


def read(path: Path, limits: ImageLimits) -> RGB:
    """Return the picture in a file. Raises ImageError in one sentence, whatever is wrong with the file."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise ImageError(f"{path.name} is a folder, not a picture.")
        if not path.is_file():  # a pipe or a device might never end
            raise ImageError(f"{path.name} is not a plain file.")
        _check_bytes(size, limits, path.name)
        return decode(path.read_bytes(), limits, path.name)
    except FileNotFoundError as error:
        raise ImageError(f"{path} does not exist.") from error
    except PermissionError as error:
        raise ImageError(f"{path.name} may not be read: ask for permission with chmod +r.") from error
    except OSError as error:
        raise ImageError(f"{path.name} cannot be read from the disk: {error.strerror or error}.") from error


def decode(data: bytes, limits: ImageLimits, name: str = "The picture", at_least: int | None = None) -> RGB:
    """Return the (height, width, 3) uint8 picture: upright, in sRGB, without transparency; the first frame if animated.

    Bytes and megapixels are checked before a pixel is decoded. Transparent parts become white, or black where the
    opaque parts are nearly white themselves, so that white ink on nothing stays visible.
    With `at_least`, a JPEG may come out smaller, by a half, a quarter or an eighth, as long as both sides keep that
    many px: its decoder then skips most of the work. Raises ImageError.
    """
    return _decoded(_opened(data, limits, name), name, at_least)


def decode_and_examine(data: bytes, limits: ImageLimits, name: str, at_least: int | None = None) -> tuple[RGB, Facts]:
    """Return what `decode` and `examine` do, in one go."""
    image = _opened(data, limits, name)
    facts = _facts(image)  # first, for decoding may turn the image
    return _decoded(image, name, at_least), facts


def _decoded(image: Any, name: str, at_least: int | None) -> RGB:
    try:
        if at_least is not None:
            image.draft(None, (at_least, at_least))
        image.load()
        return _to_rgb(image)
    except MemoryError as error:
        raise ImageTooLargeError(f"{name} needs more memory than there is: make it smaller.") from error
    except DECODING_ERRORS as error:
        raise ImageError(f"{name} is damaged or ends too early: save or copy it again ({_reason(error)}).") from error


def examine(data: bytes, limits: ImageLimits, name: str = "The picture") -> Facts:
    """Return what the picture's header says; no pixel is decoded. Raises ImageError, as `decode` does."""
    return _facts(_opened(data, limits, name))


def _facts(image: Any) -> Facts:
    exif = _exif(image)
    turned = exif.get(ORIENTATION, 1) in (5, 6, 7, 8) and image.format != "TIFF"  # whose header Pillow turns itself
    width, height = (image.height, image.width) if turned else (image.width, image.height)
    kind = {"MPO": "JPEG", "HEIF": "HEIC"}.get(image.format, image.format)
    return Facts(width, height, kind, _taken(exif))


def prepare(rgb: RGB, spec: InputSpec) -> Tensor:
    """Return the network's input, (channels, height, width) float32, as the card's `input` says. See InputSpec."""
    if spec.fit == "glyph":
        from mindseye import glyphs

        return normalise(
            glyphs.fit(glyphs.without_specks(glyphs.ink(rgb)), spec.box, spec.width, spec.height)[None], spec
        )
    if spec.fit == "drawing":
        from mindseye import drawings

        found = drawings.find(rgb, spec.width)
        paper = np.ones((spec.height, spec.width), np.float32) if found is None else 1.0 - found.ink
        return normalise(np.broadcast_to(paper, (spec.channels, *paper.shape)), spec)
    import cv2

    width, height = _sides(rgb, spec) if spec.fit == "area" else (spec.width, spec.height)
    source = _crop(rgb, width / height) if spec.fit == "crop" else rgb
    shrinks = source.shape[0] * source.shape[1] > width * height
    method = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    resized = cv2.resize(source, (width, height), interpolation=method).astype(np.float32) / 255.0
    channels = resized if spec.channels == 3 else resized @ np.array([[0.299], [0.587], [0.114]], np.float32)
    return normalise(channels.transpose(2, 0, 1), spec)


def normalise(values: NDArray[np.float32], spec: InputSpec) -> Tensor:
    """Return (values − mean) / std per channel; values are (channels, height, width) in 0–1."""
    mean = np.asarray(spec.mean, np.float32).reshape(-1, 1, 1)
    std = np.asarray(spec.std, np.float32).reshape(-1, 1, 1)
    return np.ascontiguousarray((values - mean) / std, dtype=np.float32)


def encode_png(pixels: NDArray[np.uint8]) -> bytes:
    """Return a PNG of a (height, width) or (height, width, 3) picture."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()


def encode_webp(rgb: RGB, quality: int = 80) -> bytes:
    """Return the picture as WebP."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "WEBP", quality=quality)
    return buffer.getvalue()


def shrink(rgb: RGB, longest: int) -> RGB:
    """Return the picture with its longest side at most `longest` px; a smaller one as it is."""
    import cv2

    factor = longest / max(rgb.shape[:2])
    if factor >= 1:
        return rgb
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _opened(data: bytes, limits: ImageLimits, name: str) -> Any:
    """Return a Pillow image of which only the header has been read, within the limits. Raises ImageError."""
    _check_bytes(len(data), limits, name)
    if not data:
        raise ImageError(f"{name} is empty (0 bytes).")
    image = _open(data, name)
    megapixels = image.width * image.height / 1e6
    if megapixels > limits.max_megapixels:
        raise ImageTooLargeError(
            f"{name} is {megapixels:.0f} MP ({image.width} × {image.height}); "
            f"the limit is {limits.max_megapixels:g} MP. Make it smaller or raise MINDSEYE_MAX_MEGAPIXELS."
        )
    return image


def _exif(image: Any) -> Any:
    """Return the picture's EXIF tags with those of its camera part; a broken block counts as none."""
    try:
        exif = image.getexif()
        return {**exif, **exif.get_ifd(CAMERA)}
    except DECODING_ERRORS:
        return {}


def _taken(exif: Any) -> datetime | None:
    """Return when the picture was taken (Exif 2.32, 4.6.5: original, then digitised, then changed)."""
    for tag in (36867, 36868, 306):
        text = exif.get(tag)
        try:
            when = datetime.strptime(str(text).strip("\0 ")[:19], "%Y:%m:%d %H:%M:%S")
        except ValueError:  # cameras without a clock write 0000:00:00, or blanks
            continue
        if when.year >= 1826:  # the first photograph
            return when
    return None


def _check_bytes(size: int, limits: ImageLimits, name: str) -> None:
    if size > limits.max_bytes:
        raise ImageTooLargeError(
            f"{name} is {size / 1e6:.0f} MB; the limit is {limits.max_bytes / 1e6:g} MB. "
            "Make it smaller or raise MINDSEYE_MAX_UPLOAD_MB."
        )


def _reason(error: BaseException) -> str:
    text = str(error).strip().split("\n")[0][:120]
    return text or type(error).__name__


@functools.cache
def _pillow() -> Any:
    """Return Pillow's Image module, ready for HEIC; our own limit on megapixels stands in for Pillow's."""
    from PIL import Image
    from pillow_heif import register_heif_opener

    register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None
    return Image


def _open(data: bytes, name: str) -> Any:
    """Return a lazily opened Pillow image; only the header has been read."""
    pillow = _pillow()
    try:
        return pillow.open(io.BytesIO(data), formats=FORMATS)
    except pillow.UnidentifiedImageError as error:
        raise ImageError(f"{name} is {_what_it_is(data)}, not a picture that can be read here ({READABLE}).") from error
    except MemoryError as error:
        raise ImageTooLargeError(f"{name} needs more memory than there is: make it smaller.") from error
    except DECODING_ERRORS as error:
        raise ImageError(f"{name} has a damaged header: save or copy it again ({_reason(error)}).") from error


def _what_it_is(data: bytes) -> str:
    head = data[:512]
    if head.startswith(b"%PDF"):
        return "a PDF"
    if head.lstrip()[:5].lower() in (b"<?xml", b"<svg ") or b"<svg" in head:
        return "an SVG or XML file"
    if head.startswith(b"PK\x03\x04"):
        return "a zip archive"
    if head[4:8] == b"ftyp":
        return "a video, or a damaged HEIC or AVIF"
    if head.startswith(MAGIC) or head[8:12] == b"WEBP":
        return "damaged from its first bytes on"
    try:
        head[:-3].decode("utf-8")
    except UnicodeDecodeError:
        return "of an unknown format"
    return "a text file"


def _to_rgb(image: Any) -> RGB:
    from PIL import ImageOps

    pillow = _pillow()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        image = pillow.fromarray(_to_8_bit(np.asarray(image)))
    if "transparency" in image.info or image.mode in ("PA", "LA", "La", "RGBa"):
        image = image.convert("RGBA")
    if image.mode in ("P", "1"):
        image = image.convert("RGB")
    image = _to_srgb(image, profile)
    if image.mode == "RGBA":
        image = _flatten(image)
    return np.array(image.convert("RGB"), np.uint8)


def _to_8_bit(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Scale 16-bit (or 32-bit, or floating) grey values to 0–255 by the range that such files use."""
    numbers = np.where(np.isfinite(values), values, 0).astype(np.float32)
    if values.dtype.kind == "f":
        low, high = float(numbers.min(initial=0.0)), float(numbers.max(initial=0.0))
        span = (0.0, 1.0) if low >= 0.0 and high <= 1.0 else (low, max(high, low + 1e-9))
    else:
        span = (0.0, 255.0 if numbers.max(initial=0) <= 255 else max(65535.0, float(numbers.max())))
    factor = 255.0 / (span[1] - span[0])
    scaled = numbers * np.float32(factor) - np.float32(span[0] * factor)
    return np.asarray(np.clip(np.rint(scaled), 0, 255), np.uint8)


def _to_srgb(image: Any, profile: bytes | None) -> Any:
    """Convert by the embedded colour profile; a profile that is broken or of another mode is ignored, as viewers do."""
    if not profile:
        return image
    from PIL import ImageCms

    mode = {"L": "L", "CMYK": "RGB", "RGB": "RGB", "RGBA": "RGBA", "LAB": "RGB"}.get(image.mode)
    if mode in (None, "L"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


def _flatten(rgba: Any) -> Any:
    """Put the picture on white; on black where its opaque parts are nearly white, lest they vanish."""
    from PIL import ImageStat

    pillow = _pillow()
    *colours, opaque = ImageStat.Stat(rgba.convert("RGBa")).sum  # colours are multiplied by alpha / 255
    if opaque == 255.0 * rgba.width * rgba.height:
        return rgba
    mean = 255.0 * sum(colours) / (3.0 * opaque) if opaque else 0.0
    paper = (0, 0, 0, 255) if mean > 235.0 else (255, 255, 255, 255)
    return pillow.alpha_composite(pillow.new("RGBA", rgba.size, paper), rgba)


def _sides(rgb: RGB, spec: InputSpec) -> tuple[int, int]:
    """Return width and height for fit=area; a picture longer than 4 : 1 is squeezed to 4 : 1."""
    aspect = min(4.0, max(0.25, rgb.shape[1] / rgb.shape[0]))
    root = (spec.width * spec.height) ** 0.5
    width, height = (max(STEP, round(side / STEP) * STEP) for side in (root * aspect**0.5, root / aspect**0.5))
    return width, height


def _crop(rgb: RGB, aspect: float) -> RGB:
    """Return the largest centred rectangle with width / height = aspect."""
    height, width = rgb.shape[:2]
    w, h = min(width, max(1, round(height * aspect))), min(height, max(1, round(width / aspect)))
    top, left = (height - h) // 2, (width - w) // 2
    return rgb[top : top + h, left : left + w]
