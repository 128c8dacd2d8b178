"""Every way out of a result: JSON, frames, tables, a workbook, plain text for a terminal."""
