"""What has a numeral in it and states no quantity."""

from __future__ import annotations

import pytest

from wenyuan.text.quantities import quantities

DATES = """2023年 2023年12月31日 12月31日 1月至6月 2024-10-30 2024/10/30 31/12/2023 08/13 16:00 16:00-17:00
二〇二三年 两千零二十三年
二〇二三年三月 三月 3月 5日 9日至12日 23年Q3 2019-2023年 FY2023 FY2018 Q3 1Q24 H1 1980s 70s 20世纪 90年代 23时
两点一刻 三点半 3点30分
近五年 过去三年 未来3-5年 前三季度 上半年 第三季度 星期三 周五 初五 正月十五 腊月二十三"""
DATES_EN = [
    "March 5", "March 5, 2024", "5 March 2024", "in 2023", "in 1638", "2019–2023", "Q3 FY2024", "H1 2024",
    "the last five years", "over the past 3 years", "first nine months of 2023", "at 2 p.m.", "11.32 EST",
    "the class of '92", "between 2019 and 2023",
]  # fmt: skip
CODES = """iPhone-15 COVID-19 3M 10-K GPT-4 5G 5G手机 4K B12 K60 2X4B 192.168.0.1 v1.2.3 400-820-8820 13812345678
010-12345678
978-7-111-12345-6 110101199001011234 007 （300867） A-5 https://a.example/1/2?c=30%25%2020% mail5@example.com
80、84、86号 3-1 2:1 9/11 24/7
1+3+4 9秒95 2^10 5,00 002705.SZ"""
NAMES = [
    "iPhone 15 Pro", "Boeing 737", "Windows 11", "Section 4.2", "table 2", "Tables 2 and 3", "§ 5", "No. 7",
    "Nos. 5 and 6", "page 12", "Pages 3-5", "Day 2", "the Big Four", "USB 3.2接口", "骁龙 8 Gen 3", "2024款",
    "第三条", "第一百二十三条", "第三名", "图3", "附注五", "123 Mason Street", "1. Introduction",
    "2. **Role and Leadership:**", "4.2 Results", "一、总则", "（一）范围", "提醒1、个人征信", "(12)", "(5)",
    "1 234 567", "0 . 95", "前三名", "401(k)", "a ratio of 3 to 1", "2nd place", "third place", "the twenty-first",
]  # fmt: skip
IDIOMS = """一定 一些 一般 统一 万一 一切 一起 一直 一样 一方面 三心二意 四川 五粮液 三星 三国演义 百度 千岛湖
十分重要 十足 千万别
百姓 百货 千方百计 万能 大陆 队伍 收拾 肆无忌惮 五角大楼 一个 一家公司 一种 一次 一波三折 十四五规划 “十四五”期间
九一八事变 二人转 危机四伏
零件 单位：万元 （亿元） 朝花夕拾 数据 几个 多家 一点 一打开 两会 五四运动 一带一路 二次伤害 四处借钱"""
WORDS = [
    "one of them", "no one", "one day", "a third party", "net zero", "a second time", "at first", "the first half",
    "three-nought-four", "per million", "which one", "one individual discusses it", "chapter five", "number eight",
    "100 AD", "300 BC", "rated 5.1/10", "a bit", "an hour",
]  # fmt: skip


@pytest.mark.parametrize("text", [*DATES.split(), *DATES_EN, *CODES.split(), *NAMES, *IDIOMS.split(), *WORDS])
def test_states_no_quantity(text: str) -> None:
    assert quantities(text) == []


@pytest.mark.parametrize("text", [*DATES.split(), *CODES.split()])
def test_states_none_within_a_sentence(text: str) -> None:
    assert quantities(f"据了解，{text}，公司称。") == []


def test_footnotes_and_squares_are_no_digits() -> None:
    assert [str(q.value) for q in quantities("12.5%¹ and 5 m²")] == ["0.125", "5"]
    assert [str(q.value) for q in quantities("2½ hours")] == ["2.5"]
