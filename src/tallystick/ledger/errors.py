"""What keeps a ledger from answering: a refusal, a conflict, or a ledger that cannot be used."""

from collections.abc import Sequence

from tallystick.core.findings import Finding


class LedgerError(Exception):
    """The ledger cannot be opened, read or written; the message says why."""


class Conflict(Exception):  # noqa: N818 (the exit code's own word)
    """A key is taken by a posting with another body."""

    def __init__(self, key: str = "") -> None:
        super().__init__(f'the key "{key}" stands for another posting')
        self.key = key


class Refused(Exception):  # noqa: N818 (the exit code's own word)
    """A rule refuses the posting; nothing is written and the key stays free."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(one.message.en for one in findings if one.refuses))
        self.findings = tuple(findings)
