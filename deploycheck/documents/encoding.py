"""Bytes that aren't UTF-8 text are refused with a sentence that says what they are."""

from codecs import getincrementaldecoder

from deploycheck.documents.document import DocumentError, place_at
from deploycheck.model.snapshot import MAX_BYTES

_BLOCK = 1 << 16
_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def utf8(data: bytes, path: str) -> bytes:
    """Give `data` without its byte order mark; raises DocumentError when it is too big, or no UTF-8 text."""
    if len(data) > MAX_BYTES:
        size = len(data) // (1024 * 1024)
        raise DocumentError(
            path, 0, 0, f"the file has {size} MiB; files above {MAX_BYTES // (1024 * 1024)} MiB aren't read"
        )
    if data.isascii() and b"\0" not in data:
        return data
    for mark, name in _WIDE_MARKS.items():
        if data.startswith(mark):
            raise DocumentError(path, 1, 1, f"the file is encoded as {name}; save it as UTF-8")
    data = data.removeprefix(_UTF8_MARK)
    if (offset := data.find(b"\0")) >= 0:
        message = "a NUL byte stands here: the file is binary, or text in UTF-16; save it as UTF-8"
        raise DocumentError(path, *place_at(data, offset), message)
    try:
        _check(data)
    except UnicodeDecodeError as error:
        message = f"the byte 0x{data[error.start]:02x} is no UTF-8 text; save the file as UTF-8"
        raise DocumentError(path, *place_at(data, error.start), message) from None
    return data


def _check(data: bytes) -> None:
    """Raise UnicodeDecodeError for what is no UTF-8; in blocks, because one emoji makes a text four times as big."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _BLOCK):
            block = data[start : start + _BLOCK]
            if not block.isascii() or decoder.getstate()[0]:
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        data.decode()


def readable_text(data: bytes) -> bytes:
    """Give `data` as UTF-8 where it says that it is UTF-16, so that a file is recognised and then refused by name."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    return data
