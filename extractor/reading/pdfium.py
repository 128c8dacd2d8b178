"""pdfium's functions as they are called for every page, glyph and object: bound for speed.

pdfium (and so pypdfium2) is not thread-safe: one thread of a process may call them. What is
called once a document goes through `pypdfium2.raw`. Names and numbers are those of pdfium's
headers (fpdfview.h, fpdf_text.h, fpdf_edit.h).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

PATH, IMAGE, FORM = 2, 3, 5
"""Kinds of page objects."""


Handle = Any
"""A page or the text of a page, as an argument made once: ctypes would make one for each call."""

Address = int
"""Where an object of a page, a number or an array of numbers lies in memory."""


@dataclass(frozen=True, slots=True)
class Pdfium:
    """The bound functions.

    Those that take a handle declare no types for their arguments: ctypes then passes its own
    objects and small integers as they are. With arguments made once, and no result where none
    is looked at, a box takes 0.12 microseconds instead of 0.40. All but the first two, which may
    take long, keep the interpreter lock.
    """

    load_page: Callable[[Any, int], Address | None]
    load_text: Callable[[Handle], Address | None]
    close_text: Callable[[Handle], None]
    close_page: Callable[[Handle], None]

    rotation: Callable[[Handle], int]
    bounding_box: Callable[[Handle, Any], int]
    """Fills left, top, right, bottom."""

    count_chars: Callable[[Handle], int]
    text: Callable[[Handle, int, int, Any], int]
    unicode: Callable[[Handle, int], int]
    map_error: Callable[[Handle, int], int]
    loose_box: Callable[[Handle, int, Any], None]
    """Fills left, top, right, bottom."""

    origin: Callable[[Handle, int, Any, Any], int]
    matrix: Callable[[Handle, int, Any], int]
    font_size: Callable[[Handle, int], float]

    count: Callable[[Handle], int]
    item: Callable[[Handle, int], Address]
    kind: Callable[[Address], int]
    bounds: Callable[[Address, Address, Address, Address, Address], int]
    """Fills left, bottom, right, top."""

    count_in_form: Callable[[Address], int]
    item_in_form: Callable[[Address, int], Address]
    matrix_of: Callable[[Address, Address], int]
    draw_mode: Callable[[Address, Address, Address], int]
    fill_colour: Callable[[Address, Address, Address, Address, Address], int]
    count_segments: Callable[[Address], int]
    segment: Callable[[Address, int], Address]
    segment_point: Callable[[Address, Address, Address], int]
    segment_kind: Callable[[Address], int]
    segment_closes: Callable[[Address], int]


def handle_of(address: Address) -> Handle:
    """A handle as the functions take it."""
    return ctypes.c_void_p.from_param(address)


@cache
def pdfium() -> Pdfium:
    """The functions of the library, which is loaded when they are first asked for."""
    import pypdfium2.raw as raw

    pointer, number = ctypes.c_void_p, ctypes.c_int

    def of_handle(function: Any, result: Any, make: Any = ctypes.PYFUNCTYPE) -> Any:
        return make(result)(_address_of(function))

    def of_object(function: Any, result: Any, *arguments: Any) -> Any:
        return ctypes.PYFUNCTYPE(result, pointer, *arguments)(_address_of(function))

    return Pdfium(
        load_page=of_handle(raw.FPDF_LoadPage, pointer, ctypes.CFUNCTYPE),
        load_text=of_handle(raw.FPDFText_LoadPage, pointer, ctypes.CFUNCTYPE),
        close_text=of_handle(raw.FPDFText_ClosePage, None),
        close_page=of_handle(raw.FPDF_ClosePage, None),
        rotation=of_handle(raw.FPDFPage_GetRotation, number),
        bounding_box=of_handle(raw.FPDF_GetPageBoundingBox, number),
        count_chars=of_handle(raw.FPDFText_CountChars, number),
        text=of_handle(raw.FPDFText_GetText, number),
        unicode=of_handle(raw.FPDFText_GetUnicode, ctypes.c_uint),
        map_error=of_handle(raw.FPDFText_HasUnicodeMapError, number),
        loose_box=of_handle(raw.FPDFText_GetLooseCharBox, None),
        origin=of_handle(raw.FPDFText_GetCharOrigin, number),
        matrix=of_handle(raw.FPDFText_GetMatrix, number),
        font_size=of_handle(raw.FPDFText_GetFontSize, ctypes.c_double),
        count=of_handle(raw.FPDFPage_CountObjects, number),
        item=of_handle(raw.FPDFPage_GetObject, pointer),
        kind=of_object(raw.FPDFPageObj_GetType, number),
        bounds=of_object(raw.FPDFPageObj_GetBounds, number, *repeat(pointer, 4)),
        count_in_form=of_object(raw.FPDFFormObj_CountObjects, number),
        item_in_form=of_object(raw.FPDFFormObj_GetObject, pointer, ctypes.c_ulong),
        matrix_of=of_object(raw.FPDFPageObj_GetMatrix, number, pointer),
        draw_mode=of_object(raw.FPDFPath_GetDrawMode, number, pointer, pointer),
        fill_colour=of_object(raw.FPDFPageObj_GetFillColor, number, *repeat(pointer, 4)),
        count_segments=of_object(raw.FPDFPath_CountSegments, number),
        segment=of_object(raw.FPDFPath_GetPathSegment, pointer, number),
        segment_point=of_object(raw.FPDFPathSegment_GetPoint, number, pointer, pointer),
        segment_kind=of_object(raw.FPDFPathSegment_GetType, number),
        segment_closes=of_object(raw.FPDFPathSegment_GetClose, number),
    )


def _address_of(function: Any) -> Address:
    return ctypes.cast(function, ctypes.c_void_p).value or 0
