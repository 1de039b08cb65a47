"""Mail for installations that have no mail server."""

import sys
from typing import Any

from django.core.mail.backends.console import EmailBackend


class ToStandardError(EmailBackend):
    """Write messages to standard error, since answers go to standard output."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"stream": sys.stderr, **kwargs})
