"""Two discharge summaries of an invented hospital: one form, one illness, other values and doses. No real patient."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn

from packing import save


@dataclass(frozen=True)
class Stay:
    number: str
    sex: str
    age: int
    admitted: str
    discharged: str
    days: int
    complaint: str
    pressure_in: str
    pressure_out: str
    allergy: str
    results: tuple[tuple[str, str, str, str], ...]
    course: str
    drugs: tuple[tuple[str, str, str], ...]
    follow_up: str
    advice: str


STAYS = (
    Stay(
        number="A-0417",
        sex="男",
        age=62,
        admitted="2024年3月4日",
        discharged="2024年3月11日",
        days=7,
        complaint="反复头晕两年，加重伴胸闷三天",
        pressure_in="178/104 mmHg",
        pressure_out="136/82 mmHg",
        allergy="青霉素过敏，表现为皮疹。",
        results=(
            ("血钾", "4.1 mmol/L", "4.3 mmol/L", "3.5–5.3"),
            ("肌酐", "88 μmol/L", "91 μmol/L", "57–111"),
            ("低密度脂蛋白胆固醇", "4.2 mmol/L", "3.1 mmol/L", "<3.4"),
            ("空腹血糖", "5.6 mmol/L", "5.4 mmol/L", "3.9–6.1"),
        ),
        course="入院后予氨氯地平联合氯沙坦降压，阿托伐他汀调脂。动态血压提示夜间血压不降。住院期间未再发胸闷。",
        drugs=(
            ("氨氯地平", "5 mg", "每日一次，早晨服"),
            ("氯沙坦", "50 mg", "每日一次，早晨服"),
            ("阿托伐他汀", "20 mg", "每晚一次"),
        ),
        follow_up="出院后两周到心内科门诊复查血压、血钾和肌酐。",
        advice="低盐饮食，每日食盐不超过5克。",
    ),
    Stay(
        number="A-0471",
        sex="女",
        age=67,
        admitted="2024年3月6日",
        discharged="2024年3月15日",
        days=9,
        complaint="反复头晕五年，加重伴双下肢水肿一周",
        pressure_in="184/98 mmHg",
        pressure_out="142/80 mmHg",
        allergy="否认药物过敏史。",
        results=(
            ("血钾", "5.2 mmol/L", "4.6 mmol/L", "3.5–5.3"),
            ("肌酐", "126 μmol/L", "118 μmol/L", "41–81"),
            ("低密度脂蛋白胆固醇", "3.9 mmol/L", "2.7 mmol/L", "<3.4"),
            ("空腹血糖", "7.8 mmol/L", "6.9 mmol/L", "3.9–6.1"),
        ),
        course="入院后停用氯沙坦，改予硝苯地平控释片联合氢氯噻嗪降压，阿托伐他汀调脂。水肿于第五天消退。",
        drugs=(
            ("硝苯地平控释片", "30 mg", "每日一次，早晨服"),
            ("氢氯噻嗪", "12.5 mg", "每日一次，早晨服"),
            ("阿托伐他汀", "40 mg", "每晚一次"),
        ),
        follow_up="出院后一周到肾内科门诊复查血钾和肌酐。",
        advice="低盐饮食，每日食盐不超过3克，限制高钾食物。",
    ),
)


def summary(stay: Stay) -> bytes:
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    document.core_properties.title = f"松泠医院出院小结（病案号{stay.number}）"
    document.core_properties.author = "松泠医院心内科"
    document.add_heading("松泠医院出院小结", level=0)
    document.add_paragraph(f"病案号：{stay.number}　性别：{stay.sex}　年龄：{stay.age}岁　科室：心内科")
    document.add_paragraph(f"入院日期：{stay.admitted}　出院日期：{stay.discharged}　住院天数：{stay.days}天")
    document.add_heading("入院情况", level=1)
    document.add_paragraph(
        f"患者因“{stay.complaint}”入院。入院时血压{stay.pressure_in}，心率76次/分，律齐，各瓣膜区未闻及杂音。"
    )
    document.add_paragraph(f"过敏史：{stay.allergy}")
    document.add_heading("检查结果", level=1)
    grid(document, (("项目", "入院时", "出院时", "参考范围"), *stay.results))
    document.add_heading("出院诊断", level=1)
    document.add_paragraph("高血压3级，很高危。血脂异常。")
    document.add_heading("诊疗经过", level=1)
    document.add_paragraph(f"{stay.course}出院时血压{stay.pressure_out}。")
    document.add_heading("出院带药", level=1)
    grid(document, (("药品", "每次剂量", "用法"), *stay.drugs))
    document.add_heading("出院医嘱", level=1)
    for advice in (stay.follow_up, stay.advice, "如出现胸痛、黑矇或血压高于180/110 mmHg，请立即就诊。"):
        document.add_paragraph(advice, style="List Number")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def grid(document: object, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def write(folder: Path) -> None:
    for stay in STAYS:
        save(folder / f"出院小结-{stay.number}.docx", summary(stay))
