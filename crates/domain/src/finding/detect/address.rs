//! Where somebody lives, down to building, unit or room. Offices have rooms too: what is called a
//! centre, a building or a bureau is no home.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Look;
use crate::finding::Field;

struct Patterns {
    home: Regex,
    called: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).expect("a constant");
    let words = r"[\u{4E00}-\u{9FFF}A-Za-z0-9()·-]";
    Patterns {
        home: regex(&format!(
            r"({words}{{0,30}}?\d{{1,4}}(?:号楼|栋|幢|座|号|#)楼? ?(?:[0-9A-Za-z一二三四五六七八九十]{{1,3}}单元 ?(?:\d{{1,2}}[楼层] ?)?(?:\d{{2,4}}[室户号]?)?|(?:\d{{1,2}}[楼层])?\d{{3,4}}[室户]))"
        )),
        called: regex(&format!(
            r"(?:住址|家住|现住|居住地|户籍所在地|户籍地)(?:地址)?[: ]{{0,3}}({words}{{2,40}}?\d{{1,5}}(?:号楼?|组|室|栋|幢|单元)(?:\d{{1,4}}(?:号|室|栋|幢|单元|户))*)"
        )),
    }
});

const NO_HOME: [&str; 18] = [
    "大厦",
    "大楼",
    "中心",
    "政府",
    "局",
    "公司",
    "广场",
    "酒店",
    "宾馆",
    "学院",
    "大学",
    "法院",
    "委员会",
    "办公",
    "银行",
    "商铺",
    "写字楼",
    "科技园",
];

pub(super) fn find(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let text = look.text();
    let mut found = Vec::new();
    if text.contains(['栋', '幢', '座', '元', '室', '户', '号']) {
        let homes = PATTERNS.home.captures_iter(text).filter_map(|home| home.get(1));
        let homes = homes.filter(|home| {
            let near = format!("{}{}", look.before(home.start(), 12), home.as_str());
            !NO_HOME.iter().any(|word| near.contains(word))
        });
        found.extend(homes.map(|home| (Field::Address, home.range())));
        let called = PATTERNS.called.captures_iter(text).filter_map(|home| home.get(1));
        found.extend(called.map(|home| (Field::Address, home.range())));
    }
    found
}
