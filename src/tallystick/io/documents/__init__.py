"""Documents written as Excel, Word and PDF files, in English or Chinese."""

from tallystick.io.documents.write import FORMS, UnknownFormError, write_document

__all__ = ["FORMS", "UnknownFormError", "write_document"]
