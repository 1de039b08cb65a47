"""The commands of the pages, each run in a process of its own by the command line."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError

USAGE = 2


def main(words: list[str]) -> int:
    """Run one command and return the exit code, 1 where it refuses and 2 for bad settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tallystick.web.settings")
    try:
        django.setup()
        call_command(*words)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        return USAGE
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
