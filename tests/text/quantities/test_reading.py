"""What texts of both languages state: one case a line, as `text → readings`."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wenyuan.text.quantities import quantities
from wenyuan.text.quantity import Quantity

# A reading: value, then kind where it is no count, unit in brackets, bound, upper end after "..", direction.
AMOUNTS = """
11.44 亿元 → 1144000000 amount [CNY]
人民币3,456.78万元 → 34567800 amount [CNY]
5,000万元人民币 → 50000000 amount [CNY]
港币3亿元 → 300000000 amount [HKD]
8亿港元和3.2亿美元 → 800000000 amount [HKD] | 320000000 amount [USD]
壹佰贰拾叁万元整 → 1230000 amount [CNY]
一百二十三亿四千五百六十七万元 → 12345670000 amount [CNY]
1亿2000万元 → 120000000 amount [CNY]
1.2万亿元 → 1200000000000 amount [CNY]
拾萬圓 → 100000 amount [CNY]
３．５亿元 → 350000000 amount [CNY]
3元5角 → 3.5 amount [CNY]
12块钱 → 12 amount [CNY]
9000澳门元 → 9000 amount [MOP]
每吨6396元 → 6396 amount [CNY]
US$1.2 trillion → 1200000000000 amount [USD]
$3.4 billion → 3400000000 amount [USD]
HK$5.5 billion → 5500000000 amount [HKD]
€2 million → 2000000 amount [EUR]
£2.05m → 2050000 amount [GBP]
EUR 1.5m → 1500000 amount [EUR]
10m euros → 10000000 amount [EUR]
USD115.5 → 115.5 amount [USD]
75 USD million → 75000000 amount [USD]
48.5 MGBP → 48500000 amount [GBP]
35 lakh rupees → 3500000 amount
$50k → 50000 amount [USD]
50 cents → 0.5 amount [USD]
$5 and 50 cents → 5.5 amount [USD]
thirteen dollars and forty-five cents → 13.45 amount [USD]
five million yen → 5000000 amount [JPY]
half a million dollars → 500000 amount [USD]
hundreds of millions of dollars → 100000000 amount [USD] order_of_magnitude
$20，300美元 → 20 amount [USD] | 300 amount [USD]
rmb 10 usd 20 → 10 amount [CNY] | 20 amount [USD]
"""
SIGNS = """
净亏损（3.21）亿元 → -321000000 amount [CNY]
净亏损-3.21亿元 → -321000000 amount [CNY]
净亏损3.21亿元 → -321000000 amount [CNY]
净亏损约3亿元至5亿元 → -500000000 amount [CNY] range ..-300000000
减亏0.5亿元 → 50000000 amount [CNY]
亏损减少3亿元 → 300000000 amount [CNY] down
net loss of $3.21 million → -3210000 amount [USD]
a $5 million loss → -5000000 amount [USD]
a loss of 200 jobs → 200 [jobs]
(3.2) million → -3200000
$(3.2) million → -3200000 amount [USD]
a gain ($3.2 million) → 3200000 amount [USD]
(1,234) → -1234
(3.2)% → -0.032 ratio
-12.3% → -0.123 ratio
−5.2% → -0.052 ratio
同比-5.2% → -0.052 ratio
负0.2 → -0.2
minus 5 → -5
negative one → -1
"""
RATIOS = """
百分之八点五 → 0.085 ratio
百分之百 → 1 ratio
百分之二三十 → 0.2 ratio range ..0.3
百分之五至百分之十 → 0.05 ratio range ..0.1
百分之五至十 → 0.05 ratio range ..0.1
千分之五 → 0.005 ratio
万分之三点五 → 0.00035 ratio
百万分之五 → 0.000005 ratio
三分之二 → 2/3 ratio
三又二分之一小时 → 3.5 [小时]
12.5‰ → 0.0125 ratio
一成半 → 0.15 ratio
三成五 → 0.35 ratio
近三成 → 0.3 ratio nearly
打八折 → 0.8 ratio
九五折 → 0.95 ratio
过半 → 0.5 ratio more_than
近一半的员工 → 0.5 ratio nearly
一半以上 → 0.5 ratio at_least
5 per cent → 0.05 ratio
twenty-five percent → 0.25 ratio
one third → 1/3 ratio
two-thirds of voters → 2/3 ratio
a third of voters → 1/3 ratio
half of the employees → 0.5 ratio
3/4 of → 0.75 ratio
one in five people → 0.2 ratio
two out of three → 2/3 ratio
10%—12% → 0.1 ratio range ..0.12
between 3 and 5 percent → 0.03 ratio range ..0.05
5个百分点 → 5 percentage_points
1.5pp → 1.5 percentage_points
1.5 percentage points → 1.5 percentage_points
0.5个基点 → 0.5 basis_points
25bps → 25 basis_points
50 basis points → 50 basis_points
2.5倍 → 2.5 times
两倍半 → 2.5 times
3x → 3 times
3 times as many → 3 times
called him 3 times → 3 [times]
翻两番 → 4 times up
利润翻了一番 → 2 times up
翻倍 → 2 times up
减半 → 0.5 times down
grew two-fold → 2 times up
nearly doubled → 2 times nearly up
halved → 0.5 times down
twice the size → 2 times
"""
DIRECTIONS = """
同比增长84.47% → 0.8447 ratio up
约增长12% → 0.12 ratio about up
增长约12% → 0.12 ratio about up
增幅达5% → 0.05 ratio up
跌幅都在3%以上 → 0.03 ratio at_least down
营收增5%，净利降3% → 0.05 ratio up | 0.03 ratio down
占比高达84% → 0.84 ratio
累跌4.31% → 0.0431 ratio down
增长5%至8% → 0.05 ratio range ..0.08 up
分别增长5%、8%和9% → 0.05 ratio up | 0.08 ratio up | 0.09 ratio up
较上年减少2.3个百分点 → 2.3 percentage_points down
增至8亿元 → 800000000 amount [CNY]
fell 4.1% → 0.041 ratio down
up 5% → 0.05 ratio up
up to 5% → 0.05 ratio at_most
a 5% increase → 0.05 ratio up
increased by more than 12% → 0.12 ratio more_than up
rose 5% to $3.2 billion → 0.05 ratio up | 3200000000 amount [USD]
decreased $0.4 million to $12.3 million → 400000 amount [USD] down | 12300000 amount [USD]
由65%下降至58% → 0.65 ratio | 0.58 ratio
20% more than last year → 0.2 ratio up
gains of $1 million → 1000000 amount [USD]
5%的降幅 → 0.05 ratio down
from 5% to 8% → 0.05 ratio | 0.08 ratio
increased sharply by 30 basis points → 30 basis_points up
"""
BOUNDS = """
约6,000张 → 6000 [张] about
不到500个字 → 500 [个字] less_than
一半不到 → 0.5 ratio less_than
超过500个字 → 500 [个字] more_than
至少三家 → 3 [家] at_least
不低于5亿元 → 500000000 amount [CNY] at_least
不超过50米 → 50 [m] at_most
最多10人 → 10 [人] at_most
30多家 → 30 [家] more_than
800余名 → 800 [名] more_than
三十余万 → 300000 more_than
一千多万元 → 10000000 amount [CNY] more_than
十来个 → 10 [个] about
500元左右 → 500 amount [CNY] about
60岁以上 → 60 [岁] at_least
18岁以下 → 18 [岁] at_most
上百亿 → 10000000000 at_least
上千名 → 1000 [名] at_least
近百家 → 100 [家] nearly
过万家 → 10000 [家] more_than
数十名 → 10 [名] order_of_magnitude
几百万元 → 1000000 amount [CNY] order_of_magnitude
百亿量级 → 10000000000 order_of_magnitude
十几亿元 → 1000000000 amount [CNY] range ..1999999999
二十几万 → 200000 range ..299999
两三个 → 2 [个] range ..3
三五百人 → 300 [人] range ..500
一两千元 → 1000 amount [CNY] range ..2000
十七八岁 → 17 [岁] range ..18
>5% → 0.05 ratio more_than
≥30 → 30 at_least
at least 200 employees → 200 [employees] at_least
no fewer than 12 members → 12 [members] at_least
no more than 10 days → 10 [days] at_most
more than three years but not more than ten years → 3 [years] more_than | 10 [years] at_most
500 or more employees → 500 [employees] at_least
as many as 500 people → 500 [people] at_most
some 500 workers → 500 [workers] about
nearly 250 million registered players → 250000000 [players] nearly
dozens of companies → 12 [companies] order_of_magnitude
paid $2000 over 3 years → 2000 amount [USD] | 3 [years]
"""
RANGES = """
5亿至8亿元 → 500000000 amount [CNY] range ..800000000
5到8亿元 → 500000000 amount [CNY] range ..800000000
3-5名 → 3 [名] range ..5
约30-40家 → 30 [家] range ..40
3—4亿立方米 → 300000000 [m³] range ..400000000
在5%与8%之间 → 0.05 ratio range ..0.08
$25-30 million → 25000000 amount [USD] range ..30000000
$25 to $30 million → 25000000 amount [USD] range ..30000000
US$25m-30m → 25000000 amount [USD] range ..30000000
20 million–30 million → 20000000 range ..30000000
300 to 400 people → 300 [people] range ..400
from $5 to $8 → 5 amount [USD] | 8 amount [USD]
range from $5 to $8 → 5 amount [USD] range ..8
"""
COUNTS = """
10000万亿 Token → 10000000000000000 [Token]
三个月 → 3 [个月]
三年半 → 3.5 [年]
两个半小时 → 2.5 [个小时]
半小时 → 0.5 [小时]
10个工作日内 → 10 [个工作日]
24小时 → 24 [小时]
3.5万平方米 → 35000 [m²]
5公里 → 5 [km]
5万千瓦时 → 50000 [kWh]
0.1千米 → 0.1 [km]
12吨 → 12 [t]
4.3L → 4.3 [L]
38.5℃-37.8℃-37.5℃ → 38.5 [°C] | 37.8 [°C] | 37.5 [°C]
38.7℃ → 38.7 [°C]
99°F → 99 [°F]
2.5万人次 → 25000 [人次]
落地13个市场 → 13 [个]
十打鸡蛋 → 120
5kg → 5 [kg]
100 km/h → 100 [km/h]
9.5 g/dL → 9.5 [g/dL]
35,512 square feet → 35512 [ft²]
4平方厘米 → 4 [cm²]
用电960度 → 960 [度]
5角的硬币 → 0.5 amount [CNY]
15排座位 → 15 [排]
half a dozen → 6
3 dozen → 36
a dozen eggs → 12 [eggs]
two and a half million → 2500000
twenty-five hundred → 2500
one hundred and five → 105
one hundred and two thousand → 102000
one hundred and two hundred → 100 | 200
two point five million → 2500000
3 hundred and 21 → 321
a quarter of a million → 250000
1.2bn → 1200000000
1,234.5 thousand → 1234500
30k → 30000
1.2 million shares → 1200000 [shares]
200 full-time employees → 200 [employees]
3 more days → 3 [days]
2½ hours → 2.5 [hours]
1 3/4 inches → 1.75 [in]
1.2e6 → 1200000
.25 → 0.25
40\u202f000 → 40000
almost five millennia → 5 [millennia] nearly
On March 5, 2024, 300 employees left → 300 [employees]
See note 5, 300 employees → 300 [employees]
a 12-month period → 12 [month]
"""
ALL = [
    line for table in (AMOUNTS, SIGNS, RATIOS, DIRECTIONS, BOUNDS, RANGES, COUNTS) for line in table.strip().split("\n")
]


def shown(q: Quantity) -> str:
    def number(value: object) -> str:
        fraction = Fraction(str(value))
        return (
            f"{value:f}".rstrip("0").rstrip(".") if fraction.denominator % 3 and "." in f"{value:f}" else f"{value:f}"
        )

    parts = [str(q.value) if isinstance(q.value, Fraction) else number(q.value)]
    parts += [] if q.kind == "count" else [q.kind]
    parts += [f"[{q.unit}]"] if q.unit else []
    parts += [q.bound] if q.bound else []
    parts += [f"..{number(q.upper)}"] if q.upper is not None else []
    parts += [q.direction] if q.direction else []
    return " ".join(parts)


@pytest.mark.parametrize("case", ALL)
def test_is_read(case: str) -> None:
    text, _, wanted = case.partition(" → ")
    assert " | ".join(map(shown, quantities(text))) == wanted


@pytest.mark.parametrize("case", ALL)
def test_is_read_the_same_within_a_sentence(case: str) -> None:
    text, _, wanted = case.partition(" → ")
    if any(character >= "\u3400" for character in text):
        sentence = f"据了解，{text}。"
    else:
        sentence = f"it is said: {text}. So they say."
    assert " | ".join(map(shown, quantities(sentence))) == wanted
