"""Actions by themselves: what a line means, what is wrong with one, and that the corpus's own are whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.language import languages
from pipeline.train.actions import ACTIONS, load_actions, parse

LINES = {language: (ACTIONS / f"{language}.tsv").read_text(encoding="utf-8").splitlines() for language in languages()}


@pytest.mark.parametrize(
    ("line", "action", "target"),
    [
        ("review\tตรวจสอบ[ระบบระบายน้ำ]ให้แล้วเสร็จ", "ตรวจสอบระบบระบายน้ำให้แล้วเสร็จ", "ระบบระบายน้ำ"),
        ("build\t[đê] phải đắp xong", "đê phải đắp xong", "đê"),
        ("other\tlàm việc tại nhà", "làm việc tại nhà", None),
    ],
)
def test_a_line(line: str, action: str, target: str | None) -> None:
    kind, text, span = parse(line)
    assert (kind, text) == (line.split("\t")[0], action)
    assert (span and text[slice(*span)]) == target


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "one tab"),
        ("review", "one tab"),
        ("review\t ", "one tab"),
        ("review\tkiểm tra\t[đê]", "one tab"),
        ("inspect\tkiểm tra [đê]", "'inspect' is no type"),
        ("review\tkiểm tra [đê", "one target"),
        ("review\tkiểm tra đê]", "one target"),
        ("review\tkiểm tra []", "one target"),
        ("review\tkiểm tra [đê] và [cống]", "one target"),
        ("review\tkiểm tra [đê [cũ]]", "one target"),
    ],
)
def test_a_broken_line_is_named(line: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "vi.tsv").write_text(f"other\tlàm việc tại nhà\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"vi\.tsv, line 2: .*{told}"):
        load_actions("vi", tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"it should hold vi\.tsv"):
        load_actions("vi", tmp_path)


@pytest.mark.parametrize(
    ("language", "line", "action", "target"),
    [
        ("vi", "review\tkiểm tra [hồ  chứa]", "kiểm tra hồ chứa", "hồ chứa"),
        ("th", "review\tตรวจ[นํ้า ๕ จุด]", "ตรวจน้ำ 5 จุด", "น้ำ 5 จุด"),
        ("vi", "plan\tKẾ HOẠCH", "KẾ HOẠCH", None),
    ],
    ids=["two spaces", "marks in another order", "it looks like a headline"],
)
def test_spans_are_of_the_normalised_text(
    tmp_path: Path, language: str, line: str, action: str, target: str | None
) -> None:
    (tmp_path / f"{language}.tsv").write_text(line, encoding="utf-8")
    (known,) = load_actions(language, tmp_path)
    assert known.reading.text[slice(*known.action)] == action
    assert (known.target and known.reading.text[slice(*known.target)]) == target
    assert known.reading.units


@pytest.mark.parametrize("language", languages())
def test_the_corpus_s_own(language: str) -> None:
    parsed = [parse(line) for line in LINES[language]]
    assert [text for text, count in Counter(text for _, text, _ in parsed).items() if count > 1] == []
    assert min(Counter(kind for kind, _, _ in parsed).values()) >= 20, "every type has its examples"
