from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.ledger.proof.merkle import (
    EMPTY_ROOT,
    leaf_hash,
    peak_spans,
    peaks_root,
    verify_consistency,
    verify_inclusion,
)
from tallystick.ledger.proof.tree import Frontier, Tree

from .logs import leaf, naive_root

# The eight leaves and roots that implementations of Certificate Transparency test against.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(text)
    for text in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
N1_OF_2 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
PAIR_23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
HALF_47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
LEAF_4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
PAIR_45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
PAIR_67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
HALF_03 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
LEAF_0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
HALF_01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"

SIZES = st.integers(1, 80)
TREE = Tree()
TREE.extend(leaf_hash(leaf(at)) for at in range(80))


def published() -> Tree:
    tree = Tree()
    tree.extend(map(leaf_hash, LEAVES))
    return tree


def flip(data: bytes, bit: int) -> bytes:
    at = bit // 8 % len(data)
    return data[:at] + bytes([data[at] ^ 1 << bit % 8]) + data[at + 1 :]


def test_root_of_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert sha256(b"").digest() == EMPTY_ROOT
    assert Tree().root(0) == Frontier().root == EMPTY_ROOT


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_published(size: int) -> None:
    assert published().root(size) == ROOTS[size - 1]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (0, 8, [N1_OF_2, PAIR_23, HALF_47]),
        (5, 8, [LEAF_4, PAIR_67, HALF_03]),
        (2, 3, [HALF_01]),
        (1, 5, [LEAF_0, PAIR_23, LEAF_4]),
    ],
)
def test_inclusion_proofs_are_those_published(index: int, size: int, proof: list[str]) -> None:
    path = published().inclusion_proof(index, size)
    assert [one.hex() for one in path] == proof
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, path, ROOTS[size - 1])


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (1, 8, [N1_OF_2, PAIR_23, HALF_47]),
        (6, 8, [PAIR_45, PAIR_67, HALF_03]),
        (2, 5, [PAIR_23, LEAF_4]),
    ],
)
def test_consistency_proofs_are_those_published(old: int, new: int, proof: list[str]) -> None:
    path = published().consistency_proof(old, new)
    assert [one.hex() for one in path] == proof
    assert verify_consistency(old, new, ROOTS[old - 1], ROOTS[new - 1], path)


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_root_is_that_of_the_recursion_in_the_rfc(leaves: list[bytes]) -> None:
    tree, frontier = Tree(), Frontier()
    tree.extend(map(leaf_hash, leaves))
    frontier.extend(map(leaf_hash, leaves))
    assert tree.root(len(leaves)) == frontier.root == naive_root(leaves)


@given(SIZES, st.integers(0, 79))
def test_every_inclusion_proof_verifies_only_at_its_index(size: int, index: int) -> None:
    index %= size
    proof, root = TREE.inclusion_proof(index, size), TREE.root(size)
    places = list(range(-1, size + 2))
    held = [at for at in places if verify_inclusion(leaf_hash(leaf(index)), at, size, proof, root)]
    assert held == [index]


@given(SIZES, st.integers(0, 79), st.data())
def test_inclusion_fails_with_any_bit_flipped(size: int, index: int, data: st.DataObject) -> None:
    index %= size
    parts = [leaf_hash(leaf(index)), TREE.root(size), *TREE.inclusion_proof(index, size)]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flip(parts[at], data.draw(st.integers(0, 255)))
    assert not verify_inclusion(parts[0], index, size, parts[2:], parts[1])


@given(SIZES, SIZES)
def test_every_consistency_proof_verifies(one: int, other: int) -> None:
    old, new = sorted((one, other))
    proof = TREE.consistency_proof(old, new)
    assert verify_consistency(old, new, TREE.root(old), TREE.root(new), proof)


@given(SIZES, SIZES, st.data())
def test_consistency_fails_with_any_bit_flipped(one: int, other: int, data: st.DataObject) -> None:
    old, new = sorted((one, other))
    parts = [TREE.root(old), TREE.root(new), *TREE.consistency_proof(old, new)]
    at = data.draw(st.integers(0, len(parts) - 1))
    parts[at] = flip(parts[at], data.draw(st.integers(0, 255)))
    assert not verify_consistency(old, new, parts[0], parts[1], parts[2:])


