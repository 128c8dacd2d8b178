"""The text of a report: five templates, and marks around the figures that a fault may change.

A figure stands as `⟦key|printed⟧`; `plain` takes the marks away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from .figures import Indicator, Unit, Year, rate

MARK = re.compile(r"⟦([^|⟧]+)\|([^⟧]*)⟧")
DIGITS = "零一二三四五六七八九十"


def mark(key: str, printed: object) -> str:
    """A figure with its key."""
    return f"⟦{key}|{printed}⟧"


def plain(text: str) -> str:
    """The text without marks."""
    return MARK.sub(r"\2", text)


def shown(value: Decimal) -> str:
    """A figure as printed: no point behind whole numbers."""
    return f"{value:f}"


def amount(cents: int, yuan: bool = False) -> str:
    """An amount as printed, with its unit."""
    return f"{cents * 100:,}.00元" if yuan else f"{Decimal(cents) / 100:.2f}万元"


class Writer:
    """The sentences of one report."""

    def __init__(self, unit: Unit, year: Year) -> None:
        self.unit, self.year, self.yuan = unit, year, unit.region.yuan

    def a(self, key: str, cents: int) -> str:
        return mark(key, amount(cents, self.yuan))

    def r(self, key: str, value: Decimal) -> str:
        return mark(key, f"{value:.2f}%")

    def s(self, key: str, value: Decimal | int) -> str:
        return mark(key, f"{value}分")

    def split(self, group: str, words: tuple[str, str] = ("基本支出", "项目支出")) -> str:
        amounts = getattr(self.year, group)
        return (f"{words[0]}{self.a(f'{group}.basic', amounts.basic)}，"
                f"{words[1]}{self.a(f'{group}.project', amounts.project)}")  # fmt: skip

    def change(self, key: str, now: int, before: int) -> str:
        """比上年增加…，增长…% or 比上年减少…，下降…%."""
        more = now >= before
        return (
            f"比上年{'增加' if more else '减少'}{self.a(f'{key}.change', abs(now - before))}，"
            f"{'增长' if more else '下降'}{self.r(f'{key}.growth', rate(abs(now - before), before))}"
        )

    def adjustment(self) -> str:
        y = self.year
        return (
            f"年中因{y.words['reason']}追加预算{self.a('delta.total', y.delta.total)}，"
            f"其中：{self.split('delta', ('基本支出追加', '项目支出追加'))}。"
            f"调整后全年预算数为{self.a('adjusted.total', y.adjusted.total)}，"
            f"预算调整率{self.r('rate.adjustment', rate(y.delta.total, y.initial.total))}。"
        )

    def execution(self) -> str:
        y = self.year
        return (
            f"全年执行数{self.a('executed.total', y.executed.total)}，"
            f"预算执行率{self.r('rate.execution', y.execution)}，其中：{self.split('executed')}。"
        )

    def against_last(self) -> str:
        y = self.year
        assert y.last is not None  # noqa: S101 - history() never gives the year before the first
        now, before = y.executed.total, y.last.executed.total
        cause = y.words["growth" if now >= before else "decline"]
        return (
            f"全年执行数{self.change('executed', now, before)}，主要是{cause}。"
        )

    def basic(self) -> str:
        y = self.year
        budget, spent = y.personnel
        return (
            f"基本支出全年预算{self.a('adjusted.basic', y.adjusted.basic)}，其中：人员经费"
            f"{self.a('adjusted.personnel', budget)}，公用经费"
            f"{self.a('adjusted.public', y.adjusted.basic - budget)}。实际支出"
            f"{self.a('executed.basic', y.executed.basic)}，其中：人员经费"
            f"{self.a('executed.personnel', spent)}，公用经费"
            f"{self.a('executed.public', y.executed.basic - spent)}，基本支出执行率"
            f"{self.r('rate.basic', rate(y.executed.basic, y.adjusted.basic))}。"
        )

    def three_public(self) -> str:
        y = self.year
        assert y.last is not None  # noqa: S101
        budget, spent = y.three_public
        return (
            f"“三公”经费年初预算{self.a('tp.budget', budget)}，其中：公务用车运行维护费"
            f"{self.a('tp.vehicle.budget', y.vehicle[0])}，公务接待费"
            f"{self.a('tp.reception.budget', y.reception[0])}。全年实际支出"
            f"{self.a('tp.executed', spent)}，其中：公务用车运行维护费"
            f"{self.a('tp.vehicle.executed', y.vehicle[1])}，公务接待费"
            f"{self.a('tp.reception.executed', y.reception[1])}，“三公”经费控制率"
            f"{self.r('rate.three_public', rate(spent, budget))}。“三公”经费支出"
            f"{self.change('tp', spent, y.last.three_public[1])}。"
        )

    def projects(self, form: str) -> Iterator[str]:
        y = self.year
        yield (
            f"{y.year}年共实施项目{mark('count.projects', len(y.projects))}个，项目支出全年预算"
            f"{self.a('adjusted.project', y.adjusted.project)}，执行"
            f"{self.a('executed.project', y.executed.project)}，执行率"
            f"{self.r('rate.project', rate(y.executed.project, y.adjusted.project))}。各项目情况如下："
        )
        for n, p in enumerate(y.projects, 1):
            yield form.format(
                n=n, cn=DIGITS[n], name=p.name, use=p.use,
                budget=self.a(f"project.{n}.budget", p.budget),
                executed=self.a(f"project.{n}.executed", p.executed),
                rate=self.r(f"project.{n}.rate", rate(p.executed, p.budget)),
            )  # fmt: skip

    def indicators(self, form: str, level1: str) -> Iterator[str]:
        for n, item in enumerate(self.year.indicators, 1):
            if item.level1 == level1:
                yield self.indicator(n, item, form)

    def indicator(self, n: int, item: Indicator, form: str) -> str:
        key = f"indicator.{n}"
        return form.format(
            n=n, cn=DIGITS[n], name=item.name, level1=item.level1, level2=item.level2,
            target=mark(f"{key}.target", f"{shown(item.target)}{item.unit}"),
            actual=mark(f"{key}.actual", f"{shown(item.actual)}{item.unit}"),
            completion=self.r(f"{key}.completion", item.completion),
            weight=mark(f"{key}.weight", f"{item.weight}分"), score=self.s(f"{key}.score", item.score),
            reason=item.reason, remedy=item.remedy,
            midyear="" if item.midyear is None else mark(f"{key}.midyear", f"{shown(item.midyear)}{item.unit}"),
        )  # fmt: skip

    def level(self, level1: str) -> tuple[str, str]:
        """Weight and score of a first level."""
        items = [i for i in self.year.indicators if i.level1 == level1]
        score = sum((i.score for i in items), Decimal(0))
        return (
            mark(f"level.{level1}.weight", f"{sum(i.weight for i in items)}分"),
            self.s(f"level.{level1}.score", score),
        )

    def conclusion(self, words: str) -> str:
        return words.format(
            year=self.year.year, score=self.s("score", self.year.score),
            grade=mark("grade", self.year.grade),
        )  # fmt: skip

    def staff(self) -> str:
        y = self.year
        return (
            f"核定编制{sum(y.posts)}名，其中：行政编制{y.posts[0]}名，事业编制{y.posts[1]}名。"
            f"{y.year}年末在职人员{sum(y.staff)}人，其中：行政人员{y.staff[0]}人，"
            f"事业人员{y.staff[1]}人，在职人员控制率{rate(sum(y.staff), sum(y.posts))}%。"
        )

    def inner(self) -> str:
        names = self.unit.trade.inner
        return f"内设股室{len(names)}个，分别是{'、'.join(names)}。"

    def survey(self) -> str:
        asked, pleased = self.year.survey
        return f"{self.year.year}年11月发放并收回有效问卷{asked}份，其中表示满意的{pleased}份。"


Template = Callable[[Writer], Iterator[str]]
