"""The table of complaints in the docs: every ask about an AI coach, and tests that there are."""

from tests.architecture.source import ROOT, listed
from tests.architecture.test_failure_table import ROW, defined, unproven

PAGE = ROOT / "docs" / "claude.md"
HEAD = ["ask", "complaint", "what is done about it", "test"]
ASKS = [str(number) for number in range(2, 11)]


def rows() -> list[list[str]]:
    """The cells of each row of the table, without its head."""
    section = PAGE.read_text().split("\n## Complaints\n", 1)[1].split("\n## ", 1)[0]
    lines = [[cell.strip() for cell in row.split("|")] for row in ROW.findall(section)]
    assert lines[0] == HEAD
    return lines[2:]


def test_every_complaint_is_answered_and_proven_by_a_test_that_exists() -> None:
    found = unproven(rows(), defined())

    assert [cells[0] for cells in rows()] == ASKS
    assert [cells for cells in rows() if len(cells) != len(HEAD) or not all(cells)] == []
    assert not found, listed(found)
