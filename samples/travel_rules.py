"""A rule of an invented company as a web page, and the message that amends it later."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

RULES = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>差旅费管理办法 - 澜汐轮渡内部网站</title>
</head>
<body>
<nav><ul>
<li><a href="/">首页</a></li><li><a href="/notices">通知公告</a></li><li><a href="/rules">规章制度</a></li>
</ul></nav>
<main>
<article>
<h1>澜汐轮渡股份有限公司差旅费管理办法</h1>
<p>2023年11月20日总经理办公会通过，自2024年1月1日起施行。</p>
<h2>第一章　总则</h2>
<p>第一条　为规范差旅费管理，保证出差人员的工作和生活需要，制定本办法。</p>
<p>第二条　本办法适用于公司全体员工。外聘专家的差旅费参照本办法执行。</p>
<p>第三条　出差应当事先填写出差审批单，由部门负责人批准；出差超过七天的，还应当由分管领导批准。</p>
<h2>第二章　城市间交通费</h2>
<p>第四条　乘坐火车的，部门负责人以上人员可以乘坐高铁一等座，其他人员乘坐高铁二等座。</p>
<p>第五条　单程乘车时间超过六小时的，可以乘坐飞机经济舱。自行升级舱位的，超出部分由本人承担。</p>
<h2>第三章　住宿费和补助</h2>
<p>第六条　住宿费在下表标准以内凭发票据实报销，超出部分由本人承担。</p>
<table>
<tr><th>人员</th><th>一类地区</th><th>二类地区</th><th>三类地区</th></tr>
<tr><td>部门负责人以上</td><td>650元/天</td><td>500元/天</td><td>420元/天</td></tr>
<tr><td>其他人员</td><td>480元/天</td><td>380元/天</td><td>320元/天</td></tr>
</table>
<p>第七条　伙食补助费按出差自然天数计算，每人每天100元。</p>
<p>第八条　市内交通费凭票据实报销，每人每天不超过80元。使用公司车辆的，不报销市内交通费。</p>
<h2>第四章　报销</h2>
<p>第九条　出差人员应当在返回后三十天内办理报销手续。逾期未办理的，由部门负责人书面说明原因。</p>
<p>第十条　虚报差旅费的，追回款项，并按照员工手册处理。</p>
<p>第十一条　本办法由财务部负责解释。</p>
</article>
</main>
<footer><p>澜汐轮渡内部网站　请勿外传</p></footer>
</body>
</html>
"""

AMENDMENT = """各部门：

经2025年2月17日总经理办公会讨论，现对《差旅费管理办法》作如下修改，自2025年3月1日起执行：

一、第六条住宿费标准中，其他人员一类地区由480元/天调整为520元/天，其余标准不变。

二、第七条伙食补助费由每人每天100元调整为每人每天120元。

三、第九条中的“三十天内”修改为“二十天内”。

2025年3月1日以前已经出发的，仍按原标准执行。

财务部
2025年2月20日
"""


def write(folder: Path) -> None:
    (folder / "差旅费管理办法.html").write_text(RULES, encoding="utf-8", newline="\n")
    message = EmailMessage(policy=SMTP)
    message["From"] = "财务部 <finance@lanxi-ferry.example>"
    message["To"] = "全体员工 <all@lanxi-ferry.example>"
    message["Date"] = "Thu, 20 Feb 2025 09:30:00 +0800"
    message["Subject"] = "关于修改《差旅费管理办法》的通知"
    message["Message-ID"] = "<20250220.0930@lanxi-ferry.example>"
    message.set_content(AMENDMENT, cte="base64")
    (folder / "差旅费管理办法修改通知.eml").write_bytes(message.as_bytes())
