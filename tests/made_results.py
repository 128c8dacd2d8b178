"""Results built by hand, for the tests of output and command line."""

from __future__ import annotations

from decimal import Decimal

from extractor.model import (
    Cause,
    CheckResult,
    Coverage,
    Discrepancy,
    Fact,
    FactType,
    FactValue,
    Place,
    Problem,
    Quantity,
    Report,
    Result,
    SetAside,
    Severity,
    Source,
    Unexplained,
)
from extractor.model.quantity import Comparator

UNIT = "青岭县财政局"
BOX = (90.123456, 100.0, 200.5, 112.98765)


def money(text: str, comparator: Comparator | None = None) -> Quantity:
    """An amount in 万元 with its printed decimals."""
    return quantity(text, "万元", "money", Decimal(10000), comparator)


def quantity(
    text: str,
    unit: str,
    dimension: str,
    factor: Decimal = Decimal(1),
    comparator: Comparator | None = None,
) -> Quantity:
    """A figure with its printed decimals."""
    return Quantity(
        value=Decimal(text),
        decimals=len(text.partition(".")[2]),
        unit=unit,
        dimension=dimension,
        factor=factor,
        comparator=comparator,
        raw=text + unit,
        unit_source="figure",
    )


def fact(
    number: int,
    path: str,
    label: str,
    kind: FactType,
    value: FactValue,
    *,
    quote: str = "",
    page: int = 1,
    item: str | None = None,
) -> Fact:
    """One mention on one line of a page."""
    return Fact(
        id=f"f{number:03}",
        path=path,
        label=label,
        type=kind,
        value=value,
        quote=quote or f"{label}{value}",
        places=(Place(ref=f"第{page}页", page=page, box=BOX),),
        pattern="budget.yaml#1",
        start=number * 10,
        end=number * 10 + 5,
        item=item,
        year="2023",
    )


def facts() -> tuple[Fact, ...]:
    """A small report: budget, two projects, one indicator, one list."""
    return (
        fact(1, "unit.name", "单位名称", "text", UNIT),
        fact(2, "report.fiscal_year", "年度", "year", "2023"),
        fact(3, "report.title", "标题", "text", "部门整体支出绩效自评报告"),
        fact(4, "budget.initial.total", "年初预算数", "money", money("2703.72")),
        fact(5, "budget.adjusted.total", "全年预算数", "money", money("4485.50"), page=2),
        fact(
            6,
            "budget.adjustment.total",
            "年中调减",
            "money",
            money("-18.00"),
            quote="=年中调整 -18.00万元",
            page=2,
        ),
        fact(7, "projects[1].name", "项目名称", "text", "村级组织运转", item="村级组织运转"),
        fact(8, "projects[1].budget", "预算数", "money", money("42.78"), item="村级组织运转"),
        fact(9, "projects[2].name", "项目名称", "text", "=危险()", item="=危险()"),
        fact(10, "indicators[1].name", "指标名称", "text", "预算经费", page=9),
        fact(
            11,
            "indicators[1].target",
            "年度指标值",
            "money",
            money("2703.72", "<="),
            quote="预算经费指标值为≤2703.72 万元，\n年终实际完成值为 4201.04 万元",
            page=9,
            item="预算经费",
        ),
        fact(12, "indicators[1].score", "得分", "score", quantity("8.00", "分", "score"), page=9),
        fact(13, "unit.aliases", "简称", "list", ("财政局", "本局")),
    )


def discrepancy(severity: Severity = "error", ident: str = "d1") -> Discrepancy:
    """A finding of a broken ceiling with a full score."""
    return Discrepancy(
        id=ident,
        severity=severity,
        title="指标“预算经费”超过上限，仍得满分",
        message="年度指标值为≤2703.72万元，实际完成值4201.04万元，超出1497.32万元，"
        "按上限类指标不应得满分8.00分。",
        expected="不高于 5.15分",
        reported="8.00分",
        difference="2.85分",
        causes=(
            Cause("other_base", "完成率93.66%是用全年预算数4485.51万元作分母算出的"),
            Cause("direction", "把“越少越好”的指标当成“越多越好”"),
        ),
        effect="总分 90.38 → 87.53；等级 优 → 良",
        checks=("ind.completion_le", "ind.full_score_despite_miss"),
        facts=("f011", "f012"),
    )


def result(
    *discrepancies: Discrepancy,
    name: str = "reports/2023自评.pdf",
    sha256: str = "ab" * 32,
    problems: tuple[Problem, ...] = (),
) -> Result:
    """A report that was read, with the findings given."""
    return Result(
        source=Source(path=name, sha256=sha256, media_type="application/pdf", size=1000),
        pages=14,
        report=Report(facts=facts()),
        profile="财政部",
        checks=(
            CheckResult(
                slug="sum.adjusted.initial_delta",
                title="全年预算＝年初预算±年中调整",
                group="合计",
                severity="error",
                status="holds",
                arithmetic="2703.72 + 1781.78 = 4485.50",
                facts=("f004", "f005"),
            ),
            CheckResult(
                slug="count.projects",
                title="项目个数",
                group="合计",
                severity="error",
                status="not_applicable",
                reason="报告没有写项目个数",
            ),
        ),
        discrepancies=discrepancies,
        coverage=Coverage(
            quantities=9,
            bound=8,
            set_aside=(SetAside("2023", "年份", (Place("第1页", 1),)),),
            unexplained=(Unexplained("72盏", "改造路灯72盏", (Place("第5页", 5, BOX),)),),
        ),
        problems=problems,
    )


def unreadable(name: str = "扫描件.pdf") -> Result:
    """A file nothing could be read from."""
    return Result(
        source=Source(path=name, sha256="cd" * 32, media_type="application/pdf", size=10),
        pages=3,
        report=None,
        profile="财政部",
        problems=(
            Problem(
                "no_text_layer", name, "这一页没有文字层。", "请先做文字识别（OCR）后重试。", 2
            ),
        ),
    )
