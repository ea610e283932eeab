"""Real evaluations from outside: every row accounted for, never twice, all or nothing, and marked for what they are."""

import csv
import sqlite3
from contextlib import closing

import pytest

from people import Figure, number
from server import ROOT, Server
from walker import DESKTOP

REVIEWS = ROOT.parent / "shared" / "data" / "reviews" / "druglib.tsv"

pytestmark = pytest.mark.skipif(
    not REVIEWS.exists(), reason="IMPORT IS NOT TESTED: ../shared/data/reviews/druglib.tsv is not there")


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A fresh server's folder after its first import, and what the command reported."""
    server = Server(tmp_path_factory.mktemp("imported"))
    report = server.run("import", "reviews", str(REVIEWS), "--unmapped", str(server.folder / "unmapped.tsv"))
    return server, report


def rows_of(file):
    with open(file, encoding="utf-8", newline="") as opened:
        return list(csv.reader(opened, delimiter="\t"))


def contents(server):
    """How many rows each table holds."""
    with closing(sqlite3.connect(server.folder / "wayfellow.sqlite")) as database:
        tables = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {table: database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in tables}


def small_file(folder, *wrong, rows=40):
    """A file of real rows and then wrong ones; answers it and the line where the wrong ones begin."""
    file = folder / "broken.tsv"
    with open(file, "w", encoding="utf-8", newline="") as opened:
        csv.writer(opened, delimiter="\t", lineterminator="\n").writerows(rows_of(REVIEWS)[:rows])
        opened.flush()
        line = file.read_text(encoding="utf-8").count("\n") + 1
        opened.write("".join("\t".join(cells) + "\n" for cells in wrong))
    return file, line


def test_the_report_accounts_for_every_row(imported):
    server, report = imported
    parts = ["rows read", "stored \\+", "stored before", "unmapped", "rejected"]
    read, stored, before, unmapped, rejected = (number(rf"(\d+) {part}", report) for part in parts)
    assert read == len(rows_of(REVIEWS)) - 1 == stored + before + unmapped + rejected
    assert before == 0 and stored > read * 0.9
    assert contents(server)["evaluations"] == stored
    # what has no place yet is listed, the most frequent first, and handed back as a file that can be mended
    assert number(r"unmapped conditions: \d+ texts in (\d+) rows", report) <= unmapped
    assert number(r"^  (\d+) × ", report) >= 1
    assert len(rows_of(server.folder / "unmapped.tsv")) - 1 == unmapped


def test_a_second_time_changes_nothing(imported):
    server, _ = imported
    before = contents(server)
    assert "Nothing new: everything was here already." in server.run("import", "reviews", str(REVIEWS))
    assert contents(server) == before


@pytest.mark.parametrize("wrong, reason", [
    ([["7", "zoloft", "9"]], "3 columns where 9 are expected"),
    ([["7", "zoloft", "9", "Highly Effective", "No Side Effects", "depression", '"it helped', "", ""]], "never ends"),
    ([["7", "zoloft", "9", "Highly Effective", "No Side Effects", "depression", "it\0helped", "", ""]], "NUL"),
    ([[f"new-{n}", "zoloft", "ten", "Highly Effective", "No Side Effects", "depression", "", "", ""]
      for n in range(9)], "rating is not a number"),
], ids=["too few columns", "open quote", "NUL byte", "many bad ratings"])
def test_a_broken_file_names_its_line_and_leaves_everything_as_it_was(imported, tmp_path, wrong, reason):
    server, _ = imported
    before = contents(server)
    file, line = small_file(tmp_path, *wrong)
    code, said = server.attempt("import", "reviews", str(file))
    assert code != 0
    assert f"Line {line}: " in said and reason in said, said
    assert contents(server) == before


def test_a_single_bad_row_is_rejected_by_its_line_and_the_rest_is_taken(tmp_path, tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("one-bad-row"))
    file, line = small_file(
        tmp_path, ["new", "zoloft", "eleven", "Highly Effective", "No Side Effects", "depression", "", "", ""])
    report = server.run("import", "reviews", str(file))
    assert f"line {line}: the rating is not a number from 1 to 10" in report
    assert number(r"(\d+) rejected", report) == 1
    assert contents(server)["evaluations"] == number(r"= (\d+) stored", report) > 0


def test_the_pages_show_figures_from_it_after_a_release(imported, walk):
    server, _ = imported
    # when a release is made by the command, and the server starts
    said = server.run("release")
    assert number(r"of (\d+) evaluations", said) > 2_000
    server.start()
    try:
        # then a visitor finds a figure, and it says where it comes from and what cannot be known
        visitor = walk(viewport=DESKTOP, on=server)
        visitor.open("/conditions/depression")
        link = visitor.page.locator("main table a[href*='/for/depression']").first.get_attribute("href")
        figure = Figure(visitor, link)
        assert figure.n >= 11
        visitor.sees("written once, on another site", "#evidence")
        visitor.unfold("How we know")
        assert number(r"Made from\s+(\d+) imported evaluations", visitor.text("#evidence")) == figure.n
        # and nobody of the outside world has an account
        assert contents(server)["members"] == 0
    finally:
        server.stop()
