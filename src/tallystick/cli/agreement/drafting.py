"""`agreement draft` and `agreement new`: an agreement for people to read, and to write."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, find
from tallystick.cli.output import Exit, OutputFile, emit, show, stop

if TYPE_CHECKING:
    from tallystick.article6.reports.document import Document


def draft(
    named: Named,
    language: Annotated[
        Literal["en", "zh", "both"], typer.Option("--language", help="English, Chinese or both.")
    ] = "both",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="A .docx, .pdf or .md file; both languages make two."),
    ] = None,
) -> None:
    """Write an agreement out as readable text, its gaps marked, for those who negotiate it.

    Example: tallystick agreement draft link.yaml --language zh -o link.docx
    """
    from tallystick.io.documents import UnknownFormError
    from tallystick.io.documents.markdown import text
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.linking.drafting import draft as write_out

    try:
        document = write_out(find(named).agreement)
    except Damaged as damaged:
        show(damaged.findings)
        stop(Exit.UNREADABLE)
    languages = ["en", "zh"] if language == "both" else [language]
    if output is None:
        emit("\n".join(text(document, one) for one in languages))
        return
    try:
        with writing(output):
            for one in languages:
                save(document, output, one, many=len(languages) > 1)
    except UnknownFormError as error:
        stop(Exit.USAGE, str(error))
    except ImportError as error:
        stop(Exit.USAGE, f"{output.suffix} files need {error.name}; write a .md file instead")


def save(document: "Document", output: Path, language: str, *, many: bool) -> None:
    """Write one language to a file, with the language in its name where there are several."""
    from tallystick.io.documents import write_document

    named = output.with_name(f"{output.stem}.{language}{output.suffix}") if many else output
    write_document(document, named, language)


def new(
    form: Annotated[
        Literal[
            "treaty",
            "mou",
            "unilateral_statute",
            "non_binding",
            "article6_treaty",
            "article6_mou",
        ],
        typer.Argument(help="What the agreement is to be."),
    ],
    output: OutputFile = None,
) -> None:
    """Write an agreement file to fill in, every key explained.

    Example: tallystick agreement new article6_treaty -o treaty.yaml
    """
    from tallystick.linking.template import Start, template

    with writing(output):
        emit(template(Start(form)), output)
