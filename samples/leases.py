"""Two leases in one building: the same clauses, other terms."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from docx import Document

from packing import save


@dataclass(frozen=True)
class Terms:
    unit: str
    tenant: str
    area: int
    use: str
    begins: str
    ends: str
    rent: int
    service_charge: int
    deposit_months: int
    deposit_words: str
    increase: str
    notice: str
    interest: str
    parking: str
    hours: str


LEASES = (
    Terms(
        unit="4A",
        tenant="Vellamy Crust Bakery Ltd",
        area=168,
        use="a bakery with a shop of no more than 40 square metres",
        begins="1 March 2024",
        ends="28 February 2029",
        rent=2_450,
        service_charge=310,
        deposit_months=3,
        deposit_words="three months' rent",
        increase="2.5%",
        notice="six months",
        interest="8%",
        parking="two parking spaces",
        hours="from 3 a.m. on any day",
    ),
    Terms(
        unit="4B",
        tenant="Orrinfold Cycles Ltd",
        area=171,
        use="a workshop for bicycles, without the sale of fuel or batteries",
        begins="1 May 2024",
        ends="30 April 2027",
        rent=2_540,
        service_charge=310,
        deposit_months=2,
        deposit_words="two months' rent",
        increase="3%",
        notice="three months",
        interest="6%",
        parking="one parking space",
        hours="from 7 a.m. to 9 p.m., except on Sundays",
    ),
)


def lease(terms: Terms) -> bytes:
    document = Document()
    document.core_properties.title = f"Lease of Unit {terms.unit}, Tallow Mill"
    document.core_properties.author = "Tallow Mill Estates Ltd"
    document.add_heading(f"Lease of Unit {terms.unit}, Tallow Mill", level=0)
    document.add_paragraph(
        f"This lease is made between Tallow Mill Estates Ltd (the Landlord) and {terms.tenant} (the Tenant)."
    )
    document.add_heading("1. The premises", level=1)
    document.add_paragraph(
        f"The Landlord lets Unit {terms.unit}, with a floor area of {terms.area} square metres, and "
        f"{terms.parking} in the yard. The Tenant shall use the premises only as {terms.use}."
    )
    document.add_paragraph(f"The Tenant may work on the premises {terms.hours}.")
    document.add_heading("2. Term", level=1)
    document.add_paragraph(
        f"The lease begins on {terms.begins} and ends on {terms.ends}. "
        f"The Tenant may end it early, for the end of any month, by written notice of {terms.notice}."
    )
    document.add_heading("3. Rent and other payments", level=1)
    document.add_paragraph("The rent is payable in advance on the third working day of each month.")
    table = document.add_table(rows=0, cols=3)
    table.style = "Table Grid"
    for row in (
        ("Payment", "Amount", "Due"),
        ("Rent", f"€{terms.rent:,}", "each month"),
        ("Service charge", f"€{terms.service_charge:,}", "each month"),
        ("Deposit", f"€{terms.rent * terms.deposit_months:,}", "before the keys are handed over"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(f"The deposit equals {terms.deposit_words} and earns no interest.")
    document.add_paragraph(
        f"On each anniversary of the beginning of the lease the rent rises by {terms.increase}. "
        f"A payment that is late bears interest of {terms.interest} a year from the day it was due."
    )
    document.add_heading("4. Repairs", level=1)
    for duty in (
        "The Landlord keeps the roof, the outer walls and the lift in repair.",
        "The Tenant keeps the inside of the premises and its own machines in repair.",
        "The Tenant reports damage to the Landlord within five working days of finding it.",
    ):
        document.add_paragraph(duty, style="List Number")
    document.add_heading("5. Changes and subletting", level=1)
    document.add_paragraph(
        "The Tenant shall not sublet the premises, in whole or in part, without the Landlord's written consent. "
        "Changes to this lease are valid only in writing and signed by both parties."
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write(folder: Path) -> None:
    for terms in LEASES:
        save(folder / f"lease-unit-{terms.unit.lower()}.docx", lease(terms))
