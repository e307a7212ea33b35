"""From the bytes of an article to its text, whatever encoding they are in.

Thai and Vietnamese were written in a dozen ways before UTF-8. What says which is believed first (a byte-order mark, the
caller, a page's header); otherwise the reading that looks like real text wins, and where none does, or two do, there is
an error and no guess.
"""

from __future__ import annotations

from pipeline.encodings.decode import Decoded, decode, detect
from pipeline.encodings.known import find_encoding
from pipeline.encodings.repair import Repaired, repair

__all__ = ["Decoded", "Repaired", "decode", "detect", "find_encoding", "repair"]
