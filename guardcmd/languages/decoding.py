"""Literals that a program decodes before it runs them: base64, hexadecimal, rot13, compressed."""

from __future__ import annotations

LONGEST_INFLATED = 262_144

ROT13 = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm"
)


def base64(text: str) -> str | None:
    """The decoded text as latin-1, padding or not; None where it is no base64."""
    import binascii

    standard = text.replace("-", "+").replace("_", "/").strip()
    try:
        return binascii.a2b_base64(standard + "=" * (-len(standard) % 4)).decode("latin-1")
    except (binascii.Error, ValueError):
        return None


def hexadecimal(text: str) -> str | None:
    try:
        return bytes.fromhex(text).decode("latin-1")
    except ValueError:
        return None


def rot13(text: str) -> str:
    return text.translate(ROT13)


def inflated(text: str) -> str | None:
    """zlib, gzip or raw deflate data, at most LONGEST_INFLATED bytes of it."""
    import zlib

    for window in (47, -15):
        try:
            return zlib.decompressobj(window).decompress(text.encode("latin-1"), LONGEST_INFLATED).decode("latin-1")
        except (zlib.error, UnicodeEncodeError):
            continue
    return None


def as_utf8(text: str) -> str:
    """Bytes kept as latin-1, read as UTF-8 where they are."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text
