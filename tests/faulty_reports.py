"""Twins of the clean reports, each with one planted fault that must be the only finding."""

from __future__ import annotations

from dataclasses import dataclass

from tests.clean_reports import CLEAN, at_length


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: what is replaced in which report, and the check that must say so."""

    report: str
    changes: tuple[tuple[str, str], ...]
    slug: str
    severity: str

    @property
    def text(self) -> str:
        """The report with the fault in it, at full length."""
        text = CLEAN[self.report]
        for old, new in self.changes:
            if text.count(old) != 1:
                raise ValueError(f"{old} stands {text.count(old)} times in {self.report}")
            text = text.replace(old, new)
        return at_length(text)


FAULTY: dict[str, Fault] = {
    "the reason of the adjustment is struck out": Fault(
        "xinjiang town, large adjustment with cause",
        (("调增的是自治区下达的高标准农田建设和抗旱应急资金。",
          "调整幅度与履职情况相匹配。"),),
        "adj.reason_missing", "warning",
    ),
    "a project is spent to half without a word": Fault(
        "sichuan bureau, execution explained",
        (("，因第二年工程尚未开工", "，用于桥梁加固"),
         ("主要是危桥改造项目分两年实施，第二年工程款193.54万元结转下年支付", "余款193.54万元结转下年支付")),
        "exec.project_low", "warning",
    ),
    "low execution without a reason": Fault(
        "ningxia bureau, fair grade with problems",
        (("执行率低的主要原因是文化馆新馆建设用地审批推迟，项目未开工，资金结转下年。",
          "余款缴库。"),),
        "exec.low_total", "warning",
    ),
    "spending above the whole budget": Fault(
        "finance bureau, debts of others resolved",
        (("全年执行数2079.00万元，执行率99.00%",
          "全年执行数2179.00万元，执行率103.76%"),),
        "exec.over_100", "error",
    ),
    "more staff than posts": Fault(
        "ningxia bureau, fair grade with problems",
        (("年末在职人员35人",
          "年末在职人员47人"),),
        "staff.over_establishment", "warning",
    ),
    "三公 above its budget": Fault(
        "chongqing final accounts, last year's amounts",
        (("“三公”经费支出决算为18.90万元，完成预算24.00万元的78.75%",
          "“三公”经费支出决算为18.90万元，完成预算14.00万元的135.00%"),),
        "three_public.over_budget", "warning",
    ),
    "filled in before the year ended": Fault(
        "sichuan bureau, execution explained",
        (("填报时间：2024年3月12日",
          "填报时间：2023年9月12日"),),
        "time.fill_after_year_end", "error",
    ),
    "a heading of last year": Fault(
        "hunan township, three public fell",
        (("三、部门整体支出绩效情况",
          "三、2022年度部门整体支出绩效情况"),),
        "time.year_consistency", "error",
    ),
    "an epidemic long past is blamed": Fault(
        "forestry bureau, plant disease and drought",
        (("受夏季干旱影响，部分苗木枯死",
          "受新冠疫情影响，补植推迟"),),
        "time.anachronism", "warning",
    ),
    "a bureau speaks in a town's report": Fault(
        "hunan township, three public fell",
        (("全年清运生活垃圾",
          "我局全年清运生活垃圾"),),
        "entity.foreign_name", "error",
    ),
    "the town is called a township in its own name": Fault(
        "xinjiang town, large adjustment with cause",
        (("胡杨镇人民政府设置",
          "胡杨乡人民政府设置"),),
        "entity.name", "error",
    ),
    "元 for 万元 in a project": Fault(
        "xinjiang town, large adjustment with cause",
        (("抗旱应急项目，预算金额为98.00万元，执行金额为97.60万元",
          "抗旱应急项目，预算金额为98.00万元，执行金额为97.60元"),),
        "unit.mixed", "error",
    ),
    "where the rest of the money went is struck out": Fault(
        "sichuan bureau, execution explained",
        (("第二年工程款193.54万元结转下年支付",
          "当年只付了第一年工程款"),),
        "complete.carryover", "warning",
    ),
    "timely payment is claimed beside late payment": Fault(
        "ningxia bureau, fair grade with problems",
        (("秋季少演18场",
          "秋季少演18场，演出补助未及时支付。严格按照进度支付资金，不存在超进度付款情况"),),
        "contra.claim_vs_reason", "warning",
    ),
    "old debts are paid beside a claim that there are none": Fault(
        "xinjiang town, large adjustment with cause",
        (("达到保障灌溉用水的效益",
          "达到支付上年度抗旱工程欠款的效益"),),
        "plaus.prior_arrears", "warning",
    ),
    "an increase where the figures fall": Fault(
        "forestry bureau, plant disease and drought",
        (("年初预算1500.00万元，调整后全年预算1620.00万元",
          "年初预算1740.00万元，年中调增120.00万元，调整后全年预算1620.00万元"),),
        "contra.direction_words", "error",
    ),
    "a benefit larger than all that was spent": Fault(
        "yunnan project report",
        (("全年发放抚恤金286人487.20万元",
          "全年发放抚恤补助48720万元"),),
        "exec.amount_over_total", "info",
    ),
    "a qualitative result scored outside its band": Fault(
        "hubei school, execution carries twenty points",
        (("（4）满意度指标：家长满意度目标值不低于92%，实际完成95%，完成率103.26%，分值20分，得分20分。",
          "（4）满意度指标：家长满意度年度指标值：有效提升，实际完成值：部分达成，分值20分，得分20分。"),),
        "ind.completion_qualitative", "warning",
    ),
}  # fmt: skip
