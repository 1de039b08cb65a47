"""Where a batch differs from what was signed.

A batch is what stands between two checkpoints whose peaks are known to be genuine. Each peak of
the later checkpoint that reaches into the batch is a piece that can be proven alone: if the
entries, in some reading of the lines, hash to it, then they are the entries of the log.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tallystick.core.findings import Finding
from tallystick.ledger.proof.faults import (
    CONFLICT,
    DUPLICATED,
    INSERTED,
    LOG_REWRITTEN,
    MISPLACED,
    MISSING,
    RANGE_MISMATCH,
    RENUMBERED,
)
from tallystick.ledger.proof.merkle import peak_spans
from tallystick.ledger.proof.tree import Frontier

Reading = Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a line says to be: its number, the hash beside its text, and the text's own hash."""

    index: int
    stated: bytes
    computed: bytes
    line: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """The size and the peaks of a genuine checkpoint."""

    size: int
    peaks: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Entries `first` up to `stop`, which with the subtrees left of them hash to `peak`."""

    first: int
    stop: int
    left: Frontier
    peak: bytes

    def hashes(self, reading: Reading) -> list[bytes] | None:
        """Return the hashes a reading gives these entries, None when one is absent."""
        if self.stop - self.first > len(reading):
            return None
        hashes = [reading.get(index, b"") for index in range(self.first, self.stop)]
        return hashes if all(hashes) else None

    def holds(self, hashes: Sequence[bytes]) -> bool:
        grown = Frontier(self.left.size, self.left.peaks)
        grown.extend(hashes)
        return grown.peaks == (self.peak,)


def locate(start: Edge, end: Edge, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Find what was done to the lines between two checkpoints; empty when nothing was."""
    if _contradict(start, end):
        yield LOG_REWRITTEN.found(size=end.size)
    genuine: dict[int, bytes] = {}
    unproven = []
    readings = _readings(start.size, end.size, claims)
    for piece in _pieces(start, end):
        proven = next(filter(None, (_proven(piece, reading) for reading in readings)), None)
        if proven is None:
            unproven.append(piece)
        else:
            genuine.update(enumerate(proven, piece.first))
    lines = _Lines(start.size, end.size, genuine)
    for claim in claims:
        yield from lines.judge(claim)
    yield from lines.disorder()
    for first, last in lines.missing():
        yield MISSING.found(first_index=first, last_index=last)
    for piece in unproven:
        last = piece.stop - 1
        yield RANGE_MISMATCH.found(first_index=piece.first, last_index=last, size=end.size)


def _contradict(start: Edge, end: Edge) -> bool:
    """Whether a peak that both trees must share differs."""
    before = dict(zip(peak_spans(start.size), start.peaks, strict=True))
    after = zip(peak_spans(end.size), end.peaks, strict=True)
    return any(before.get(span, peak) != peak for span, peak in after)


def _pieces(start: Edge, end: Edge) -> Iterator[_Piece]:
    before = list(zip(peak_spans(start.size), start.peaks, strict=True))
    for (first, stop), peak in zip(peak_spans(end.size), end.peaks, strict=True):
        if stop <= start.size:
            continue
        left = [one for (begins, _), one in before if begins >= first]
        inner = max(first, start.size)
        yield _Piece(inner, stop, Frontier(inner - first, left), peak)


def _readings(start: int, end: int, claims: Sequence[Claim]) -> list[Reading]:
    """List the ways in which the lines could be the entries.

    By number, where of two lines with one number the first or the last counts; by place, counted
    from either end; each by the stated hash, and by the text's own where the two differ.
    """
    readings: list[Reading] = []
    kinds = [[claim.stated for claim in claims]]
    if any(claim.stated != claim.computed for claim in claims):
        kinds.append([claim.computed for claim in claims])
    for hashes in kinds:
        numbered = [(claim.index, one) for claim, one in zip(claims, hashes, strict=True)]
        readings += [
            dict(reversed(numbered)),
            dict(numbered),
            dict(enumerate(hashes, start)),
            dict(enumerate(hashes, end - len(hashes))),
        ]
    return readings


def _proven(piece: _Piece, reading: Reading) -> list[bytes] | None:
    hashes = piece.hashes(reading)
    return hashes if hashes and piece.holds(hashes) else None


class _Lines:
    """The lines of a batch, judged one after the other against the entries that are proven."""

    def __init__(self, start: int, end: int, genuine: Reading) -> None:
        self._start = start
        self._end = end
        self._genuine = genuine
        self._index_of = {one: index for index, one in genuine.items()}
        self._seen: dict[int, Claim] = {}
        self._elsewhere: set[int] = set()

    def judge(self, claim: Claim) -> Iterator[Finding]:
        """Say what is wrong with the number of a line, if anything."""
        hashes = (claim.stated, claim.computed)
        actual = next((self._index_of[one] for one in hashes if one in self._index_of), None)
        at = {"line": claim.line, "index": claim.index}
        proven = self._genuine.get(claim.index)
        if proven is not None and proven not in hashes and actual is None:
            yield INSERTED.found(**at)
        elif proven not in hashes and actual is not None:
            self._elsewhere.add(actual)
            yield RENUMBERED.found(**at, actual_index=actual)
        elif not self._start <= claim.index < self._end:
            yield MISPLACED.found(**at)
        elif claim.index not in self._seen:
            self._seen[claim.index] = claim
        elif claim.stated == self._seen[claim.index].stated:
            yield DUPLICATED.found(**at)
        else:
            yield CONFLICT.found(**at)

    def disorder(self) -> Iterator[Finding]:
        """Name the fewest entries whose removal leaves the others in order."""
        claims = list(self._seen.values())
        ordered = _longest_increasing([claim.index for claim in claims])
        for claim in claims:
            if claim.index not in ordered:
                yield MISPLACED.found(line=claim.line, index=claim.index)

    def missing(self) -> list[tuple[int, int]]:
        """List the runs of entries that no line holds, first and last."""
        held = sorted({*self._seen, *self._elsewhere})
        bounds = [self._start - 1, *held, self._end]
        return [(low + 1, high - 1) for low, high in pairwise(bounds) if high - low > 1]


def _longest_increasing(numbers: Sequence[int]) -> set[int]:
    """Return the members of a longest increasing subsequence of distinct numbers."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    members = set()
    last = tails[-1] if tails else None
    while last is not None:
        members.add(last)
        last = before[last]
    return members
