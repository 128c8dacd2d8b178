"""Five templates of a narrative report: wording of different provinces, own sentences."""

from __future__ import annotations

from collections.abc import Iterator

from .narrative import Template, Writer

OUTPUT, BENEFIT, PLEASED = "产出指标", "效益指标", "满意度指标"


def prose(w: Writer) -> Iterator[str]:
    """Sections with sub-headings and one paragraph for each indicator."""
    y, u = w.year, w.unit
    yield "一、部门基本情况"
    yield "（一）部门概况"
    yield f"{u.name}主要负责{u.trade.duty}等工作。{w.inner()}"
    yield w.staff()
    yield "（二）年度重点工作"
    yield f"{y.words['opening']}，{y.words['activities']}。"
    yield "（三）预算安排及执行情况"
    yield "1.年初预算安排情况"
    yield f"{y.year}年年初批复预算{w.a('initial.total', y.initial.total)}，其中：{w.split('initial')}。"
    yield "2.预算调整情况"
    yield w.adjustment()
    yield "3.全年预算执行情况"
    yield w.execution() + w.against_last()
    yield "4.结转结余情况"
    yield (f"年初结转结余{w.a('carry.in', y.carry_in)}，已纳入全年预算；年末结转结余"
           f"{w.a('carry.out', y.carry_out)}，按规定结转下年继续使用。")  # fmt: skip
    yield "二、资金管理及使用情况"
    yield "（一）基本支出情况"
    yield w.basic()
    yield w.three_public()
    yield "（二）项目支出情况"
    yield from w.projects("（{n}）{name}。预算{budget}，执行{executed}，执行率{rate}，用于{use}。")
    yield "（三）制度建设情况"
    yield y.words["management"]
    yield "三、绩效目标完成情况"
    yield "（一）预算执行情况"
    yield (f"预算执行分值10分，按执行率{w.r('rate.execution', y.execution)}计算，"
           f"得分{w.s('score.execution', y.execution_score)}。")  # fmt: skip
    form = ("（{n}）{name}：目标值不低于{target}，实际完成{actual}，完成率{completion}，分值{weight}，"
            "得分{score}。偏差原因：{reason}。改进措施：{remedy}。")  # fmt: skip
    for head, level in (("二", OUTPUT), ("三", BENEFIT), ("四", PLEASED)):
        yield f"（{head}）{level}完成情况"
        weight, score = w.level(level)
        yield f"{level}分值{weight}，得分{score}。"
        yield from w.indicators(form, level)
    yield w.survey()
    yield "四、评价结论"
    yield w.conclusion("经自评，{year}年度部门整体支出绩效得分为{score}，评价等级为“{grade}”。")
    yield "五、存在的主要问题及原因分析"
    yield f"一是{y.words['problem1']}；二是{y.words['problem2']}。"
    yield "六、改进措施和建议"
    yield f"一是{y.words['remedy1']}；二是{y.words['remedy2']}。"


def lines(w: Writer) -> Iterator[str]:
    """Each indicator on one line behind its levels."""
    y, u = w.year, w.unit
    yield "一、部门基本情况"
    yield "（一）部门概况"
    yield f"{u.name}承担{u.trade.duty}等职责。{w.inner()}{w.staff()}"
    yield f"{y.words['opening']}，{y.words['activities']}。"
    yield "（二）部门整体收支情况"
    yield f"1.年初预算情况。{y.year}年年初预算数为{w.a('initial.total', y.initial.total)}，其中{w.split('initial')}。"
    yield f"2.预算调整情况。{w.adjustment()}"
    yield f"3.预算执行情况。{w.execution()}{w.against_last()}"
    yield (f"4.结转结余情况。年初结转结余{w.a('carry.in', y.carry_in)}，年末结转结余"
           f"{w.a('carry.out', y.carry_out)}，用于支付下年到期款项。")  # fmt: skip
    yield f"5.基本支出情况。{w.basic()}"
    yield f"6.“三公”经费情况。{w.three_public()}"
    yield "（三）项目支出情况"
    yield from w.projects("{n}.{name}，预算数{budget}，执行数{executed}，执行率{rate}，主要用于{use}。")
    yield "（四）部门预算管理制度建设情况"
    yield y.words["management"]
    yield "二、绩效自评工作情况"
    yield f"自评工作由分管领导牵头，各股室提供佐证，财务人员汇总打分。{w.survey()}"
    yield "三、评价情况分析及综合评价结论"
    yield "（一）投入情况分析"
    yield (f"预算执行指标权重10分，执行率{w.r('rate.execution', y.execution)}，"
           f"自评{w.s('score.execution', y.execution_score)}。")  # fmt: skip
    form = ("{n}.{level1}—{level2}—{name}：年初指标值≥{target}，全年实际完成值{actual}，指标完成率"
            "{completion}；权重{weight}，自评{score}。偏差原因：{reason}。改进措施：{remedy}。")  # fmt: skip
    yield "（二）产出情况分析"
    yield from w.indicators(form, OUTPUT)
    yield "（三）效益情况分析"
    yield from w.indicators(form, BENEFIT)
    yield "（四）满意度情况分析"
    yield from w.indicators(form, PLEASED)
    yield "（五）综合评价结论"
    levels = [(level, *w.level(level)) for level in (OUTPUT, BENEFIT, PLEASED)]
    yield "，".join(f"{name}权重{weight}、自评{score}" for name, weight, score in levels) + "。" + w.conclusion(
        "加上预算执行得分，{year}年度部门整体支出绩效自评总分为{score}，自评等级为“{grade}”。"
    )
    yield "四、存在的问题和整改情况"
    yield f"{y.words['problem1']}；{y.words['problem2']}。已明确整改责任人，{y.words['remedy1']}。"
    yield "五、绩效自评结果应用"
    yield f"自评结果随决算公开，并作为安排下年预算的参考；{y.words['remedy2']}。"


