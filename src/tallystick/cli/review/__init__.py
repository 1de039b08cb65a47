"""`tallystick review`: inconsistencies and concerns between Parties, and the expert review."""

from tallystick.cli.noun import noun
from tallystick.cli.review.entering import (
    answer,
    begin,
    conclude,
    mark,
    resolve,
    resubmit,
    revise,
    send_back,
    withdraw,
)
from tallystick.cli.review.opening import concern, open_cases
from tallystick.cli.review.receipts import receipts
from tallystick.cli.review.showing import list_cases, show_case

app = noun("Inconsistencies and concerns between Parties, and the technical expert review.")
app.command("open")(open_cases)
app.command()(concern)
app.command("answer")(answer)
app.command()(resubmit)
app.command("return")(send_back)
app.command("resolve")(resolve)
app.command("withdraw")(withdraw)
app.command()(mark)
app.command("list")(list_cases)
app.command("show")(show_case)
app.command()(begin)
app.command()(revise)
app.command()(conclude)
app.command()(receipts)
