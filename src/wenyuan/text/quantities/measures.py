"""What is counted: measures with their canonical word, Chinese measure words, English nouns."""

from __future__ import annotations

from wenyuan.text.quantities.source import CUBED, SQUARED

# Canonical word: what it is called. Time is not among them: its words stay as written, `same_unit` compares them.
_MEASURES = {
    "km": "km kilometer kilometers kilometre kilometres 公里 千米", "m": "meter meters metre metres 米",
    "cm": "cm centimeter centimeters centimetre centimetres 厘米 公分",
    "mm": "mm millimeter millimeters millimetre millimetres 毫米",
    "μm": "μm um micrometers micrometres microns 微米", "nm": "nm nanometers nanometres 纳米",
    "mile": "mile miles 英里", "ft": "ft foot feet 英尺", "in": "inch inches 英寸", "nmi": "海里",
    "kg": "kg kgs kilogram kilograms kilogramme kilogrammes 公斤 千克", "g": "g gram grams 克",
    "mg": "mg milligram milligrams 毫克", "μg": "μg ug mcg micrograms 微克", "t": "tonne tonnes 吨 公吨",
    "ton": "ton tons", "lb": "lb lbs", "oz": "oz ounce ounces 盎司",
    "km²": f"km2 km{SQUARED} sq.km 平方公里 平方千米", "m²": f"m2 m{SQUARED} sqm 平方米 平米",
    "ft²": "sqft", "ha": "ha hectare hectares 公顷", "acre": "acre acres 英亩", "亩": "亩",
    "cm²": f"cm2 cm{SQUARED} 平方厘米", "dm²": f"dm2 dm{SQUARED} 平方分米", "mm²": f"mm2 mm{SQUARED} 平方毫米",
    "dm": "dm 分米", "dm³": f"dm3 dm{CUBED} 立方分米",
    "m³": f"m3 m{CUBED} 立方米", "cm³": f"cm3 cm{CUBED} 立方厘米", "L": "l liter liters litre litres 升",
    "mL": "ml milliliter milliliters millilitre millilitres 毫升", "bbl": "bbl barrel barrels",
    "gal": "gallon gallons 加仑",
    "W": "w watt watts 瓦", "kW": "kw kilowatt kilowatts 千瓦", "MW": "mw megawatt megawatts 兆瓦",
    "GW": "gw gigawatt gigawatts 吉瓦",
    "kWh": "kwh 千瓦时", "MWh": "mwh 兆瓦时", "GWh": "gwh 吉瓦时", "TWh": "twh",
    "V": "伏特 volts", "kV": "kv 千伏", "Hz": "hz hertz 赫兹", "kHz": "khz 千赫", "MHz": "mhz 兆赫", "GHz": "ghz",
    "dB": "db 分贝",
    "kB": "kb", "MB": "mb", "GB": "gb gigabytes", "TB": "tb terabytes",
    "°C": "°c 摄氏度 ℃", "°F": "°f 华氏度", "Pa": "pa 帕", "kPa": "kpa 千帕", "MPa": "mpa 兆帕",
    "mmHg": "mmhg 毫米汞柱",
    "mmol/L": "mmol/l", "mg/L": "mg/l", "g/L": "g/l", "mg/dL": "mg/dl", "μmol/L": "μmol/l umol/l",
    "kcal": "kcal 千卡 大卡",
    "km/h": "km/h kph", "mph": "mph", "rpm": "rpm", "bpm": "bpm", "IU": "iu",
}  # fmt: skip
_WORDS = {word: canonical for canonical, words in _MEASURES.items() for word in words.split()}
_PHRASES = {
    "km²": ("square kilometers", "square kilometres"), "m²": ("square meters", "square metres", "sq m"),
    "ft²": ("square feet", "sq ft", "sq. ft."), "mile²": ("square miles",),
    "m³": ("cubic meters", "cubic metres"), "ft³": ("cubic feet",), "t": ("metric tons", "metric tonnes"),
}  # fmt: skip
MEASURES = _WORDS | {phrase: canonical for canonical, phrases in _PHRASES.items() for phrase in phrases}