def quoted(w: Writer) -> Iterator[str]:
    """Names of indicators in quotation marks, planned and actual values."""
    y, u = w.year, w.unit
    yield "一、单位基本情况"
    yield "（一）职能与人员"
    yield f"{u.name}承担{u.trade.duty}等任务。{w.inner()}{w.staff()}"
    yield "（二）年度工作概述"
    yield f"{y.words['opening']}，全年{y.words['activities']}。"
    yield "二、预算及执行情况"
    yield "（一）预算安排"
    yield f"{y.year}年年初预算数{w.a('initial.total', y.initial.total)}，其中{w.split('initial')}。{w.adjustment()}"
    yield "（二）预算执行"
    yield w.execution() + w.against_last()
    yield (f"年初结转资金{w.a('carry.in', y.carry_in)}，年末结转结余{w.a('carry.out', y.carry_out)}，"
           "均有明确用途。")  # fmt: skip
    yield "（三）基本支出"
    yield w.basic()
    yield w.three_public()
    yield "（四）项目支出"
    yield from w.projects("{n}.{name}：预算数{budget}，执行数{executed}，执行率{rate}。资金用于{use}。")
    yield "（五）管理制度"
    yield y.words["management"]
    yield "三、绩效指标完成情况"
    yield "（一）预算执行率"
    yield (f"权重10分，预算执行率{w.r('rate.execution', y.execution)}，"
           f"得{w.s('score.execution', y.execution_score)}。")  # fmt: skip
    form = ("{n}.{level2}“{name}”：计划值≥{target}，实际值{actual}，完成率{completion}，权重{weight}，"
            "得{score}。偏差原因：{reason}。改进措施：{remedy}。")  # fmt: skip
    for head, level in (("二", OUTPUT), ("三", BENEFIT), ("四", PLEASED)):
        weight, score = w.level(level)
        yield f"（{head}）{level}"
        yield f"权重合计{weight}，得分合计{score}。"
        yield from w.indicators(form, level)
    yield w.survey()
    yield "四、评价结论"
    yield w.conclusion("{year}年度单位整体支出绩效自评总得分{score}，绩效等级为“{grade}”。")
    yield "五、存在问题及原因"
    yield f"{y.words['problem1']}；{y.words['problem2']}。"
    yield "六、改进措施"
    yield f"今后，{y.words['remedy1']}；同时{y.words['remedy2']}。"


def totals(w: Writer) -> Iterator[str]:
    """Income and expenditure in total, each against last year; plans and their completion."""
    y, u = w.year, w.unit
    total = y.adjusted.total
    yield "一、部门概况"
    yield "（一）部门职能"
    yield f"{u.name}负责{u.trade.duty}等工作。{w.inner()}"
    yield "（二）人员情况"
    yield w.staff()
    yield "（三）年度主要任务"
    yield f"{y.words['opening']}，本年{y.words['activities']}。"
    yield "二、部门收支情况"
    yield "（一）收入支出总体情况"
    yield (
        f"{y.year}年收入总计{w.a('income.total', total)}，其中本年收入"
        f"{w.a('income.year', total - y.carry_in)}，年初结转和结余{w.a('carry.in', y.carry_in)}。"
        f"支出总计{w.a('spending.total', total)}，其中本年支出{w.a('executed.total', y.executed.total)}，"
        f"年末结转和结余{w.a('carry.out', y.carry_out)}。"
    )
    yield "（二）支出情况"
    assert y.last is not None  # noqa: S101
    now, before = y.executed, y.last.executed
    cause = y.words["growth" if now.total >= before.total else "decline"]
    yield (
        f"本年支出{w.a('executed.total', now.total)}，{w.change('executed', now.total, before.total)}，"
        f"主要是{cause}。其中：{w.split('executed')}。"
    )
    yield w.basic()
    yield "（三）预算执行情况"
    yield f"年初预算{w.a('initial.total', y.initial.total)}，其中{w.split('initial')}。{w.adjustment()}"
    yield f"全年支出完成全年预算的{w.r('rate.execution', y.execution)}。"
    yield "（四）“三公”经费情况"
    yield w.three_public()
    yield "三、项目实施情况"
    yield from w.projects("（{cn}）{name}。预算安排{budget}，支出{executed}，执行率{rate}，用于{use}。")
    yield y.words["management"]
    yield "四、绩效目标完成情况"
    yield (f"预算执行满分10分，执行率{w.r('rate.execution', y.execution)}，"
           f"得{w.s('score.execution', y.execution_score)}。")  # fmt: skip
    form = ("（{cn}）{name}。年度计划不低于{target}，实际为{actual}，完成年度计划的{completion}，分值{weight}，"
            "得分{score}。偏差原因：{reason}。改进措施：{remedy}。")  # fmt: skip
    for level in (OUTPUT, BENEFIT, PLEASED):
        weight, score = w.level(level)
        yield f"{level}分值{weight}，得分{score}。"
        yield from w.indicators(form, level)
    yield w.survey()
    yield "五、评价结论"
    yield w.conclusion("{year}年度综合得分{score}，评价等级为“{grade}”。")
    yield "六、存在问题"
    yield f"{y.words['problem1']}；{y.words['problem2']}。"
    yield "七、改进建议"
    yield f"{y.words['remedy1']}；{y.words['remedy2']}。"


