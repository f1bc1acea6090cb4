"""Reading pictures: every format, every oddity, and one sentence for whatever cannot be read."""

from __future__ import annotations

import io
import os
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from mindseye import images
from mindseye.errors import ImageError, ImageTooLargeError
from mindseye.types import RGB, ImageLimits
from tests import tiny

LIMITS = ImageLimits()
PHOTO = tiny.photo()  # (48, 64, 3)


def encode(pixels: Any, kind: str, mode: str | None = None, **options: Any) -> bytes:
    images._pillow()  # makes HEIC known to Pillow
    picture = pixels if isinstance(pixels, Image.Image) else Image.fromarray(pixels)
    buffer = io.BytesIO()
    (picture.convert(mode) if mode else picture).save(buffer, kind, **options)
    return buffer.getvalue()


def decode(data: bytes, **limits: Any) -> RGB:
    rgb = images.decode(data, ImageLimits(**limits), "it")
    assert rgb.dtype == np.uint8
    assert rgb.ndim == 3
    assert rgb.shape[2] == 3
    return rgb


def sentence(data: bytes, **limits: Any) -> str:
    with pytest.raises(ImageError) as caught:
        images.decode(data, ImageLimits(**limits), "it")
    return one_sentence(caught.value)


def one_sentence(error: Exception) -> str:
    text = str(error)
    assert "\n" not in text
    assert text.endswith(".")
    assert not text.endswith("..")
    return text


def close(one: RGB, other: RGB, most: float) -> bool:
    return one.shape == other.shape and float(np.abs(one.astype(int) - other).mean()) <= most


# ── what can be read ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF"])
def test_lossless_formats_come_back_pixel_for_pixel(kind):
    assert np.array_equal(decode(encode(PHOTO, kind)), PHOTO)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "HEIF", "AVIF"])
def test_lossy_formats_come_back_nearly_the_same(kind):
    assert close(decode(encode(PHOTO, kind, quality=95)), PHOTO, 2.0)


def test_gif_keeps_its_256_colours():
    few = (PHOTO // 64) * 64  # fewer than 256 colours
    assert np.array_equal(decode(encode(few, "GIF")), few)


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_packed_tiff_comes_back_pixel_for_pixel(compression):
    assert np.array_equal(decode(encode(PHOTO, "TIFF", compression=compression)), PHOTO)


def test_a_wrong_extension_does_not_matter(tmp_path):
    path = tmp_path / "really a png.jpg"
    path.write_bytes(encode(PHOTO, "PNG"))
    assert np.array_equal(images.read(path, LIMITS), PHOTO)


# What a viewer must do with the stored pixels for each value of EXIF's orientation (Exif 2.32, 4.6.4, tag 274).
UPRIGHT = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.swapaxes(0, 1),
    6: lambda p: p.swapaxes(0, 1)[:, ::-1],
    7: lambda p: p.swapaxes(0, 1)[::-1, ::-1],
    8: lambda p: p.swapaxes(0, 1)[::-1],
}


@pytest.mark.parametrize("orientation", UPRIGHT)
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "WEBP"])
def test_a_picture_is_turned_as_its_exif_says(kind, orientation):
    exif = Image.Exif()
    exif[274] = orientation
    options = {"quality": 95} if kind in ("JPEG", "WEBP") else {}
    assert close(decode(encode(PHOTO, kind, exif=exif, **options)), UPRIGHT[orientation](PHOTO), 2.0)


