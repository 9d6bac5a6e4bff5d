"""Words that decide: which way things move, what is denied, how many are meant, and what is the opposite of what.

English words are given in their base form and met by their stem. Of Chinese ones the longest that stands at a place is
taken, so that 不断 and 不同 are words of their own and deny nothing.
"""

from __future__ import annotations

from wenyuan.checking.synonyms import canonical
from wenyuan.text.analyser import stem

_UP = """rise increase grow growth climb gain jump surge improve soar rally expand higher upward up more accelerate
    exceed strengthen double triple widen rebound recover advance boost raise elevate enlarge"""
_DOWN = """fall decrease decline drop reduce reduction lower shrink slump plunge tumble contract downward down less
    fewer deteriorate slow weaken halve narrow slip dip slide lessen diminish dwindle cut"""
_UP_ZH = """增长 增加 上升 上涨 提高 提升 升高 增多 增至 升至 涨至 增大 扩大 走高 攀升 回升
    上调 加快 改善 增强 增幅 涨幅 上浮 超出 高于 多于 大增 飙升 好转 增 升 涨"""
_DOWN_ZH = """下降 减少 降低 下跌 下滑 减至 降至 跌至 减小 缩小 走低 回落 下调 放缓 恶化
    减弱 降幅 跌幅 下浮 低于 少于 大减 骤降 萎缩 收窄 缩减 衰退 减轻 减 降 跌"""

# What denies; in Chinese it stands before what it denies, in English before the verb or the noun.
_NOT = "not no never none neither nor without cannot n't nobody nothing hardly"
_NOT_ZH = "并非 没有 不是 从未 并未 并不 未曾 尚未 不曾 不能 不得 不会 不予 不再 无法 拒绝 否认 未 不 无 没 非 勿 莫 否"
# Words in which such a character denies nothing, or is part of a name for something.
_WHOLE_ZH = """不同 不仅 不但 不断 不过 不久 不少 不良 不锈钢 不动产 不法 不论 不管 不只 不止 不可抗力 不到 不足 不超过
    不低于 不少于 不高于 不多于 不大于 不小于 不等 不已 不禁 不慎 不幸 不料 无线 无锡 无论 无疑 无形 无数 非常
    非洲 非法 非典 未来 未婚 未成年 没收 无期徒刑 否则 是否 能否 可否 与否 除非 无人机 无辜 无故 无视 不惜 不适
    不便 不满 不明 不服 不安 不详 无不 无非 莫非 未必 升级 升华 降临 降生 减肥 降水 增值税 增城 升旗 上海 下级
    增生 降压药 升压 降糖 降温"""

# How many are meant.
_ALL = "all every each entire whole both always everyone everything"
_SOME = "some several part partly partial sometimes certain various few occasionally"
_NONE = "none nobody nothing neither never"
_ALL_ZH = "所有 全部 一切 每个 每一 全体 均 都 始终 总是 一律 任何"
_SOME_ZH = "部分 有些 一些 某些 个别 少数 有的 有时 若干 偶尔"

_OPPOSITES = """positive/negative before/after first/last begin/end start/end start/finish open/close buy/sell win/lose
    accept/reject accept/refuse agree/disagree approve/reject approve/defeat adopt/defeat
    uphold/overturn allow/forbid allow/prohibit permit/prohibit
    include/exclude inside/outside internal/external left/right upper/lower top/bottom high/low large/small
    big/small long/short old/new old/young early/late earlier/later male/female man/woman boy/girl father/mother
    son/daughter brother/sister husband/wife strong/weak hot/cold warm/cool easy/difficult simple/complex
    rich/poor good/bad best/worst better/worse success/failure succeed/fail profit/loss profitable/unprofitable
    major/minor majority/minority maximum/minimum most/least above/below over/under ancient/modern public/private
    domestic/foreign import/export present/absent acute/chronic benign/malignant guilty/innocent convict/acquit
    normal/abnormal legal/illegal lawful/unlawful visible/invisible possible/impossible able/unable
    likely/unlikely dependent/independent credit/debit asset/liability revenue/expense income/expense gain/loss
    earn/lose borrow/lend receive/send give/take hire/fire enter/leave arrive/depart join/leave support/oppose
    attack/defend friend/enemy safe/dangerous clear/unclear stable/unstable effective/ineffective
    regular/irregular mild/severe north/south east/west northern/southern eastern/western morning/evening
    day/night summer/winter spring/autumn multiple/single many/few common/rare usual/unusual same/different
    similar/different voluntary/involuntary plaintiff/defendant buyer/seller teacher/student employer/employee
    parent/child full/empty true/false right/wrong direct/indirect temporary/permanent optional/mandatory
    local/global national/international love/hate happy/sad fail/pass deny/admit deny/confirm confirm/reject
    tight/loose thick/thin wet/dry heavy/light fast/slow quick/slow supervised/unsupervised exceed/miss
    outperform/underperform adequate/inadequate sufficient/insufficient satisfied/dissatisfied active/inactive
    complete/incomplete formal/informal advantage/disadvantage encourage/discourage appear/disappear like/dislike
    always/never remember/forget benefit/harm optimistic/pessimistic future/past next/previous prior/subsequent
    improve/worsen better/worsen alleviate/aggravate improve/decline elevate/reduce raise/lower rise/lower
    expand/shrink strengthen/weaken"""
