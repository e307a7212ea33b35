"""The fields of a directive once its action is known: target, type, specificity and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from pipeline.fields.evidence import evidence_span
from pipeline.fields.kinds import kind_features, specific_features
from pipeline.fields.known import KnownAction
from pipeline.fields.linear import Linear
from pipeline.fields.target import TargetFinder
from pipeline.gold import GoldDirective
from pipeline.tagging.reading import Reading
from pipeline.tokens import Span
from pipeline.vectors import Vectors

__all__ = ["Fields", "KnownAction", "evidence_span"]

KIND_BITS, SPECIFIC_BITS = 15, 15
KIND_STRENGTH = 0.1


def _dated(directive: GoldDirective) -> bool:
    return directive.deadline is not None and directive.deadline[1].get("relation") != "asap"


class Fields:
    """The models that fill in a directive, for one language."""

    def __init__(self, targets: TargetFinder, kinds: Linear, specific: Linear, vectors: Vectors) -> None:
        self._targets, self._kinds, self._specific = targets, kinds, specific
        self._vectors = vectors

    @classmethod
    def fit(
        cls,
        examples: Sequence[tuple[Reading, Sequence[GoldDirective]]],
        actions: Sequence[KnownAction],
        vectors: Vectors,
    ) -> Fields:
        """Learn from marked articles of one language.

        Args:
            examples: Readings with their directives.
            actions: Actions by themselves, for types. (Targets are found no better with them, and it takes four times
                as long.)
            vectors: Word vectors, learnt from unannotated news.

        Returns:
            The models; the same for the same examples.
        """
        marked = [(reading, directive) for reading, directives in examples for directive in directives]
        found = [KnownAction(reading, d.action, d.target, d.kind) for reading, d in marked]
        targets = TargetFinder.fit(found)
        known = [*found, *actions]
        kinds = Linear.fit(
            [kind_features(one.reading, one.action, one.target, vectors) for one in known],
            [one.kind for one in known],
            LinearSVC(C=KIND_STRENGTH, random_state=0),
            bits=KIND_BITS,
        )
        specific = Linear.fit(
            [specific_features(r, d.action, _dated(d), bool(d.quantities)) for r, d in marked],
            ["specific" if d.specific else "general" for _, d in marked],
            LogisticRegression(C=3.0, max_iter=400, tol=1e-3),
            bits=SPECIFIC_BITS,
        )
        return cls(targets, kinds, specific, vectors)

    def target(self, reading: Reading, action: Span) -> Span | None:
        """The target of an action, or None where it has none.

        Args:
            reading: The article.
            action: The action's span, in code points of the normalised text.
        """
        return self._targets.find(reading, action)

    def kind(self, reading: Reading, action: Span) -> str:
        """The type of an action, such as ``build``."""
        row = kind_features(reading, action, self.target(reading, action), self._vectors)
        return self._kinds.classes[int(self._kinds.scores(row).argmax())]

    def specific(self, reading: Reading, action: Span, *, dated: bool, counted: bool) -> float:
        """How likely a directive is specific rather than general.

        Args:
            reading: The article.
            action: The action's span.
            dated: Whether it has a time limit other than *at once*.
            counted: Whether it has a quantity.
        """
        row = specific_features(reading, action, dated, counted)
        return float(expit(self._specific.scores(row)[0]))

    def state(self) -> dict[str, Any]:
        """What :meth:`from_state` needs: arrays, strings and lists only."""
        return {
            "targets": self._targets.weights,
            "kinds": self._kinds.state(),
            "specific": self._specific.state(),
        }

    @classmethod
    def from_state(cls, state: Mapping[str, Any], vectors: Vectors) -> Fields:
        """The models that gave this state.

        Args:
            state: What :meth:`state` gave.
            vectors: The vectors that :meth:`fit` was given.
        """
        return cls(
            TargetFinder(np.asarray(state["targets"])),
            Linear.from_state(state["kinds"]),
            Linear.from_state(state["specific"]),
            vectors,
        )
