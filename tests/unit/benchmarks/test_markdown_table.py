"""A table for people and for Markdown: `benchmarks.markdown_table`."""

from benchmarks.markdown_table import markdown_table


def test_each_column_is_as_wide_as_its_longest_cell() -> None:
    assert markdown_table(("what", "price"), [("mails", "$1"), ("", "$1,000")]).splitlines() == [
        "| what  | price  |",
        "| ----- | ------ |",
        "| mails | $1     |",
        "|       | $1,000 |",
    ]


def test_without_rows_it_is_as_wide_as_its_header() -> None:
    assert markdown_table(("a", "bc"), []).splitlines() == ["| a | bc |", "| - | -- |"]
