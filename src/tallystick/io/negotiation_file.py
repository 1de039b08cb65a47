"""The file of a negotiation on two levels."""

from pathlib import Path

from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.shaped import Reading, names
from tallystick.io.yamlfile.source import read_fields
from tallystick.market.negotiation import Game


def read_game(path: Path) -> Game:
    """Read variants and sides; raises Damaged, whose findings name every mistake."""
    fields = read_fields(path, names(Game))
    game: Game | None = Reading().record(fields, Game)
    if game is None or fields.damage.findings:
        raise Damaged(fields.damage.findings)
    return game
