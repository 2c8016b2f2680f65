"""`python -m matching rules` on plain files."""

import csv

import pytest

from matching.__main__ import main

CASES = (
    "case_id;as_of;status_claim;ewc_code;polymers;contamination_pct;origin_country;dest_country;quantity_kg;"
    "operation_code;receiver_permit;no_wsr_mode;colour\n"
    "film;2026-11-23;waste;15 01 02;LDPE;3 %;Sverige;NO;10 000;R 3;yes;UNKNOWN;blue\n"
    "card;;waste;15 01 01;;unknown;SE;NO;20000;R3;yes;;\n"
    "glass;;waste;150107;;;SE;Danmark;20000;R5;perhaps;EEA;\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "C.csv").write_bytes(CASES.encode("cp1252"))
    return tmp_path


def rules(folder, *options):
    return main(["rules", "--cases", str(folder / "C.csv"), "--out", str(folder / "R.csv"), *options])


def result(folder):
    with (folder / "R.csv").open(encoding="utf-8", newline="") as rows:
        return {row["case_id"]: row for row in csv.DictReader(rows)}


def test_rules_writes_a_border_card_per_case(folder):
    assert rules(folder, "--as-of", "2026-11-23") == 0

    film = result(folder)["film"]
    assert list(film) == ["case_id", "status", "regime", "list_code", "hs", "papers", "unblock_or_ask", "rules"]
    assert film["status"] == "ask"
    assert film["regime"] == "wsr_pic"
    assert film["list_code"] == "EU3011;Y48"
    assert film["unblock_or_ask"] == "AUTH-NV;AUTH-MDIR"
    assert "S-24" in film["rules"].split(";")


def test_rules_takes_the_day_of_the_case_before_that_of_the_command(folder):
    rules(folder, "--as-of", "2025-11-23")

    assert "P-RECEIPT-CERT" not in result(folder)["card"]["papers"]  # last year's law had none of its own
    assert result(folder)["film"]["status"] == "ask"  # as of 2026


def test_rules_leaves_unknown_what_it_cannot_read_and_says_so(folder, capsys):
    rules(folder, "--as-of", "2026-11-23")

    told = capsys.readouterr().err
    assert "C.csv: column colour is not known and was ignored" in told
    assert "row 4, column dest_country: choice_unknown 'Danmark'" in told
    assert "row 4, column receiver_permit: choice_unknown 'perhaps'" in told
    assert result(folder)["glass"]["unblock_or_ask"] == "FACT:dest_country"


def test_rules_refuses_a_file_without_ids(tmp_path, capsys):
    (tmp_path / "C.csv").write_text("ewc_code\n150101\n", encoding="utf-8")

    assert rules(tmp_path) == 1
    assert "has no column case_id" in capsys.readouterr().err
