"""Files, folders, JSON Lines and standard input."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from conftest import TH_TEXT, VI_TEXT
from encoding import encode
from reading import line, read_all

from pipeline.article import Article
from pipeline.errors import NoInput
from pipeline.read import find_inputs, read


def give_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))


def test_a_file_is_an_article_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_bytes(b"\xef\xbb\xbf" + TH_TEXT.replace("\n", "\r\n").encode())
    assert read_all(path) == ([Article(TH_TEXT.replace("\n", "\r\n"), str(path))], [])


def test_old_encodings_are_found_out_or_given(tmp_path: Path) -> None:
    thai, vietnamese = tmp_path / "th.txt", tmp_path / "vi.jsonl"
    thai.write_bytes(TH_TEXT.encode("cp874"))
    vietnamese.write_bytes(encode(line(text=VI_TEXT), "windows-1258") + encode(line(text=VI_TEXT), "viscii"))
    assert [article.text for article in read_all(thai, vietnamese)[0]] == [TH_TEXT, VI_TEXT, VI_TEXT]
    short = tmp_path / "short.txt"
    short.write_bytes("จะ".encode("cp874"))
    assert [error.kind for error in read_all(short)[1]] == ["UndecodableText"]
    assert read_all(short, encoding="TIS-620") == ([Article("จะ", str(short))], [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "windows-874", "utf-8-sig"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_tables_in_one_encoding_from_head_to_foot(tmp_path: Path, name: str, encoding: str) -> None:
    rows = [TH_TEXT.strip(), "ให้กรมที่ดินรายงานผล", "จบ"]
    lines = [json.dumps({"text": text}, ensure_ascii=False) for text in rows]
    text = "\r\n".join(["text,n", *(f"{text},1" for text in rows)] if name.endswith("csv") else lines)
    path = tmp_path / name
    path.write_bytes(text.encode("cp874" if encoding == "windows-874" else encoding))
    good, bad = read_all(path)
    assert [article.text for article in good] == rows
    assert bad == []


def test_a_table_that_leaves_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    whole = json.dumps({"text": TH_TEXT}, ensure_ascii=False).encode("utf-16")
    path.write_bytes(whole + "\n".encode("utf-16-le") + b"\x00\xd8\x00\xd8")
    good, bad = read_all(path)
    assert [error.kind for error in bad] == ["UndecodableText"]
    assert [article.text for article in good] in ([], [TH_TEXT])


def test_repairs_and_damage_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text, table = tmp_path / "a.txt", tmp_path / "b.jsonl"
    text.write_text(VI_TEXT.encode().decode("latin-1"), encoding="utf-8", newline="")
    twice = TH_TEXT.encode().decode("latin-1") + "\ufffd"
    table.write_text(json.dumps({"text": twice, "source": "b"}), encoding="ascii")
    assert [article.text for article in read_all(text, table)[0]] == [VI_TEXT, TH_TEXT + "\ufffd"]
    said = [record.getMessage() for record in caplog.records if record.name == "pipeline.read"]
    assert said == [
        f"{text}: the text had been decoded wrongly and saved again, which is undone",
        "b: 1 lines had been decoded wrongly and saved again, which is undone",
        "b: 1 characters were replaced with U+FFFD before it came here",
    ]


def test_folders_are_searched_through_in_order(articles: Path) -> None:
    (articles / "notes.json").write_text("{}", encoding="utf-8")
    (articles / "c.TXT").write_text(VI_TEXT, encoding="utf-8")
    good, bad = read_all(articles)
    assert [article.source for article in good] == [
        str(articles / "b_th.txt"),
        str(articles / "below" / "a_vi.txt"),
        str(articles / "c.TXT"),
    ]
    assert bad == []


def test_inputs_keep_their_order(articles: Path) -> None:
    good, _ = read_all(articles / "below", articles / "b_th.txt")
    assert [article.text for article in good] == [VI_TEXT, TH_TEXT]


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.JSONL", "a.jsonl.gz"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    data = (
        line(
            source="x",
            text=TH_TEXT,
            published="2025-05-20T10:00:00Z",
            url="https://example.org/1",
            title="หัวข้อ",
        )
        + "\n"
        + line(text=VI_TEXT, something="else")
    ).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    assert read_all(path) == (
        [
            Article(TH_TEXT, "x", None, "2025-05-20", "metadata", "https://example.org/1", "หัวข้อ"),
            Article(VI_TEXT, f"{path}:3"),
        ],
        [],
    )


def test_bad_lines_do_not_stop_the_good_ones(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    bad = {
        b"{": "MalformedLine",
        b"[1]": "MalformedLine",
        b'"text"': "MalformedLine",
        b'{"text": 5}': "MalformedLine",
        b'{"text": "a", "source": 5}': "MalformedLine",
        b'{"text": "a", "published": "yesterday"}': "MalformedLine",
        b"[" * 100_000: "MalformedLine",
        b'{"text": "  "}': "EmptyText",
        b'{"text": "a\xff"}': "UndecodableText",
        b'{"text": "a\\ud800"}': "UndecodableText",
        b"\x00": "UndecodableText",
    }
    good = line(text=VI_TEXT).encode()
    path.write_bytes(b"".join(row + b"\n" + good for row in bad))
    found, errors = read_all(path)
    assert [article.text for article in found] == [VI_TEXT] * len(bad)
    assert [error.kind for error in errors] == list(bad.values())
    assert [error.source for error in errors] == [f"{path}:{2 * i + 1}" for i in range(len(bad))]
    assert all(error.line()["stage"] in ("read", "decode") for error in errors)


def test_limits_hold_for_each_article(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line(text="ก" * 100) + line(text="ก" * 101) + line(text="ก" * 50_000) + line(text="ก"), "utf-8")
    good, bad = read_all(path, longest=100)
    assert [len(article.text) for article in good] == [100, 1]
    assert [error.kind for error in bad] == ["TextTooLong"] * 2
    text = tmp_path / "a.txt"
    for length, kinds in ((100, []), (101, ["TextTooLong"]), (50_000, ["TextTooLong"])):
        text.write_text("\ufeff" + "ก" * length, encoding="utf-8")
        assert [error.kind for error in read_all(text, longest=100)[1]] == kinds


def test_standard_input_is_one_article(monkeypatch: pytest.MonkeyPatch) -> None:
    give_standard_input(monkeypatch, ("{หัวข้อ}\n" + TH_TEXT).encode())
    assert read_all("-") == ([Article("{หัวข้อ}\n" + TH_TEXT, "-")], [])


def test_standard_input_may_be_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    give_standard_input(monkeypatch, (line(text=TH_TEXT, source="x") + "{\n" + line(text=VI_TEXT)).encode())
    good, bad = read_all("-")
    assert good == [Article(TH_TEXT, "x"), Article(VI_TEXT, "-:3")]
    assert [(error.kind, error.source) for error in bad] == [("MalformedLine", "-:2")]


@pytest.mark.parametrize("head", [b'{"text": "', b""])
def test_standard_input_may_be_too_long(head: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    good = line(text=VI_TEXT, source="x").encode()
    give_standard_input(monkeypatch, head + b"a" * 300_000 + b"\n" + good)
    found, bad = read_all("-", longest=1000)
    assert [error.kind for error in bad] == ["TextTooLong"]
    assert [article.source for article in found] == (["x"] if head else [])


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"no gzip")
    cut = gzip.compress(line(text=VI_TEXT).encode() * 100)[:-20]
    (tmp_path / "b.jsonl.gz").write_bytes(cut)
    (tmp_path / "c.txt").write_text(VI_TEXT, encoding="utf-8")
    good, bad = read_all(tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz", tmp_path / "c.txt")
    assert [error.kind for error in bad] == ["MalformedLine", "Unreadable"]
    assert good[-1].source == str(tmp_path / "c.txt")


def test_progress_adds_up(articles: Path) -> None:
    inputs = find_inputs([str(articles)])
    seen: list[int] = []
    for _ in read(inputs, advance=seen.append):
        pass
    assert sum(seen) == sum(file.size for file in inputs) == len((TH_TEXT + VI_TEXT).encode())


def test_a_name_that_is_no_utf8_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a\udcff.txt"
    try:
        path.write_text(VI_TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    good, bad = read_all(tmp_path)
    assert [article.source.encode() for article in good] == [str(tmp_path).encode() + b"/a\\udcff.txt"]
    assert bad == []


@pytest.mark.parametrize("names", [[], ["missing.txt"], ["."]])
def test_nothing_to_read(names: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoInput):
        find_inputs(names)


def test_a_folder_is_read_by_what_is_in_it(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body><p>{VI_TEXT}</p></body></html>"
    files = {
        "a.txt": TH_TEXT,
        "b.html": page,
        "c/d.jsonl": line(text=VI_TEXT),
        "c/index.php?id=3": page,
        "c/page": page,
        "e.csv": f"text,b\n{TH_TEXT}",
    }
    besides = {"README.md": "read me", "logo.png": "\x89PNG", "notes": "a note", "style.css": "p{}", "data.json": "{}"}
    besides |= {"Readme.txt": "read me", "c/README.th.txt": "อ่าน", "readme": "read me"}
    hidden = {".a.txt": TH_TEXT, ".git/b.txt": TH_TEXT}
    for name, text in (files | besides | hidden).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    told: list[str] = []
    found = find_inputs([str(tmp_path)], passed_over=told.append)
    assert [file.source for file in found] == [str(tmp_path / name) for name in sorted(files)]
    assert told == sorted(str(tmp_path / name) for name in besides)
    good, bad = read_all(tmp_path)
    assert len(good) == len(files)
    assert bad == []


TEXTS = {"id": "0123456789abcdef", "source": "a", "url": None, "title": 'a "b"', "published": None, "language": "vi"}
ROW = {"source": "a\n", "stage": "read", "error": "EmptyText", "message": "nothing"}
NUMBERS = {"articles": 1, "with_records": 0, "without_records": 1, "failed": 0}
WRITTEN = [
    ("a.jsonl", '{"schema":"directive/1","id":"0123456789abcdef","document":{"id":"x"}}\n', True, "records"),
    ("a.txt", '{"schema":"directive/1","id":"0123456789abcdef","document":{"id":"x"}}\n', True, "whatever its name"),
    ("a.jsonl.errors.jsonl", line(**ROW), True, "errors"),
    ("a.jsonl.articles.jsonl", line(**TEXTS, text=VI_TEXT, duplicate_of=None), True, "kept texts"),
    ("b.jsonl", line(**TEXTS, text="ก" * 100_000, duplicate_of=None), True, "a line longer than the look"),
    ("a.jsonl.summary.json", json.dumps(NUMBERS, indent=2), True, "numbers"),
    ("journal.txt", '0123abcd {"journal":1,"run":"x"}\n', True, "a journal"),
    ("~$a.docx", "\x05Somebody", True, "Word has a.docx open"),
    ("c.jsonl", line(source="a", text=VI_TEXT), False, "an article"),
    ("d.jsonl", line(id="0123456789abcdef", source="a", text=VI_TEXT), False, "an article with an id"),
    ("e.jsonl", line(**TEXTS | {"id": "1"}, text=VI_TEXT), False, "an id of someone else"),
    ("f.jsonl", line(text=VI_TEXT, schema="directive/1"), False, "other keys first"),
    ("empty.txt", "", False, "an article that fails"),
]


@pytest.mark.parametrize(("name", "text", "is_passed", "why"), WRITTEN)
def test_what_an_earlier_run_wrote_is_no_article(
    name: str, text: str, is_passed: bool, why: str, articles: Path, tmp_path: Path
) -> None:
    path = articles / name
    path.write_text(text, encoding="utf-8")
    every = [str(articles / "b_th.txt"), str(articles / "below" / "a_vi.txt")]
    for given in ([str(articles)], [str(articles / "**" / "*")], [*every, str(path)]):
        told: list[str] = []
        found = {file.source for file in find_inputs(given, passed_over=told.append)}
        assert found == {*every, *([] if is_passed else [str(path)])}, why
        assert told == ([str(path)] if is_passed else []), why
    assert [file.source for file in find_inputs([str(path)])] == [str(path)], "named alone"
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, name)
    told = []
    list(read([str(packed)], passed_over=told.append))
    assert told == ([f"{packed}!/{name}"] if is_passed else []), why


def test_an_empty_file_is_told_by_the_numbers_beside_it(articles: Path) -> None:
    (articles / "out.txt").touch()
    (articles / "out.txt.summary.json").write_text(json.dumps(NUMBERS, indent=2), encoding="utf-8")
    assert len(find_inputs([str(articles)])) == 2


def test_nothing_but_what_an_earlier_run_wrote(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(line(**ROW), encoding="utf-8")
    with pytest.raises(NoInput, match="an earlier run wrote"):
        find_inputs([str(tmp_path)])
    with pytest.raises(NoInput, match="an earlier run wrote"):
        find_inputs([str(tmp_path / "*")])
    with pytest.raises(NoInput, match="an earlier run wrote"):
        find_inputs([str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")])


def test_patterns(articles: Path, tmp_path: Path) -> None:
    (articles / "page.html").write_text("<html>", encoding="utf-8")
    (articles / "brackets [1].txt").write_text(VI_TEXT, encoding="utf-8")

    def names(pattern: str) -> list[str]:
        return [Path(file.source).name for file in find_inputs([str(articles / pattern)])]

    assert names("*.txt") == ["b_th.txt", "brackets [1].txt"]
    assert names("**/*.txt") == ["b_th.txt", "a_vi.txt", "brackets [1].txt"]
    assert names("b?th.*") == ["b_th.txt"]
    assert names("brackets [1].txt") == ["brackets [1].txt"]  # a file of this very name goes before the pattern
    with pytest.raises(NoInput, match="pattern"):
        names("*.warc")


def test_names_are_hints_only(tmp_path: Path) -> None:
    page = f"<!doctype html><html><body><p>{VI_TEXT}</p></body></html>"
    for name, text in (
        ("a.html", TH_TEXT),
        ("b.txt", page),
        ("c.csv", page),
        ("d.txt", line(text=TH_TEXT)),
        ("e", page),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    good, bad = read_all(tmp_path / "a.html", *(tmp_path / name for name in ("b.txt", "c.csv", "d.txt", "e")))
    assert [article.text.strip() for article in good] == [
        text.strip() for text in (TH_TEXT, VI_TEXT, VI_TEXT, TH_TEXT, VI_TEXT)
    ]
    assert bad == []


FOREIGN = {
    "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "b.rtf": b"{\\rtf1 a}",
    "c.png": b"\x89PNG\r\n",
    "d.7z": b"7z\xbc\xaf\x27\x1c",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_kinds_that_nothing_reads_are_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FOREIGN[name])
    good, (error,) = read_all(tmp_path / name)
    assert good == []
    assert error.kind == "UnknownFormat"
    assert "this is an" in str(error) or "this is a " in str(error)


def test_json_lines_with_other_keys_or_markup(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    page = f"<html><body><nav>เมนู</nav><p>{TH_TEXT}</p></body></html>"
    path.write_text(
        line(content=VI_TEXT, date="20/05/2568", link="https://example.org/1")
        + line(html=page, date_posted="x")
        + line(body=VI_TEXT, when="soon", date=["x"])
        + '{"text": "<p>a\\ud800</p>"}\n',
        encoding="utf-8",
    )
    good, (half,) = read_all(path)
    assert (half.kind, half.source) == ("UndecodableText", f"{path}:4")
    assert good == [
        Article(VI_TEXT, f"{path}:1", None, "2025-05-20", "metadata", "https://example.org/1"),
        Article(TH_TEXT.strip(), f"{path}:2"),
        Article(VI_TEXT, f"{path}:3"),
    ]
    _, bad = read_all(path, text_column="body", date_column="when")
    assert [error.kind for error in bad] == ["MalformedLine", "MalformedLine", "MalformedRow", "MalformedLine"]
