"""An export proven against its own hashes and checkpoints, and the key that signed them."""

import polars as pl

from tallystick.ledger.importing.lines import Export, Sealed
from tallystick.ledger.proof.checkpoint import parse
from tallystick.ledger.proof.keys import PublicKey
from tallystick.ledger.proof.merkle import leaf_hash, peaks_root
from tallystick.ledger.proof.tree import Tree


class Unproven(Exception):  # noqa: N818 (says what was found)
    """An export that is not in order; the verification line by line says what is wrong, where."""


def prove(export: Export, key: PublicKey | None) -> Tree:
    """Return the tree of the leaves, if each has its hash and every checkpoint its tree.

    Raises Unproven otherwise.
    """
    tree = tree_of(export)
    sizes = [one.after for one in export.seals]
    in_order = sizes == sorted(set(sizes)) and sizes[-1:] == [len(tree)]
    if not in_order or (key is not None and key.name != export.origin):
        raise Unproven
    if tree.levels[0].hex() != export.hashes.str.join("").item():
        raise Unproven
    if not all(_is_seal(one, tree, export.origin, key) for one in export.seals):
        raise Unproven
    return tree


def tree_of(export: Export) -> Tree:
    """Hash the leaves of an export into their tree."""
    tree = Tree()
    tree.extend(map(leaf_hash, export.leaves.cast(pl.Binary).to_list()))
    return tree


def _is_seal(one: Sealed, tree: Tree, origin: str, key: PublicKey | None) -> bool:
    try:
        signed = parse(one.seal.note)
    except ValueError:
        return False
    told = (signed.checkpoint.origin, signed.checkpoint.size, signed.checkpoint.root)
    peaks = tree.peaks(one.after)
    same = told == (origin, one.after, peaks_root(peaks)) and one.seal.peaks == peaks
    return same and (key is None or signed.signed_by(key))
