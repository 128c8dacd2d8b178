"""Several prices times quantities that one sentence adds up: 20台×0.5万元、10台×1.2万元，共计22万元.

Each becomes one `products[i]`: `total`, and the factors of each product (`factor1_1`, `factor1_2` …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.find.clauses import sentences_with
from extractor.find.draft import Draft
from extractor.find.ratios_figures import DELIMITERS, FIGURES
from extractor.find.relations import subject_of
from extractor.numbers import MONEY_KINDS

_MONEY = "\ue000\ue005"
_FACTOR = f"[{_MONEY}\ue004\ue006\ue001]"
_TIMES = "×xX*"
_SIGN = re.compile(f"[{_TIMES}][{FIGURES}]")
_UNIT = "[人名生户亩吨场辆套台件座份头只株盏棵册期例把个块张]|公里|平方米"
_PRODUCT = re.compile(
    f"(?P<chain>{_FACTOR}(?:[\u4e00-\u9fff]{{0,2}}[{_TIMES}]{_FACTOR})+)"
    f"|(?P<count>\ue004)[，(、]?(?:每(?P<each>{_UNIT})(?:[^{DELIMITERS}{FIGURES}日天月次年]{{0,4}})|单价为?:?)(?P<price>[{_MONEY}])"
    "|(?P<count2>\ue004)[，(、]?(?P<price2>\ue004)"
)
_PRICED = re.compile(f"(?:每(?:{_UNIT})[^{DELIMITERS}{FIGURES}]{{0,8}}|单价为?:?)[{_MONEY}]")
_SUM = re.compile("(?:共计|合计|总计|总价|总金额|总额|共需|共|=)[^，。；、\ue000-\ue00a]{0,6}$")
_OWN = re.compile(f"[)]?(?:，?(?:计|小计|金额)为?)?([{_MONEY}])")
_LEADS = re.compile(f"[{_MONEY}](?:[，。]?[(:]|，即|，为|，具体为)[^{_MONEY}\ue004]{{0,14}}$")
_FOR_EACH = re.compile("\ue004[，(、]?\ue004")
_PEOPLE = frozenset({"人", "名", "生", "位"})
_DOUBT = re.compile("等[，。；)]|主要|优惠|折|下浮|中标|成交|减免|节约|实付|实际|另")


@dataclass(slots=True)
class _Product:
    """The factors of one product, whether × stands between them, and where it ends."""

    factors: list[int]
    written: bool
    end: int


def find_product_sums(draft: Draft) -> set[int]:
    """Find totals of several products; the masked positions of all totals that stand behind several."""
    masked = draft.masked
    totals: set[int] = set()
    for start, end in sorted({span for sign in _signs(draft) for span in sentences_with(masked.text, sign)}):
        totals |= _sentence(draft, start, end)
    return totals


def _signs(draft: Draft) -> list[re.Pattern[str]]:
    """The expressions of a price or a product that the text can hold at all."""
    masked = draft.masked
    signs = [_SIGN] if any(masked.has(sign) for sign in "×*") or masked.has("x") or masked.has("X") else []
    signs += [_FOR_EACH] if "元/" in masked.folded else []
    return signs + ([_PRICED] if masked.has("单价") or masked.has("每") else [])


def _sentence(draft: Draft, start: int, end: int) -> set[int]:
    """The products of one sentence, each with its own amount, and the one that all make."""
    masked, text = draft.masked, draft.masked.text
    products: list[_Product] = []
    own: set[int] = set()
    for hit in _PRODUCT.finditer(text, start, end):
        product = _Product(list(masked.tokens_in(*hit.span())), bool(hit["chain"]), hit.end())
        if sum(_is_price(draft, i) for i in product.factors) != 1 or not _of_one_unit(draft, product, hit["each"]):
            continue
        products.append(product)
        made = _OWN.match(text, hit.end(), end)
        if made is not None and not (hit["chain"] and text[hit.start() - 1] in "+-"):
            own.update(masked.tokens_in(*made.span()))
            product.end = made.end()
    priced = [hit.end() - 1 for hit in _PRICED.finditer(text, start, end)]
    used = {i for p in products for i in p.factors}
    amounts = [i for i in masked.tokens_in(start, end) if masked.tokens[i].kind in MONEY_KINDS and i not in used]
    for product in products:
        result = masked.token_at(product.end - 1)
        if product.written and result in own and (q := draft.quantity(result, money=True)) and q.comparator == "=":
            _record(draft, [product], result)
    total = _total(draft, start, products, [i for i in amounts if i not in own])
    several = _of_several(draft, amounts, products, priced)
    if total is None or not (len(products) > 1 or products[0].written) or len(priced) > len(products):
        return several
    if not _DOUBT.search(text, start, end):
        _record(draft, products, total)
    return several


def _of_several(draft: Draft, amounts: list[int], products: list[_Product], priced: list[int]) -> set[int]:
    """The amounts that close, or open, a stretch of the sentence with more than one price.

    单价3500元，合计42,000元；…，单价1600元，合计40,000元: each total is that of the price before it.
    """
    positions = draft.masked.positions
    prices = {positions[i] for p in products for i in p.factors if _is_price(draft, i)}.union(priced)
    ends = [positions[i] for i in amounts]
    several: set[int] = set()
    for before, at, after in zip([-1, *ends], ends, [*ends[1:], len(draft.masked.text)], strict=False):
        here = sum(before < p < at for p in prices)
        if here > 1 or (not here and sum(at < p < after for p in prices) > 1):
            several.add(at)
    return several


def _total(draft: Draft, start: int, products: list[_Product], amounts: list[int]) -> int | None:
    """The only other amount, which closes the list or opens it (经费22万元：…)."""
    if len(amounts) != 1 or not products:
        return None
    text = draft.masked.text
    position = draft.masked.positions[amounts[0]]
    last = products[-1].end
    if position >= last:
        quantity = draft.quantity(amounts[0], money=True)
        told = _SUM.search(text[last:position]) or (position == last and quantity and quantity.comparator == "=")
        return amounts[0] if told and not draft.masked.tokens_in(last, position) else None
    first = draft.masked.positions[products[0].factors[0]]
    return amounts[0] if position < first and _LEADS.match(text[position:first]) else None


def _record(draft: Draft, products: list[_Product], total: int) -> None:
    """Add a total with its products, if each has one price and otherwise numbers."""
    masked = draft.masked
    figures = [draft.quantity(i, money=True) for p in products for i in (*p.factors, total)]
    if not all(q is not None and q.is_exact for q in figures):
        return
    prefix = f"products[{draft.next_index('products')}]"
    pattern = "products.written" if all(p.written for p in products) else "products"
    for name, index in (
        ("total", total),
        *((f"factor{n}_{k}", i) for n, p in enumerate(products, 1) for k, i in enumerate(p.factors, 1)),
    ):
        money = masked.tokens[index].kind in MONEY_KINDS
        draft.add_figure(
            f"{prefix}.{name}", index, label=subject_of(draft, index) or ("总金额" if name == "total" else "因数"),
            pattern=pattern, money=money, share=True,
        )  # fmt: skip


def _is_price(draft: Draft, index: int) -> bool:
    """Whether a figure is an amount, or one for each of something (0.5万元/台)."""
    token = draft.masked.tokens[index]
    unit = token.quantity.unit if token.quantity else None
    return token.kind in MONEY_KINDS or (token.kind == "count" and "元/" in (unit or ""))


def _of_one_unit(draft: Draft, product: _Product, each: str | None) -> bool:
    """Whether a price is for one of what its quantity counts (每户, 元/亩)."""
    units = [q.unit or "" for i in product.factors if (q := draft.quantity(i))]
    each = next((u.partition("/")[2] for u in units if "元/" in u), each)
    alike = _PEOPLE if each in _PEOPLE else {each}
    return each is None or any(u.removeprefix("万") in alike for u in units)
