"""Rules on the authorization of an entity (4/CMA.6 para 3 and annex II table 5)."""

from tallystick.article6.authorization.components import AuthorizeEntity, KycStatus
from tallystick.article6.postings.facts import Facts
from tallystick.article6.postings.record_rules import DESIGN
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, fails, unknown

ENTITIES: Rulebook[AuthorizeEntity, Facts] = Rulebook("authorized entity")


@ENTITIES.rule(
    "PARTY_CODE",
    source="4/CMA.6 annex II table 5",
    message=Text(
        'the country of incorporation "{country}" of entity {entity} is no country code',
        "实体 {entity} 的注册国“{country}”不是国家代码",
    ),
    fix=Text("use the ISO 3166-1 alpha-3 code", "请使用 ISO 3166-1 三字母代码"),
)
def country_is_known(entity: AuthorizeEntity, facts: Facts) -> Shown | None:
    """An entity is incorporated in a country that the list has."""
    if entity.country in facts.parties:
        return None
    return fails({"entity": entity.number}, country=entity.country, entity=entity.number)


@ENTITIES.rule(
    "ENTITY_KYC",
    source=DESIGN,
    message=Text(
        "the identification of entity {entity} failed, and it is authorized nevertheless",
        "实体 {entity} 未通过身份核验，却获授权",
    ),
    fix=Text("identify the entity before it is authorized", "请在授权前完成该实体的身份核验"),
)
def entity_is_identified(entity: AuthorizeEntity, _: Facts) -> Shown | None:
    """Whoever authorizes an entity knows who it is."""
    where = {"entity": entity.number}
    if entity.kyc in {None, KycStatus.PENDING}:
        return unknown(Text("whether the entity is identified", "实体的身份核验状态"), where)
    if entity.kyc is KycStatus.PASSED:
        return None
    return fails(where, entity=entity.number)
