"""Rules on each outcome: real, verified, additional, without leakage, lasting, and not left out."""

from collections.abc import Iterator
from datetime import date

from tallystick.article6.integrity.bodies import SEPARATED, Task
from tallystick.article6.integrity.record import IntegrityRecord, Mitigation
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

OUTCOMES: Rulebook[IntegrityRecord, date] = Rulebook("integrity of outcomes")

UNRECORDED = Text("the outcomes of the approach", "该合作方法的成果")


@OUTCOMES.rule(
    "REAL",
    source="2/CMA.3 annex para 1(a); 2/CMA.3 annex para 22(b)(ii)",
    message=Text(
        "{outcome}: {quantity} t are claimed, {reduction} t were measured by {date}",
        "{outcome}：申报 {quantity} 吨，截至 {date} 测得 {reduction} 吨",
    ),
    fix=Text("claim no more than was measured", "申报量不得超过测得量"),
)
def outcome_is_real(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """An outcome was measured after its mitigation began, and is not more than that."""
    if record.outcomes is None:
        yield unknown(UNRECORDED, {"approach": record.approach})
    for one in record.outcomes or ():
        if one.reduction_t is None or one.measured is None:
            yield unknown(Text("a measured reduction", "测得的减排量"), where(one))
        elif one.quantity_t > one.reduction_t or not one.vintage <= one.measured.on.year <= on.year:
            yield fails(
                where(one),
                outcome=one.id,
                quantity=one.quantity_t,
                reduction=one.reduction_t,
                date=on,
            )


@OUTCOMES.rule(
    "VERIFIED",
    source="2/CMA.3 annex para 1(a)",
    message=Text(
        "{outcome}: {verifier} had not verified it by {date}, after it was measured",
        "{outcome}：截至 {date}，{verifier} 未在测量之后完成核查",
    ),
    fix=Text(
        "have the outcome verified, and enter the engagement of the body",
        "请完成核查，并登记该机构的委托",
    ),
)
def outcome_is_verified(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """An outcome was verified after it was measured, by a body engaged to verify its activity."""
    for one in record.outcomes or ():
        if one.verified is None or one.verifier is None or one.measured is None:
            yield unknown(Text("a verification statement", "核查声明"), where(one))
        elif record.engagements is None:
            yield unknown(Text("the engagements of bodies", "机构的委托"), where(one))
        elif not (one.measured.on <= one.verified.on <= on and _is_engaged(record, one)):
            yield fails(where(one), outcome=one.id, verifier=one.verifier, date=on)


def _is_engaged(record: IntegrityRecord, outcome: Mitigation) -> bool:
    return any(
        (one.activity, one.body, one.task)
        == (outcome.activity, outcome.verifier, Task.VERIFICATION)
        for one in record.engagements or ()
        if one.task in SEPARATED
    )


@OUTCOMES.rule(
    "NATIONAL_BASELINE",
    source="2/CMA.3 annex para 1(a); 2/CMA.3 annex para 22(b)(ii)",
    message=Text(
        "{outcome}: {inside} of {quantity} t lie within the national baseline of {party} for "
        "{sector} in {vintage} (version {version})",
        "{outcome}：{quantity} 吨中有 {inside} 吨处于 {party} {sector} 部门 {vintage} 年国家基线"
        "之内（第 {version} 版）",
    ),
    fix=Text(
        "claim only what lies beyond the national baseline",
        "仅可申报国家基线以外的部分",
    ),
)
def outcome_is_beyond_the_national_baseline(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """Outcomes of a sector and year are no more than what it stayed below the baseline.

    The version in force on the day of verification decides; who was verified first comes first.
    """
    taken: dict[tuple[str, str, int], int] = {}
    for one in sorted(record.outcomes or (), key=lambda one: _verified_on(one, on)):
        place, day = (one.party, one.sector, one.vintage), _verified_on(one, on)
        beyond = record.baselines.beyond_t(*place, day)
        if beyond is None:
            yield unknown(
                Text("the national baseline and emissions", "国家基线和部门排放量"), where(one)
            )
            continue
        before = taken.get(place, 0)
        taken[place] = before + one.quantity_t
        inside = min(one.quantity_t, before + one.quantity_t - beyond)
        if inside > 0:
            baseline = record.baselines.in_force(*place, day)
            yield fails(
                {**where(one), "inside_t": inside},
                outcome=one.id,
                inside=inside,
                quantity=one.quantity_t,
                party=one.party,
                sector=one.sector,
                vintage=one.vintage,
                version=baseline.version if baseline else "-",
            )


def _verified_on(outcome: Mitigation, on: date) -> date:
    return outcome.verified.on if outcome.verified else on


@OUTCOMES.rule(
    "LEAKAGE",
    source="2/CMA.3 annex para 22(b)(ii); 4/CMA.6 annex I",
    message=Text(
        "{outcome}: {quantity} t are claimed, {left} t are left after leakage of {leakage} t",
        "{outcome}：申报 {quantity} 吨，扣除泄漏 {leakage} 吨后仅余 {left} 吨",
    ),
    fix=Text("deduct the leakage", "请扣除泄漏"),
)
def leakage_is_deducted(record: IntegrityRecord, _: date) -> Iterator[Shown]:
    """Leakage is assessed and deducted, also where it is nothing."""
    for one in record.outcomes or ():
        if one.leakage_t is None or one.reduction_t is None:
            yield unknown(Text("the leakage", "泄漏量"), where(one))
            continue
        left = one.reduction_t - one.leakage_t
        if one.quantity_t > left:
            told = {"quantity": one.quantity_t, "left": left, "leakage": one.leakage_t}
            yield fails(where(one), outcome=one.id, **told)


@OUTCOMES.rule(
    "PERMANENCE",
    source="2/CMA.3 annex para 22(b)(iii); 4/CMA.6 annex I",
    message=Text(
        "{outcome} can be reversed, and on {date} nobody watches it or answers for it",
        "{outcome} 存在逆转风险，而在 {date} 无人监测或负责",
    ),
    fix=Text(
        "state until when it is monitored and which Party answers for reversals",
        "请说明监测期限及对逆转负责的缔约方",
    ),
)
def risk_of_reversal_is_looked_after(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """What can be reversed is monitored, and a participating Party answers for it."""
    for one in record.outcomes or ():
        lasting = one.permanence
        if lasting is None:
            yield unknown(Text("whether it can be reversed", "是否可能逆转"), where(one))
        elif lasting.at_risk and not (
            lasting.monitored_until is not None
            and lasting.monitored_until >= on
            and lasting.responsible in record.parties
        ):
            yield fails(where(one), outcome=one.id, date=on)


@OUTCOMES.rule(
    "REVERSAL",
    source="2/CMA.3 annex para 22(b)(iii); 2/CMA.3 annex para 18(h)(iii)",
    message=Text(
        "reversal {reversal} of {outcome}: {left} of {quantity} t were to be replaced by {due}",
        "{outcome} 的逆转 {reversal}：{quantity} 吨中尚有 {left} 吨应于 {due} 前替换",
    ),
    fix=Text(
        "replace the units; adjustments already made stay as they are",
        "请替换这些单位；已作的相应调整保持不变",
    ),
)
def reversals_are_replaced(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """A reversal obliges to replace what was lost, and takes back no adjustment."""
    if record.reversals is None:
        yield unknown(Text("the reversals", "逆转记录"), {"approach": record.approach})
    for one in record.reversals or ():
        place, left = {"outcome": one.outcome, "reversal": one.id}, one.outstanding_t(on)
        if one.on > on or not left:
            continue
        if one.due is None or one.due >= on:
            due = Text(
                f"the replacement of {left} t, due {one.due or 'on no day'}",
                f"{left} 吨的替换（期限：{one.due or '未定'}）",
            )
            yield unknown(due, {**place, "outstanding_t": left})
        else:
            yield fails(
                {**place, "outstanding_t": left},
                reversal=one.id,
                outcome=one.outcome,
                left=left,
                quantity=one.quantity_t,
                due=one.due,
            )


@OUTCOMES.rule(
    "EXCLUDED",
    source="Switzerland-Ghana agreement Article 3; 2/CMA.3 annex para 22(b)(ii)",
    message=Text("{outcome}: {source} leaves out {label_en}", "{outcome}：{source} 排除{label_zh}"),
    fix=Text("authorize no outcome of this activity", "请勿授权该活动的成果"),
)
def activity_is_not_left_out(record: IntegrityRecord, on: date) -> Iterator[Shown]:
    """No outcome comes from an activity that the agreement leaves out."""
    if record.exclusions is None:
        yield unknown(Text("what the agreement leaves out", "协定的排除事项"), _of(record))
        return
    standing = [one for one in record.exclusions if one.holds(on)]
    for outcome in record.outcomes or ():
        if outcome.traits is None and standing:
            yield unknown(Text("the traits of the activity", "活动的性质"), where(outcome))
        for one in standing:
            if one.trait in (outcome.traits or ()):
                told = {"label_en": one.label_en, "label_zh": one.label_zh, "source": one.source}
                yield fails(where(outcome), outcome=outcome.id, **told)


def where(outcome: Mitigation) -> dict[str, object]:
    """Say which outcome a finding is about."""
    return {"outcome": outcome.id, "party": outcome.party, "vintage": outcome.vintage}


def _of(record: IntegrityRecord) -> dict[str, object]:
    return {"approach": record.approach}
