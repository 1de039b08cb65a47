"""With what software, rules, data and choices a document was made; every document says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tallystick import __version__, law
from tallystick.core.findings import Text


@dataclass(frozen=True, slots=True)
class DataUsed:
    """A file or ledger that a document was made from, with the SHA-256 of its content if a file."""

    name: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """What it takes to make the same document again.

    `on` is the day whose decisions were applied; without one, all that are known.
    """

    data: tuple[DataUsed, ...]
    on: date | None = None
    choices: tuple[Text, ...] = ()

    @property
    def packs(self) -> tuple[law.RulePack, ...]:
        """The decisions applied."""
        return law.rule_packs() if self.on is None else law.rule_packs_on(self.on)

    def statements(self) -> Iterable[Text]:
        """Say all of it in words."""
        yield Text(f"Software: Tallystick {__version__}", f"软件：Tallystick {__version__}")
        applied = ", ".join(pack.id for pack in self.packs) or "-"
        en, zh = (f" (as of {self.on})", f"（截至 {self.on}）") if self.on else ("", "")
        yield Text(f"Decisions applied: {applied}{en}", f"所依决定：{applied}{zh}")
        listed = law.NOMENCLATURE_DATE
        yield Text(f"Nomenclature: {listed}", f"术语表：{listed}")
        for one in self.data:
            mark = f" (sha256 {one.sha256})" if one.sha256 else ""
            yield Text(f"Data: {one.name}{mark}", f"数据：{one.name}{mark}")
        for choice in self.choices:
            yield Text(f"Choice: {choice.en}", f"选择：{choice.zh}")

    def to_json(self) -> dict[str, Any]:
        """Return the same by name."""
        return {
            "software": f"Tallystick {__version__}",
            "decisions": [pack.id for pack in self.packs],
            "decisions_as_of": self.on.isoformat() if self.on else None,
            "nomenclature": law.NOMENCLATURE_DATE.isoformat(),
            "data": [{"name": one.name, "sha256": one.sha256} for one in self.data],
            "choices": [choice.en for choice in self.choices],
            "choices_zh": [choice.zh for choice in self.choices],
        }
