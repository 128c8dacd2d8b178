"""Staff, bodies, projects, scores, indicators.

Texts are in our own words; labels, values and quirks follow records of real documents (the
number in a case's name) or the list of variants (§).
"""

from __future__ import annotations

import pytest

from tests.variants import Case, check

CASES = (
    Case(
        "009 posts of a sub-unit are not the unit’s",
        "省人民检察院有预算单位5个，内设机构30个，人员编制614名，"
        "其中：机关本级政法专项编制455名，国家检察官学院湖南分院事业编制13名。",
        {
            "organization.budget_units.count": "5个",
            "organization.departments.count": "30个",
            "staffing.establishment.total": "614名",
            "staffing.establishment.political_legal": "455名",
        },
    ),
    Case(
        "021 全额 before each label",
        "学校现有全额事业编制166个，实有全额在职人员166人，全额离退休人员51人，"
        "在校学生2390人。",
        {
            "staffing.establishment.institution": "166个",
            "staffing.actual.in_post": "166人", "staffing.actual.retired_all": "51人",
        },
    ),
    Case(
        "033 sub-units counted in people",
        "综合评分为97分。局机关设16个股室，直属事业单位10个。现有编制人员205人，"
        "其中局机关在职113人，离休2人，退休75人，财政事务中心10人，国库集中支付中心5人。"
        "纳入部门预算编制范围的单位3个。",
        {
            "evaluation.total_score": "97分", "organization.departments.count": "16个",
            "organization.subordinate_units.count": "10个",
            "staffing.establishment.total": "205人",
            "staffing.actual.veteran_retired": "2人", "staffing.actual.retired": "75人",
            "organization.budget_units.count": "3个",
        },
    ),
    Case(
        "035 posts and staff by kind",
        "行政编制269人，实有人数226人；事业编制18人，实有人数15人。",
        {
            "staffing.establishment.administrative": "269人",
            "staffing.actual.administrative": "226人",
            "staffing.establishment.institution": "18人",
            "staffing.actual.institution": "15人",
        },
        absent=("staffing.actual.total",),
    ),
    Case(
        "047 kinds of staff",
        "中心在职人员81人，其中专业技术人员57人，管理人员1人，工勤人员23人。",
        {
            "staffing.actual.in_post": "81人", "staffing.actual.professional": "57人",
            "staffing.actual.management": "1人", "staffing.actual.worker": "23人",
        },
    ),
    Case(
        "§6 posts named by the unit",
        "单位核定行政编制20名，事业编制30名，实有编制数48个，离退休人员12人，"
        "年末在职人数46人。",
        {
            "staffing.establishment.administrative": "20名",
            "staffing.establishment.institution": "30名",
            "staffing.establishment.total": "48个", "staffing.actual.retired_all": "12人",
            "staffing.actual.in_post": "46人",
        },
    ),
    Case(
        "§6 posts and staff in one sentence",
        "单位编制总数50人，其中行政编制20人、事业编制30人；实有在职人员48人，"
        "其中行政人员19人、事业人员29人；离休1人，退休12人。",
        {
            "staffing.establishment.total": "50人",
            "staffing.establishment.administrative": "20人",
            "staffing.establishment.institution": "30人",
            "staffing.actual.in_post": "48人", "staffing.actual.administrative": "19人",
            "staffing.actual.institution": "29人",
            "staffing.actual.veteran_retired": "1人", "staffing.actual.retired": "12人",
        },
    ),
    Case(
        "§6 number of projects",
        "2022年实施15个预算项目，涉及项目15个，项目总数为15个。",
        {
            "projects.count": "15个",
        },
    ),
    Case(
        "113 circular on several projects",
        "2022年对7个部门单位的9个重点项目开展绩效评价，涉及资金17815.56万元，"
        "评价等级为良的8个，评价等级为中的1个。",
        {
            "projects.count": "9个",
        },
        absent=("evaluation.grade",),
    ),
    Case(
        "107 a score for each project",
        "1.村级道路项目。硬化道路12km，铺设管沟3500m2，下达资金197万元，"
        "截止到2021年12月31日已支付186.98万元，支付完成率94.91%，"
        "绩效评价总得分91.8分，评价等级为“优秀”。\n2.人畜饮水项目。下达资金108万元，"
        "截至2021年底已支付101.59万元，支付完成率94.06%，绩效评价总得分90.76分，"
        "评价等级为“优秀”。",
        {
            "projects[1].name": "村级道路项目", "projects[1].budget": "197万元",
            "projects[1].executed": "186.98万元", "projects[1].rate": "94.91%",
            "projects[1].score": "91.8分", "projects[1].grade": "优",
            "projects[2].name": "人畜饮水项目", "projects[2].budget": "108万元",
            "projects[2].executed": "101.59万元", "projects[2].rate": "94.06%",
            "projects[2].score": "90.76分", "projects[2].grade": "优",
        },
        absent=("evaluation.",),
    ),
    Case(
        "083 score and grade",
        "最终评分结果为90分，绩效评价等级为“优”。绩效目标值10500吨，绩效指标值11730吨，"
        "其中小麦838吨，稻谷500吨。",
        {
            "evaluation.total_score": "90分", "evaluation.grade": "优",
        },
    ),
    Case(
        "§6 bands are rules",
        "自评总分96.5分，自评等级为“优”。"
        "评价标准：90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以"
        "下为差。",
        {
            "evaluation.total_score": "96.5分", "evaluation.grade": "优",
        },
    ),
    Case(
        "§6 grades that count projects",
        "平均得分99.43分，其中评级为“优”的项目4个，评级为“良”的项目0个。",
        {},
        absent=("evaluation.grade",),
    ),
    Case(
        "§6 total score after the rate",
        "2023年整体支出绩效目标完成情况良好，预算资金执行率为99.12%，自评得分98分，"
        "评价等级“优”。",
        {
            "budget.execution_rate.total": "99.12%", "evaluation.total_score": "98分",
            "evaluation.grade": "优",
        },
        absent=("evaluation.execution_score",),
    ),
    Case(
        "§6 deduction",
        "预算执行率98%，扣2分，得8分。",
        {
            "budget.execution_rate.total": "98%", "evaluation.execution_score": "8分",
        },
    ),
    Case(
        "points of budget execution, weight in full words",
        "预算执行率为97.94%，权重分值为10分，自评得分9.79分。",
        {
            "budget.execution_rate.total": "97.94%", "evaluation.execution_weight": "10分",
            "evaluation.execution_score": "9.79分",
        },
        absent=("evaluation.total_score",),
    ),
    Case(
        "points of budget execution before those of the report",
        "预算执行率指标，满分10分，得分9.50分。各项指标合计，综合得分96.30分。",
        {
            "evaluation.execution_weight": "10分", "evaluation.execution_score": "9.50分",
            "evaluation.total_score": "96.30分",
        },
    ),
    Case(
        "a full score is no weight",
        "按百分制评价，满分100分，自评得分95.60分。",
        {"evaluation.total_score": "95.60分"},
    ),
    Case(
        "more points than the weight beside them",
        "其中预算执行分值10分，自评得分95.60分。",
        {"evaluation.total_score": "95.60分"},
    ),
    Case(
        "a rate before the score of the report",
        "年度任务完成率98%，自评得分95.60分。",
        {"evaluation.total_score": "95.60分"},
    ),
    Case(
        "§6 twenty points",
        "预算执行率100%，分值20分，得分20分。",
        {
            "budget.execution_rate.total": "100%", "evaluation.execution_weight": "20分",
            "evaluation.execution_score": "20分",
        },
    ),
    Case(
        "§5 operator in words",
        "（1）数量指标。培训人次年初指标值为不低于500人次，全年实际完成值520人次，分值10分，"
        "得分10分。",
        {
            "indicators[1].name": "培训人次", "indicators[1].target": "500人次",
            "indicators[1].actual": "520人次", "indicators[1].weight": "10分",
            "indicators[1].score": "10分",
        },
    ),
    Case(
        "§5 operator as a sign",
        "满意度指标≥95%，实际96%。",
        {
            "indicators[1].name": "满意度", "indicators[1].target": "95%",
            "indicators[1].actual": "96%",
        },
    ),
    Case(
        "§5 all fields",
        "道路养护里程：目标值≥120公里，实际完成值125公里，完成率104.17%，权重10分，"
        "自评得分10分。",
        {
            "indicators[1].name": "道路养护里程", "indicators[1].target": "120公里",
            "indicators[1].actual": "125公里", "indicators[1].completion_rate": "104.17%",
            "indicators[1].weight": "10分", "indicators[1].score": "10分",
        },
    ),
    Case(
        "§5 suffix 以上",
        "资金拨付及时性指标值98%以上，实际完成值100%，得分10分。",
        {
            "indicators[1].name": "资金拨付及时性", "indicators[1].target": "98%",
            "indicators[1].actual": "100%", "indicators[1].score": "10分",
        },
    ),
)


@pytest.mark.parametrize("ascii_marks", [False, True], ids=["full-width", "ascii"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_people_and_scores_are_read_as_a_person_would(case: Case, ascii_marks: bool) -> None:
    check(case, ascii_marks=ascii_marks)
