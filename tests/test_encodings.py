"""Every encoding read, found out when nobody says which it is, and refused when nobody can know."""

from __future__ import annotations

import ast
import codecs
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import ftfy.bad_codecs
import pytest
from encoding import VIETNAMESE, encode, letters, writable
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.encodings import decode, find_encoding, repair
from pipeline.encodings.known import encodings
from pipeline.encodings.learn import learn
from pipeline.encodings.likeness import likeness
from pipeline.errors import UndecodableText, UnknownEncoding
from pipeline.language import FOLDER, languages
from pipeline.text import normalise

ftfy.bad_codecs.ok()
CASES = tomllib.loads((Path(__file__).parent / "cases" / "encodings.toml").read_text(encoding="utf-8"))
ARTICLES = sorted((Path(__file__).parents[1] / "corpus" / "articles").glob("*.txt"))
GUESSED = [encoding.name for encoding in encodings() if encoding.guess]
THAI = ["windows-874"]
VIETNAMESE_ENCODINGS = [name for name in GUESSED if name not in THAI]
THAI_LETTERS = "".join(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)))
WITHOUT_A_MARK = ["utf-8", "utf-16-le", "utf-16-be"]
WITH_A_MARK = ["utf-8-sig", "utf-16", "utf-32"]


def written(case: dict[str, Any]) -> list[str]:
    by_language = {"th": THAI, "vi": VIETNAMESE_ENCODINGS}
    legacy = [name for language in case["languages"] for name in by_language[language]]
    return [name for name in legacy if name not in case.get("not", ())]


TEXTS = [
    pytest.param(case["text"], name, id=f"{case['why']}: {name}") for case in CASES["text"] for name in written(case)
]


@pytest.mark.parametrize(("text", "name"), TEXTS)
def test_a_legacy_encoding_is_found_out(text: str, name: str) -> None:
    found = decode(encode(text, name))
    assert (found.text, found.notes) == (text, ())
    if name != "tcvn5712-1":  # the same as TCVN3 where there are no capitals with tones
        assert found.encoding == name


@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["why"])
def test_what_a_text_cannot_be_written_in(case: dict[str, Any]) -> None:
    for name in case.get("not", ()):
        with pytest.raises(UnicodeEncodeError):
            encode(case["text"], name)


@pytest.mark.parametrize("name", WITHOUT_A_MARK + WITH_A_MARK)
@pytest.mark.parametrize("case", CASES["text"], ids=lambda case: case["why"])
def test_unicode_with_and_without_a_mark(case: dict[str, Any], name: str) -> None:
    found = decode(case["text"].encode(name))
    assert (found.text, found.encoding, found.notes) == (case["text"], name.removesuffix("-sig"), ())


def test_one_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbfa\r\n").text == "a\r\n"
    assert decode("\ufeff\ufeffa".encode()).text == "\ufeffa"


@pytest.mark.parametrize(("text", "name"), TEXTS)
def test_what_is_given_or_declared_is_believed(text: str, name: str) -> None:
    data = encode(text, name)
    assert decode(data, given=name).text == decode(data, declared=name).text == text
    # A wrong or unknown declaration does no harm.
    for wrong in ("iso-8859-1", "utf-8", "windows-1258", "windows-874", "x-unheard-of", ""):
        assert decode(data, declared=wrong).text == text


@pytest.mark.parametrize("name", VIETNAMESE_ENCODINGS)
def test_every_letter_with_every_tone(name: str) -> None:
    can = letters(name)
    # TCVN3 and VPS have no codes for some capitals.
    assert len(VIETNAMESE) == 134
    assert set(VIETNAMESE.lower()) <= set(can)
    assert len(can) == {"tcvn3": 90, "vps": 120}.get(name, 134)
    assert find_encoding(name).decode(encode(can, name)) == can


def test_every_thai_letter() -> None:
    for name in ("tis-620", "TIS_620", "iso-8859-11", "windows-874"):
        assert find_encoding(name).decode(encode(THAI_LETTERS, "cp874")) == THAI_LETTERS


@pytest.mark.parametrize("case", CASES["damaged"], ids=lambda case: case["why"])
def test_damage_is_repaired_and_told(case: dict[str, Any]) -> None:
    text = case["text"]
    for wrote, read in case["was"]:
        data = encode(text, wrote)
        text = find_encoding(read).decode(data) if read.startswith("windows") else data.decode(read)
    before, after = case.get("before", ""), case.get("after", "")
    found = decode((before + text + after).encode())
    assert found.text == before + case["text"] + after
    assert len(found.repairs) == 1
    assert found.damage == ()
    # What is given is believed.
    assert decode((before + text + after).encode(), given="utf-8").text == before + text + after


@pytest.mark.parametrize("case", CASES["whole"], ids=lambda case: case["why"])
def test_what_is_whole_is_not_touched(case: dict[str, str]) -> None:
    found = decode(case["text"].encode())
    assert (found.text, found.notes) == (case["text"], ())


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["why"])
def test_what_is_not_certain_is_refused(case: dict[str, str]) -> None:
    data = ast.literal_eval(f"b'{case['bytes']}'")
    with pytest.raises(UndecodableText, match=case["says"]):
        decode(data)


def test_what_cannot_be_repaired_is_told() -> None:
    found = decode("Chủ t\ufffdch xã yêu cầu làm đường \ufffd".encode())
    assert found.text.count("\ufffd") == 2
    assert found.damage == ("2 characters were replaced with U+FFFD before it came here",)
    found = decode("Chủ tịch xã yêu cầu làm đường trước Tết.\nÃ¡Â» Â»t â€œ\x81\n".encode())
    assert "1 lines look wrongly decoded" in found.damage[0]


