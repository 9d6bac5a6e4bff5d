"""Words that say the same, few and safe: a claim may use either."""

from __future__ import annotations

from wenyuan.text.analyser import stem

_EN = """
rise increase grow growth climb gain jump surge soar
fall decrease decline drop reduce reduction shrink slump plunge
revenue sales turnover
profit earnings
company firm corporation enterprise business
begin start commence
end finish conclude complete
buy purchase acquire
sell dispose
big large huge great
small little tiny
show indicate demonstrate reveal display exhibit
say state report announce declare tell mention note remark
use utilize utilise employ
help assist aid
get obtain receive gain
give provide offer supply
make create produce build
about approximately around roughly
also additionally furthermore moreover
because since due owing
important significant major key crucial
doctor physician
child kid
car vehicle automobile
film movie
job work occupation profession
house home residence
person individual
way manner method
begin initiate launch
choose select pick
need require
think believe consider
try attempt
keep maintain retain
change alter modify
happen occur
lead result cause
suffer experience undergo
sentence punish
crime offense offence
accuse charge indict
lawyer attorney counsel
court tribunal
contain include comprise
whole entire
quick fast rapid
pain ache soreness
sick ill unwell
hospitalize admit
diagnose identify
treatment therapy
medicine medication drug
symptom sign
operation surgery
under beneath below
until till
near close
money cash fund
main primary principal chief
total overall aggregate
yearly annual annually
quarter three-month
spouse partner
assess evaluate
fix repair
talk discuss conversation discussion
area region
goal aim objective target
propose suggest recommend
allow permit enable
depart leave exit
join attend
huge massive
tv television
usa us america american
uk britain british
"""
_ZH = """
增长 增加 上升 提高 提升 上涨 增多
下降 减少 降低 下滑 下跌 减低
公司 企业
收入 营收 营业收入
利润 盈利
大约 约 约为 左右
超过 逾 超出 多于 大于
低于 少于 小于 不足 不到
开始 起始 着手
结束 完成 终止
购买 购入 买入 采购
出售 卖出 售出 销售
说 称 表示 指出 声称 认为
因 因为 由于
导致 造成 引起 引发 致使
达 达到 为 是
使用 利用 采用
主要 首要
医生 医师
患者 病人 病患
律师 辩护人
住址 住所 地址 居住地
日期 时间
判处 判决
处罚 惩处
经过 过程
帮助 协助
显示 表明 提示
发现 查出
以及 和 与 及 并
已经 已
目前 现在 当前
出现 发生
持续 连续
疼痛 痛
伴 伴有 伴随
没有 无 未
立即 马上 当即
必须 应当 应 须
依据 根据 依照 按照
获得 取得 得到
支付 给付 缴纳
损失 损害
研究 研发
职员 员工 雇员
父亲 爸爸
母亲 妈妈
美国 美利坚合众国
"""


def _groups() -> dict[str, str]:
    """For each word the one that stands for its group; a word of two groups belongs to the first."""
    out = dict[str, str]()
    for words, key in ((_EN, stem), (_ZH, str)):
        for group in words.split("\n"):
            members = [key(word) for word in group.split()]
            for member in members:
                out.setdefault(member, members[0])
    return out


_GROUP = _groups()


def canonical(word: str) -> str:
    """The word that stands for all that say the same: of a stem, or of a Chinese word."""
    return _GROUP.get(word, word)