_OPPOSITES_ZH = """阳性/阴性 有/无 有罪/无罪 正常/异常 正常/不正常 盈利/亏损 利润/亏损 收入/支出 买入/卖出 买/卖
    进口/出口
    成功/失败 同意/反对 同意/拒绝 批准/驳回 批准/否决 通过/否决 维持/撤销
    支持/反对 支持/驳回 允许/禁止 包括/不包括 内部/外部 左/右 上/下 前/后
    大/小 高/低 长/短 多/少 早/晚 新/旧 男/女 父/母 儿子/女儿 兄/弟 夫/妻 丈夫/妻子 强/弱 冷/热 快/慢 难/易 好/坏
    优/劣 胜诉/败诉 胜/负 原告/被告 债权/债务 资产/负债 增持/减持 流入/流出 净利润/净亏损 急性/慢性 良性/恶性
    轻度/重度 轻微/严重 清晰/模糊 规则/不规则 整齐/不齐 合法/非法 合法/违法 公开/秘密 国内/国外 境内/境外 东/西
    南/北 上午/下午 白天/夜间 开始/结束 首次/末次 最高/最低 最大/最小 最多/最少 优于/劣于 以上/以下 以前/以后
    之前/之后 主动/被动 直接/间接 长期/短期 临时/永久 乐观/悲观 真实/虚假 完整/不完整 已婚/未婚 存在/不存在
    接受/拒绝 承认/否认 认罪/不认罪 缓解/加重 加重/减轻 好转/恶化 利多/利空 宽松/收紧 顺差/逆差 贷方/借方
    甲方/乙方 自愿/强迫 主要/次要 充足/不足 安全/危险 稳定/不稳定 有效/无效 明确/不明确 一致/不一致 故意/过失
    从轻/从重 入院/出院 术前/术后 相同/不同"""


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, words.split()))


UP, DOWN = _stems(_UP) | set(_UP_ZH.split()), _stems(_DOWN) | set(_DOWN_ZH.split())
NOT = _stems(_NOT) | set(_NOT_ZH.split())
ALL, SOME = _stems(_ALL) | set(_ALL_ZH.split()), _stems(_SOME) | set(_SOME_ZH.split())
NONE = _stems(_NONE)


# What is planned, expected or left open: no fact yet.
_OPEN = "plan intend propose consider seek may might could aim hope"
_OPEN_ZH = "计划 拟 打算 可能 可以 有望 准备 意图 考虑 或将 有意"
OPEN = frozenset(map(canonical, _stems(_OPEN))) | set(_OPEN_ZH.split())


def _pairs() -> dict[str, frozenset[str]]:
    out = dict[str, set[str]]()
    for words, key in ((_OPPOSITES, stem), (_OPPOSITES_ZH, str)):
        for pair in words.split():
            one, other = map(key, pair.split("/"))
            out.setdefault(one, set()).add(other)
            out.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in out.items()}


_OPPOSED = _pairs()


def turns(word: str) -> bool:
    """Whether the list has an opposite of a word."""
    return word in _OPPOSED or word in UP or word in DOWN


def opposites(one: str, other: str) -> bool:
    """Whether two words, as `stem` or Chinese words, are opposites of the list."""
    return other in _OPPOSED.get(one, ()) or (one in UP and other in DOWN) or (one in DOWN and other in UP)


def swapped(one: str, other: str) -> bool:
    """Whether two Chinese texts differ in that one has the opposite of a word of the other: 恢复正常 and 恢复异常."""
    for word, others in _OPPOSED.items():
        if not word.isascii() and word in one and any(one.replace(word, turned) == other for turned in others):
            return True
    return False


def opposed(one: str, other: str) -> bool:
    """The same, or whether one is the other with a sign of negation before it."""
    return opposites(one, other) or _negated(one, other) or _negated(other, one)


def _negated(one: str, other: str) -> bool:
    """Whether the second is the first with a sign of negation before it: "happy" and "unhappy", 规则 and 不规则."""
    if one.isascii():
        # The stem of a short word keeps an e that a longer one loses: "safe", "unsaf".
        return len(one) > 3 and any(
            other in (prefix + one, prefix + one.removesuffix("e"))
            for prefix in ("un", "in", "im", "non", "dis", "ir", "il")
        )
    return len(one) > 1 and any(other == sign + one for sign in "不未无非没")


_WHOLE = frozenset(_WHOLE_ZH.split())


def whole(word: str) -> bool:
    """Whether a Chinese word that opens with a sign of negation is one word and denies nothing."""
    return word in _WHOLE