def indicator(w: Writer) -> Iterator[str]:
    """Indicators numbered in headings, their figures in one long sentence."""
    y, u = w.year, w.unit
    yield "一、基本概况"
    yield "（一）部门单位基本情况"
    yield f"{u.name}主要承担{u.trade.duty}等职能。{w.inner()}{w.staff()}"
    yield "（二）部门单位年度重点工作"
    yield f"{y.words['opening']}，{y.words['activities']}。"
    yield "（三）部门单位整体预算规模及安排情况"
    yield "1.年初预算安排情况"
    parts = w.split("initial", ("基本支出年初预算数为", "项目支出年初预算数为"))
    yield f"我单位年初预算数为{w.a('initial.total', y.initial.total)}，其中：{parts}。"
    yield "2.预算调整情况"
    yield w.adjustment()
    yield "3.全年预算执行情况"
    yield w.execution() + w.against_last()
    yield (f"年初结转结余{w.a('carry.in', y.carry_in)}，年末结转结余{w.a('carry.out', y.carry_out)}，"
           "年末未支出的资金结转下年使用。")  # fmt: skip
    yield "二、部门单位整体支出管理及使用情况"
    yield "（一）基本支出管理和使用情况"
    yield w.basic()
    yield w.three_public()
    yield "（二）项目支出管理和使用情况"
    yield from w.projects("{n}.{name}：预算金额为{budget}，执行金额为{executed}，执行率{rate}，用于{use}。")
    yield y.words["management"]
    yield "三、部门单位整体支出绩效分析"
    yield (f"我单位{y.year}年全年预算金额为{w.a('adjusted.total', y.adjusted.total)}，执行金额为"
           f"{w.a('executed.total', y.executed.total)}，执行率为{w.r('rate.execution', y.execution)}，"
           f"分值10分，得{w.s('score.execution', y.execution_score)}。")  # fmt: skip
    form = ("{name}：该指标预期指标值为大于等于{target}，本次评价实际完成值为{actual}，该指标完成率为{completion}。"
            "偏差原因：{reason}。改进措施：{remedy}。该指标权重分值为{weight}，自评得分{score}。")  # fmt: skip
    for n, item in enumerate(y.indicators, 1):
        yield f"（{'一二三四五六七八'[n - 1]}）指标{'一二三四五六七八'[n - 1]}："
        yield w.indicator(n, item, form)
    yield w.survey()
    yield "四、评价结论"
    yield w.conclusion("{year}年度部门单位整体支出绩效自评综合得分{score}，评价结果为“{grade}”。")
    yield "五、存在的主要问题及原因分析"
    yield f"一是{y.words['problem1']}；二是{y.words['problem2']}。"
    yield "六、改进措施和建议"
    yield f"一是{y.words['remedy1']}；二是{y.words['remedy2']}。"


TEMPLATES: dict[str, Template] = {
    "prose": prose, "lines": lines, "quoted": quoted, "totals": totals, "indicator": indicator,
}  # fmt: skip


def cover(w: Writer) -> tuple[str, ...]:
    """Title, year, unit and date."""
    subject = "单位" if w.unit.region.template == "quoted" else "部门"
    return (
        f"{subject}整体支出绩效自评报告", f"（{w.year.year}年度）",
        f"单位名称：{w.unit.name}", f"填报日期：{w.year.filled}",
    )  # fmt: skip


def report(w: Writer) -> tuple[tuple[str, ...], list[str]]:
    """Cover lines and paragraphs of a report, with marks."""
    return cover(w), list(TEMPLATES[w.unit.region.template](w))
