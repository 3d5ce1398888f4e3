r"""Bytes of a mail as text, whatever charset they claim to be in (RFC 2045 to 2047): always an answer, in linear time.

Line ends are \\n, and control characters are gone.
"""

from __future__ import annotations

import binascii
import codecs
import re
from typing import Final


def decoded(content: bytes, charset: str) -> str:
    r"""The text of these bytes, with \n line ends and without control characters.

    UTF-8 wins over a western charset that was told, and over one that nobody knows: bytes are hardly ever UTF-8 by
    accident.
    """
    return printable(_as_text(content, known_charset(charset)))


def known_charset(charset: str) -> str:
    """The name of a codec for this charset, "" where there is none that may be used on what strangers write."""
    name = charset.strip().strip("\"'").casefold()[:_LONGEST_NAME]
    if name.startswith(_CODE_PAGE):
        name = f"cp{name.removeprefix(_CODE_PAGE).lstrip('-_')}"
    try:
        codec = codecs.lookup(_BETTER.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    codec = _BETTER.get(codec, codec)
    return codec if codec.startswith(_FAMILIES) and codec not in _DANGEROUS else ""


def printable(text: str) -> str:
    r"""The text with \n line ends, and without NUL, other control characters and half characters."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text) if _CONTROLS.search(text) else text


def from_base64(content: bytes | memoryview) -> tuple[bytes, bool]:
    """What these characters stand for, and whether they were as they should be. What can be read is kept."""
    try:
        return binascii.a2b_base64(content), True
    except binascii.Error:
        figures = bytes(content).translate(None, _NOT_BASE64)
        whole = len(figures) - len(figures) % 4
        rest = figures[whole:] + b"==" if len(figures) - whole > 1 else b""
        return binascii.a2b_base64(figures[:whole] + rest), False


def from_quoted_printable(content: bytes | memoryview, *, header: bool = False) -> bytes:
    """What `=3D` and the like stand for; what is none is left as it is."""
    return binascii.a2b_qp(content, header=header)


def _as_text(content: bytes, codec: str) -> str:
    if codec in _WESTERN:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return _replaced(content) if codec in _UNTOLD else content.decode(codec, "replace")
    return content.decode(codec, "replace")


def _replaced(content: bytes) -> str:
    """UTF-8 with some of it broken, or else never UTF-8 at all."""
    text = content.decode("utf-8", "replace")
    foreign = len(_FOREIGN.findall(text))
    return text if 2 * text.count("\N{REPLACEMENT CHARACTER}") < foreign else content.decode("cp1252", "replace")


_LONGEST_NAME: Final = 40
_CODE_PAGE: Final = "x-cp"
_UNTOLD: Final = frozenset({"", "utf-8", "ascii"})
_WESTERN: Final = _UNTOLD | {"cp1252", "iso8859-15"}
# What is written in the older one is nearly always the newer one (WHATWG's Encoding Standard says the same).
_BETTER: Final = {
    "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "utf-8-sig": "utf-8", "utf_8_sig": "utf-8",
    "iso8859-1": "cp1252", "x-ansi": "cp1252", "windows-ansi": "cp1252", "ansi": "cp1252", "iso-8859-8-i": "cp1255",
    "iso8859-8": "cp1255", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "shift_jis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "sjis": "cp932",
    "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "tis-620": "cp874", "iso8859-11": "cp874",
    "iso2022_jp": "iso2022_jp_ext", "_iso-2022-jp$esc": "iso2022_jp_ext", "big5": "cp950", "x-big5": "cp950",
    "x-mac-roman": "mac-roman", "x-windows-949": "cp949", "windows-874": "cp874", "koi8-ru": "koi8-u",
}  # fmt: skip
_FAMILIES: Final = (
    "utf-8", "utf-16", "utf-32", "utf-7", "ascii", "cp", "iso8859", "iso2022", "koi8", "gb", "hz", "big5", "euc_",
    "johab", "mac-", "ptcp154", "kz1048", "shift_jis",
)  # fmt: skip
_DANGEROUS: Final = frozenset({"cp65001"})
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
_NOT_BASE64: Final = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
