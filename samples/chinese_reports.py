"""The annual reports of an invented Chinese ferry company. Sums and rates are computed, so they agree."""

from __future__ import annotations

from pages import Heading, Report, Rows

REVENUE = {
    "客运收入": {2022: 18_640, 2023: 21_375, 2024: 22_980},
    "车运收入": {2022: 12_905, 2023: 14_260, 2024: 14_015},
    "货运收入": {2022: 8_230, 2023: 8_745, 2024: 9_630},
    "船上销售": {2022: 3_115, 2023: 4_220, 2024: 4_875},
}
COSTS = {
    "人工成本": {2022: 12_640, 2023: 14_725, 2024: 15_940},
    "燃料成本": {2022: 11_260, 2023: 10_485, 2024: 11_130},
    "船舶维修": {2022: 4_870, 2023: 6_195, 2024: 5_870},
    "港口费用": {2022: 3_980, 2023: 4_905, 2024: 5_215},
    "管理费用": {2022: 2_540, 2023: 3_140, 2024: 3_355},
}
YEARS = {
    2023: {
        "passengers": "612.4万",
        "passengers_before": "548.9万",
        "sailings": "38,260",
        "cancelled": "893",
        "fleet": "十九艘",
        "employees": "1,126",
        "why": "燃料成本下降主要由于柴油均价回落；船舶维修费用上升，系两艘客滚船按期进坞大修所致。",
        "dividend": "每10股派发现金红利1.20元（含税）",
        "risk": "报告期末，公司短期借款余额为3,200万元，到期日为2024年9月30日。",
        "plan": "2024年计划投资5,800万元，其中3,600万元用于建造一艘双体电动客船。",
        "fares": "成人单程票价维持26元不变。",
        "dispute": "报告期内，公司无重大诉讼、仲裁事项。",
    },
    2024: {
        "passengers": "647.1万",
        "passengers_before": "612.4万",
        "sailings": "38,915",
        "cancelled": "1,047",
        "fleet": "二十艘",
        "employees": "1,158",
        "why": "燃料成本上升主要由于航班增加；船舶维修费用下降，系本年仅一艘客滚船进坞大修所致。",
        "dividend": "每10股派发现金红利1.35元（含税）",
        "risk": "报告期末，公司短期借款余额为2,300万元，到期日为2025年6月30日。",
        "plan": "2025年计划投资6,500万元，其中2,900万元用于望屿码头岸电改造。",
        "fares": "自2025年5月1日起，成人单程票价由26元调整为28元。",
        "dispute": "报告期内，公司与鹭岬船厂就交船延期一事达成和解，收到补偿款410万元。",
    },
}


def total(series: dict[str, dict[int, int]], year: int) -> int:
    return sum(values[year] for values in series.values())


def change(new: int, old: int) -> str:
    rate = (new - old) / old * 100
    return f"{'增长' if rate >= 0 else '下降'}{abs(rate):.1f}%"


def table(series: dict[str, dict[int, int]], last: str, year: int) -> list[list[str]]:
    rows = [["单位：万元", f"{year}年", f"{year - 1}年"]]
    rows += [[name, f"{values[year]:,}", f"{values[year - 1]:,}"] for name, values in series.items()]
    return [*rows, [last, f"{total(series, year):,}", f"{total(series, year - 1):,}"]]


def ferries(year: int) -> Report:
    told = YEARS[year]
    revenue, before = total(REVENUE, year), total(REVENUE, year - 1)
    profit, profit_before = revenue - total(COSTS, year), before - total(COSTS, year - 1)
    return Report(
        title=f"澜汐轮渡股份有限公司{year}年年度报告",
        subtitle=f"报告期：{year}年1月1日至{year}年12月31日",
        running_head=f"澜汐轮渡股份有限公司　{year}年年度报告",
        author="澜汐轮渡股份有限公司",
        page_number="第{}页",
        chinese=True,
        body=[
            Heading("一、公司概况"),
            "澜汐轮渡股份有限公司（以下简称公司）经营澜汐湾内六条客运及客滚航线，总部设在望屿码头。"
            f"截至{year}年12月31日，公司拥有船舶{told['fleet']}，在册员工{told['employees']}人。",
            Heading("二、经营情况"),
            f"{year}年，公司运送旅客{told['passengers']}人次，上年为{told['passengers_before']}人次。"
            f"全年实现营业收入{revenue:,}万元，同比{change(revenue, before)}；"
            f"实现营业利润{profit:,}万元，同比{change(profit, profit_before)}。",
            f"全年实际开行{told['sailings']}航次，因大风、大雾等原因取消{told['cancelled']}航次。"
            "航班在计划时间后五分钟以内离泊的，计为准点。",
            Rows(f"表1　{year}年营业收入构成", table(REVENUE, "营业收入合计", year)),
            Heading("三、成本与费用"),
            told["why"],
            Rows(f"表2　{year}年营业成本构成", table(COSTS, "营业成本合计", year)),
            f"营业利润为营业收入减去营业成本，{year}年为{profit:,}万元，{year - 1}年为{profit_before:,}万元。",
            Heading("四、利润分配"),
            f"董事会提议以{year}年12月31日的总股本为基数，向全体股东{told['dividend']}，不送红股，不以公积金转增股本。",
            Heading("五、重要事项"),
            f"{told['dispute']}{told['risk']}",
            "年度财务报告由砚池会计师事务所审计，出具了标准无保留意见。",
            Heading("六、下一年度计划"),
            f"{told['plan']}{told['fares']}本报告不构成对下一年度收入或利润的预测。",
        ],
    )
