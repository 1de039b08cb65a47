"""Write docs/reference/rules.md from the rules themselves.

Usage: python scripts/rule_reference.py
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tallystick.article6
import tallystick.market
from tallystick import law
from tallystick.core.rules import Rule, Rulebook

PAGE = Path(__file__).parents[1] / "docs/reference/rules.md"
INTRODUCTION = """\
# Rules

Generated from the code by `scripts/rule_reference.py`. `{name}` stands for a value that a finding
fills in. A source that is not fully verified against the decision's text is marked.
"""


def rulebooks() -> list[Rulebook[Any, Any]]:
    """Find every rulebook of Article 6 and of the markets, each once, by subject."""
    found: dict[int, Rulebook[Any, Any]] = {}
    for package in (tallystick.article6, tallystick.market):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Rulebook):
                    found[id(value)] = value
    return sorted(found.values(), key=lambda book: book.subject)


def page() -> str:
    """Write the whole page."""
    parts = [INTRODUCTION]
    for book in rulebooks():
        parts.append(f"\n## {book.subject}\n")
        parts.extend(line for rule in book.rules for line in lines(rule))
    return "\n".join(parts) + "\n"


def lines(rule: Rule[Any, Any]) -> Iterator[str]:
    """Describe one rule."""
    verified = all(law.paragraph(part).verified for part in rule.source.split("; "))
    check = f" ({rule.check})" if rule.check else ""
    mark = "" if verified else " *unverified*"
    yield f"- **{rule.code}**{check}, {rule.severity}. {rule.source}{mark}"
    yield f"  - {rule.message.en} · {rule.message.zh}"
    yield f"  - mend: {rule.fix.en} · {rule.fix.zh}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
