"""Pictures as Vega-Lite specifications, and their rendering without any network.

altair takes such a specification with `altair.Chart.from_dict`.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

from tallystick.core.findings import Text

Spec: TypeAlias = dict[str, Any]

FONTS = Path(__file__).parents[1] / "documents/fonts"
FORMATS = (".png", ".svg", ".html", ".json")
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
VERSION = "5.20"
FONT = "Tallystick Sans SC, Noto Sans CJK SC, sans-serif"
SCALE = 2.0
BLUE, ORANGE, GREEN, GREY = "#1f5f8b", "#d9772b", "#3a8f5c", "#9aa5ad"


def picture(title: Text, rows: list[dict[str, Any]], **spec: Any) -> Spec:
    """Return a specification over rows of data, with its title in both languages."""
    return {
        "$schema": SCHEMA,
        "title": {"text": title.en, "subtitle": title.zh, "anchor": "start"},
        "data": {"values": rows},
        "width": 560,
        "height": 340,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": {"gridColor": "#e6eaed"}},
        **spec,
    }


def axis(field: str, title: Text, **more: Any) -> Spec:
    """Return an axis of quantities with its title in both languages."""
    shown = f"{title.en} {title.zh}"
    return {"field": field, "type": "quantitative", "title": shown, **more}


def render(spec: Spec, suffix: str) -> bytes:
    """Return a picture as PNG, SVG, HTML with all it needs inside, or its specification.

    Raises ModuleNotFoundError where the renderer is not installed.
    """
    text = json.dumps(spec, ensure_ascii=False)
    if suffix == ".json":
        return text.encode()
    converter = import_module("vl_convert")
    converter.register_font_directory(str(FONTS))
    if suffix == ".png":
        return bytes(converter.vegalite_to_png(text, vl_version=VERSION, scale=SCALE))
    if suffix == ".svg":
        return str(converter.vegalite_to_svg(text, vl_version=VERSION)).encode()
    return str(converter.vegalite_to_html(text, vl_version=VERSION, bundle=True)).encode()


def save(spec: Spec, path: Path) -> None:
    """Write a picture in the format that the suffix names; raises ValueError for another."""
    if path.suffix not in FORMATS:
        raise ValueError(f"{path.suffix} is none of {', '.join(FORMATS)}")
    path.write_bytes(render(spec, path.suffix))
