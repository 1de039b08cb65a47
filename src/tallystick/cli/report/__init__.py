"""`tallystick report`: the reports of a Party, each with its findings and its documents."""

from tallystick.cli.noun import noun
from tallystick.cli.report.annual import annual
from tallystick.cli.report.calendar import calendar
from tallystick.cli.report.initial import initial, update
from tallystick.cli.report.regular import regular
from tallystick.cli.report.stocktake import stocktake
from tallystick.cli.report.summary import summary

app = noun("Reports of a Party: initial, annual, regular, structured summary, deadlines.")
for verb in (initial, update, annual, regular, summary, calendar, stocktake):
    app.command()(verb)
