"""California and Québec: what two nearly equal prices leave to gain.

Open with `marimo edit docs/notebooks/california_quebec.py`, or run it as a script.
"""

import marimo

app = marimo.App()


@app.cell
def _():
    from datetime import date

    import marimo as mo

    from tallystick.io.simulating import simulate

    found = simulate("link_ca_qc_2013", on=date(2026, 1, 1))
    return found, mo


@app.cell
def _(found, mo):
    mo.md(f"""
    # California and Québec

    The agreement of 2013, compiled with the listed facts of both systems. Its market in equations:

    ```
    {found.restricted.network!r}
    ```
    """)


@app.cell
def _(found, mo):
    prices = {
        one.market.id: (one.autarky_price[0], one.price[0], one.gain[0])
        for one in found.restricted.markets
    }
    lines = "\n".join(
        f"| {name} | {alone:.2f} | {linked:.2f} | {gain:,.0f} |"
        for name, (alone, linked, gain) in prices.items()
    )
    mo.md(f"""
    ## Prices and gains

    | system | alone, USD/t | linked, USD/t | gain, USD a year |
    |---|---|---|---|
    {lines}

    Both prices come from one joint auction and differ by the exchange rate of the day alone: what
    the link saves today is small because it works. The prices of a world without it are not on
    record; set your own with `facts:` in an agreement file.
    """)


@app.cell
def _(found, mo):
    from tallystick.market.effects import pass_through

    moved = pass_through(found.restricted)
    names = [one.market.id for one in found.restricted.markets]
    shares = "\n".join(
        f"- a million tonnes more demand in {name} moves the common price by "
        f"{moved[0, at] * 1e6:.3f} USD/t"
        for at, name in enumerate(names)
    )
    alone = "\n".join(
        f"- in {one.market.id} alone it would be {one.market.curve[0].price(one.market.needs[0] + 1e6) - one.autarky_price[0]:.3f} USD/t"  # noqa: E501
        for one in found.restricted.markets
    )
    mo.md(f"""
    ## Who carries a shock

    {shares}
    {alone}

    The smaller market gains a calmer price; the larger one hardly notices.
    """)


@app.cell
def _(found, mo):
    assumed = "\n".join(f"- {finding.message.en}" for finding in found.findings)
    mo.md(f"## What was assumed\n\n{assumed}")


if __name__ == "__main__":
    app.run()
