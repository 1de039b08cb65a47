"""`agreement list` and `agreement show`."""

from tallystick.cli.account import writing
from tallystick.cli.agreement.sources import Named, OnDay, agreed, day
from tallystick.cli.output import AsJson, OutputFile, emit, emit_json
from tallystick.cli.tables import table


def list_agreements(on: OnDay = None, as_json: AsJson = False, output: OutputFile = None) -> None:
    """List the agreements of the catalogue with their form and status on a day.

    Example: tallystick agreement list --on 2020-01-01 --json
    """
    from tallystick.io.catalogue import catalogue
    from tallystick.linking.catalogue import listed

    agreements = listed(catalogue().values(), day(on))
    with writing(output):
        if as_json:
            emit_json({"agreements": agreements}, output)
        else:
            emit(
                table(["id", "form", "status"], [list(one.values()) for one in agreements]), output
            )


def show_agreement(named: Named, as_json: AsJson = False, output: OutputFile = None) -> None:
    """Print an agreement as a file that `check` reads.

    Example: tallystick agreement show link_eu_ch --json
    """
    import yaml

    from tallystick.linking.agreement.plain import to_plain

    agreement = agreed(named, as_json=as_json, output=output)
    with writing(output):
        if as_json:
            emit_json(to_plain(agreement), output)
        else:
            plain = to_plain(agreement, full=False)
            emit(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False), output)
