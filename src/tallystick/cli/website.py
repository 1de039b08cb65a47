"""The pages as the command line sees them: Django's commands, called by their names.

Applications do not import each other; the names of settings and commands are all that is known.
"""

import io
import json
import os
from typing import Any

from tallystick.cli.output import Exit, stop

SETTINGS = "tallystick.web.settings"


def run(db: str, command: str, *words: str, **options: Any) -> dict[str, Any]:
    """Run a command of the pages over a ledger and return what it says, if anything.

    What it refuses ends this command as refused; a missing web extra is a usage error.
    """
    os.environ["TALLYSTICK_DB"] = db
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    try:
        import django
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import call_command
        from django.core.management.base import CommandError

        django.setup()
    except ImportError as error:
        stop(Exit.USAGE, f"the pages need the web extra ({error.name} is missing): make install")
    except ImproperlyConfigured as error:
        stop(Exit.USAGE, str(error))
    said = io.StringIO()
    try:
        call_command(command, *words, stdout=said, **options)
    except CommandError as error:
        stop(Exit.REFUSED, str(error))
    told: dict[str, Any] = json.loads(said.getvalue() or "{}")
    return told
