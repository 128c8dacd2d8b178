"""Scores of running text: whose they are, what they add up to, and their full marks."""

from __future__ import annotations

import pytest

from extractor.model import Result
from extractor.pipeline import try_text

HEAD = "柳河县水务局2023年度部门整体支出绩效自评报告\n一、基本情况\n我单位核定编制20名，实有在职人员18人。\n"


def tried(words: str) -> Result:
    return try_text(HEAD + words)


def alarms(words: str) -> list[str]:
    return [d.message for d in tried(words).discrepancies if d.severity != "info"]


def facts(words: str, head: str) -> dict[str, str]:
    report = tried(words).report
    assert report is not None
    return {f.path: str(f.value) for f in report.facts if f.path.startswith(head)}


CORRECT = (
    "本次自评总分100分，得分84.60分，评价等级为“良”。",
    "绩效评价总分100分，扣12.4分，实际得分87.6分，评价结果为“良”。",
    "自评总分100分，预算执行10分、得9.52分，产出50分、得42.30分，效益30分、得25.10分，满意度10分、得9.20分，评价等级为“良”。",
    "林业站自评得分96分，种苗场自评得分82分，防火队自评得分90分。",
    "渠道清淤自评得分91分，等级优；水闸检修自评得分83分，等级良；本部门自评得分92.4分，等级优。",
    "部门整体支出自评得分93.5分；项目支出自评得分91.0分。",
    "2个项目评价等级为“良”，3个项目评价等级为“优”。自评得分84.5分，评价等级为“良”。",
    "自评得分93.12分，其中预算执行9.62分，产出46.70分，效益27.40分，满意度9.40分。",
    "经评价，决策（20分）得19分，过程（20分）得18分，产出（30分）得29分，效益（30分）得28分，总得分94分。",
    "综合得分91.6分（决策14.5分、过程18.6分、产出31.3分、效益27.2分），评价等级为“优”。",
    "决策15分、过程20分、产出35分、效益30分，依次得14.5分、18.6分、33.0分、28.2分，合计94.3分。",
    "自评得分94.6分，扣5.4分，其中产出指标扣2.4分，效益指标扣2.0分。",
    "自评得分95分，扣2分是因为资料不全，扣3分是因为逾期。",
    "自评得分96分。主要扣分项：预算执行扣1分，培训人数扣2分。",
    "全系统自评得分94.6分，其中林业站95分，种苗场92分，防火队96分。",
    "第一季度考核得95分，第二季度考核得93分，第三季度考核得96分，自评得分94.6分。",
    "自评得分85分。指标设置：产出50分，效益30分，满意度10分。",
    "指标一10分，指标二20分，指标三70分。自评得分95分。",
    "我局2022年度自评得分91分，2023年度自评得分94分，评价等级为“优”。",
    "经第三方评价，得分86.2分，等级为“良”；自评得分93.5分，等级为“优”。",
    "最高96分，最低85分。自评得分92.3分，比上年90.1分提高2.2分。",
    "自评得分90分，其中产出指标42分，效益指标27分。",
    "自评得分93.7分。产出指标50分，得分46.7分，其中数量指标20分，得分18分，质量指标15分，得分14.7分，"
    "时效指标15分，得分14分；效益指标30分，得分28分；满意度指标20分，得分19分。",
)  # fmt: skip


@pytest.mark.parametrize("words", CORRECT)
def test_scores_that_agree_raise_no_alarm(words: str) -> None:
    assert alarms(words) == []


FAULTY = (
    ("本次自评总分100分，得分84.60分，评价等级为“优”。", "应为“良”"),
    ("自评得分93.12分，其中预算执行9.26分，产出46.70分，效益27.40分，满意度9.40分。", "92.76"),
    ("预算执行10分、得9.62分；产出指标50分、得47.60分；效益指标30分、得27.40分；满意度指标10分、得9.40分。"
     "总得分93.12分。", "94.02"),
    ("自评91.62分。其中：投入10分得9.62分，过程30分得27分，产出35分得36分，效益25分得19分。", "满分35分"),
    ("自评总分96.4分。一级指标得分：决策18.5分（满分20分），过程18.9分（满分20分），产出28.0分（满分30分），"
     "效益27.0分（满分30分）。", "92.4"),
    ("决策类指标满分15分，得13.8分，得分率98%。", "得分率"),
    ("资金投入10分、项目管理20分、产出70分，分别得9.5分、19.0分、65.0分，总得分95.3分。", "93.5"),
    ("综合得分92.3分。其中：部门预算管理（55分）得51.4分，项目绩效（35分）得32.8分，结果应用（10分）得9.0分。", "93.2"),
    ("自评得分94.6分，扣4.6分。", "95.4"),
    ("满分100分，自评得分97.4分，其中预算执行扣0.6分，培训人数扣2.5分。", "96.9"),
    ("自评得分96分。扣分项：预算执行扣1分，培训人数扣2分。", "97"),
    ("自评得分95.2分，其中定量指标得分70.3分、定性指标得分25.9分。", "96.2"),
    ("项目得分14分（15分）、23分（25分）、38分（40分）、19分（20分），合计95分。", "94"),
    ("（一）路灯安装。下达资金80万元，支付76万元，支付率95%；绩效评价得分89.5分，评价等级为“优”。"
     "（二）边沟修复。下达资金60万元，支付57万元，支付率95%；绩效评价得分82分，评价等级为“良”。", "“路灯安装”得分89.5分"),
)  # fmt: skip


@pytest.mark.parametrize(("words", "told"), FAULTY)
def test_scores_that_disagree_are_found(words: str, told: str) -> None:
    assert any(told in message for message in alarms(words)), alarms(words)


def test_the_full_mark_is_not_the_total() -> None:
    assert facts("自评总分100分，得分84.60分。", "evaluation.total") == {"evaluation.total_score": "84.60分"}
    assert facts("自评总分100分，评价等级为“优”。", "evaluation.total") == {"evaluation.total_score": "100分"}


def test_scores_of_parts_of_the_unit_are_theirs() -> None:
    found = facts("林业站自评得分96分；本部门自评得分92.4分。", "evaluation.")
    assert found["evaluation.total_score"] == "92.4分"
    assert found["evaluation.others[1].subject"] == "林业站"
    assert found["evaluation.others[1].score"] == "96分"


def test_ten_points_of_budget_execution_follow_the_rate() -> None:
    words = (
        "全年预算600.00万元，全年支出582.00万元，执行率97.00%。"
        "自评得分{}分，其中预算执行{}分，产出47.60分，效益28.45分，满意度9.46分。"
    )
    assert alarms(words.format("95.21", "9.70")) == []
    assert any("预算执行" in m for m in alarms(words.format("94.58", "9.07")))


def test_budget_execution_of_another_frame_is_more_than_the_rate() -> None:
    words = (
        "全年预算600.00万元，全年支出582.00万元，执行率97.00%。"
        "自评得分91.5分，其中预算编制9分，预算执行8.5分，预算管理18分，履职效果56分。"
    )
    assert alarms(words) == []
    assert facts(words, "evaluation.execution") == {}