# The same time in either language.
_TIMES = {
    "second": "second seconds 秒 秒钟", "minute": "minute minutes 分钟", "hour": "hour hours 小时 个小时 钟头 个钟头",
    "day": "day days 天 日", "week": "week weeks 周 星期 个星期", "month": "month months 个月",
    "quarter": "quarters 个季度",
    "year": "year years 年", "decade": "decade decades", "person": "person people 人 名 位",
}  # fmt: skip
SAME = {word: canonical for canonical, words in _TIMES.items() for word in words.split()}
TIMES_EN = frozenset(
    word for name, words in _TIMES.items() if name != "person" for word in words.split() if word.isascii()
)

# Nouns that may follow 个 in the unit.
_AFTER_GE = """字 月 小时 工作日 交易日 自然日 星期 季度 钟头 人 国家 地区 城市 省份 省 县 项目 品种 百分点 基点 点
单位 账户 席位
    岗位 床位 站点 门店 网点 样本 案例 病例 品牌 行业 企业 客户 用户 产品 车位 学校 班级 问题 步骤 阶段 部分 方面
    批次 国家和地区""".split()
_CLASSIFIERS = """家 名 位 人 张 台 辆 件 套 项 只 条 座 栋 幢 艘 架 枚 颗 粒 株 棵 头 匹 支 份 笔 宗 起 例 处 所 间
户 亩 股 手 份额 批
    次 种 类 款 部 本 册 篇 页 字 句 段 幅 首 门 节 场 届次 组 队 对 双 副 把 根 片 块 瓶 杯 箱 包 袋 盒 桶 罐 车 层
    岁 天 日 年 周 秒 分钟 小时
    秒钟 钟头 星期 个 个月 人次 车次 架次 题 辆次 班次 场次 分 点 人份 床 席 票 步 圈 倍速 标准箱 吨公里 万小时 口 村
    镇 县 市 省 国 排 顿 道 盏 扇 卷 则 盘 斤 两 里
    升 注 期 轮 声 眼 度 元素 元件 字节 比特 像素 核 线程 亿次 公里 比例尺 员工 客户 用户 门店 股东 元 学生 学员
    人员 居民 企业 商户 户籍""".split()
_NOT_CLASSIFIERS = {
    "元",
    "元素",
    "元件",
    "国",
    "期",
    "届次",
    "比例尺",
    "两",
    "省",
    "市",
    "县",
    "村",
    "镇",
    "里",
    "倍速",
    "万小时",
}
CLASSIFIERS = (set(_CLASSIFIERS) - _NOT_CLASSIFIERS) | {"个" + noun for noun in _AFTER_GE}
# A single character before these is as often a word: 三国, 五指, 两手, 三部曲, 十分.
WORDY = frozenset("手 部 本 口 头 门 节 声 眼 步 字 线 国 期 度 首 包 车 里 句".split())

IRREGULAR = frozenset(
    """people men women children staff personnel persons feet teeth sheep fish aircraft
    millennia pts species series staff cattle
    households workers nurses mice geese criteria data""".split()
)
# End in s, but are no plural; or are not what is counted.
NOT_NOUNS = frozenset(
    """is was has its this as us his hers yes thus plus minus less unless across towards besides perhaps always does
    goes says versus gas bus class process business access success loss mass basis analysis crisis status focus bonus
    various previous serious famous dangerous religious numerous continuous series news obvious us percents cross
    afterwards sometimes whereas ours theirs yours likewise otherwise nonetheless regardless overseas itself""".split()
)
# Words that no noun phrase goes past.
STOPS = frozenset(
    """a an the and or but nor of in on at by for from to with without within into onto over under above below between
    among than as if so that which who whom whose what when where while because since until after before during is are
    was were be been being has have had do does did will would shall should may might can could must not no it they he
    she we you i them him her us me my your his its our their this these those there here then also only just still
    yet each every any all both either neither most less least fewer other such per via about against through
    up down out off said says respectively compared versus vs total including included excluding ago later earlier
    because although though however rose fell grew increased decreased declined dropped reached came percent
    went""".split()
)
SINGULAR = frozenset(
    """employee unit person company share case item patient customer store country vehicle student worker user product
    year month week hour minute member vote seat patent contract project""".split()
)
