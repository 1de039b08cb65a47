"""Rules on accounts and NDCs."""

from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.records import OpenAccount, RecordNdc
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

DESIGN = "Tallystick design"
"""The source of a rule that no decision states and a ledger cannot do without."""

ACCOUNTS: Rulebook[OpenAccount, Facts] = Rulebook("account")
NDCS: Rulebook[RecordNdc, Facts] = Rulebook("NDC")


@ACCOUNTS.rule(
    "ACCOUNT",
    source=DESIGN,
    message=Text("account {account} is open already", "账户 {account} 已经开立"),
    fix=Text("choose another account id", "请另选账户编号"),
)
def account_is_new(account: OpenAccount, facts: Facts) -> Shown | None:
    """An account is opened once."""
    if account.id not in facts.accounts:
        return None
    return fails({"account": account.id}, account=account.id)


@ACCOUNTS.rule(
    "ACCOUNT",
    source="2/CMA.3 annex para 29",
    message=Text(
        '"{kind}" is not a kind of account; known are {known}',
        "“{kind}”不是账户类型；已知类型为 {known}",
    ),
    fix=Text("choose one of the kinds", "请选用其中一种类型"),
)
def account_kind_is_known(account: OpenAccount, facts: Facts) -> Shown | None:
    """An account is of a known kind."""
    if account.account_kind in facts.kinds:
        return None
    known = ", ".join(facts.kinds)
    return fails({"account": account.id}, kind=account.account_kind, known=known)


@ACCOUNTS.rule(
    "USE_PERIOD",
    source="2/CMA.3 annex para 8(b)",
    message=Text(
        "account {account} ({kind_en}) serves no NDC period, and {period} is stated",
        "账户 {account}（{kind_zh}）不对应国家自主贡献周期，却注明 {period}",
    ),
    fix=Text("leave the period out", "请删去周期"),
)
def period_is_stated_for_use(account: OpenAccount, facts: Facts) -> Shown | None:
    """An account for use states the NDC period that it serves, and no other account does."""
    kind, where = facts.kinds.get(account.account_kind), {"account": account.id}
    if kind is None or kind.per_period == (account.period is not None):
        return None
    if kind.per_period:
        return unknown(Text("the NDC period of the account", "账户的国家自主贡献周期"), where)
    told = {"kind_en": kind.label.en, "kind_zh": kind.label.zh}
    return fails(where, account=account.id, period=account.period, **told)


@ACCOUNTS.rule(
    "PARTY_CODE",
    source="6/CMA.4 annex I para 5",
    message=Text('"{party}" is not a Party code', "“{party}”不是缔约方代码"),
    fix=Text(
        "use the ISO 3166-1 alpha-3 code, or EUE for the European Union",
        "请使用 ISO 3166-1 三字母代码，欧洲联盟使用 EUE",
    ),
)
def account_is_of_a_party(account: OpenAccount, facts: Facts) -> Shown | None:
    """An account stands under a known Party."""
    if account.party in facts.parties:
        return None
    return fails({"account": account.id}, party=account.party)


@NDCS.rule(
    "METHOD_CHANGE",
    source="2/CMA.3 annex para 7",
    message=Text(
        "{party} applies the method {before} in the NDC period {period}, not {after}",
        "{party} 在国家自主贡献周期 {period} 内采用方法 {before}，不能改为 {after}",
    ),
    fix=Text("keep one method throughout the NDC period", "请在整个国家自主贡献周期内采用同一方法"),
)
def method_is_kept(ndc: RecordNdc, facts: Facts) -> Shown | None:
    """One method is used throughout an NDC period."""
    for earlier in facts.ndcs:
        if earlier.period == ndc.period and earlier.method != ndc.method:
            return fails(
                {"party": ndc.party},
                party=ndc.party,
                period=ndc.period,
                before=earlier.method,
                after=ndc.method,
            )
    return None
