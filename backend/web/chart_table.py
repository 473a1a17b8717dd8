"""The table of a chart for spreadsheets, written as the reader's spreadsheet expects it."""

import csv
import io

from backend.web import formats
from backend.web.charts import Chart
from backend.web.matches_csv import BYTE_ORDER_MARK, plain


def chart_table(chart: Chart) -> str:
    """For charts of plain numbers: German tables have semicolons between the columns and commas in the numbers."""
    german = formats.locale().language == "de"
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    lines = csv.writer(text, delimiter=";" if german else ",")
    lines.writerow([plain(chart.first_column), *(plain(series.label) for series in chart.series)])
    for row in chart.table():
        values = [cell.value.replace(".", ",") if german else cell.value for cell in row.cells]
        lines.writerow([plain(row.label), *values])
    return text.getvalue()
