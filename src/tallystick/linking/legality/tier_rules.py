"""The two tiers: what governments agree, and what companies and associations can do under it."""

from collections.abc import Iterator

from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown
from tallystick.linking.agreement.agreement import Agreement, Contract
from tallystick.linking.agreement.words import EFFECTIVE, AuthorizationLevel, Form, Level
from tallystick.linking.circumstances import AgreementRules, Circumstances
from tallystick.linking.legality.concerned import carries_outcomes, place
from tallystick.linking.status import standing

TIERS: AgreementRules = Rulebook("tiers of an agreement")


@TIERS.rule(
    "S6",
    source="Liu 2024 section 3.1; 4/CMA.6 para 11",
    message=Text(
        "contract {contract} rests on no agreement between governments that is in force on {date}",
        "合同 {contract} 在 {date} 没有有效的政府间协议作为依据",
    ),
    fix=Text(
        "name the agreement in `under`, or state that the host State itself sells",
        "请在 `under` 注明所依据的协议，或说明由东道国自行出售",
    ),
)
def contracts_rest_on_an_agreement(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """A commercial contract rests on an agreement in force unless the host State sells itself."""
    for index, contract in enumerate(agreement.contracts):
        if contract.state_sells or facts.on not in contract.valid:
            continue
        where = place(agreement, facts, f"contracts[{index}]")
        base = _base(agreement, contract)
        if base is None and contract.state_sells is None:
            yield unknown(Text(f"what {contract.id} rests on", f"{contract.id} 的依据"), where)
            continue
        rests = _is_in_force(agreement, base, facts) if base else False
        if rests is None:
            yield unknown(Text(f'the agreement "{base}"', f"协议“{base}”"), where)
        elif not rests:
            yield fails(where, contract=contract.id, date=facts.on)


def _base(agreement: Agreement, contract: Contract) -> str | None:
    """Follow contracts that rest on each other to what the last one rests on."""
    named = {one.id: one for one in agreement.contracts}
    while contract.under in named:
        contract = named[contract.under]
    return contract.under


def _is_in_force(agreement: Agreement, base: str, facts: Circumstances) -> bool | None:
    own = base == agreement.id or base in agreement.aliases
    found = agreement if own else facts.other(base)
    if found is None:
        return None
    stands = standing(found, facts.on)
    return stands.among(EFFECTIVE)


@TIERS.rule(
    "S6_EVIDENCE",
    source="Paris Agreement Article 6.3; Liu 2024 section 3.1",
    message=Text(
        "contract {contract}: no document of {levels} by {date}",
        "合同 {contract}：截至 {date} 缺少 {levels} 的文件",
    ),
    fix=Text("name the document under `authorizations`", "请在 `authorizations` 填写文件"),
)
def sales_are_authorized_on_both_levels(
    agreement: Agreement, facts: Circumstances
) -> Iterator[Shown]:
    """A sale is authorized under Article 6.3 and by national law; the State needs the first only.

    What the State owns and sells itself passes through no private tier.
    """
    for index, contract in enumerate(agreement.contracts):
        where = place(agreement, facts, f"contracts[{index}].authorizations")
        if facts.on not in contract.valid or not carries_outcomes(agreement):
            continue
        if contract.authorizations is None or contract.state_sells is None:
            yield unknown(Text("who sells, and its authorizations", "出售方及授权文件"), where)
            continue
        given = {one.level for one in contract.authorizations if one.on <= facts.on}
        needed = [AuthorizationLevel.ARTICLE_6_3]
        if not contract.state_sells:
            needed.append(AuthorizationLevel.NATIONAL)
        lacking = ", ".join(level for level in needed if level not in given)
        if lacking:
            yield fails(where, contract=contract.id, levels=lacking, date=facts.on)


@TIERS.rule(
    "S7",
    source="Liu 2024 section 3.1",
    message=Text(
        "{party} is no government: its signature makes no unit good in another system",
        "{party} 不是政府：其签署不能使单位在另一体系有效",
    ),
    fix=Text(
        "leave the direction out; only governments open one",
        "请删去该方向；只有政府才能开放方向",
    ),
)
def associations_open_no_direction(agreement: Agreement, facts: Circumstances) -> Iterator[Shown]:
    """No direction rests on the signature of a party that is no government."""
    outside = [party for party in agreement.parties if party.level is Level.NON_STATE]
    if not outside and agreement.form is not Form.INDUSTRY_MOC:
        return
    for index, direction in enumerate(agreement.recognition):
        where = place(agreement, facts, f"recognition[{index}]")
        for end in (direction.origin, direction.destination):
            behind = agreement.behind(end)
            if behind and all(party in outside for party in behind):
                yield fails(where, party=behind[0].id)
            elif not behind:
                yield unknown(Text(f"who stands behind {end}", f"{end} 的责任方"), where)
