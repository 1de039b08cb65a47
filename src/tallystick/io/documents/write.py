"""A document goes into the form that the name of its file asks for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from tallystick.article6.reports.document import Document
from tallystick.io.whole_file import replace_file

FORMS: Mapping[str, str] = {
    ".xlsx": "excel",
    ".docx": "word",
    ".pdf": "pdf",
    ".md": "markdown",
}
"""The module that renders each kind of file; its libraries are imported only there."""

Render = Callable[[Document, str], bytes]


class UnknownFormError(ValueError):
    """A file name whose ending names no form that documents can take."""

    def __init__(self, path: Path) -> None:
        known = ", ".join(FORMS)
        super().__init__(f"{path.name}: documents are written as {known}")


def write_document(document: Document, path: Path, language: str) -> None:
    """Write a document in a language, "en" or "zh".

    Raises UnknownFormError for another ending, and OSError where the file cannot be written.
    """
    if path.suffix.lower() not in FORMS:
        raise UnknownFormError(path)
    module = import_module(f"tallystick.io.documents.{FORMS[path.suffix.lower()]}")
    render: Render = module.render
    replace_file(path, render(document, language))
