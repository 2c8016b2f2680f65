import shapely

from geo.map_layers import load_basemap
from geo.map_names import TOWN_SIDES, map_names
from geo.outlines import load_outlines
from geo.places import load_gazetteer
from geo.regions import find_municipality


def test_map_names_put_every_water_into_water() -> None:
    layers = load_basemap()
    waters = [name for name in map_names() if name.css == "map-water"]

    spots = {name.text: shapely.Point(name.longitude, name.latitude) for name in waters}
    on_land = {
        text for text, spot in spots.items() if layers["land"].contains(spot) and not layers["lake"].contains(spot)
    }
    assert len(waters) > 10
    assert on_land == set()


def test_map_names_put_every_municipality_into_itself() -> None:
    names = [name for name in map_names() if name.code]

    assert {name.code for name in names} == set(load_gazetteer().municipalities)
    for name in names:
        assert find_municipality(name.latitude, name.longitude).municipality.code == name.code, name.text


def test_map_names_of_norwegian_municipalities_have_room() -> None:
    outlines = dict(zip(load_outlines().codes, load_outlines().shapes, strict=True))

    for name in map_names():
        if name.code in outlines:
            spot = shapely.Point(name.longitude, name.latitude)
            assert outlines[name.code].boundary.distance(spot) > 0.02, name.text


def test_map_names_show_signposts_before_larger_places() -> None:
    zooms = {name.text: name.zoom for name in map_names() if name.css.startswith("map-town")}

    assert zooms["Gäddede"] < zooms["Brunflo"] < zooms["Lit"]
    assert all(load_gazetteer().localities[code].name in zooms for code in TOWN_SIDES)
