"""The catalogue of agreements that ships with the package, each file read when it is asked for."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tallystick.io.agreement_file import read_agreement
from tallystick.law.files import AGREEMENTS
from tallystick.linking.agreement.agreement import Agreement


@cache
def catalogue_paths() -> Mapping[str, Path]:
    """Return the file of every agreement by its id, without reading any."""
    return {path.stem: path for path in sorted(AGREEMENTS.glob("*.yaml"))}


@cache
def catalogue() -> Mapping[str, Agreement]:
    """Return every agreement of the catalogue by its id."""
    return {name: read_agreement(path) for name, path in catalogue_paths().items()}


@cache
def catalogue_aliases() -> Mapping[str, str]:
    """Return the id of an agreement for every other id under which it is known."""
    return {alias: name for name, one in catalogue().items() for alias in one.aliases}


@cache
def catalogued(name: str) -> Agreement:
    """Return one agreement by its id or an alias; raises KeyError when there is none."""
    if path := catalogue_paths().get(name):
        return read_agreement(path)
    return catalogue()[catalogue_aliases()[name]]
