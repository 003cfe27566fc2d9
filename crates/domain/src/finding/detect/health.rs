//! Illness, disability and childhood, said of a person. Words alone are no hit: laws and notices
//! speak of them all the time.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Look, person};
use crate::finding::Field;

const DISEASES: &str = "[\u{4E00}-\u{9FFF}]{0,2}癌(?:症|晚期)?|恶性肿瘤|[\u{4E00}-\u{9FFF}]{0,2}肿瘤|白血病|尿毒症|糖尿病|高血压|心脏病|冠心病|脑梗[死塞]?|脑出血|脑瘫|脑溢血|肺结核|肝硬化|[甲乙丙]肝|肝炎|艾滋病|精神分裂症?|精神病|抑郁症|癫痫|自闭症|孤独症|肾衰竭|肾功能衰竭|肾病|帕金森|阿尔茨海默|老年痴呆|中风|偏瘫|截瘫|瘫痪|红斑狼疮|地中海贫血|血友病|梅毒|尘肺病?|矽肺病?|股骨头坏死|类风湿|重症肌无力|唐氏综合征";

const DISABILITIES: &str = "(?:肢体|视力|听力|言语|智力|精神|多重)(?:残疾)?[一二三四1-4]级(?:残疾)?|[一二三四1-4]级(?:肢体|视力|听力|言语|智力|精神|多重)?残疾|残疾[一二三四1-4]级|(?:肢体|视力|听力|言语|智力|精神|多重)残疾";

struct Patterns {
    diagnosis: Regex,
    disability: Regex,
    age: Regex,
    below: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let name = person::name();
    // Of a name the text goes on to say what the person has.
    let says = r"[,(: ]?(?:男|女)?[,、 ]?[^。;\n*]{0,12}?(?:患有?|身患|确诊为?|因|系|查出|诊断为?|得了|属)[^。;\n*]{0,6}?";
    let beside = r"[,(:][ ]?";
    let is = |words: &str| {
        Regex::new(&format!("{name}(?:{says}|{beside})({words})")).expect("a constant")
    };
    let age = r"[,(: ]?(?:男|女)?[,、 ]?(?:现年|今年|年仅|年龄)?[: ]?((?:\d{1,2}|[一二三四五六七八九十]{1,3}) ?周?岁)";
    let below = r"[,(: ]?(?:男|女)?[,、 ]?((?:不满|未满)(?:十四|14) ?周?岁)";
    Patterns {
        diagnosis: is(DISEASES),
        disability: is(DISABILITIES),
        age: Regex::new(&format!("{name}{age}")).expect("a constant"),
        below: Regex::new(&format!("{name}{below}")).expect("a constant"),
    }
});

pub(super) fn find(look: &Look<'_>) -> Vec<(Field, Range<usize>)> {
    let text = look.text();
    let mut found = Vec::new();
    if text.contains(['病', '癌', '瘤', '症', '瘫', '肝', '肺', '痫', '梗', '血', '风', '毒', '森'])
    {
        found.extend(said(&PATTERNS.diagnosis, text).map(|range| (Field::Diagnosis, range)));
    }
    if text.contains("残疾") || text.contains('级') {
        found.extend(said(&PATTERNS.disability, text).map(|range| (Field::Disability, range)));
    }
    if text.contains('岁') {
        let young = |range: &Range<usize>| age(&text[range.clone()]).is_some_and(|age| age < 14);
        let ages = said(&PATTERNS.age, text).filter(young);
        found.extend(ages.map(|range| (Field::Minor, range)));
        found.extend(said(&PATTERNS.below, text).map(|range| (Field::Minor, range)));
    }
    found
}

/// What is said of a name that is not itself part of a disease (高血压).
fn said<'t>(pattern: &'t Regex, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    const NO_NAMES: [&str; 14] = [
        "高血", "高危", "白血", "马上", "方案", "金额", "高度", "高龄", "程度", "万元", "何种",
        "任何", "余人", "向因",
    ];
    pattern.captures_iter(text).filter_map(|found| {
        let name = found.get(1)?.as_str();
        let is_name = !NO_NAMES.iter().any(|no| name.starts_with(no));
        found.get(2).filter(|_| is_name).map(|said| said.range())
    })
}

/// The years in `12岁`, `12周岁`, `十二岁`.
pub(super) fn age(text: &str) -> Option<u32> {
    let number: String = text.chars().take_while(|c| !matches!(c, ' ' | '周' | '岁')).collect();
    if let Ok(years) = number.parse() {
        return Some(years);
    }
    let digit = |c| "一二三四五六七八九".chars().position(|each| each == c);
    let value = |text: &str| -> Option<u32> {
        match text.chars().next() {
            None => Some(0),
            Some(c) => u32::try_from(digit(c)? + 1).ok(),
        }
    };
    match number.split_once('十') {
        Some((tens, ones)) => Some(value(tens)?.max(1) * 10 + value(ones)?),
        None if number.chars().count() == 1 => value(&number),
        None => None,
    }
}
