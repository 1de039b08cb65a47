"""Write docs/reference/rules.md from the rules themselves.

Usage: python scripts/rule_reference.py
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tallystick import law, linking, market
from tallystick.article6.rulebooks import rulebooks
from tallystick.core.rules import Rule

PAGE = Path(__file__).parents[1] / "docs/reference/rules.md"
INTRODUCTION = """\
# Rules

Generated from the code by `scripts/rule_reference.py`. `{name}` stands for a value that a finding
fills in. A source that is not fully verified against the decision's text is marked.
"""


def page() -> str:
    """Write the whole page."""
    parts = [INTRODUCTION]
    for book in rulebooks(linking, market):
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
