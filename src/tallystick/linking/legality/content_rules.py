"""What an agreement has to say, clause by clause; silence is unknown and never passes."""

from collections.abc import Iterator
from fractions import Fraction

from tallystick import law
from tallystick.core.findings import Severity, Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement
from tallystick.linking.agreement.params import (
    Accession,
    Adjustment,
    Authorization,
    Confidentiality,
    Integrity,
    Mrv,
    Registry,
    SustainableDevelopment,
)
from tallystick.linking.agreement.words import Area, Connection
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.legality.concerned import carries_outcomes, fixed, place, told

CONTENT: AgreementRules = Rulebook("what an agreement says")

A64ER = "A6.4ER"
BASIS_POINTS = 10_000


def answer(where: dict[str, object], said: bool | None, missing: Text) -> Shown | None:
    """Show a no as a failure and silence as unknown."""
    if said is None:
        return unknown(missing, where)
    return None if said else fails(where)


@CONTENT.rule(
    "C2",
    source="2/CMA.3 annex para 1(d); 4/CMA.6 para 5",
    message=Text(
        "the agreement lets outcomes move that not both Parties have authorized",
        "协议允许转让未经双方授权的成果",
    ),
    fix=Text("let each Party authorize before the first transfer", "请规定首次转让前由各方授权"),
)
def both_authorize(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Nothing moves that not each Party has authorized, and changes are provided for."""
    if not carries_outcomes(agreement):
        return None
    where = place(agreement, facts, "clauses")
    said = fixed(agreement, Area.AUTHORIZATION, Authorization)
    both = told([one.both_parties for one in said])
    if both and not any(one.changes for one in said):
        return unknown(Text("when an authorization may change", "授权变更的条件"), where)
    return answer(where, both, Text("who authorizes", "授权方"))


@CONTENT.rule(
    "C3",
    source="2/CMA.3 annex para 7; 2/CMA.3 annex para 8",
    message=Text(
        "adjustments are not made on both sides by one method and metric",
        "相应调整未由双方以同一方法和指标作出",
    ),
    fix=Text(
        "let the host add and the user subtract, in the same metric",
        "请规定东道国加、使用国减，并用同一指标",
    ),
)
def adjustment_is_symmetric(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Both sides adjust, by the same method and metric."""
    if not carries_outcomes(agreement):
        return None
    said = fixed(agreement, Area.ADJUSTMENT, Adjustment)
    sides = told([one.both_sides for one in said])
    same = told([one.same_method for one in said])
    symmetric = False if False in (sides, same) else None if None in (sides, same) else True
    missing = Text("how both sides adjust", "双方如何作相应调整")
    return answer(place(agreement, facts, "clauses"), symmetric, missing)


@CONTENT.rule(
    "C8",
    source="2/CMA.3 annex para 17; 2/CMA.3 annex para 18(h)(i)",
    message=Text("the agreement lets emissions rise in sum", "协议允许总排放净增加"),
    fix=Text("exclude a net increase within and between periods", "请排除执行期内及之间的净增加"),
)
def emissions_do_not_rise(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """The agreement lets no net increase of emissions happen."""
    if not carries_outcomes(agreement):
        return None
    said = told([one.no_net_increase for one in fixed(agreement, Area.INTEGRITY, Integrity)])
    where = place(agreement, facts, "clauses")
    return answer(where, said, Text("whether emissions may rise in sum", "是否允许净增加"))


@CONTENT.rule(
    "C9",
    source="2/CMA.3 annex para 29; Liu 2024 section 3.2",
    message=Text(
        "units cross between registries that are not connected, so that one could count twice",
        "单位在未连接的登记处之间流动，可能被重复计算",
    ),
    fix=Text("connect the registries, or share one", "请连接登记处，或共用一个"),
)
def unit_is_in_one_place(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Registries between which units move are connected or common."""
    if not agreement.recognition:
        return None
    said = [one.connection for one in fixed(agreement, Area.REGISTRY, Registry)]
    joined = [None if one is None else one is not Connection.NONE for one in said]
    missing = Text("how the registries are connected", "登记处的连接方式")
    return answer(place(agreement, facts, "clauses"), told(joined), missing)


@CONTENT.rule(
    "C10",
    source="2/CMA.3 annex para 1(a)",
    message=Text("the criteria on integrity leave out: {left_out}", "完整性标准缺少：{left_out}"),
    fix=Text(
        "require outcomes to be real, verified and additional",
        "请要求成果真实、经核查且额外",
    ),
)
def outcomes_have_integrity(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """The minimum names what every outcome has to be: real, verified, additional."""
    if not carries_outcomes(agreement):
        return None
    where = place(agreement, facts, "clauses")
    clauses = fixed(agreement, Area.INTEGRITY, Integrity)
    named = {quality.casefold() for one in clauses for quality in one.minimum}
    if not named:
        return unknown(Text("the criteria on integrity", "完整性标准"), where)
    left_out = [quality for quality in law.outcome_qualities() if quality not in named]
    return fails(where, left_out=", ".join(left_out)) if left_out else None


@CONTENT.rule(
    "C11",
    source="2/CMA.3 annex para 18(i)(ii)",
    severity=Severity.WARNING,
    message=Text("the agreement leaves human rights out", "协议未涉及人权"),
    fix=Text("name human rights and sustainable development", "请写明人权和可持续发展"),
)
def human_rights_are_named(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Sustainable development and human rights are named."""
    if not carries_outcomes(agreement):
        return None
    clauses = fixed(agreement, Area.SUSTAINABLE_DEVELOPMENT, SustainableDevelopment)
    said = told([one.human_rights for one in clauses])
    where = place(agreement, facts, "clauses")
    return answer(where, said, Text("what is said on human rights", "有关人权的规定"))


@CONTENT.rule(
    "C12",
    source="3/CMA.3 annex para 58; 3/CMA.3 annex para 59",
    message=Text(
        "{levy} of {agreed} is agreed for A6.4ERs, of which {least} is levied at issuance",
        "就A6.4ER约定的{levy_zh}为 {agreed}，而签发时征收 {least}",
    ),
    fix=Text("leave the levies as they are, or raise them", "请维持或提高征收比例"),
)
def levies_are_kept(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """For units of the mechanism no less is agreed than what is levied at issuance."""
    if not any(A64ER in direction.units for direction in agreement.recognition):
        return
    terms = agreement.article6
    for levy, key, agreed in (
        (Text("a share of proceeds", "收益分成"), "sop_adaptation", terms.sop),
        (Text("a cancellation for overall mitigation", "全面减缓注销"), "omge", terms.omge),
    ):
        where = place(agreement, facts, "article6")
        least = Fraction(int(law.parameter(key)), BASIS_POINTS)
        if agreed is None:
            yield unknown(levy, where)
        elif agreed < least:
            yield fails(where, levy=levy.en, levy_zh=levy.zh, agreed=agreed, least=least)


@CONTENT.rule(
    "C14",
    source="2/CMA.3 annex para 29; 2/CMA.3 annex para 24",
    message=Text("the records of the registry are not public", "登记处记录不公开"),
    fix=Text(
        "publish origin, vintage, authorization and identifier of every unit",
        "请公开每个单位的来源、年份、授权和标识符",
    ),
)
def registry_is_public(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Registries are public and show what each unit is."""
    if not carries_outcomes(agreement):
        return None
    where = place(agreement, facts, "clauses")
    said = fixed(agreement, Area.REGISTRY, Registry)
    public = told([one.public for one in said])
    if public and not any(one.records for one in said):
        return unknown(Text("what each record shows", "记录的内容"), where)
    return answer(where, public, Text("whether the registry is public", "登记处是否公开"))


@CONTENT.rule(
    "C15",
    source="2/CMA.3 annex para 24; 4/CMA.6 para 10",
    message=Text(
        "the class {name} hides {information}, which is public",
        "{name} 级别隐藏应公开的 {information}",
    ),
    fix=Text("take it out of the class", "请将其移出该级别"),
)
def authorizations_stay_public(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """No class of confidential information holds what the agreement itself calls public."""
    if not carries_outcomes(agreement):
        return
    where = place(agreement, facts, "clauses")
    said = fixed(agreement, Area.CONFIDENTIALITY, Confidentiality)
    public = {text.casefold() for one in said for text in one.always_public}
    if not public:
        yield unknown(Text("what is never confidential", "永不保密的信息"), where)
    for one in said:
        for group in one.classes:
            for text in group.information:
                if text.casefold() in public:
                    yield fails(where, name=group.name, information=text)


@CONTENT.rule(
    "C16",
    source="Yang 2025 section 4.2.2",
    severity=Severity.INFO,
    message=Text(
        "the agreement names who receives outcomes and is open to nobody else",
        "协议限定成果接受方且不对其他方开放",
    ),
    fix=Text("say on which terms others may join", "请写明其他方加入的条件"),
)
def others_may_join(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """The formal test of speciality: recipients are not confined to those named."""
    if not carries_outcomes(agreement):
        return None
    said = [bool(one.open_to) for one in fixed(agreement, Area.ACCESSION, Accession)]
    missing = Text("who may join", "可加入的主体")
    return answer(place(agreement, facts, "clauses"), True in said if said else None, missing)


@CONTENT.rule(
    "C18",
    source="2/CMA.3 annex para 18(h)(ii)",
    message=Text("outcomes are not verified by anyone independent", "成果未经独立第三方核查"),
    fix=Text("require an accredited third party to verify", "请要求经认可的第三方核查"),
)
def verifier_is_independent(agreement: Agreement, facts: Circumstances) -> Shown | None:
    """Whoever verifies is another than whoever developed the activity."""
    if not carries_outcomes(agreement):
        return None
    said = told([one.third_party for one in fixed(agreement, Area.MRV, Mrv)])
    return answer(place(agreement, facts, "clauses"), said, Text("who verifies", "核查主体"))
