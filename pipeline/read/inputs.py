"""What to read: files, folders, patterns, addresses and standard input."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipeline.errors import NoInput
from pipeline.read.addresses import files_at, is_address, open_address
from pipeline.read.options import ReadOptions
from pipeline.read.own import head_of, is_own
from pipeline.read.sniff import is_lock, known_by_content, known_by_name

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read.

    Attributes:
        source: Its path or address as given, or ``-`` for standard input.
        size: Its bytes, for a progress bar; 0 if unknown.
    """

    source: str
    size: int = 0

    @property
    def label(self) -> str:
        """The path as a record can hold it: a name that is no UTF-8 has its bytes escaped."""
        return self.source.encode("utf-8", "backslashreplace").decode("utf-8")

    @property
    def name(self) -> str:
        """Its name, whose ending is a hint about its kind; an address without its query."""
        if self.source == STANDARD_INPUT:
            return ""
        path = re.split(r"[?#]", self.source)[0] if is_address(self.source) else self.source
        return path.replace("\\", "/").rpartition("/")[2]


def find_inputs(names: Sequence[str], *, passed_over: Callable[[str], None] | None = None) -> list[Input]:
    """Find what there is to read, without reading it.

    What is named alone is taken. In a folder, files are taken whose name ends as that of a format which is read
    (``.txt``, ``.html``, ``.jsonl``, ``.csv``, ``.warc.gz``, ``.zip`` …), and of the others those that a look
    at their beginning shows to be pages, crawls, tables or documents. The rest of a folder (images, a README)
    is passed over and told; hidden files and folders are not looked at. What an earlier run wrote, and lock
    files (``~$a.docx``), are passed over in patterns and among several names, too.

    Args:
        names: Paths, patterns (``news/**/*.html``; each file that fits is taken), addresses that fsspec can
            open (``s3://…``, ``https://…``) and ``-`` for standard input.
        passed_over: Told the path of each file that is not taken.

    Returns:
        The files: of each folder and pattern sorted by path, otherwise in the order given.

    Raises:
        NoInput: A path does not exist, a pattern fits nothing, a folder has nothing in it that can be read, or
            an address needs a package that is not installed.
    """
    found: list[Input] = []
    told = passed_over or (lambda path: None)
    for name in names:
        if name == STANDARD_INPUT:
            found.append(Input(name))
        elif is_address(name):
            files, is_folder = files_at(name)
            # Looking into each file of a remote folder would fetch much of it.
            found += _inside(name, files, told, lambda _: b"") if is_folder else [Input(*file) for file in files]
        elif Path(name).is_dir():
            found += _inside(name, _files(name, told), told, head_of)
        elif Path(name).exists():
            # The shell may have made these names from a pattern.
            found += _articles([name], told) if len(names) > 1 else [Input(name, _size(name))]
        elif glob.has_magic(name):
            # Path.glob takes no pattern that begins at the root.
            fitting = sorted(path for path in glob.glob(name, recursive=True) if not Path(path).is_dir())  # noqa: PTH207
            if not fitting:
                raise NoInput(f"{name}: no file fits this pattern: check it")
            found += _articles(fitting, told)
        else:
            raise NoInput(f"{name}: no such file or folder: check the path")
    if names and not found:
        raise NoInput(
            "nothing to read but lock files and what an earlier run wrote: name articles, or one such file alone"
        )
    if not found:
        raise NoInput("nothing to read: name a file or folder, or '-' for standard input")
    return found


def _articles(paths: Sequence[str], told: Callable[[str], None]) -> list[Input]:
    """The files but those that are surely no articles: what an earlier run wrote, and lock files."""
    taken = []
    for path in paths:
        if is_lock(Path(path).name) or is_own(path):
            told(path)
        else:
            taken.append(Input(path, _size(path)))
    return taken


def _inside(
    folder: str, files: Sequence[tuple[str, int]], told: Callable[[str], None], look: Callable[[str], bytes]
) -> list[Input]:
    """Choose from the files of a folder."""
    taken = []
    for path, size in files:
        if known_by_name(path.rpartition("/")[2]) or known_by_content(look(path), ReadOptions()):
            taken.append(Input(path, size))
        else:
            told(path)
    if not taken:
        raise NoInput(
            f"{folder}: nothing in this folder or below that can be read: give a folder with articles as .txt, "
            ".html, .jsonl, .csv or the like; name files of another ending one by one, what an earlier run wrote alone"
        )
    return taken


def _files(folder: str, told: Callable[[str], None]) -> list[tuple[str, int]]:
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [str(Path(root) / name) for name in names if not name.startswith(".")]
    files = sorted(path for path in found if Path(path).is_file())
    return [(file.source, file.size) for file in _articles(files, told)]


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


@contextmanager
def open_input(source: str) -> Iterator[BinaryIO]:
    """Open an input for reading.

    Args:
        source: Its path or address, or ``-``.

    Yields:
        Its bytes, buffered.

    Raises:
        OSError: It cannot be opened.
        Unreadable: Its address cannot be opened.
    """
    if source == STANDARD_INPUT:
        with nullcontext(sys.stdin.buffer) as stream:
            yield stream
    elif is_address(source):
        with open_address(source) as stream:
            yield stream
    else:
        with Path(source).open("rb") as stream:
            yield stream
