"""What an agreement file holds, said in English and Chinese."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from tallystick import law
from tallystick.core.findings import Text
from tallystick.linking.agreement.restrictions import (
    BorderTax,
    Discount,
    ExchangeRate,
    Quantity,
    Restriction,
    UnitFilter,
)
from tallystick.linking.agreement.values import ALWAYS, Day, Names, Window, Years

SPAN = Text("{first} to {last}", "{first} 至 {last}")
OPEN_END = "..."
YES, NO = Text("yes", "是"), Text("no", "否")
RATED = Text("{rate} units are booked for one sent", "每发送1单位记入 {rate} 单位")
RATING = Text("the rate follows the ratings by {rating}", "汇率依据 {rating} 的评级")
RECIPROCAL = Text("{rate}; the inverse holds the other way", "{rate}；反向适用其倒数")
DISCOUNTED = Text("{rate} of what is sent is not booked", "所发送单位的 {rate} 不予记入")
LIMITED = Text(
    "{scope} limit per {per}: {limit} units booked", "{scope}限额（每{per}）：记入 {limit} 单位"
)
SHARED = Text(
    "{scope} limit per {per}: {share} of {base}", "{scope}限额（每{per}）：{base} 的 {share}"
)
BASE_OPEN = Text("[GAP: base not named]", "【缺：未注明基数】")
TAXED = Text(
    "border tax of {amount} {currency} per unit sent", "边境税：每发送单位 {amount} {currency}"
)
TAXED_BY_RATE = Text("border tax of {rate} of the price", "边境税：价格的 {rate}")
TRADED = Text("{tax}, traded as {traded}", "{tax}，按{traded}交易")
FILTERED = Text("only units with {asked}", "仅限：{asked}")
WITHIN = Text("{said}, from {first} to {last}", "{said}，自 {first} 至 {last}")
VINTAGES = Text("vintages {first} to {last}", "年份 {first} 至 {last}")
REGISTERED = Text("registration from {first} to {last}", "注册日期 {first} 至 {last}")
AMONG = Text("{what} among {listed}", "{what}属于 {listed}")
NOT_AMONG = Text("nothing among {listed}", "不含 {listed}")
PROGRAMME = Text("programme", "项目计划")
PROJECT_TYPE = Text("project type", "项目类型")
HOST = Text("host Party", "东道国")


def named(word: str) -> Text:
    """Return a word or key of agreement files in both languages."""
    return Text(*law.agreement_words()[word])


def said(value: Any) -> Text:
    """Say a value: words of ours in both languages, the parties' own as they are."""
    match value:
        case bool():
            return YES if value else NO
        case StrEnum():
            return named(value.value)
        case tuple():
            return joined([said(one) for one in value], "; ", "；")
        case Names() | Window() | Years():
            return _named_or_spanned(value)
        case _ if is_dataclass(value) and not isinstance(value, Day):
            return stated(value)
    return Text(str(value), str(value))


def _named_or_spanned(value: Names | Window | Years) -> Text:
    if isinstance(value, Names):
        return Text(value.en, value.zh or value.en)
    return filled(SPAN, first=value.first or OPEN_END, last=value.last or OPEN_END)


def stated(record: Any) -> Text:
    """Say everything a record states, key by key."""
    return joined(
        [Text(f"{key.en} {value.en}", f"{key.zh} {value.zh}") for key, value in pairs(record)]
    )


def pairs(record: Any, leave_out: frozenset[str] = frozenset()) -> list[tuple[Text, Text]]:
    """Return what a record states as names and values; what it leaves out is not there.

    A window open at both ends says nothing.
    """
    return [
        (named(field.name), said(value))
        for field in fields(record)
        for value in (getattr(record, field.name),)
        if field.name not in leave_out and value not in (None, (), ALWAYS)
    ]


def joined(texts: Iterable[Text], en: str = ", ", zh: str = "，") -> Text:
    """Join texts in each language."""
    listed = list(texts)
    return Text(en.join(one.en for one in listed), zh.join(one.zh for one in listed))


def filled(template: Text, **values: Any) -> Text:
    """Fill a template with values in the language of each side."""
    texts = {
        name: value if isinstance(value, Text) else said(value) for name, value in values.items()
    }
    return Text(
        template.en.format_map({name: text.en for name, text in texts.items()}),
        template.zh.format_map({name: text.zh for name, text in texts.items()}),
    )


def restriction_said(one: Restriction) -> Text:
    """Say in a sentence what a restriction does, and when."""
    sentence = _sentence(one)
    if one.valid is None:
        return sentence
    return filled(
        WITHIN, said=sentence, first=one.valid.first or "...", last=one.valid.last or "..."
    )


def _sentence(one: Restriction) -> Text:
    match one:
        case ExchangeRate():
            return _rate_said(one)
        case Discount():
            return filled(DISCOUNTED, rate=one.rate)
        case BorderTax():
            return _tax_said(one)
        case Quantity():
            return _limit_said(one)
        case UnitFilter():
            return _filter_said(one)


def _tax_said(one: BorderTax) -> Text:
    if one.rate is None:
        tax = filled(TAXED, amount=one.amount, currency=one.currency)
    else:
        tax = filled(TAXED_BY_RATE, rate=one.rate)
    return filled(TRADED, tax=tax, traded=one.traded_as) if one.traded_as else tax


def _rate_said(one: ExchangeRate) -> Text:
    rate = filled(RATED, rate=one.rate) if one.rate else filled(RATING, rating=one.rating)
    return filled(RECIPROCAL, rate=rate) if one.reciprocal else rate


def _limit_said(one: Quantity) -> Text:
    if one.share is None:
        return filled(LIMITED, scope=one.scope, per=one.per, limit=one.limit_t)
    base = one.base or BASE_OPEN
    return filled(SHARED, scope=one.scope, per=one.per, share=one.share, base=base)


def _filter_said(one: UnitFilter) -> Text:
    asked = [
        filled(template, first=window.first or "...", last=window.last or "...")
        for template, window in ((VINTAGES, one.vintages), (REGISTERED, one.registered))
        if window
    ]
    listed = ((PROGRAMME, one.programmes), (PROJECT_TYPE, one.project_types), (HOST, one.hosts))
    asked += [filled(AMONG, what=what, listed=words) for what, words in listed if words is not None]
    if one.exclude:
        asked.append(filled(NOT_AMONG, listed=one.exclude))
    return filled(FILTERED, asked=joined(asked))
