"""Legal nature, powers, consideration and public claims of a file of safeguards."""

from tallystick.article6.safeguards.claims import Ended, EndPurpose, PublicClaim
from tallystick.article6.safeguards.consideration import Consideration, Kind
from tallystick.article6.safeguards.rights import Moved, Placed, Power
from tallystick.io.integrity_terms import AMOUNT, CURRENCY
from tallystick.io.safeguards.forms import MONEY, Forms, made, several
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.forms import POSITIVE, TEXT, YEAR, one_of
from tallystick.io.yamlfile.records import each, listed

PLACED: Forms = {"id": TEXT, "jurisdiction": TEXT, "unit": TEXT}
CONSIDERATION: tuple[Forms, Forms] = (
    {"id": TEXT, "from": TEXT, "to": TEXT, "quantity_t": POSITIVE},
    {
        "kind": one_of(Kind),
        "price": MONEY,
        "market_price": AMOUNT,
        "currency": CURRENCY,
        "in_return": TEXT,
    },
)
CLAIM: Forms = {
    "id": TEXT,
    "claimant": TEXT,
    "year": YEAR,
    "quantity_t": POSITIVE,
    "unit": TEXT,
    "purpose": one_of(EndPurpose),
}


def placed(file: Fields) -> tuple[Placed, ...] | None:
    """Read the units whose legal nature is asked for."""
    return several(file, "units", Placed, PLACED)


def moved(file: Fields) -> tuple[Moved, ...] | None:
    """Read the powers that transfers claim to move."""
    return listed(file, "powers", [_moved(one) for one in each(file, "powers", ("id", "moves"))])


def _moved(fields: Fields) -> Moved | None:
    read = [fields.read("moves", item, one_of(Power)) for item in fields.items("moves")]
    powers = listed(fields, "moves", read)
    moves = None if powers is None else frozenset(powers)
    return made(fields, Moved, {"id": TEXT}, powers=moves)


def considerations(file: Fields) -> tuple[Consideration, ...] | None:
    """Read what is given for transfers."""
    return several(file, "considerations", Consideration, *CONSIDERATION)


def claims(file: Fields) -> tuple[PublicClaim, ...] | None:
    """Read what is said in public."""
    return several(file, "claims", PublicClaim, CLAIM)


def ended(file: Fields) -> tuple[Ended, ...] | None:
    """Read the units that were used or cancelled for those who claim."""
    return several(file, "ended", Ended, CLAIM)
