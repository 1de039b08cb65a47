"""The EU and Switzerland: a small system beside a large one, and who gains what.

Open with `marimo edit docs/notebooks/eu_switzerland.py`, or run it as a script.
"""

import marimo

app = marimo.App()


@app.cell
def _():
    from datetime import date

    import marimo as mo

    from tallystick.io.simulating import simulate

    found = simulate("link_eu_ch", on=date(2026, 1, 1))
    return found, mo


@app.cell
def _(found, mo):
    told = found.restricted.to_polars()
    mo.vstack([mo.md("# The EU and Switzerland"), told])
    return (told,)


@app.cell
def _(found, mo):
    gains = {one.market.id: one.gain[0] for one in found.restricted.markets}
    share = gains["che_ets"] / sum(gains.values())
    mo.md(f"""
    ## The small side gains most

    Of {sum(gains.values()):,.0f} USD a year, Switzerland has {share:.1%}. Two markets share a gain
    in inverse proportion to the tonnes that a dollar moves in each.
    """)
    return gains, share


@app.cell
def _(found, mo):
    rows = "\n".join(
        f"| abatement times {one.multiple} | "
        + " | ".join(f"{market.gain[0]:,.0f}" for market in one.world.found.markets)
        + " |"
        for one in found.sensitivity
    )
    names = " | ".join(one.market.id for one in found.restricted.markets)
    mo.md(f"""
    ## How far to trust it

    The curves are calibrated, not measured. With half and twice the abatement at today's prices:

    | | {names} |
    |---|---|---|
    {rows}
    """)


@app.cell
def _(found):
    from tallystick.io.pictures import supply_and_demand

    picture = supply_and_demand(found.restricted)
    return (picture,)


if __name__ == "__main__":
    app.run()
