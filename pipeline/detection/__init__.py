"""Which stretches of an article are the actions of directives.

``starts`` says where an action may begin, the tagger's marginals and the clause marks say where it may end
(``candidates``), ``judge`` weighs each candidate, and ``detector`` keeps the best that do not overlap.
"""

from pipeline.detection.detector import Detection, Detector

__all__ = ["Detection", "Detector"]
