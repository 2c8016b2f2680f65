import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from geo.__main__ import COLUMNS, main, read_point


def read_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_distance_between_two_names_is_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["distance", "Östersund", "Trondheim"])

    (row,) = read_rows(capsys.readouterr().out)
    assert code == 0
    assert tuple(row) == COLUMNS
    assert (row["from"], row["to"], row["source"]) == ("Östersund", "Trondheim", "road_graph")
    assert float(row["road_km"]) == pytest.approx(262, abs=1)
    assert float(row["straight_km"]) == pytest.approx(214.4, abs=0.5)
    assert 200 < int(row["minutes"]) < 250


def test_distance_between_two_names_tells_the_way_beside_the_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["distance", "Östersund", "Trondheim"])
    beside = capsys.readouterr().err
    main(["distance", "Östersund", "Trondheim", "--out", str(tmp_path / "out.csv")])
    alone = capsys.readouterr().out

    assert beside == alone
    assert alone.splitlines() == [
        "Östersund – Trondheim: 262 km (252 to 273), 3 h 44 min by lorry",
        "As the crow flies: 214 km",
        "Roads: E14, E6, Rv706",
        "Border: Storlien/Teveldalen",
        "Warning: E14 Kopperå–Ånn may be closed for hours in winter, or open to convoys only",
    ]


def test_distance_tells_of_ferries_and_of_roads_driven_around(capsys: pytest.CaptureFixture[str]) -> None:
    main(["distance", "Gäddede", "65.06,14.80", "--on", "2027-01-01", "--vehicle", "car"])
    main(["distance", "Trondheim", "Rissa"])

    lines = capsys.readouterr().err.splitlines()
    assert "Warning: Z824 Klimpfjäll–Stora Blåsjön is closed every winter, from 10-15 to 06-05; driven around" in lines
    assert "Detour: 272 km longer than with every road open" in lines
    assert "Ferries: 1 (35 min with the mean wait)" in lines


def test_distance_says_that_a_straight_line_is_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    main(["distance", "Rissa", "59.3,18.0"])

    assert "No road known: guessed from the straight line" in capsys.readouterr().err.splitlines()


def test_distance_of_a_file_tells_no_way_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pairs.csv").write_text("from,to\nÅre,Järpen\n", encoding="utf-8")

    main(["distance", "--file", str(tmp_path / "pairs.csv")])

    assert capsys.readouterr().err == ""


def test_distance_reads_names_and_points_from_a_file(tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "distances.csv"
    pairs.write_text('from,to\nÅre,Levanger\n"63.18,14.64","63.43,10.40"\nÅre,"59.3,18.0"\n', encoding="utf-8-sig")

    code = main(["distance", "--file", str(pairs), "--out", str(out)])

    rows = read_rows(out.read_text(encoding="utf-8"))
    assert code == 0
    assert [row["source"] for row in rows] == ["road_graph", "road_graph", "straight_line"]
    assert all(float(row["road_km"]) >= float(row["straight_km"]) for row in rows)


def test_distance_leaves_an_unknown_place_empty_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("from,to,note\nÅre,Atlantis\nÅre,Ås\nÅre,Järpen\n", encoding="utf-8")

    code = main(["distance", "--file", str(pairs)])

    captured = capsys.readouterr()
    rows = read_rows(captured.out)
    assert code == 1
    assert [row["road_km"] for row in rows] == ["", "", "24.8"]
    assert "unknown_place: 'Atlantis'" in captured.err
    assert "ambiguous_place: 'Ås'" in captured.err
    assert "Columns ignored: note" in captured.err


def test_distance_depends_on_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    main(["distance", "Gäddede", "65.06,14.80", "--on", "2026-07-01"])
    main(["distance", "Gäddede", "65.06,14.80", "--on", "2027-01-01"])

    summer, winter = [row for row in read_rows(capsys.readouterr().out) if row["from"] != "from"]
    assert float(winter["road_km"]) > 3 * float(summer["road_km"])


@pytest.mark.parametrize("content", ["", "start,end\nÅre,Järpen\n"])
def test_distance_refuses_a_file_without_its_columns(
    tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text(content, encoding="utf-8")

    code = main(["distance", "--file", str(pairs)])

    assert code == 2
    assert "no column from and no column to" in capsys.readouterr().err


def test_distance_refuses_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["distance", "--file", "no-such-file.csv"]) == 2
    assert "no-such-file.csv" in capsys.readouterr().err


def test_distance_of_an_empty_file_is_a_header(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("from,to\n", encoding="utf-8")

    assert main(["distance", "--file", str(pairs)]) == 0
    assert capsys.readouterr().out == ",".join(COLUMNS) + "\n"


@pytest.mark.parametrize("arguments", [["distance"], ["distance", "Åre"], ["distance", "Åre", "Ås", "--file", "x.csv"]])
def test_distance_wants_two_places_or_a_file(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)

    assert stop.value.code == 2


@pytest.mark.parametrize("text", ["63.18,14.64", " 63.18 , 14.64 ", "63.18 14.64", "63.18;14.64"])
def test_read_point_reads_degrees(text: str) -> None:
    assert read_point(text) == (63.18, 14.64)


def test_read_point_refuses_degrees_that_do_not_exist() -> None:
    with pytest.raises(ValueError, match="not_a_point"):
        read_point("95.0,14.0")


def test_command_runs_from_the_shell() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "geo", "distance", "Krokom", "Verdal"], capture_output=True, text=True, check=True
    )

    assert read_rows(done.stdout)[0]["source"] == "road_graph"
