"""Word documents and PDF files."""

from __future__ import annotations

import io
import sys
import zipfile

import docx
import pytest
from conftest import TH_TEXT, VI_TEXT
from fpdf import FPDF
from reading import kinds, read_bytes

from pipeline.article import Article

TH = TH_TEXT.strip()
VI = VI_TEXT.strip()
# The fonts that every PDF reader has know Latin letters alone.
LATIN = "Bo Tai chinh bao cao truoc ngay 30/6/2025."


def word() -> bytes:
    document = docx.Document()
    document.add_heading("THÔNG BÁO", 1)
    document.add_paragraph(VI)
    grid = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        grid.rows[0].cells + grid.rows[1].cells, ["Đơn vị", "Hạn", "Bộ Tài chính", "30/6"], strict=True
    ):
        cell.text = text
    wide = document.add_table(rows=1, cols=3)
    wide.rows[0].cells[0].merge(wide.rows[0].cells[2]).text = "ทุกจังหวัด"
    document.add_paragraph(TH)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.docx", "a.zip", "input"])
def test_word_document(name: str) -> None:
    text = f"THÔNG BÁO\n{VI}\nĐơn vị\tHạn\nBộ Tài chính\t30/6\nทุกจังหวัด\n{TH}"
    assert read_bytes(word(), name) == [Article(text, name)]


def pdf(*pages: str, **options: str) -> bytes:
    document = FPDF()
    document.set_font("Helvetica", size=12)
    for page in pages:
        document.add_page()
        document.multi_cell(0, text=page)
    if options:
        document.set_encryption(owner_password="x", user_password=options["password"])
    return bytes(document.output())


@pytest.mark.parametrize("name", ["a.pdf", "input"])
def test_pdf(name: str) -> None:
    (article,) = read_bytes(pdf(LATIN, f"{LATIN}\n{LATIN.upper()}"), name)
    assert isinstance(article, Article)
    assert article.text.splitlines() == [LATIN, LATIN, LATIN.upper()]
    assert article.source == name


def test_bad_documents(capfd: pytest.CaptureFixture[str]) -> None:
    bomb = io.BytesIO(word())
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/zeros.bin", b"\0" * 201_000_000)
    cases = {
        "cut.pdf": (pdf(LATIN)[:-900], "Unreadable"),
        "noise.pdf": (b"%PDF-1.7\n" + b"\xff" * 5_000, "Unreadable"),
        "scan.pdf": (pdf(""), "EmptyText"),
        "locked.pdf": (pdf(LATIN, password="secret"), "Unreadable"),
        "cut.docx": (word()[:-500], "Unreadable"),
        "bomb.docx": (bomb.getvalue(), "TooLarge"),
        "long.docx": (word(), "TextTooLong"),
    }
    found = {name: kinds(read_bytes(data, name, longest=50)) for name, (data, _) in cases.items()}
    assert found == {name: [kind] for name, (_, kind) in cases.items()}
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("package", "data"), [("docx", word()), ("pypdf", pdf(LATIN))])
def test_a_missing_package_is_named(package: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    (error,) = read_bytes(data)
    assert kinds([error]) == ["MissingPackage"]
    assert "pip install 'directives[documents]'" in str(error)
