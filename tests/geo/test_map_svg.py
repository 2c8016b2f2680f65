import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import typst

from geo.map_layers import LAYERS, ROAD_STYLES
from geo.map_svg import STYLES, map_svg
from geo.mapview import draw_map

SVG = "{http://www.w3.org/2000/svg}"
OSTERSUND, TRONDHEIM = (63.1792, 14.63566), (63.43049, 10.39506)


def test_map_svg_stands_alone_with_everything_that_is_drawn() -> None:
    view = draw_map(with_roads=True)

    drawing = ElementTree.fromstring(map_svg(view, arcs=[view.arc("way", start=TRONDHEIM, end=OSTERSUND)]))  # noqa: S314 (our own)

    assert drawing.get("viewBox") == view.view_box
    assert len(drawing.findall(f"{SVG}path")) == len(view.paths) + 1
    texts = {text.text for text in drawing.findall(f"{SVG}text")}
    assert texts == {label.text for label in view.labels} | {"; ".join(view.credits)}
    assert not any("class" in element.attrib or "style" in element.attrib for element in drawing.iter())


def test_map_svg_has_a_style_for_every_class() -> None:
    assert STYLES.keys() == {f"map-{layer.replace('_', '-')}" for layer in LAYERS} | set(ROAD_STYLES)


def test_map_svg_escapes_names() -> None:
    view = draw_map()
    label = replace(view.labels[0], text="Å & <Ø>")

    assert "Å &amp; &lt;Ø&gt;" in map_svg(replace(view, labels=(label,)))


def test_map_svg_goes_into_a_pdf(tmp_path) -> None:
    (tmp_path / "map.svg").write_text(map_svg(draw_map(with_roads=True)), encoding="utf-8")
    (tmp_path / "page.typ").write_text('#image("map.svg", alt: "Map")', encoding="utf-8")

    pdf = typst.compile(str(tmp_path / "page.typ"))

    assert pdf.startswith(b"%PDF")
    assert len(pdf) < 400_000
