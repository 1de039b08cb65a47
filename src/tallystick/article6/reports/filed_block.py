"""The achievement block of a structured summary as filed, against the account behind it."""

from collections.abc import Iterator

from tallystick.article6.account import Account, AccountResult
from tallystick.article6.account.years import Quantity
from tallystick.article6.reports.filed_table import Accounted, FiledTable
from tallystick.article6.reports.summary import final_quantity
from tallystick.core.findings import Finding, Outcome, Text
from tallystick.core.quantities import printed
from tallystick.core.rules import Rulebook, Shown, fails, unknown

FILED_BLOCK: Rulebook[FiledTable, Accounted] = Rulebook("filed achievement block")

ANSWERS = {Outcome.PASS: Text("yes", "是"), Outcome.FAIL: Text("no", "否")}


@FILED_BLOCK.rule(
    "T4_BLOCK",
    source="5/CMA.3 annex II table 4; 2/CMA.3 annex para 23(l); 18/CMA.1 annex para 70",
    message=Text(
        "the block says {got} where the account comes to {expected}",
        "实现情况栏为 {got}，而账户结果为 {expected_zh}",
    ),
    fix=Text(
        "restate the final information and the answer as the account has them",
        "请按账户结果重述最终信息和答复",
    ),
)
def block_is_that_of_the_account(table: FiledTable, accounted: Accounted) -> Iterator[Shown]:
    """The final information and the answer are what the balance and the target come to."""
    account, result = accounted.account, accounted.result
    if table.final_t is not None:
        yield from _final(table.final_t, account, result)
    if table.achieved is not None:
        yield from _answer(table.achieved, result.achieved)


def _final(got: Quantity, account: Account, result: AccountResult) -> Iterator[Shown]:
    expected, where = final_quantity(account.ndc, result), {"row": "23(l)"}
    if expected is None:
        yield unknown(Text("the final information, 23(l)", "最终信息（第23(l)段）"), where)
    elif printed(got) != printed(expected):  # a block is filed as it is printed
        told = {"got": printed(got), "expected": printed(expected)}
        yield fails(where, **told, expected_zh=printed(expected))


def _answer(got: Outcome, expected: Outcome) -> Iterator[Shown]:
    where = {"row": "70"}
    if expected is Outcome.NOT_DETERMINABLE:
        yield unknown(Text("whether the NDC is achieved", "国家自主贡献是否实现"), where)
    elif got is not expected:
        said = ANSWERS[expected]
        yield fails(where, got=ANSWERS[got].en, expected=said.en, expected_zh=said.zh)


def judge_block(table: FiledTable, account: Account, result: AccountResult) -> list[Finding]:
    """Judge the block as filed; what it does not restate is not judged."""
    return FILED_BLOCK.judge(table, Accounted(account, result))
