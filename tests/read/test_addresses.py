"""Addresses that fsspec opens, and files of systems that can do little."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, ClassVar

import fsspec
import pytest
import zstandard
from conftest import TH_TEXT, VI_TEXT
from fsspec.spec import AbstractBufferedFile, AbstractFileSystem
from reading import line, read_all

from pipeline.article import Article
from pipeline.errors import NoInput
from pipeline.read import find_inputs, read


@pytest.fixture
def store() -> Iterator[str]:
    """A file system in memory, as fsspec addresses it."""
    system = fsspec.filesystem("memory")
    files = {"news/a.txt": TH_TEXT, "news/b/c.jsonl": line(text=VI_TEXT), "news/logo.png": "x", "news/.hidden.txt": "x"}
    for name, text in files.items():
        system.pipe(f"/store/{name}", text.encode())
    system.pipe("/store/a.txt.gz", gzip.compress(VI_TEXT.encode()))
    yield "memory://store"
    system.rm("/store", recursive=True)


def test_addresses(store: str) -> None:
    good, bad = read_all(f"{store}/news/a.txt", f"{store}/a.txt.gz")
    assert good == [Article(TH_TEXT, f"{store}/news/a.txt"), Article(VI_TEXT, f"{store}/a.txt.gz")]
    assert bad == []
    inside = [Article(TH_TEXT, "memory:///store/news/a.txt"), Article(VI_TEXT, "memory:///store/news/b/c.jsonl:1")]
    assert read_all(f"{store}/news") == (inside, [])
    assert read_all(f"{store}/**/*.jsonl") == (inside[1:], [])


def test_addresses_that_lead_nowhere(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, says in (
        (f"{store}/missing.txt", "check the address"),
        (f"{store}/*.warc", "pattern"),
        ("nosuchprotocol://a/b", "nosuchprotocol"),
    ):
        with pytest.raises(NoInput, match=says):
            find_inputs([name])
    # A package for the protocol is missing.
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(NoInput, match="package"):
        find_inputs(["s3://bucket/a.txt"])


def test_an_address_that_fails_when_it_is_opened(store: str) -> None:
    found = find_inputs([f"{store}/a.txt.gz", f"{store}/news/a.txt"])
    fsspec.filesystem("memory").rm("/store/a.txt.gz")
    items = list(read(found))
    assert [type(item).__name__ for item in items] == ["Unreadable", "Article"]


class _Plain(AbstractBufferedFile):  # type: ignore[misc]
    """A file as most systems of fsspec give it: it knows read and seek."""

    def _fetch_range(self, start: int, end: int) -> bytes:
        data: bytes = self.fs.files[self.path][start:end]
        return data


class _Download(_Plain):
    """A file as HTTP gives it without a length: it says that it can seek."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.size = None
        self._rest = io.BytesIO(self.fs.files[self.path])

    def read(self, length: int = -1) -> bytes:
        return self._rest.read(length)

    def seek(self, place: int, whence: int = 0) -> int:
        raise ValueError("cannot seek")


class _System(AbstractFileSystem):  # type: ignore[misc]
    protocol = "plainest"
    files: ClassVar[dict[str, bytes]] = {}
    opens: ClassVar[type[_Plain]] = _Plain

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        path = self._strip_protocol(path)
        if path not in self.files:
            raise FileNotFoundError(path)
        return {"name": path, "size": len(self.files[path]), "type": "file"}

    def ls(self, path: str, detail: bool = True, **_: Any) -> list[Any]:
        return [self.info(name) if detail else name for name in self.files if name == path]

    def _open(self, path: str, mode: str = "rb", **options: Any) -> _Plain:
        return self.opens(self, path, mode, cache_options=None, size=len(self.files[path]))


@pytest.mark.parametrize("kind", [_Plain, _Download])
def test_files_that_only_read_and_seek(kind: type[_Plain], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_System, "opens", kind)
    fsspec.register_implementation("plainest", _System, clobber=True)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("x.txt", VI_TEXT)
    _System.files = {
        "a.txt": TH_TEXT.encode(),
        "b.jsonl.gz": gzip.compress(line(text=VI_TEXT).encode() * 3),
        "c.zip": archive.getvalue(),
        "d.txt.zst": zstandard.compress(TH_TEXT.encode()),
    }
    good, bad = read_all(*(f"plainest://{name}" for name in _System.files))
    assert [article.text for article in good] == [TH_TEXT, *[VI_TEXT] * 4, TH_TEXT]
    assert good[-2].source == "plainest://c.zip!/x.txt"
    assert bad == []
    items = list(read(["plainest://missing", "nosuchprotocol://a", "plainest://a.txt"]))
    assert [type(item).__name__ for item in items] == ["Unreadable", "Unreadable", "Article"]
