"""`tallystick people`: who may work with the pages of a ledger."""

from typing import Annotated

import typer

from tallystick.cli.ledger.options import Database, usable_ledger
from tallystick.cli.noun import noun
from tallystick.cli.output import AsJson, emit, emit_json

app = noun("People who work with the pages, and their roles.")


@app.command()
def invite(
    email: Annotated[str, typer.Argument(help="E-mail address to invite.")],
    db: Database,
    role: Annotated[str, typer.Option(help="Code of the role, such as authority_approver.")],
    organisation: Annotated[str, typer.Option(help="Name of the organisation.")],
    kind: Annotated[str, typer.Option(help="Kind of a new organisation, such as authority.")] = "",
    party: Annotated[str, typer.Option(help="Three-letter code of its Party.")] = "",
    url: Annotated[
        str, typer.Option(help="Where the pages are served.")
    ] = "http://127.0.0.1:8000/",
    as_json: AsJson = False,
) -> None:
    """Invite a person; the link that is printed lets them join within seven days.

    Example: tallystick people invite ama@example.org --db l.db --role authority_approver
    --organisation "Authority of Ghana" --kind authority --party GHA
    """
    from tallystick.cli.website import run

    with usable_ledger(db) as ledger:
        ledger.restraints()
    words = (f"--kind={kind}", f"--party={party}", f"--url={url}")
    made = run(db, "invite", *words, "--", email, role, organisation)
    if as_json:
        emit_json(made)
        return
    emit(f"invited {made['email']} as {made['role']} of {made['organisation']}")
    emit(made["link"])
