"""`tallystick agreement`: what was agreed, whether it holds, and what it does to units."""

from tallystick.cli.agreement.checking import check
from tallystick.cli.agreement.converting import convert
from tallystick.cli.agreement.listing import list_agreements, show_agreement
from tallystick.cli.agreement.living import show_calendar, show_events
from tallystick.cli.noun import noun

app = noun("Agreements that link carbon markets: list, show, check, convert, write.")
app.command("list")(list_agreements)
app.command("show")(show_agreement)
app.command("calendar")(show_calendar)
app.command("events")(show_events)
for command in (check, convert):
    app.command()(command)
