"""The pattern library: rules as data, with their own tests."""

from extractor.library.form import MASK, MASKED
from extractor.library.load import Library, load
from extractor.library.mask import Masked, mask
from extractor.library.match import Match, Pattern, run
from extractor.library.naming import bodies, classifiers
from extractor.library.ratio_words import Mean, NamedRate
from extractor.library.validated import load_model, validated
from extractor.library.vocabulary import CARRIED, CLAUSE_START, Label, Labels
from extractor.library.wordlists import Wording, WordList, wording, wordings, wordings_of

__all__ = [
    "CARRIED",
    "CLAUSE_START",
    "MASK",
    "MASKED",
    "Label",
    "Labels",
    "Library",
    "Masked",
    "Match",
    "Mean",
    "NamedRate",
    "Pattern",
    "WordList",
    "Wording",
    "bodies",
    "classifiers",
    "load",
    "load_model",
    "mask",
    "run",
    "validated",
    "wording",
    "wordings",
    "wordings_of",
]
