"""Word vectors: what they say of words and of what stands around them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io
from hypothesis import given
from hypothesis import strategies as st

from pipeline.embed import learn
from pipeline.errors import ModelMissing, ModelVersion
from pipeline.language import languages
from pipeline.vectors import Vectors, load_vectors, whole

SMALL = whole({"a": 0, "b": 1, "c": 2}, np.eye(3))


def test_a_word_has_its_vector_and_an_unknown_one_none() -> None:
    assert SMALL.rows(["b", "?", "a"]).tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 0]]
    assert SMALL.rows([]).shape == (0, 3)


def test_around_a_word_stand_its_neighbours_and_what_is_farther() -> None:
    own, before, behind, left, right = np.split(SMALL.around(["a", "b", "c", "?", "?"])[1], 5)
    assert own.tolist() == [0, 1, 0]
    assert before.tolist() == [1, 0, 0]
    assert behind.tolist() == [0, 0, 1]
    assert not left.any()
    assert not right.any()
    assert SMALL.around(["a", "?", "?", "?"])[2].reshape(5, 3)[3].tolist() == pytest.approx([0.64, 0, 0])


@given(st.lists(st.sampled_from(["a", "b", "c", "?"]), max_size=12))
def test_the_mirror_of_a_line_has_left_and_right_changed(words: list[str]) -> None:
    there = SMALL.around(words).reshape(len(words), 5, 3)
    back = SMALL.around(words[::-1])[::-1].reshape(len(words), 5, 3)
    assert np.allclose(there[:, [0, 1, 2, 3, 4]], back[:, [0, 2, 1, 4, 3]])


def test_words_in_the_same_company_lie_close() -> None:
    company = [f"{verb} {noun} {end}" for verb in ("sửa", "xây") for noun in ("cầu", "đường", "chợ") for end in "xyz"]
    others = [f"{a} {b} {c}" for a in ("mưa", "gió") for b in ("lớn", "to", "mạnh") for c in "uvw"]
    vectors = learn([line.split() for line in (company + others) * 4], size=8)
    near, far = vectors.rows(["sửa", "xây", "mưa"])[0] @ vectors.rows(["sửa", "xây", "mưa"])[1:].T
    assert near > far


def test_learning_twice_gives_the_same() -> None:
    lines = [["a", "b", "c", "d"][i % 3 :] for i in range(40)]
    assert np.array_equal(learn(lines, size=2).values, learn(lines, size=2).values)


def test_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "x.vectors.skops"
    SMALL.save(path)
    again = Vectors.read(path)
    assert again.index == SMALL.index
    assert np.array_equal(again.values, SMALL.values)
    first = path.read_bytes()
    SMALL.save(path)
    assert path.read_bytes() == first


def test_what_is_no_file_of_vectors(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="reinstall"):
        Vectors.read(tmp_path / "none")
    path = tmp_path / "x"
    for data in (b"no", skops.io.dumps({"words": "a", "values": np.eye(3)})):
        path.write_bytes(data)
        with pytest.raises(ModelVersion, match="reinstall"):
            Vectors.read(path)


@pytest.mark.parametrize("language", languages())
def test_the_shipped_ones_have_length_one(language: str) -> None:
    vectors = load_vectors(language)
    lengths = np.linalg.norm(vectors.rows(list(vectors.index)[:500]), axis=1)
    assert np.all(np.abs(lengths - 1) < 0.05)
