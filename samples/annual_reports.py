"""Annual reports of invented companies: one wording, other figures. Sums and rates are computed, so they agree."""

from __future__ import annotations

from pathlib import Path

import chinese_reports
from pages import Heading, Report, Rows, print_report

FERRY_REVENUE = {
    "Passenger fares": {2022: 18_420, 2023: 19_865, 2024: 21_130},
    "Vehicle fares": {2022: 12_310, 2023: 13_040, 2024: 13_780},
    "Freight": {2022: 9_870, 2023: 9_415, 2024: 10_260},
    "On-board sales": {2022: 3_140, 2023: 3_502, 2024: 3_675},
}
FERRY_COSTS = {
    "Crew": {2022: 14_200, 2023: 14_930, 2024: 15_870},
    "Fuel": {2022: 9_980, 2023: 8_745, 2024: 9_210},
    "Maintenance": {2022: 5_410, 2023: 6_120, 2024: 7_340},
    "Port charges": {2022: 4_620, 2023: 4_905, 2024: 5_260},
    "Administration": {2022: 3_050, 2023: 3_180, 2024: 3_395},
}
PORT_REVENUE = {
    "Berth dues": {2023: 15_220, 2024: 15_905},
    "Cargo handling": {2023: 22_480, 2024: 23_115},
    "Storage": {2023: 6_310, 2024: 5_880},
    "Leases": {2023: 4_190, 2024: 4_620},
}
PORT_COSTS = {
    "Staff": {2023: 17_640, 2024: 18_205},
    "Energy": {2023: 5_120, 2024: 4_730},
    "Dredging": {2023: 3_860, 2024: 4_915},
    "Equipment": {2023: 7_045, 2024: 7_380},
    "Administration": {2023: 2_990, 2024: 3_110},
}
# What happened in a year, in the slots of one and the same report.
FERRY_YEARS = {
    2023: {
        "passengers": "2,046,000",
        "passengers_before": "1,912,000",
        "sailings": "12,120",
        "cancelled": "274",
        "fleet": "seven vessels",
        "employees": "325",
        "carbon": "3.7",
        "why": "Fuel cost less per tonne than in the year before, while maintenance rose with the dry docking of two "
        "vessels.",
        "dividend": "0.42",
        "investment": "6.2 million euros, most of it for the eighth vessel, the Marram",
        "risk": "The contract for fuel at a fixed price covers 60% of the expected need and ends on 30 June 2024.",
        "loan": "The loan of 14.0 million euros is repaid in equal parts until 2030.",
        "fares": "Fares will stay unchanged until 31 March 2024.",
    },
    2024: {
        "passengers": "2,187,000",
        "passengers_before": "2,046,000",
        "sailings": "12,064",
        "cancelled": "341",
        "fleet": "eight vessels",
        "employees": "341",
        "carbon": "3.6",
        "why": "Maintenance rose by more than a million euros because the hull of the Samphire had to be renewed after "
        "she touched ground in February.",
        "dividend": "0.45",
        "investment": "9.4 million euros, including shore power at Selwick Quay",
        "risk": "The contract for fuel at a fixed price covers 75% of the expected need and ends on 30 June 2025.",
        "loan": "The loan of 12.0 million euros is repaid in equal parts until 2030.",
        "fares": "Fares will rise by 3% on average on 1 April 2025.",
    },
}

Series = dict[str, dict[int, int]]


def total(series: Series, year: int) -> int:
    return sum(values[year] for values in series.values())


def change(new: int, old: int) -> str:
    """ "rose by 4.8%" or "fell by 2.2%"."""
    rate = (new - old) / old * 100
    return f"{'rose' if rate >= 0 else 'fell'} by {abs(rate):.1f}%"


def table(series: Series, last: str, year: int) -> list[list[str]]:
    rows = [["Thousand euros", str(year), str(year - 1)]]
    rows += [[name, f"{values[year]:,}", f"{values[year - 1]:,}"] for name, values in series.items()]
    return [*rows, [last, f"{total(series, year):,}", f"{total(series, year - 1):,}"]]


