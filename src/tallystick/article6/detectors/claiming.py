"""Double claiming: one outcome counted by two, or by a user while its host counts it as well."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.detectors.events import CLAIMS, RANGE, UnitEvent, UnitEvents, pieces
from tallystick.article6.detectors.links import with_links
from tallystick.article6.detectors.pairs import clashes, shares, single, unlike
from tallystick.core.findings import Outcome, Text
from tallystick.core.rules import Rulebook, Shown

CLAIMING: Rulebook[UnitEvents, None] = with_links(Rulebook("double claiming"))

SOURCE = "Paris Agreement Article 6.5; 2/CMA.3 annex para 8(a)"


@CLAIMING.rule(
    "DOUBLE_CLAIMING",
    source=SOURCE,
    message=Text(
        "{here} counts what {there} counts for another{more}",
        "{here} 与 {there} 由不同主体计入同一成果{more_zh}",
    ),
    fix=Text("let one of the two withdraw its claim", "请其中一方撤回主张"),
)
def outcome_is_counted_by_one(events: UnitEvents, _: None) -> Iterator[Shown]:
    """No two claim the same unit, under its own number or an underlying one."""
    claims = _claims(events).filter(pl.col("party").is_not_null())
    if not shares(claims):
        return iter(())
    by = claims.select("id", "party").unique()
    cut = pieces(claims.select("id", *RANGE)).join(by, on="id")
    return clashes(events, unlike(cut, ["party"]))


@CLAIMING.rule(
    "DOUBLE_CLAIMING",
    check="adjustment",
    source=f"{SOURCE}; 2/CMA.3 annex para 16",
    message=Text(
        "{here} counts units that their host has not first transferred, and counts itself{more}",
        "{here} 计入的单位未经东道国首次转让，东道国亦在计入{more_zh}",
    ),
    fix=Text(
        "let the host report the first transfer and adjust, or withdraw the claim",
        "请东道国报告首次转让并作相应调整，或撤回主张",
    ),
    undecided=Text(
        "{here} counts units whose host, or whose first transfer, is not in any file{more}",
        "{here} 计入的单位，其东道国或首次转让不在任何文件中{more_zh}",
    ),
    supply=Text("supply the host's own actions", "请提供东道国的行动记录"),
)
def host_has_adjusted(events: UnitEvents, _: None) -> Iterator[Shown]:
    """What another counts was first transferred by its host, which thereby adds it."""
    claims = _claims(events).filter(pl.col("party") != pl.col("host").fill_null(""))
    claims = claims.filter(pl.col("party").is_not_null())
    sent = events.traced.filter(event=UnitEvent.FIRST_TRANSFER)
    if claims.is_empty():
        return
    cut = pieces(pl.concat([claims, sent]).select("id", *RANGE)).unique()
    given = cut.join(sent.select("id"), on="id", how="semi").select("series", "start").unique()
    covered = cut.join(given, on=["series", "start"], how="semi")
    whole = _fully(covered, events.events)
    bare = claims.join(whole, on="id", how="anti").select("id", "host").unique("id").sort("id")
    reporting = set(sent["party"].drop_nulls())
    told = bare.filter(pl.col("host").is_in(reporting))["id"]
    yield from single(events, told)
    for shown in single(events, bare.filter(~pl.col("id").is_in(told.implode()))["id"]):
        yield Shown(shown.values, shown.where, Outcome.NOT_DETERMINABLE)


def _claims(events: UnitEvents) -> pl.DataFrame:
    return events.traced.filter(pl.col("event").is_in(CLAIMS))


def _fully(covered: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return the events of which, under one of the names of the units, every unit is covered."""
    units = (pl.col("end") - pl.col("start") + 1).sum()
    found = covered.group_by("id", "series").agg(units=units)
    sizes = events.select("id", size=pl.col("end") - pl.col("start") + 1)
    return found.join(sizes, on="id").filter(pl.col("units") == pl.col("size")).select("id")
