"""The model file: written, read back, and refused where it is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skops.io

import pipeline.model
from pipeline.components.directives import Directives
from pipeline.components.tags import Tags
from pipeline.errors import ModelMissing, ModelVersion
from pipeline.language import languages
from pipeline.model import VERSION, Model, model_path, shipped
from pipeline.nlp import annotating

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"


def _records(model: Model) -> list[str]:
    """What a model finds in the samples of its language."""
    nlp = annotating(model.language)
    tags, directives = Tags(model), Directives(model)
    found = []
    for path in sorted(SAMPLES.glob(f"{model.language}_*.txt")):
        doc = directives(tags(nlp(path.read_text(encoding="utf-8"))))
        found += [record.to_json() for record in doc._.directives]
    return found


@pytest.mark.parametrize("language", languages())
def test_a_model_written_and_read_gives_the_same_records(language: str, tmp_path: Path) -> None:
    model, path = shipped(language), tmp_path / "new folder" / "copy.skops"
    model.save(path)
    again = Model.read(path)
    assert (again.language, again.name) == (language, model.name)
    assert again.tagger.model == model.tagger.model
    assert np.array_equal(again.starts.state()["names"], model.starts.state()["names"])
    records = _records(model)
    assert records
    assert _records(again) == records


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="make train"):
        Model.read(tmp_path / "none.skops")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Model.read(tmp_path)


def test_a_language_without_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline.model, "FOLDER", tmp_path)
    with pytest.raises(ModelMissing, match="xx"):
        shipped("xx")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        "นี่ไม่ใช่แบบจำลอง\n".encode(),
        b"PK\x03\x04 cut off",
        skops.io.dumps(["another", "file"]),
        skops.io.dumps({"no": "version"}),
        skops.io.dumps(np.arange(3)),
        skops.io.dumps({"version": VERSION}),
    ],
    ids=["empty", "text", "broken archive", "a list", "no version", "an array", "parts missing"],
)
def test_a_file_that_is_no_model(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "th.skops"
    path.write_bytes(data)
    with pytest.raises(ModelVersion, match="make train"):
        Model.read(path)


def test_a_file_cut_in_half(tmp_path: Path) -> None:
    data = model_path("vi").read_bytes()
    path = tmp_path / "vi.skops"
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ModelVersion, match="make train"):
        Model.read(path)


def test_a_type_that_is_not_trusted(tmp_path: Path) -> None:
    path = tmp_path / "vi.skops"
    path.write_bytes(skops.io.dumps({"version": VERSION, "what": Path}))
    with pytest.raises(ModelVersion, match="make train"):
        Model.read(path)


def test_a_file_of_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "vi.skops"
    with monkeypatch.context() as patch:
        patch.setattr(pipeline.model, "VERSION", VERSION + 1)
        shipped("vi").save(path)
    with pytest.raises(ModelVersion, match=rf"version {VERSION + 1}, .* needs {VERSION}: run 'make train'"):
        Model.read(path)
