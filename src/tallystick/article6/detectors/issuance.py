"""Double issuance: one outcome turned into units twice, in one registry or in two."""

from collections.abc import Iterator

import polars as pl

from tallystick.article6.detectors.events import UnitEvent, UnitEvents, pieces
from tallystick.article6.detectors.links import with_links
from tallystick.article6.detectors.pairs import clashes, overlapping, shares, unlike
from tallystick.core.findings import Text
from tallystick.core.rules import Rulebook, Shown, unknown

ISSUANCE: Rulebook[UnitEvents, None] = with_links(Rulebook("double issuance"))

SOURCE = "2/CMA.3 annex para 1(a); 2/CMA.3 annex para 29"


@ISSUANCE.rule(
    "DOUBLE_ISSUANCE",
    source=SOURCE,
    message=Text(
        "{here} repeats numbers of {there}{more}", "{here} 与 {there} 的编号重复{more_zh}"
    ),
    fix=Text("cancel one of the two issuances", "请注销两次签发之一"),
)
def numbers_are_issued_once(events: UnitEvents, _: None) -> Iterator[Shown]:
    """No number of a series is issued twice, whichever registry or programme does it."""
    issued = events.events.filter(event=UnitEvent.ISSUANCE)
    return clashes(events, overlapping(issued))


@ISSUANCE.rule(
    "DOUBLE_ISSUANCE",
    check="underlying",
    source=SOURCE,
    message=Text(
        "{here} rests on the same underlying units as {there}{more}",
        "{here} 与 {there} 基于相同的底层单位{more_zh}",
    ),
    fix=Text(
        "find out which block the underlying units back, and cancel the other",
        "请查明底层单位对应哪一编号段，并注销另一段",
    ),
)
def underlying_units_back_one_unit(events: UnitEvents, _: None) -> Iterator[Shown]:
    """A unit of another registry backs one unit at most."""
    links = events.links
    ranges = links.select("id", series="backing", start="backing_start", end="backing_end")
    if not shares(ranges):
        return iter(())
    offset = pl.col("start") - pl.col("backing_start")
    units = pieces(ranges).join(links.select("id", unit_of="series", offset=offset), on="id")
    return clashes(events, unlike(units, ["unit_of", "offset"]))


@ISSUANCE.rule(
    "DOUBLE_ISSUANCE",
    check="activity",
    source=SOURCE,
    message=Text("{here} repeats {there}", "{here} 与 {there} 重复"),
    fix=Text("keep one of the two issuances", "请保留两次签发之一"),
    undecided=Text(
        "{activity} was issued for the same days in {registry} and in {other}: whether the tonnes "
        "are the same cannot be told",
        "{activity} 在 {registry} 和 {other} 就相同时段签发：无法判定是否为同一减排量",
    ),
    supply=Text(
        "supply the monitoring reports of both programmes, or the serials that were cancelled",
        "请提供两个机制的监测报告，或已注销的编号",
    ),
)
def activity_is_credited_by_one_programme(events: UnitEvents, _: None) -> Iterator[Shown]:
    """Show where two registries issue for one activity and the same days, which proves nothing."""
    issued = events.events.filter(event=UnitEvent.ISSUANCE).drop_nulls(
        ["activity", "registry", "first_day", "last_day"]
    )
    spans = issued.group_by("activity", "registry").agg(
        pl.col("id").min(), pl.col("first_day").min(), pl.col("last_day").max()
    )
    both = spans.join(spans, on="activity", suffix="_other").filter(
        (pl.col("registry") < pl.col("registry_other"))
        & (pl.col("first_day") <= pl.col("last_day_other"))
        & (pl.col("last_day") >= pl.col("first_day_other"))
    )
    for row in both.sort("activity", "registry", "registry_other").iter_rows(named=True):
        where = {**events.named(row["id"]), "other": events.named(row["id_other"])}
        told = {"registry": row["registry"], "other": row["registry_other"]}
        overlap = Text("whether the tonnes are the same", "是否为同一减排量")
        yield unknown(overlap, where, activity=row["activity"], **told)
