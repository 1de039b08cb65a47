"""What the commands about markets share: refusals told alike, and figures in tables."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tallystick.cli.output import Exit, emit, emit_json, show, stop
from tallystick.core.findings import Finding, refused

if TYPE_CHECKING:
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution


@contextmanager
def refusals(
    as_json: bool, output: Path | None, unanswered: Callable[[Iterable[Finding]], dict[str, Any]]
) -> Iterator[None]:
    """Tell the findings of a file that is damaged or a network without an answer, and stop."""
    from tallystick.cli.account import writing
    from tallystick.io.yamlfile.damage import Damaged
    from tallystick.market import NoSolution

    try:
        yield
    except (Damaged, NoSolution) as refusal:
        if as_json:
            with writing(output):
                emit_json(unanswered(refusal.findings), output)
        else:
            show(refusal.findings)
        stop(exit_of(refusal))


def exit_of(refusal: "Damaged | NoSolution") -> Exit:
    """Return how a command ends: what cannot be decided for lack of a fact alone is no refusal."""
    from tallystick.io.yamlfile.damage import Damaged

    if isinstance(refusal, Damaged):
        return Exit.UNREADABLE
    return Exit.REFUSED if refused(refusal.findings) else Exit.FINE


def tell(as_json: bool, output: Path | None, data: dict[str, Any], text: Callable[[], str]) -> None:
    """Write an answer in the form that was asked for; the text is laid out only where it is."""
    from tallystick.cli.account import writing

    with writing(output):
        if as_json:
            emit_json(data, output)
        else:
            emit(text(), output)


def cells(*values: float | None) -> list[str]:
    """Print figures to four places; an unknown is a dash."""
    return ["-" if value is None else f"{value:,.4f}" for value in values]