def test_a_broken_download_loses_half_a_character() -> None:
    text = "Chủ tịch huyện giao phòng tài chính bố trí vốn cho cầu Bến Đò"
    whole = f"{text}ọ".encode()
    found = decode(whole[:-1])
    assert found.text == text
    assert "ends in the middle" in found.damage[0]


def test_lines_of_two_encodings() -> None:
    old = "Phòng nông nghiệp hướng dẫn bà con gieo mạ muộn."
    new = "Ngày 3/2, xã họp với các đội trưởng về lịch lấy nước."
    found = decode(new.encode() + b"\n" + encode(old, "tcvn3") + b"\n" + new.encode())
    assert found.text == f"{new}\n{old}\n{new}"
    assert "1 lines were in tcvn3" in found.repairs[0]


def test_text_for_headlines_in_small_letters() -> None:
    # In .VnTimeH these small letters are drawn as capitals; the bytes do not say so.
    headline = "thông báo kết luận về xử lý lấn chiếm lòng đường"
    assert decode(encode(headline, "tcvn3")).text == headline


def test_marks_apart_are_normalised_later() -> None:
    apart = unicodedata.normalize("NFD", "Chủ tịch xã yêu cầu dọn dẹp")
    text = decode(apart.encode()).text
    assert text == apart
    normal = normalise(text)
    assert normal.text == unicodedata.normalize("NFC", apart)
    start = normal.text.index("yêu cầu")
    first, last = normal.original(start, start + len("yêu cầu"))
    assert unicodedata.normalize("NFC", text[first:last]) == "yêu cầu"


def test_given_encodings() -> None:
    with pytest.raises(UnknownEncoding, match="viscii"):
        decode(b"a", given="klingon")
    with pytest.raises(UndecodableText, match="byte 1 is not utf-8, which it was said to be in"):
        decode(b"a\xff", given="UTF8")
    assert decode("ก".encode("utf-8-sig"), given="windows-874").text == "ก"  # the mark is certain
    for encoding in encodings():
        for name in (encoding.name, *encoding.aliases):
            assert find_encoding(name.upper().replace("-", "_")) is encoding
        if encoding.codec:
            codecs.lookup(encoding.codec)


@pytest.mark.parametrize("name", [*GUESSED, *WITHOUT_A_MARK])
def test_the_corpus_in_every_encoding(name: str) -> None:
    done = 0
    for path in ARTICLES[::5]:
        text = path.read_text(encoding="utf-8")
        if name in GUESSED:
            if path.name.startswith("th") != (name in THAI):
                continue
            text = writable(text, name)
        found = decode(encode(text, name))
        assert (found.text, found.notes) == (text, ()), path.name
        done += 1
    assert done > 15


def test_the_tables_of_letters_are_those_of_the_corpus() -> None:
    for language in languages():
        texts = [path.read_text(encoding="utf-8") for path in ARTICLES if path.name.startswith(f"{language}_")]
        assert (FOLDER / language / "letters.tsv").read_text(encoding="utf-8") == learn(texts)


@settings(max_examples=200)
@given(st.sampled_from(VIETNAMESE_ENCODINGS), st.data())
def test_reading_undoes_writing(name: str, data: st.DataObject) -> None:
    alphabet = letters(name) + "abcdeghiklmnopqrstuvxy 0123456789.,\n"
    text = data.draw(st.text(alphabet, max_size=40))
    if name == "vni":
        return  # a mark behind a letter that bears one belongs to it: see the next test
    assert decode(encode(text, name), given=name).text == text


@given(st.lists(st.sampled_from([*VIETNAMESE, *"abdeghinou"]), max_size=30))
def test_reading_undoes_writing_of_vni(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert decode(encode(text, "vni"), given="vni").text == text


@given(st.text(THAI_LETTERS + "abc 123\n", max_size=40))
def test_reading_undoes_writing_of_thai(text: str) -> None:
    assert decode(encode(text, "windows-874"), given="tis-620").text == text


@settings(max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(VIETNAMESE + "aehnt ", max_size=80).map(lambda text: encode(text, "viscii")),
        st.text(THAI_LETTERS, max_size=80).map(lambda text: encode(text, "windows-874")),
    ),
    st.sampled_from([None, *(encoding.name for encoding in encodings())]),
    st.sampled_from([None, "utf-8", "iso-8859-1", "tis-620", "?"]),
)
def test_no_bytes_are_too_odd(data: bytes, given: str | None, declared: str | None) -> None:
    try:
        found = decode(data, given=given, declared=declared)
    except UndecodableText:
        return
    assert isinstance(found.text, str)
    assert not any("\ud800" <= letter <= "\udfff" for letter in found.text)
    assert "\0" not in found.text
    if "\ufffd" in found.text:
        assert any("\ufffd".encode(name) in data for name in WITHOUT_A_MARK)
        assert given or found.damage


@settings(max_examples=200)
@given(st.text(max_size=80))
def test_utf8_says_what_it_says(text: str) -> None:
    found = repair(text)
    assert repair(found.text).text == found.text
    if not found.repairs:
        assert found.text == text


def test_how_real_texts_look() -> None:
    for path in ARTICLES:
        like = likeness(path.read_text(encoding="utf-8"))
        assert like.real, path.name
        assert like.mean < 5