def ferries(year: int) -> Report:
    told = FERRY_YEARS[year]
    revenue, before = total(FERRY_REVENUE, year), total(FERRY_REVENUE, year - 1)
    profit, profit_before = revenue - total(FERRY_COSTS, year), before - total(FERRY_COSTS, year - 1)
    freight = FERRY_REVENUE["Freight"]
    return Report(
        title=f"Brindlewick Ferries Ltd: Annual Report {year}",
        subtitle=f"For the financial year that ended on 31 December {year}",
        running_head=f"Brindlewick Ferries Ltd | Annual Report {year}",
        author="Brindlewick Ferries Ltd",
        body=[
            Heading("1. The year in brief"),
            f"In {year} Brindlewick Ferries carried {told['passengers']} passengers, after {told['passengers_before']} "
            f"in the year before. Revenue {change(revenue, before)} to {revenue:,} thousand euros. "
            f"The operating profit {change(profit, profit_before)} to {profit:,} thousand euros.",
            f"At the end of the year the company had {told['fleet']} and {told['employees']} employees. "
            f"It operates four routes from Selwick Quay and publishes their figures in a workbook of their own.",
            f"The Board proposes a dividend of {told['dividend']} euros per share.",
            Heading("2. Revenue"),
            "Revenue comes from fares for passengers and vehicles, from freight, and from what is sold on board. "
            "All amounts are without value added tax.",
            Rows(f"Table 1. Revenue by source, {year} and {year - 1}", table(FERRY_REVENUE, "Total revenue", year)),
            f"Freight {change(freight[year], freight[year - 1])}. The price per lane metre did not change; "
            "what changed was the volume of building materials shipped to the islands.",
            Heading("3. Operating costs"),
            told["why"],
            Rows(f"Table 2. Operating costs, {year} and {year - 1}", table(FERRY_COSTS, "Total operating costs", year)),
            f"The operating profit is total revenue less total operating costs: {profit:,} thousand euros "
            f"in {year} and {profit_before:,} thousand euros in {year - 1}.",
            Heading("4. Operations"),
            f"The timetable had {told['sailings']} sailings that took place and {told['cancelled']} that were "
            "cancelled, most of them because of wind above 50 knots. A sailing counts as on time when the vessel "
            "leaves the berth no more than five minutes after the time in the timetable.",
            f"Emissions were {told['carbon']} tonnes of carbon dioxide per sailing, measured from the fuel delivered.",
            Heading("5. Risks and financing"),
            told["risk"] + " " + told["loan"],
            "The accounts were audited by Quillon and Tarn, who gave an opinion without reservation.",
            Heading("6. Outlook"),
            f"For {year + 1} the Board plans to invest {told['investment']}. {told['fares']} "
            "This report gives no forecast of revenue or profit.",
        ],
    )


def ports(year: int) -> Report:
    revenue, before = total(PORT_REVENUE, year), total(PORT_REVENUE, year - 1)
    profit, profit_before = revenue - total(PORT_COSTS, year), before - total(PORT_COSTS, year - 1)
    return Report(
        title=f"Brindlewick Ports Ltd: Annual Report {year}",
        subtitle=f"For the financial year that ended on 31 December {year}",
        running_head=f"Brindlewick Ports Ltd | Annual Report {year}",
        author="Brindlewick Ports Ltd",
        columns=2,
        body=[
            Heading("1. The year in brief"),
            f"Brindlewick Ports owns and runs the harbours of Selwick Quay and Nether Hythe. Revenue "
            f"{change(revenue, before)} to {revenue:,} thousand euros. The operating profit "
            f"{change(profit, profit_before)} to {profit:,} thousand euros.",
            "Brindlewick Ports and its sister company Brindlewick Ferries have the same shareholders, but "
            "separate boards and separate accounts. The berths of the sister company are charged at the public tariff.",
            "The Board proposes a dividend of 0.54 euros per share, after 0.51 euros in the year before.",
            Heading("2. Revenue"),
            "Berth dues are paid by the length of the vessel and the hours alongside. Cargo handling is paid by the "
            "tonne. Storage fell because the grain store at Nether Hythe was closed for repairs from May to September.",
            Rows("Table 1. Revenue by source", table(PORT_REVENUE, "Total revenue", year)),
            Heading("3. Operating costs"),
            "The fairway to Nether Hythe was dredged to a depth of 7.2 metres. This had been planned for the year "
            "after and was brought forward because two bulk carriers had to wait for the tide.",
            Rows("Table 2. Operating costs", table(PORT_COSTS, "Total costs", year)),
            Heading("4. Operations"),
            "The two harbours handled 3.41 million tonnes of cargo, after 3.28 million tonnes in the year before. "
            "There were 4,906 calls of vessels above 500 gross tonnes. The average stay alongside was 14.5 hours.",
            "At the end of the year 402 people worked for the company. Three accidents led to an absence of more than "
            "three days; there were five in the year before. A night shift of the harbour control centre was "
            "introduced in March, so that the entrance light and the sluice are now watched around the clock.",
            "Every vessel above 120 metres must take a pilot between the outer buoy and the sluice. The pilots boarded "
            "3,118 vessels in the year; in 42 cases the weather kept them from boarding and the vessel waited outside.",
            "Waste from ships is taken at no separate charge up to four cubic metres for each call. Beyond that the "
            "charge is 95 euros for each cubic metre. The harbours took 7,260 cubic metres, after 6,940 in the year "
            "before. A sample of the water in both basins is taken every month and the results are published.",
            Heading("5. Risks and financing"),
            "The largest customer, a trader in animal feed, stands for 17% of the revenue from cargo handling. Its "
            "contract ends on 31 December 2026 and cannot be ended earlier by either side.",
            "The bond of 20.0 million euros falls due on 15 October 2027. It carries a fixed interest of 3.85%. The "
            "sluice at Selwick Quay is insured for 31 million euros with a deductible of 250,000 euros.",
            "The accounts were audited by Quillon and Tarn, who gave an opinion without reservation.",
            Heading("6. Outlook"),
            "For 2025 the Board plans to invest 11.8 million euros. Of this, 4.3 million euros are for shore power at "
            "Selwick Quay, where the ferry berths come first. The public tariff rises by 2% on 1 January 2025. "
            "This report gives no forecast of revenue or profit.",
        ],
    )


def write(folder: Path) -> None:
    for year in FERRY_YEARS:
        print_report(folder / f"brindlewick-ferries-{year}.pdf", ferries(year))
    print_report(folder / "brindlewick-ports-2024.pdf", ports(2024))
    for year in chinese_reports.YEARS:
        print_report(folder / f"澜汐轮渡{year}年度报告.pdf", chinese_reports.ferries(year))
