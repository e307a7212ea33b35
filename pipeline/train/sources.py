"""What there is to learn from: the corpus, and marked articles that lie beside the project."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jsonlines

from pipeline.errors import UsageError
from pipeline.gold import GoldArticle, read_gold, read_marks
from pipeline.model import FOLDER

ROOT = FOLDER.parent
CORPUS = ROOT / "corpus"
SHARED = ROOT.parent / "shared"
MARKS = CORPUS / "marks.jsonl"


@dataclass(frozen=True)
class Source:
    """Articles with gold of one origin.

    Attributes:
        title: What a model card calls it.
        articles: The articles.
        folder: Where its gold lies, or None if it is only learnt from and not scored.
    """

    title: str
    articles: tuple[GoldArticle, ...]
    folder: Path | None = None


def load_gold(folder: Path) -> list[GoldArticle]:
    """Read a folder of gold: ``corpus/`` or ``../shared/gold`` (of the latter the development part only).

    Args:
        folder: Holds ``gold.jsonl`` or ``dev.jsonl``, and ``articles/``.

    Returns:
        The articles, in the file's order.

    Raises:
        UsageError: There is no gold in the folder, or a line of it is broken.
    """
    for name in ("gold.jsonl", "dev.jsonl"):
        if (folder / name).is_file():
            return list(read_gold(folder / name, folder / "articles"))
    raise UsageError(f"no gold in {folder}: it should hold gold.jsonl and articles/")


def has_shared() -> bool:
    """Whether the articles beside the project are there."""
    return (SHARED / "gold" / "dev.jsonl").is_file()


def load_sources(language: str, *, shared: bool) -> list[Source]:
    """Everything there is to learn a language from.

    Args:
        language: The language.
        shared: Whether to take what lies beside the project too: the development gold, and the articles that
            ``corpus/marks.jsonl`` marks.

    Returns:
        The corpus first.
    """
    found = [Source("corpus/", _of(language, load_gold(CORPUS)), CORPUS)]
    if shared:
        found.append(Source("../shared/gold (dev)", _of(language, load_gold(SHARED / "gold")), SHARED / "gold"))
        found.append(Source("corpus/marks.jsonl on ../shared/articles", _of(language, load_marked())))
    return found


def load_marked() -> list[GoldArticle]:
    """The articles beside the project that ``corpus/marks.jsonl`` marks; none where they are not there."""
    return list(read_marks(MARKS, _texts(SHARED / "articles")))


def _of(language: str, articles: list[GoldArticle]) -> tuple[GoldArticle, ...]:
    return tuple(gold for gold in articles if gold.article.language == language)


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from (row["text"] for row in jsonlines.Reader(lines).iter(type=dict, skip_empty=True))
