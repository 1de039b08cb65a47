"""Texts made fit for a file format."""

import re

from tallystick.article6.reports.document import Cell, Words, cell_text, words_in

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACED = "\ufffd"


def printable(words: Words, language: str) -> str:
    """Return words in a language, with a sign in place of what no document can hold."""
    return _CONTROL.sub(REPLACED, words_in(words, language))


def printable_cell(cell: Cell, language: str) -> str:
    """Return a cell as text in a language, likewise."""
    return _CONTROL.sub(REPLACED, cell_text(cell, language))
