"""Rebuild the country outlines of the world map from the world-atlas package.

Usage: npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
       python scripts/build_world_map.py package COUNTRY_CODES [OUTPUT]

Outlines are of the scale 1:110m; a country too small for it has only its place, from 1:50m.
COUNTRY_CODES is a CSV with the columns ISO3166-1-numeric and ISO3166-1-Alpha-3. The shapes are
Natural Earth's (public domain) as world-atlas 2.0.2 packs them (ISC, Michael Bostock).
"""

import csv
import json
import sys
from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parents[1] / "src/tallystick/web/public/data/world.json"
SOURCE = "Natural Earth 1:110m and 1:50m, public domain, as packed by world-atlas 2.0.2 (ISC)"
WIDTH, HEIGHT = 1000, 487
SPAN_X, SPAN_Y = 5.41326, 2.63472
"""Width and height of the equal-earth projection of the whole globe, in radii."""

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
"""Coefficients of the equal-earth projection (Savric, Patterson and Jenny 2018)."""

SMALLEST = 1.0
"""Rings of less area, in square pixels, are left out unless a country has no larger one."""

TRIANGLE = 3
"""Fewer points have no area."""

CLOSE = 0.7
"""Points nearer than this to the line through their neighbours are left out, pixels."""

Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Return the place on the map, in pixels from the top left."""
    angle = asin(sqrt(3) / 2 * sin(radians(latitude)))
    square = angle * angle
    sixth = square**3
    slope = 9 * A4 * square * sixth + 7 * A3 * sixth + 3 * A2 * square + A1
    x = 2 / sqrt(3) * radians(longitude) * cos(angle) / slope
    y = angle * (A4 * square * sixth + A3 * sixth + A2 * square + A1)
    return WIDTH * (0.5 + x / SPAN_X), HEIGHT * (0.5 - y / SPAN_Y)


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """Decode the shared lines: differences of whole numbers, scaled."""
    (scale_x, scale_y), (left, low) = (topology["transform"][k] for k in ("scale", "translate"))
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + low))
        decoded.append(line)
    return decoded


def rings(geometry: dict[str, Any], lines: list[list[Point]]) -> Iterator[list[Point]]:
    """Join the lines of each outer ring, and project and thin it."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        ring: list[Point] = []
        for index in polygon[0]:
            line = lines[index] if index >= 0 else lines[~index][::-1]
            ring.extend(line[1:] if ring else line)
        for part in cut([project(*point) for point in ring]):
            yield thinned(part)


def cut(ring: list[Point]) -> list[list[Point]]:
    """Cut a ring that leaves the map on one side and comes back on the other.

    One that goes round the pole crosses an odd number of times, and is left whole.
    """
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    crossings = sum(abs(x1 - x2) > WIDTH / 2 for (x1, _), (x2, _) in pairs)
    if crossings == 0 or crossings % 2:
        return [ring]
    middle = WIDTH / 2
    return [[at for at in ring if at[0] < middle], [at for at in ring if at[0] >= middle]]


def thinned(points: list[Point]) -> list[Point]:
    """Leave out points that lie near the line through what is kept (Douglas and Peucker)."""
    if len(points) < TRIANGLE:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2)

    def far(point: Point) -> float:
        x, y = point
        if not length:
            return sqrt((x - x1) ** 2 + (y - y1) ** 2)
        return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length

    place = max(range(1, len(points) - 1), key=lambda at: far(points[at]))
    if far(points[place]) < CLOSE:
        return [points[0], points[-1]]
    return thinned(points[: place + 1])[:-1] + thinned(points[place:])


def area(ring: list[Point]) -> float:
    """Return the area of a ring, square pixels."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def centre(ring: list[Point]) -> list[float]:
    """Return the middle of a ring's bounds, where a flow begins or ends."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return [round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)]


def country(geometry: dict[str, Any], lines: list[list[Point]]) -> dict[str, Any]:
    """Write one country as a path and its centre."""
    listed = sorted(rings(geometry, lines), key=area, reverse=True)
    kept = [listed[0], *(ring for ring in listed[1:] if area(ring) > SMALLEST)]
    path = "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z"
        for ring in kept
        if len(ring) >= TRIANGLE
    )
    return {"path": path, "centre": centre(listed[0])}


def read_countries(path: Path, codes: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Read every country of a file that has a code."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    lines = arcs(topology)
    return {
        codes[geometry["id"]]: country(geometry, lines)
        for geometry in topology["objects"]["countries"]["geometries"]
        if geometry.get("id") in codes
    }


def build(package: Path, codes: dict[str, str]) -> dict[str, Any]:
    """Write the outlines, and the places of countries too small for one."""
    outlined = read_countries(package / "countries-110m.json", codes)
    small = read_countries(package / "countries-50m.json", codes)
    countries = {code: {**one, "path": ""} for code, one in small.items()} | outlined
    return {
        "source": SOURCE,
        "projection": "equal earth",
        "width": WIDTH,
        "height": HEIGHT,
        "countries": dict(sorted(countries.items())),
    }


def read_codes(path: Path) -> dict[str, str]:
    """Return alpha-3 codes by three-digit number."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {
            row["ISO3166-1-numeric"].zfill(3): row["ISO3166-1-Alpha-3"]
            for row in csv.DictReader(file)
            if row["ISO3166-1-numeric"]
        }


if __name__ == "__main__":
    world = build(Path(sys.argv[1]), read_codes(Path(sys.argv[2])))
    output = Path(sys.argv[3]) if sys.argv[3:] else OUTPUT
    text = json.dumps(world, separators=(",", ":"))
    output.write_text(text.replace('"countries":{', '"countries":{\n').replace("},", "},\n") + "\n")
    print(f"{len(world['countries'])} countries, {output.stat().st_size} bytes")