@given(SIZES, SIZES, st.integers(0, 79))
def test_a_changed_entry_is_never_consistent(one: int, other: int, altered: int) -> None:
    old, new = sorted((one, other))
    altered %= old
    hashes = [leaf_hash(b"another" if at == altered else leaf(at)) for at in range(new)]
    changed = Tree()
    changed.extend(hashes)
    proof = changed.consistency_proof(old, new)
    assert not verify_consistency(old, new, TREE.root(old), changed.root(new), proof)


@given(st.integers(0, 20), st.integers(0, 20), st.lists(st.binary(max_size=33), max_size=6))
def test_garbage_for_a_proof_is_refused_quietly(old: int, new: int, proof: list[bytes]) -> None:
    assert not verify_inclusion(b"\1" * 32, old, new, proof, b"\2" * 32)
    assert not verify_consistency(old, new, b"\1" * 32, b"\2" * 32, proof)


def test_a_byte_moved_from_one_hash_to_the_next_is_refused() -> None:
    first, second, third = published().inclusion_proof(0, 8)
    moved = [first + second[:1], second[1:], third]
    assert not verify_inclusion(leaf_hash(LEAVES[0]), 0, 8, moved, ROOTS[7])


def test_everything_is_consistent_with_the_empty_tree_and_itself() -> None:
    assert TREE.consistency_proof(0, 5) == TREE.consistency_proof(5, 5) == []
    assert verify_consistency(0, 5, EMPTY_ROOT, TREE.root(5), [])
    assert not verify_consistency(0, 5, TREE.root(5), TREE.root(5), [])
    assert not verify_consistency(5, 5, TREE.root(5), TREE.root(5), [EMPTY_ROOT])


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_tree_restored_from_levels_grows_like_the_first(kept: int, added: int) -> None:
    hashes = [leaf_hash(leaf(at)) for at in range(kept + added)]
    first = Tree()
    first.extend(hashes[:kept])
    restored = Tree(first.levels)
    frontier = Frontier(kept, first.peaks(kept))
    for tree in (first, restored, frontier):
        tree.extend(hashes[kept:])
    assert first.levels == restored.levels
    assert frontier.root == restored.root(kept + added) == first.root(len(first))
    assert frontier.peaks == restored.peaks(kept + added)


@settings(max_examples=20)
@given(st.integers(0, 2**63 - 1))
def test_peaks_cover_the_tree_without_gap(size: int) -> None:
    spans = peak_spans(size)
    assert [stop for _, stop in spans][:-1] == [first for first, _ in spans][1:]
    assert sum(stop - first for first, stop in spans) == size
    assert len(spans) == size.bit_count()
    assert peaks_root([]) == EMPTY_ROOT


@pytest.mark.parametrize(
    "levels",
    [[b"short"], [bytes(64)], [bytes(64), b""], [bytes(64), bytes(64)], [bytes(32), bytes(32)]],
)
def test_levels_that_do_not_fit_are_refused(levels: list[bytes]) -> None:
    with pytest.raises(ValueError, match="tree"):
        Tree(levels)


@pytest.mark.parametrize(("size", "peaks"), [(-1, []), (1, []), (3, [b"x", b"y"]), (0, [b""])])
def test_peaks_that_do_not_fit_are_refused(size: int, peaks: list[bytes]) -> None:
    with pytest.raises(ValueError, match="peak"):
        Frontier(size, peaks)


def test_what_the_tree_never_had_cannot_be_proven() -> None:
    tree = published()
    with pytest.raises(ValueError, match="size"):
        tree.root(9)
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_proof(5, 5)
    with pytest.raises(ValueError, match="never"):
        tree.consistency_proof(6, 5)
    with pytest.raises(ValueError, match="32 bytes"):
        tree.extend([b"short"])
    assert len(tree) == 8
