"""Write docs/reference/openapi.json from the operations themselves.

Usage: python scripts/openapi.py
"""

import json
import os
from pathlib import Path

FILE = Path(__file__).parents[1] / "docs/reference/openapi.json"


def text() -> str:
    """Write the whole document; Django has to be set up."""
    from tallystick.web.api.urls import api

    document = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tallystick.web.settings")
    import django

    django.setup()
    FILE.write_text(text(), encoding="utf-8")
