"""How extracted directives are compared with marked ones, by the definitions of the guidelines' scorer.

``marks`` makes gold lines and records alike; ``pairing`` tells which found directive stands for which
marked one; ``figures`` counts what agrees in each pair and what has none; ``phrases`` judges deadline
phrases. Nothing here reads a model or knows a language.
"""

from pipeline.scoring.figures import FIGURES, ArticleScore, Figure, differences, intervals, pair, score_article, total
from pipeline.scoring.marks import Mark, from_gold, from_record
from pipeline.scoring.pairing import assign, dice
from pipeline.scoring.phrases import RIGHT, verdict

__all__ = [
    "FIGURES",
    "RIGHT",
    "ArticleScore",
    "Figure",
    "Mark",
    "assign",
    "dice",
    "differences",
    "from_gold",
    "from_record",
    "intervals",
    "pair",
    "score_article",
    "total",
    "verdict",
]
