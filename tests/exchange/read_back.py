"""Reads what `responses export` wrote with the readers that others use: pyreadstat (SPSS), openpyxl (XLSX), odfpy (ODS).

All of them must hold what the CSV holds, and no cell may be a formula.  Usage: read_back.py DIRECTORY
"""

import csv
import sys
from pathlib import Path

import openpyxl
import pyreadstat
from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from odf.teletype import extractText

folder = Path(sys.argv[1])
with open(folder / "a.csv", encoding="utf-8", newline="") as file:
    names, *rows = csv.reader(file)
assert len(rows) >= 10, rows


def same(what, found):
    """The rows have another order in every file, so they are compared sorted."""
    wanted = sorted(tuple(cell for cell in row) for row in rows)
    found = sorted(tuple(row) for row in found)
    assert len(found) == len(wanted), f"{what}: {len(found)} rows, not {len(wanted)}"
    for one, other in zip(wanted, found):
        assert one == other, f"{what}:\n{one}\n{other}"


def plain(value):
    """A cell as CSV writes it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)


book = openpyxl.load_workbook(folder / "a.xlsx")
assert book.sheetnames == ["Antwoorden", "Codeboek", "Verantwoording"], book.sheetnames
assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
head, *answers = book["Antwoorden"].iter_rows(values_only=True)
assert list(head) == names
same("xlsx", [[plain(cell) for cell in row] for row in answers])

sheets = load(folder / "a.ods").spreadsheet.getElementsByType(Table)
assert [sheet.getAttribute("name") for sheet in sheets] == book.sheetnames
table = [
    [
        "\n".join(extractText(line) for line in cell.childNodes)
        for cell in row.getElementsByType(TableCell)
    ]
    for row in sheets[0].getElementsByType(TableRow)
]
assert table[0] == names
same("ods", table[1:])
assert not any(
    cell.getAttribute("formula") for sheet in sheets for cell in sheet.getElementsByType(TableCell)
)

data, meta = pyreadstat.read_sav(folder / "a.sav", output_format="dict", user_missing=True)
assert meta.file_encoding == "UTF-8" and len(data) == len(names), (meta.file_encoding, len(data))
assert all(meta.column_names_to_labels.values())
missing = {
    name: {part["lo"]: meta.variable_value_labels[name][part["lo"]] for part in parts}
    for name, parts in meta.missing_ranges.items()
}
columns = [
    ["nvt" if value in missing.get(name, {}) else plain(value) for value in values]
    for name, values in data.items()
]
same("sav", zip(*columns))
assert missing and meta.mr_sets, "user-missing values and sets of answers"
print(f"exports: {len(rows)} responses with {len(names)} columns are the same in csv, xlsx, ods and sav")
