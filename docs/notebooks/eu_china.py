"""A link to China at a discount: which rate helps the climate, and who pays for it.

Open with `marimo edit docs/notebooks/eu_china.py`, or run it as a script.
"""

import marimo

app = marimo.App()


@app.cell
def _():
    from datetime import date
    from pathlib import Path

    import marimo as mo

    from tallystick.io.simulating import simulate

    file = Path(__file__).with_name("eu_china_discount.yaml")
    found = simulate(file, on=date(2026, 1, 1))
    return found, mo


@app.cell
def _(found, mo):
    worlds = "\n".join(
        f"| {name} | "
        + " | ".join(f"{one.price[0]:.2f}" for one in world.markets)
        + " | "
        + " | ".join(f"{(one.gain or (0.0,))[0] / 1e9:,.2f}" for one in world.markets)
        + " |"
        for name, world in (
            ("without", found.without),
            ("as written", found.restricted),
            ("unrestricted", found.unrestricted),
        )
    )
    mo.md(f"""
    # A one-way link from China to the EU at a discount

    An invented agreement: 4/5 of each unit is booked, and no more than a tenth of the EU's cap.

    | | China, USD/t | EU, USD/t | China gains, bn USD | EU gains, bn USD |
    |---|---|---|---|---|
    {worlds}
    """)


@app.cell
def _(found, mo):
    from dataclasses import replace

    from tallystick.market.effects import rate_range, world

    network = found.restricted.network
    free = network.without(*network.limits)
    rates = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0]
    swept = {}
    for rate in rates:
        solved = replace(free, links=(replace(free.links[0], rate=rate),)).solve()
        swept[rate] = (world(solved).emissions_change, rate_range(solved.network.links[0], solved))
    rates_told = "\n".join(
        f"| {rate:.2f} | {change / 1e6:,.1f} | {lies} |" for rate, (change, lies) in swept.items()
    )
    mo.md(f"""
    ## What the rate does to the atmosphere

    Without the limit on quantity:

    | booked per unit sent | world emissions, Mt a year | range |
    |---|---|---|
    {rates_told}

    A discount keeps some of what is sent from being used, so emissions fall where there is trade;
    a discount too deep ends the trade, and the effect with it.
    """)
    return (swept,)


@app.cell
def _(found, mo):
    from tallystick.market.effects import rent_holders

    splits = "\n".join(
        f"| {share:.0%} | "
        + " | ".join(f"{one.gain / 1e9:,.2f}" for one in rent_holders(found.restricted, share))
        + " |"
        for share in (1.0, 0.5, 0.0)
    )
    mo.md(f"""
    ## Who keeps the rent of the limit

    | kept by importers | China gains, bn USD | EU gains, bn USD |
    |---|---|---|
    {splits}

    Where importers keep the rent, China would rather have no limit; where exporters keep it, the
    limit gives China more than an unrestricted link would.
    """)


@app.cell
def _(found, mo):
    effects = "\n".join(
        f"- without `{one.kind}` ({one.path}) the EU price would be "
        f"{one.relaxed.found.markets[1].price[0]:.2f} USD/t"
        for one in found.clauses
    )
    mo.md(f"""
    ## Which clause does what

    {effects}
    """)


if __name__ == "__main__":
    app.run()
