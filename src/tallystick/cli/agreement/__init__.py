"""`tallystick agreement`: what was agreed, whether it holds, and what it does to units."""

from tallystick.cli.agreement.checking import check
from tallystick.cli.agreement.comparing import compare, partners, stars
from tallystick.cli.agreement.converting import convert
from tallystick.cli.agreement.drafting import draft, new
from tallystick.cli.agreement.forcing import force
from tallystick.cli.agreement.governing import provisions, risks, supervision
from tallystick.cli.agreement.listing import list_agreements, show_agreement
from tallystick.cli.agreement.living import show_calendar, show_events
from tallystick.cli.agreement.settling import authorizing, disclose, permit, settle
from tallystick.cli.agreement.side_by_side import alike, diff, matrix
from tallystick.cli.agreement.simulating import simulate
from tallystick.cli.agreement.studying import checklist, feasibility, governance, works
from tallystick.cli.noun import noun

app = noun("Agreements that link carbon markets: list, show, check, compare, convert, write.")
app.command("list")(list_agreements)
app.command("show")(show_agreement)
app.command("calendar")(show_calendar)
app.command("events")(show_events)
COMMANDS = (
    check,
    compare,
    partners,
    stars,
    convert,
    simulate,
    new,
    draft,
    matrix,
    alike,
    diff,
    force,
    provisions,
    risks,
    supervision,
    feasibility,
    checklist,
    works,
    governance,
    settle,
    permit,
    authorizing,
    disclose,
)
for command in COMMANDS:
    app.command()(command)
