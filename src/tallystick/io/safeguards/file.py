"""The file of safeguards: whatever it holds is judged, and nothing else."""

from fractions import Fraction
from pathlib import Path

from tallystick.article6.safeguards import SafeguardsRecord
from tallystick.io.safeguards import contracts, legal, markets, terms
from tallystick.io.safeguards.forms import SHARE
from tallystick.io.yamlfile.damage import Damaged
from tallystick.io.yamlfile.fields import Fields
from tallystick.io.yamlfile.source import fields_of, read_fields

SETTINGS = ("scenario", "concentration", "leakage_most")
LISTS = (
    *("contracts", "forecasts", "intended", "entries", "clubs", "terms", "pledges", "transfers"),
    *("units", "powers", "considerations", "claims", "ended", "caps", "link", "allocations"),
    *("entities", "decisions", "sectors", "gains", "guards", "exposed"),
)


def read_safeguards(path: Path) -> SafeguardsRecord:
    """Read a file of safeguards.

    Raises Damaged, whose findings name every mistake with its line, value and mend.
    """
    return _record(read_fields(path, (*SETTINGS, *LISTS)))


def read_safeguards_text(text: str, named: str) -> SafeguardsRecord:
    """Read the text of a file of safeguards that is to have a name; raises Damaged."""
    return _record(fields_of(text, named, (*SETTINGS, *LISTS)))


def _record(file: Fields) -> SafeguardsRecord:
    most = file.optional("leakage_most", SHARE)
    clubs = terms.clubs(file)
    record = SafeguardsRecord(
        scenario=terms.scenario(file),
        concentration=terms.concentration(file),
        leakage_most=SafeguardsRecord().leakage_most if most is None else Fraction(most),
        contracts=contracts.contracts(file),
        forecasts=contracts.forecasts(file),
        intended=contracts.intended(file),
        entries=terms.entries(file),
        clubs=clubs,
        terms=terms.terms(file, clubs or ()),
        pledges=terms.pledges(file),
        deducted=terms.deducted(file),
        placed=legal.placed(file),
        moved=legal.moved(file),
        considerations=legal.considerations(file),
        claims=legal.claims(file),
        ended=legal.ended(file),
        caps=markets.caps(file),
        link=markets.link(file),
        allocations=markets.allocations(file),
        entities=markets.entities(file),
        proposals=markets.proposals(file),
        sectors=markets.sectors(file),
        guards=markets.guards(file),
        exposed=markets.exposed(file),
        distribution=markets.distribution(file),
    )
    if file.damage.findings:
        raise Damaged(file.damage.findings)
    return record
