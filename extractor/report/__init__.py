"""From found facts to one report with typed views and an account of every figure."""

from extractor.report.coverage import coverage_of
from extractor.report.gather import gather

__all__ = ["coverage_of", "gather"]