def test_a_phone_s_heic_is_turned_once_and_not_twice():
    exif = Image.Exif()
    exif[274] = 6
    assert close(decode(encode(PHOTO, "HEIF", quality=95, exif=exif.tobytes())), UPRIGHT[6](PHOTO), 2.0)


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_whose_exif_is_damaged_is_still_read(kind):
    options = {"quality": 95} if kind != "PNG" else {}
    data = encode(PHOTO, kind, exif=b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff\x12\x01", **options)
    assert close(decode(data), PHOTO, 2.0)


def swapped_profile() -> bytes:
    """Return the colour profile of a display whose red is sRGB's green: sRGB's own with two names swapped."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"-tmp", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"-tmp", b"gXYZ", 1)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_are_converted_by_the_embedded_profile(mode):
    few = (PHOTO // 64) * 64
    picture = Image.fromarray(few).quantize(256) if mode == "P" else few
    data = encode(picture, "PNG", mode, icc_profile=swapped_profile())
    assert close(decode(data), few[..., [1, 0, 2]], 1.0)


def test_a_broken_or_foreign_colour_profile_is_ignored():
    grey = encode(PHOTO, "PNG", "L", icc_profile=swapped_profile())
    assert np.array_equal(decode(encode(PHOTO, "PNG", icc_profile=b"nonsense" * 40)), PHOTO)
    assert np.array_equal(decode(grey)[..., 0], np.asarray(Image.fromarray(PHOTO).convert("L")))


def test_cmyk_becomes_rgb():
    cmyk = np.zeros((8, 8, 4), np.uint8)
    cmyk[...] = (51, 102, 0, 128)  # cyan, magenta, yellow, black
    expected = [(255 - c) * (255 - 128) / 255 for c in (51, 102, 0)]
    assert np.abs(decode(encode(Image.fromarray(cmyk, "CMYK"), "TIFF"))[0, 0] - expected).max() <= 1.0
    assert np.abs(decode(encode(Image.fromarray(cmyk, "CMYK"), "JPEG", quality=100))[0, 0] - expected).max() <= 4.0


@pytest.mark.parametrize(("kind", "dtype"), [("PNG", "<u2"), ("TIFF", "<u2"), ("TIFF", ">u2"), ("TIFF", "<i4")])
def test_sixteen_bits_of_grey_become_eight(kind, dtype):
    values = np.linspace(0, 40_000, 48 * 64).reshape(48, 64)  # a dark picture stays dark
    expected = np.rint(values / 65535 * 255)
    assert np.abs(decode(encode(values.astype(dtype), kind)) - expected[..., None]).max() <= 1


def test_floating_grey_from_0_to_1_becomes_0_to_255():
    values = np.linspace(0, 1, 48 * 64).reshape(48, 64).astype(np.float32)
    assert np.array_equal(decode(encode(values, "TIFF")), np.repeat(np.rint(values * 255)[..., None], 3, axis=2))


def test_floating_grey_of_any_other_range_is_stretched_and_holes_are_zero():
    values = np.linspace(-1e38, 3e38, 48 * 64).reshape(48, 64).astype(np.float32)
    values[5, 5], values[6, 6] = np.nan, np.inf
    rgb = decode(encode(values, "TIFF"))
    assert (rgb[0, 0, 0], rgb[-1, -1, 0], rgb[5, 5, 0], rgb[6, 6, 0]) == (0, 255, 64, 64)


def test_one_bit_is_black_and_white():
    bits = PHOTO[..., 0] > 128
    assert np.array_equal(decode(encode(bits, "PNG"))[..., 0], bits * 255)
    assert np.array_equal(decode(encode(bits, "TIFF", compression="group4"))[..., 0], bits * 255)


def test_palette_with_transparency_lies_on_white():
    picture = Image.new("P", (4, 2), 1)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.putpixel((0, 0), 0)
    for kind in ("PNG", "GIF"):
        rgb = decode(encode(picture, kind, transparency=0))
        assert rgb[0, 0].tolist() == [255, 255, 255]
        assert rgb[1, 3].tolist() == [0, 0, 255]


def test_one_transparent_colour_lies_on_white():
    rgb = decode(encode(np.array([[[9, 8, 7], [50, 60, 70]]], np.uint8), "PNG", transparency=(9, 8, 7)))
    assert rgb.tolist() == [[[255, 255, 255], [50, 60, 70]]]


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_half_transparent_ink_is_half_paper(kind):
    rgba = np.dstack([PHOTO, np.tile(np.arange(64, dtype=np.uint8) * 4, (48, 1))])
    alpha = rgba[..., 3:] / 255.0
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    assert np.abs(decode(encode(rgba, kind, **options)) - (PHOTO * alpha + 255 * (1 - alpha))).max() <= 1.0


def test_grey_with_transparency_lies_on_white():
    rgb = decode(encode(np.array([[[40, 255], [40, 0]]], np.uint8), "PNG"))
    assert rgb.tolist() == [[[40, 40, 40], [255, 255, 255]]]


def test_white_ink_on_nothing_stays_visible():
    rgba = np.zeros((20, 20, 4), np.uint8)
    rgba[8:12, :] = 255
    rgb = decode(encode(rgba, "PNG"))
    assert rgb[10, 10].tolist() == [255, 255, 255]
    assert rgb[0, 0].tolist() == [0, 0, 0]


def test_a_wholly_transparent_picture_is_white():
    assert (decode(encode(np.zeros((5, 5, 4), np.uint8), "PNG")) == 255).all()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_the_first_frame_of_an_animation_counts(kind):
    frames = [Image.new("RGB", (8, 6), colour) for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255))]
    options = {"lossless": True} if kind == "WEBP" else {}
    rgb = decode(encode(frames[0], kind, save_all=True, append_images=frames[1:], **options))
    assert rgb.shape == (6, 8, 3)
    assert (rgb == (255, 0, 0)).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 20_000, 3), (20_000, 1, 3)])
def test_odd_sizes_are_pictures_too(shape):
    pixels = np.random.default_rng(3).integers(0, 256, shape, dtype=np.uint8)
    assert np.array_equal(decode(encode(pixels, "PNG")), pixels)


def test_png_written_here_can_be_read_here():
    assert np.array_equal(decode(images.encode_png(PHOTO)), PHOTO)
    assert np.array_equal(decode(images.encode_png(PHOTO[..., 1]))[..., 2], PHOTO[..., 1])


# ── what cannot be read ─────────────────────────────────────────────────────────────────────────────────────────────


def test_zero_bytes_are_called_empty():
    assert sentence(b"") == "it is empty (0 bytes)."


# Pillow also warns of what it finds in damaged files; here that is neither a crash nor an answer.
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "TIFF", "HEIF", "AVIF"])
def test_a_picture_that_ends_too_early_says_so(kind):
    whole = encode(PHOTO, kind)
    assert "damaged" in sentence(whole[: len(whole) * 2 // 3])
    assert "damaged" in sentence(whole[:20])


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"This is a shopping list.\n" * 30, "a text file"),
        ("Ein Text mit Umlauten: äöü".encode() * 40, "a text file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"PK\x03\x04\x14\x00\x00\x00", "a zip archive"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "an SVG or XML file"),
        (bytes(range(128, 256)) * 3, "of an unknown format"),
    ],
)
def test_other_files_are_named_for_what_they_are(data, what):
    text = sentence(data)
    assert f"it is {what}, not a picture" in text
    assert all(name in text for name in ("JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF", "HEIC", "AVIF"))


def test_a_text_file_called_jpg_is_a_text_file(tmp_path):
    path = tmp_path / "holiday.jpg"
    path.write_text("dear diary")
    with pytest.raises(ImageError, match=r"holiday\.jpg is a text file"):
        images.read(path, LIMITS)


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    end = b"\x00\x00\x00\x00IEND\xaeB`\x82"
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = b"".join(struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (body, data))
    return b"\x89PNG\r\n\x1a\n" + chunks + end


GIF_HEADER = b"GIF89a" + struct.pack("<HHBBB", 20_000, 15_000, 0, 0, 0) + b"," + bytes(4) + b"\1\0\1\0\0\2"
BMP_HEADER = b"BM" + struct.pack("<IHHI", 200, 0, 0, 54) + struct.pack("<IiiHH24x", 40, 20_000, 15_000, 1, 24)


@pytest.mark.parametrize("bomb", [png_header(20_000, 15_000), GIF_HEADER, BMP_HEADER], ids=["png", "gif", "bmp"])
def test_300_megapixels_are_refused_before_a_pixel_is_decoded(bomb):
    started = time.perf_counter()
    text = sentence(bomb)
    assert time.perf_counter() - started < 0.5
    assert text == (
        "it is 300 MP (20000 × 15000); the limit is 100 MP. Make it smaller or raise MINDSEYE_MAX_MEGAPIXELS."
    )


def test_the_limit_of_megapixels_is_inclusive():
    data = encode(np.zeros((100, 100, 3), np.uint8), "PNG")
    assert decode(data, max_megapixels=0.01).shape == (100, 100, 3)
    with pytest.raises(ImageTooLargeError):
        decode(data, max_megapixels=0.009999)


def test_too_many_bytes_are_refused_with_the_limit_and_the_cure(tmp_path):
    text = sentence(bytes(3_000_001), max_bytes=2_000_000)
    assert text == "it is 3 MB; the limit is 2 MB. Make it smaller or raise MINDSEYE_MAX_UPLOAD_MB."
    (tmp_path / "big.png").write_bytes(bytes(3_000_001))
    with pytest.raises(ImageTooLargeError, match=r"big\.png is 3 MB; the limit is 2 MB"):
        images.read(tmp_path / "big.png", ImageLimits(max_bytes=2_000_000))


def test_a_folder_a_missing_file_and_a_device_are_not_pictures(tmp_path):
    (tmp_path / "file").touch()
    for path, words in [
        (tmp_path, "is a folder, not a picture"),
        (tmp_path / "none.png", "does not exist"),
        (Path(os.devnull), "is not a plain file"),
        (tmp_path / "file" / "inside.png", "cannot be read from the disk"),
    ]:
        with pytest.raises(ImageError, match=words) as caught:
            images.read(path, LIMITS)
        one_sentence(caught.value)


@pytest.fixture
def ordinary_user():
    """Root may read everything, so for one test it is nobody in particular."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield
    if root:
        os.seteuid(0)


def test_a_file_without_permission_says_how_to_get_it(tmp_path, request):
    path = tmp_path / "secret.png"
    path.write_bytes(encode(PHOTO, "PNG"))
    path.chmod(0)
    request.getfixturevalue("ordinary_user")
    with pytest.raises(ImageError, match=r"may not be read: ask for permission with chmod \+r"):
        images.read(path, LIMITS)


def samples() -> dict[str, bytes]:
    exif = Image.Exif()
    exif[274], exif[271] = 6, "a maker"
    small = PHOTO[:24, :32]
    return {
        "jpeg": encode(small, "JPEG", exif=exif),
        "cmyk jpeg": encode(small, "JPEG", "CMYK"),
        "png": encode(small, "PNG", exif=exif, icc_profile=swapped_profile()),
        "palette png": encode(small, "PNG", "P", transparency=3),
        "webp": encode(small, "WEBP", exif=exif),
        "gif": encode(small, "GIF", save_all=True, append_images=[Image.fromarray(small[::-1])]),
        "bmp": encode(small, "BMP"),
        "tiff": encode(small, "TIFF", compression="tiff_lzw"),
        "float tiff": encode((small[..., 0] / 255).astype(np.float32), "TIFF"),
        "heic": encode(small, "HEIF", exif=exif.tobytes()),
        "avif": encode(small, "AVIF"),
    }


SAMPLES = samples()


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(
    kind=st.sampled_from(sorted(SAMPLES)),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=8),
    kept=st.one_of(st.just(1.0), st.floats(0, 1)),
)
@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_picture_is_either_read_or_refused_in_one_sentence(kind, changes, kept):
    data = bytearray(SAMPLES[kind])
    for place, value in changes:
        data[int(place**2 * len(data))] = value  # mostly near the beginning, where it hurts most
    try:
        decode(bytes(data[: round(kept * len(data))]), max_megapixels=1)
    except ImageError as error:
        one_sentence(error)
