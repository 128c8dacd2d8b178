"""Build a small report from the examples that the check descriptions carry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from extractor.checks import Companion, Context, Profile, Role, load_profile
from extractor.checks.registry import COMPANIONS
from extractor.find import find
from extractor.library import load
from extractor.model import Document, Fact, FactType, FactValue, Line, Page, Place, Report, Source
from extractor.numbers import scan
from extractor.report import gather
from extractor.text import fold, reflow

_WORDS = {"name", "level1", "level2", "deviation_reason", "improvement", "label", "direction", "of",
          "grade", "purpose", "effect", "kind", "title", "unit.name"}  # fmt: skip
_TEXTS = ("problems[", "improvements[", "suggestions[", "claims[")
_TYPES: dict[str | None, FactType] = {"money": "money", "rate": "percent", "score": "score"}
_SETTINGS = ("why", "text", "setting", "problems", "wrapped")

SKELETON = """青桐县河湾镇部门整体支出绩效自评报告
（2023年度）
单位名称：青桐县河湾镇人民政府
填报时间：2024年3月20日
一、部门基本情况
（一）主要职责
河湾镇人民政府负责本辖区的农业生产、集镇管理、民生服务、基层治理和安全监管等工作。镇里的日常事务由各办公室分工承担，重大事项由党政班子集体研究，村组事务由包村干部联系协调，遇到难题由分管领导牵头解决。
（二）年度重点工作
这一年，镇里把群众关心的事放在前面：修整村道，方便出行；整治沟渠，方便灌溉；走访老人和孤儿，送去关心；组织文艺队伍下村演出，丰富群众生活；开展安全宣传，提醒群众用火用电用气的注意事项。各办公室按照分工推进，村组干部和群众一起参与，工作总体平稳。
二、资金管理及使用情况
（一）资金管理
镇里制定了财务管理和内部控制方面的规定，开支先申请、后审批，报销要有合法票据，重大开支集体研究。财务人员每月对账，每季度向班子汇报，票据和账册由专人保管，接受上级检查和群众监督。各办公室按规定的用途使用资金，没有发现违反规定的情形。
（二）资金使用
{text}
三、绩效分析
从全年情况看，各办公室的工作任务和群众的期待基本一致，服务态度有改进，办事流程有简化，群众来访的处理也更加顺畅。镇里注重听取村组干部和群众的意见，把好的做法固定下来，把不足的地方逐条记下来，安排专人跟进，形成了从收集意见到回应意见的完整做法。
镇里还加强了和周边单位的协作，互相学习好的经验；对外来务工人员、返乡青年和个体经营户，主动上门了解需要，帮助他们办理手续、联系服务；对行动不便的老人，由村里的服务人员上门代办。
四、评价结论
综合各方面情况，镇里认为全年工作达到了预定要求，资金使用合规，服务效果较好，群众总体认可。
五、存在的主要问题
{problems}
六、改进措施和建议
下一步，镇里将继续做好各项服务，加强人员学习，改进工作方法，让群众办事更方便、更省心。同时建议上级多组织业务交流，帮助基层人员提高业务水平，增强分析问题和解决问题的能力。
"""
"""A complete report that says nothing of money: examples put their sentences into it."""
_PROBLEMS = "人员业务水平还需提高，个别流程还不够顺畅。"


@dataclass(slots=True)
class _Builder:
    text: str = ""
    facts: list[Fact] = field(default_factory=list)

    def add(self, path: str, words: str, item: str | None) -> None:
        """Append one fact; shares stand in one sentence, everything else on its own line."""
        together = path.startswith("shares[") and "shares[" in (self.facts[-1].path if self.facts else "")
        if self.facts:
            self.text += "；" if together else "\n"
        start = len(self.text)
        pattern = "example"
        if words.startswith("[表]"):  # the form beside the running text prints it
            pattern, words = "table.example", words.removeprefix("[表]")
        self.text += words
        value, type_ = _value(path, words)
        number = len(self.facts) + 1
        self.facts.append(
            Fact(
                id=f"f{number:03d}", path=path, label=path, type=type_, value=value, quote=words,
                places=(Place(f"第{number}行"),), pattern=pattern, start=start,
                end=len(self.text), item=item,
            )
        )  # fmt: skip


def _value(path: str, words: str) -> tuple[FactValue, FactType]:
    last = path.rpartition(".")[2]
    if last == "names":
        return tuple(words.split("、")), "list"
    if last == "fill_date":
        return date.fromisoformat(words), "date"
    if last in _WORDS or path.startswith(_TEXTS):
        return words, "text"
    token = next((t for t in scan(fold(words)) if t.quantity), None)
    if token is None or token.quantity is None:
        return words, "text"
    return token.quantity, _TYPES.get(token.quantity.dimension, "quantity")


def report_of(example: dict[str, str]) -> Report:
    """The report of an example: read from its running text, or made of its facts."""
    if "text" in example:
        return _read(example)
    facts = {p: w for p, w in example.items() if p not in _SETTINGS and not p.startswith("profile")}
    builder = _Builder()
    names = {p.rpartition(".")[0]: w for p, w in facts.items() if p.endswith((".name", ".label"))}
    for path, words in facts.items():
        head = path.rpartition(".")[0]
        item = names.get(head, head if "[" in head else None)
        for mention in words.split("|"):  # several mentions of one fact
            builder.add(path, mention, item)
    return Report.model_construct(facts=tuple(builder.facts), text=builder.text)


def _read(example: dict[str, str]) -> Report:
    words = example["text"]
    if example.get("setting") == "report":
        words = SKELETON.format(text=words, problems=example.get("problems", _PROBLEMS))
    lines = words.split("\n")
    if not example.get("wrapped"):
        lines = [line for text in lines for line in (text, "")]  # a blank line ends a paragraph
    printed = tuple(Line(line, n) for n, line in enumerate(lines, 1))
    return gather(find(reflow(Document(Source("", "", "text/plain", 0), (Page(printed),))), load()))


def profile_of(example: dict[str, str]) -> Profile:
    """The ministry's profile with the rules that an example sets."""
    changed = {p.removeprefix("profile."): w for p, w in example.items() if p.startswith("profile.")}
    return load_profile().model_copy(update=changed)


_ROLES: dict[str, Role] = {
    "previous": "previous_year", "final": "final_accounts", "monitoring": "monitoring", "form": "form",
    "child1": "child", "child2": "child", "child3": "child",
}  # fmt: skip


def context_of(example: dict[str, str]) -> Context:
    """What a check sees of an example, with the other files it names."""
    own = {p: w for p, w in example.items() if "/" not in p}
    others: dict[str, dict[str, str]] = {}
    for path, words in example.items():
        name, slash, rest = path.partition("/")
        if slash:
            others.setdefault(name, {})[rest] = words
    companions = tuple(
        Companion(COMPANIONS[name], _ROLES[name], report_of(facts)) for name, facts in others.items()
    )
    return Context(report_of(own), profile_of(own), companions)


def without(example: dict[str, str], path: str) -> dict[str, str] | None:
    """The example without one of its facts; None for a setting."""
    if path in _SETTINGS or path.startswith("profile."):
        return None
    return {p: w for p, w in example.items() if p != path}


