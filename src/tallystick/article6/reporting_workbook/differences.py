"""Why the workbook and the account differ, row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tallystick.article6.account import AccountResult
from tallystick.article6.reporting_workbook.credits import WORKBOOK_YEARS, Credit, Question
from tallystick.article6.reporting_workbook.rows import WorkbookRow
from tallystick.core.actions import FirstTransferDefinition
from tallystick.core.findings import Outcome, Severity, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown


@dataclass(frozen=True, slots=True)
class Sides:
    """The same credits as the workbook has them and as the account has them."""

    credits: tuple[Credit, ...]
    rows: Mapping[int, WorkbookRow]
    account: AccountResult


DIFFERENCES: Rulebook[Sides, Question] = Rulebook("reporting workbook")
NOTHING = Text("nothing needs to be done; the account has it right", "无需处理；以账目为准")


@DIFFERENCES.rule(
    "ROW14_SIGN",
    source="2/CMA.3 annex para 8(a)",
    severity=Severity.WARNING,
    message=Text(
        "in {year} row 14 of the workbook is the inventory minus row 12 ({row12} t); first "
        "transfers are added, so that the balance is the inventory plus {adjustment} t",
        "{year} 年工作簿第14行为清单减第12行（{row12} 吨）；首次转让应予加上，"
        "余额为清单加 {adjustment} 吨",
    ),
    fix=NOTHING,
)
def balance_adds_first_transfers(sides: Sides, question: Question) -> Iterator[Shown]:
    """First transfers raise the balance of their host, and uses lower it."""
    adjusted = {year.year: year.adjustment_t for year in sides.account.years}
    for year, row12 in sides.rows[12].values.items():
        if not row12 or year > question.inventory_to:
            continue
        where = {"row": 14, "year": year}
        adjustment = adjusted.get(year)
        if adjustment is None:
            yield unknown(Text(f"the adjustment of {year}", f"{year} 年的相应调整"), where)
        else:
            yield fails(where, year=year, row12=printed(row12), adjustment=printed(adjustment))


@DIFFERENCES.rule(
    "AVG_WINDOW",
    source="2/CMA.3 annex para 7(a)(ii)",
    severity=Severity.WARNING,
    message=Text(
        "row 11 divides the ITMOs up to {last} by the years up to {inventory}; the account ends "
        "both in the same year",
        "第11行以截至 {inventory} 年的年数去除截至 {last} 年的数量；账目的分子和分母止于同一年",
    ),
    fix=NOTHING,
)
def average_has_one_window(sides: Sides, question: Question) -> Shown | None:
    """What is averaged and what it is divided by end in the same year."""
    if not question.averages or not sides.rows[10].total:
        return None
    where = {"row": 11}
    values = sides.rows[10].values
    if None in values.values():
        return unknown(Text("the years of the first transfers", "首次转让的年份"), where)
    last = max(year for year, value in values.items() if value)
    if last <= question.inventory_to:
        return None
    return fails(where, last=last, inventory=question.inventory_to)


@DIFFERENCES.rule(
    "UNRESOLVED_COUNTED",
    source="2/CMA.3 annex para 2(b)",
    severity=Severity.WARNING,
    message=Text(
        'row 12 counts {quantity} t declared "{declared}", which rows 7 and 8 leave out; the '
        "account counts a unit once its first transfer is known, and not before",
        "第12行计入声明为“{declared}”的 {quantity} 吨，而第7、8行未计；账目仅在首次转让明确后计入",
    ),
    fix=Text(
        "state a first transfer that can be dated, with its basis",
        "请说明可确定日期的首次转让及依据",
    ),
)
def what_is_adjusted_is_first_transferred(sides: Sides, question: Question) -> Iterator[Shown]:
    """Nothing is adjusted for that has not been first transferred."""
    left_out = Counter[str]()
    for one in sides.credits:
        if not one.is_counted and not question.averages:
            left_out[one.declared] += one.volume_t
    for declared, quantity in left_out.items():
        where = {"row": 12, "declared": declared}
        if declared.strip():
            yield fails(where, quantity=quantity, declared=declared)
        else:
            yield unknown(Text("the declared first transfer", "所声明的首次转让"), where)


@DIFFERENCES.rule(
    "ISSUED_BEFORE_AUTHORIZED",
    source="4/CMA.6 para 11",
    severity=Severity.WARNING,
    message=Text(
        "{quantity} t were issued in {issued} and authorized in {authorized}: the workbook enters "
        "their first transfer in {issued}, the account in {authorized}",
        "{quantity} 吨于 {issued} 年签发、{authorized} 年获授权：工作簿将首次转让记入 {issued} 年，"
        "账目记入 {authorized} 年",
    ),
    fix=NOTHING,
)
def first_transfer_follows_authorization(sides: Sides, _: Question) -> Iterator[Shown]:
    """Nothing is first transferred before it is authorized."""
    issued = (one for one in sides.credits if one.definition is FirstTransferDefinition.ISSUANCE)
    for one in issued:
        where = {"row": 7 if one.for_ndc else 8, "line": one.line}
        if one.issued_in is None:
            continue
        if one.authorized_in is None:
            yield unknown(Text("authorisation_year", "authorisation_year"), where)
        elif one.issued_in < one.authorized_in:
            years = {"issued": one.issued_in, "authorized": one.authorized_in}
            yield fails(where, quantity=one.volume_t, **years)


UNLISTED = Text(
    "the list gives {count} credits without the year of their first transfer: rows 7 and 8 are "
    "known in total, taking all of them to be first transferred by {last}, and not by year",
    "列表中有 {count} 笔未注明首次转让年份：第7、8行仅知合计（视为均于 {last} 年底前首次转让），"
    "不知分年数",
)
SUPPLY_YEARS = Text(
    "add the columns authorisation_year and issuance_year",
    "请补充 authorisation_year 和 issuance_year 两列",
)


@DIFFERENCES.rule(
    "YEARS_UNLISTED",
    source="Tallystick design",
    severity=Severity.WARNING,
    message=UNLISTED,
    fix=SUPPLY_YEARS,
    undecided=UNLISTED,
    supply=SUPPLY_YEARS,
)
def years_are_listed(sides: Sides, _: Question) -> Shown | None:
    """The year of a first transfer is never guessed."""
    undated = [one for one in sides.credits if one.is_counted and one.first_transferred_in is None]
    if not undated:
        return None
    values = {"count": len(undated), "last": WORKBOOK_YEARS.last_year}
    return Shown(values, {"rows": [7, 8]}, Outcome.NOT_DETERMINABLE)
