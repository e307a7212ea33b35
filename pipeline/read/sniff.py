"""Which reader an input needs: its first bytes tell, and its name where they leave it open."""

from __future__ import annotations

import json
import re
import zlib

import zstandard

from pipeline.errors import UnknownFormat
from pipeline.read.columns import guess_columns
from pipeline.read.compressed import ENDINGS, without_ending
from pipeline.read.delimited import first_row
from pipeline.read.options import ReadOptions

_MAGIC = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bz2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"PAR1": "parquet",
    b"%PDF-": "pdf",
    b"WARC/": "warc",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # an empty one
}
# Told by name, because decoding them would only say that they are no text.
_FOREIGN = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an older Word or Excel file: save it as .docx or .csv",
    b"{\\rtf": "an RTF file: save it as .docx or plain text",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive: pack it as .zip or .tar.gz",
    b"Rar!": "a RAR archive: pack it as .zip or .tar.gz",
    b"SQLite format 3\0": "an SQLite database: export its table as CSV",
    b"\x89PNG": "an image: an article's text is needed",
    b"\xff\xd8\xff": "an image: an article's text is needed",
    b"GIF8": "an image: an article's text is needed",
}
_OFFICE = re.compile(rb"PK\x03\x04.{26}(?:(word/)|xl/|ppt/|mimetypeapplication/)", re.DOTALL)
_TAR = slice(257, 262)
# A dictionary may stand before a Zstandard WARC, as a frame that other readers skip.
_SKIPPED_FRAME = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:[^-]|-(?!->)){0,4000}-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article)[\s/>]",
    re.IGNORECASE,
)
_MARKUP = re.compile(rb"</?(?:p|div|span|br|body|article|section|h[1-6])[\s/>]", re.IGNORECASE)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_TEXT_ENDINGS = {
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".tab": "delimited",
    ".txt": "plain",
}
_PAGE_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_OTHER_ENDINGS = (".parquet", ".warc", ".wet", ".docx", ".pdf", ".zip", ".tar", ".tgz")
# Told by their content in a folder or archive too, whatever their names.
_CERTAIN = {"html", "warc", "parquet", "pdf", "docx", "lines"}


def sniff(head: bytes, name: str, options: ReadOptions) -> str:
    """Tell the kind of an input.

    Args:
        head: Its first bytes, 64 KiB if there are so many.
        name: Its name, if it has one.
        options: The columns of tables, if they are named.

    Returns:
        ``gzip``, ``bz2``, ``xz``, ``zstd``, ``zip``, ``tar``, ``parquet``, ``pdf``, ``docx``, ``warc`` (packed
        or not), ``html``, ``lines``, ``delimited`` or ``plain``.

    Raises:
        UnknownFormat: It is of a kind that no reader knows.
    """
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise UnknownFormat(f"this is {what}")
    kind = next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), "")
    if kind in ("gzip", "zstd") or _SKIPPED_FRAME.match(head):
        return "warc" if _is_packed_warc(head, name) else kind or "zstd"
    if kind == "zip":
        return _zip_kind(head)
    return kind or ("tar" if head[_TAR] == b"ustar" else _text_kind(head, name, options))


def is_lock(name: str) -> bool:
    """Whether a file only says that somebody has a document open, as Word's ``~$name.docx`` does."""
    return name.startswith("~$")


def known_by_name(name: str) -> bool:
    """Whether a file in a folder is meant as input, going by its name: a known ending, and no README or lock."""
    if is_lock(name) or name.lower().partition(".")[0] == "readme":
        return False
    bare = without_ending(name.lower())
    known = bare.endswith((*_TEXT_ENDINGS, *_PAGE_ENDINGS, *_OTHER_ENDINGS))
    return known or (name.lower().endswith(ENDINGS) and "." not in bare)


def known_by_content(head: bytes, options: ReadOptions) -> bool:
    """Whether a file in a folder is surely a page, crawl, table or document, whatever its name."""
    try:
        return sniff(head, "", options) in _CERTAIN
    except UnknownFormat:
        return False


def _is_packed_warc(head: bytes, name: str) -> bool:
    if _SKIPPED_FRAME.match(head):
        return ".warc" in name.lower()
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, 5) == b"WARC/"
        with zstandard.ZstdDecompressor().stream_reader(head) as stream:
            return stream.read(5) == b"WARC/"
    except Exception:  # its own library will say what is wrong with it
        return False


def _zip_kind(head: bytes) -> str:
    if (office := _OFFICE.search(head)) and (b"[Content_Types].xml" in head or b"mimetype" in head[:60]):
        if office[1]:
            return "docx"
        raise UnknownFormat("this is a document of a kind that is not read: save it as .docx, .pdf or .csv")
    return "zip"


def _text_kind(head: bytes, name: str, options: ReadOptions) -> str:
    text = head.replace(b"\0", b"")[2:] if head.startswith(_UTF16) else head
    # A server may have unpacked what its name still calls packed.
    ending = "." + without_ending(name).lower().rpartition(".")[2]
    if _PAGE.match(text) or (ending in _PAGE_ENDINGS and _MARKUP.search(text)):
        return "html"
    if _is_json_line(text, options):
        return "lines"
    if _TEXT_ENDINGS.get(ending):
        return _TEXT_ENDINGS[ending]
    row = first_row(text, name)
    return "delimited" if len(row) > 1 and guess_columns(tuple(row), options).text is not None else "plain"


def _is_json_line(head: bytes, options: ReadOptions) -> bool:
    """Whether the first line is a JSON object with a text, or the beginning of a long one."""
    line, end, _ = head.lstrip(b"\xef\xbb\xbf\r\n\t ").partition(b"\n")
    if not line.startswith(b"{"):
        return False
    if not end and re.match(rb'\{\s*"[^"\\]{1,100}"\s*:', line) and not line.rstrip().endswith(b"}"):
        return True
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and guess_columns(tuple(row), options).text is not None


def is_markup(text: str) -> bool:
    """Whether a cell of a table holds HTML."""
    head = text[:20_000].encode("utf-8", "replace")
    return _PAGE.match(head) is not None or (head.lstrip().startswith(b"<") and _MARKUP.search(head) is not None)
