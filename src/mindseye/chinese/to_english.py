"""Queries in Chinese, in English words: the longest known piece first (maximum matching), no model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from mindseye.chinese.dictionary import Entry, inflected, listed
from mindseye.chinese.places import stem

ENGLISH = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
NUMBERS = {
    "两": "two",
    "二": "two",
    "三": "three",
    "四": "four",
    "五": "five",
    "六": "six",
    "七": "seven",
    "八": "eight",
}
MEASURES = "个只名位条件顶辆艘架块片张把根支双副套头匹群座家间棵朵杯瓶碗盘面道本台部队"
DROPPED = frozenset((
    *"的地得在着了过正有是和与跟及里上中下内外旁边前后向朝从到把被给让为对来去也都很那这个一些吗呢吧啊们之间于并而且或以请想要找看",
    "正在", "里面", "上面", "下面", "前面", "后面", "旁边", "附近", "中间", "周围", "之间", "之中", "之上", "之下",
    "时候", "一个", "一只", "一些", "这个", "那个", "这些", "那些", "图片", "照片", "相片", "有一", "以及", "同时",
    "或者", "穿过", "沿着", "一张", "一位", "一名", "一条", "一件", "那里", "这里", "什么", "请找", "寻找", "查找",
    "搜索", "拍的", "关于", "身上", "带有",
))  # fmt: skip
SMALL = ("a", "an", "the", "at", "in", "on", "of", "for", "to", "from")  # these say little without a sentence
PLAYED, RIDDEN = "踢打弹拉吹玩下敲", "骑滑开划坐乘踩荡"
TRADITIONAL = str.maketrans(
    "貓馬車鳥魚龍門飛機電腦書筆畫紅綠藍黃紫灰褐黑園場樹葉雲風陽燈橋樓樑路徑灘浪島嶺岩誌號隻個兩對雙條張輛"
    "們國長頭髮臉鬍鬚帶帽裝褲裙襯襪鞋圍領運動員隊騎駕駛遊戲樂彈聽說話寫讀買賣給餵養貝羅蘭諾爾應當滾輪滑雪橇艇"
    "獨輪嬰兒幼親爺奶媽爸婦姐妹師傅醫護學習業務農夫漁網綁繩結紙張鏡眼鏡錶鐘鍋盤碗杯壺麵飯魚雞鴨鵝豬豹獅獵"
    "歡慶祝賀節擁抱吻掛懸躍蹲躺臥趴爬衝撞擊拋擲傳遞舉戴穿著脫濕乾髒淨淺遠邊後裡裏邊間處圖攝",
    "猫马车鸟鱼龙门飞机电脑书笔画红绿蓝黄紫灰褐黑园场树叶云风阳灯桥楼梁路径滩浪岛岭岩志号只个两对双条张辆"
    "们国长头发脸胡须带帽装裤裙衬袜鞋围领运动员队骑驾驶游戏乐弹听说话写读买卖给喂养贝罗兰诺尔应当滚轮滑雪橇艇"
    "独轮婴儿幼亲爷奶妈爸妇姐妹师傅医护学习业务农夫渔网绑绳结纸张镜眼镜表钟锅盘碗杯壶面饭鱼鸡鸭鹅猪豹狮猎"
    "欢庆祝贺节拥抱吻挂悬跃蹲躺卧趴爬冲撞击抛掷传递举戴穿着脱湿干脏净浅远边后里里边间处图摄",
)


@dataclass(frozen=True, slots=True)
class Query:
    """What a query says in English, in its order, and the pieces of it that were not understood."""

    words: tuple[str, ...]
    unknown: tuple[str, ...]


def to_english(query: str) -> Query:
    """Return a query in Chinese, or in Chinese and English mixed, as lower-case English words.

    The longest known piece is taken first (maximum matching); words without a meaning of their own (的, 在, 一只 …)
    are dropped. English words pass unchanged, whether or not captions use them. Common traditional characters are read
    as the simplified ones.
    """
    text = query.lower().translate(TRADITIONAL)
    words: list[str] = []
    unknown = [""]
    at, are_many = 0, False
    while at < len(text):
        length, found, is_known = _next(text, at, are_many)
        if length == 1 and unknown[-1] and found and found[0].endswith("ing"):  # the end of an unknown word, not a verb
            found, is_known = (), False
        words += found
        if is_known:
            are_many = (are_many and not _is_noun(text[at : at + length])) or bool(
                found and found[0] in NUMBERS.values()
            )
            unknown.append("")
        else:
            unknown[-1] += text[at : at + length]
        at += length
    return Query(tuple(words), tuple(filter(None, unknown)))


def _next(text: str, at: int, are_many: bool) -> tuple[int, tuple[str, ...], bool]:
    """Return how long the next piece is, its English words, and whether it was understood."""
    if (english := ENGLISH.match(text, at)) is not None:
        return len(english[0]), (english[0],), True
    if not text[at].isalnum():
        return 1, (), True
    if text[at] in NUMBERS and text[at + 1 : at + 2] and text[at + 1] in MEASURES:
        return 2, (NUMBERS[text[at]],), True
    if text[at] in NUMBERS and text[at + 1 : at + 2] == "人":
        return 1, (NUMBERS[text[at]],), True
    if text[at] == "一" and text[at + 1 : at + 2] and text[at + 1] in MEASURES and text[at : at + 3] not in _index():
        return 2, ("group",) if text[at + 1] == "群" else (), True
    for length in range(min(_longest(), len(text) - at), 0, -1):
        piece = text[at : at + length]
        if piece in _index():
            return length, _plurals().get(piece, _index()[piece]) if are_many else _index()[piece], True
        if piece in DROPPED:
            return length, (), True
    return 1, (), False


def _is_noun(piece: str) -> bool:
    return piece in _plurals()


@lru_cache(maxsize=1)
def _longest() -> int:
    return max(map(len, _index()))


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[str, ...]]:
    """Return what each Chinese piece is called in English: main meanings before others, common words before rare."""
    index: dict[str, tuple[str, ...]] = {}
    for chinese, english in (*_main(), *_others(), *_uses()):
        if chinese and "~" not in chinese and chinese not in DROPPED:
            index.setdefault(chinese, english)
    return index


@lru_cache(maxsize=1)
def _plurals() -> dict[str, tuple[str, ...]]:
    """Return the nouns of the index for when there are several of them."""
    plurals: dict[str, tuple[str, ...]] = {}
    for entry in listed():
        if entry.part == "noun":
            words = inflected(entry, "plural").split()
            for chinese in (entry.chinese, *entry.also):
                if _index().get(chinese) == tuple(entry.english.split()):
                    plurals.setdefault(chinese, tuple(words))
    return plurals


def _main() -> Iterator[tuple[str, tuple[str, ...]]]:
    verbs = {(entry.english, entry.chinese) for entry in listed() if entry.part == "verb"}
    for entry in listed():
        is_done = entry.part == "noun" and (entry.english, entry.chinese) in verbs  # 游泳 is swimming, not a swim
        if entry.part in ("noun", "verb", "adjective") and not is_done:
            yield entry.chinese, _english(entry)


def _others() -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in sorted(listed(), key=lambda one: " " in one.english):
        english = _english(entry)
        for chinese in entry.also:
            yield chinese, english
        if entry.part == "noun" and entry.place:
            yield entry.place, english
            yield stem(entry), english
        if entry.part == "verb":
            yield entry.transitive, english
        if entry.part == "adverb":
            yield entry.chinese, english
            yield entry.chinese.removeprefix("在"), english


def _uses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what one does with things: 踢足球 is playing soccer, 骑马 riding a horse."""
    for entry in listed():
        if entry.part == "noun" and entry.use:
            verb = "playing" if entry.use in PLAYED else "riding" if entry.use in RIDDEN else ""
            if verb:
                yield entry.use + entry.chinese, (verb, *entry.english.split())


def _english(entry: Entry) -> tuple[str, ...]:
    """Return the words that captions use: verbs as "running"."""
    words = inflected(entry, "ing") if entry.part == "verb" and entry.kind != "is" else entry.english
    return tuple(word for word in words.split() if word not in SMALL)
