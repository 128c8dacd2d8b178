"""A font for Chinese labels in plots: a good one of this machine, else that of `mplfonts`.

The package carries the font in its wheel, so nothing is fetched at run time.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontEntry, fontManager, get_font

FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "Microsoft YaHei", "PingFang SC", "PingFang HK", "Hiragino Sans GB", "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei", "SimHei", "DengXian", "Noto Sans CJK JP", "Heiti TC", "Droid Sans Fallback",
    "Arial Unicode MS",
)  # fmt: skip
"""Font families with simplified Chinese that read well in a plot."""

LAST_RESORT = ("Songti SC", "STSong", "SimSun", "AR PL UMing CN", "AR PL SungtiL GB")
"""Thin or with bitmaps for small sizes, in which an 8 looks like a 3: figures need another font."""

PROBE = "绩效预算执行率年度单位错误疑点说明万元（％）：、"
"""A font that lacks one of these is of no use here."""


def use_chinese() -> str:
    """Let every plot write Chinese; return the name of the font.

    Raises:
        RuntimeError: neither this machine nor the package has a font with simplified Chinese.
    """
    name = font_of_machine(FAMILIES) or font_of_package()
    names = [name, "DejaVu Sans"]
    if name is None:
        name = font_of_machine(LAST_RESORT)
        names = ["DejaVu Sans", name]
    if name is None:
        raise RuntimeError(
            "没有找到中文字体：请安装 pip install mplfonts，或系统字体 Noto Sans CJK。"
        )
    matplotlib.rcParams["font.family"] = "sans-serif"
    matplotlib.rcParams["font.sans-serif"] = names
    matplotlib.rcParams["axes.unicode_minus"] = False  # many Chinese fonts have no U+2212
    return name


def font_of_machine(families: Sequence[str]) -> str | None:
    """The first of some families that is installed and has the characters."""
    installed: dict[str, list[FontEntry]] = {}
    for entry in fontManager.ttflist:
        installed.setdefault(entry.name, []).append(entry)
    for name in families:
        if any(_has_characters(entry.fname) for entry in installed.get(name, ())):
            return name
    return None


def font_of_package() -> str | None:
    """The font in the wheel of `mplfonts`; None where that is not installed."""
    package = find_spec("mplfonts")
    if package is None or package.origin is None:
        return None
    path = Path(package.origin).parent / "fonts" / "NotoSansCJKsc-Regular.otf"
    if not path.is_file() or not _has_characters(str(path)):
        return None
    known = len(fontManager.ttflist)
    fontManager.addfont(path)
    return fontManager.ttflist[known].name


def _has_characters(path: str) -> bool:
    try:
        known = get_font(path).get_charmap()
    except (OSError, RuntimeError):  # a font that was removed or that FreeType cannot open
        return False
    return all(ord(character) in known for character in PROBE)
