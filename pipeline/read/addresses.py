"""Files elsewhere: any address that fsspec can open (``s3://…``, ``https://…``, ``memory://…``)."""

from __future__ import annotations

import glob
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from pipeline.errors import NoInput, Unreadable
from pipeline.read.streams import OneWay

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*(?:::[a-z][a-z0-9+.-]*)*://", re.IGNORECASE)


def is_address(name: str) -> bool:
    """Whether a name is an address for fsspec and no path."""
    return _ADDRESS.match(name) is not None


def files_at(name: str) -> tuple[list[tuple[str, int]], bool]:
    """Find the file at an address, those that fit its pattern, or those in the folder there.

    Args:
        name: The address. Web addresses (``https://``) are taken as they are: asking would fetch them twice.

    Returns:
        Addresses with their sizes in bytes (0 if unknown), sorted; and whether they are those of a folder.

    Raises:
        NoInput: There is nothing at the address, or a package for addresses of its kind is not installed.
    """
    system, path = _system(name)
    if name.lower().startswith(("http:", "https:")):
        return [(name, 0)], False
    try:
        if glob.has_magic(path):
            fitting = [one for one in sorted(system.glob(path)) if not system.isdir(one)]
            if not fitting:
                raise NoInput(f"{name}: no file fits this pattern: check it")
            return _addressed(system, fitting), False
        if system.isdir(path):
            inside = [one for one in sorted(system.find(path)) if not _is_hidden(one.removeprefix(path))]
            return _addressed(system, inside), True
        return [(name, system.size(path) or 0)], False
    except NoInput:
        raise
    except FileNotFoundError:
        raise NoInput(f"{name}: no such file or folder: check the address") from None
    except Exception as error:  # each system has errors of its own
        raise NoInput(f"{name}: cannot be looked up ({_one_line(error)}): check the address and your access") from None


@contextmanager
def open_address(address: str) -> Iterator[BinaryIO]:
    """Open a file for reading.

    Args:
        address: Its address.

    Yields:
        Its bytes, buffered.

    Raises:
        OSError: It cannot be opened.
        NoInput: A package for addresses of its kind is not installed.
        Unreadable: Its system refuses to open it.
    """
    system, path = _system(address)
    try:
        file = system.open(path, "rb")
    except OSError:
        raise
    except Exception as error:
        raise Unreadable(f"cannot be opened ({_one_line(error)}): check the address and your access") from None
    # Many systems' files know no more than read and seek; one without a size is a download that cannot seek,
    # though it says so.
    raw = OneWay(file) if getattr(file, "size", None) is None else file
    with file, io.BufferedReader(raw) as stream:
        yield stream


def _system(name: str) -> tuple[Any, str]:
    import fsspec

    try:
        system, path = fsspec.core.url_to_fs(name)
    except ImportError as error:
        raise NoInput(f"{name}: a package for such addresses is missing ({error})") from None
    except Exception as error:
        raise NoInput(f"{name}: no address that can be read ({_one_line(error)})") from None
    return system, path


def _addressed(system: Any, paths: list[str]) -> list[tuple[str, int]]:
    return [(system.unstrip_protocol(path), system.size(path) or 0) for path in paths]


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _one_line(error: Exception) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:200]
