//! Headings by the numbering that official documents use (GB/T 9704-2012, 7.3.3).

use unicode_normalization::UnicodeNormalization;

const LONGEST: usize = 40;
const DIGITS: &str = "〇零一二三四五六七八九十百两";

/// The level of a short line that starts as a heading does: `一、` 1, `（一）` 2, `1.` 3, `（1）` 4;
/// `第一章` 1, `第一节` 2. Lines with a sentence in them are body text, and so are articles.
pub(crate) fn by_pattern(line: &str) -> Option<u8> {
    if line.chars().nth(LONGEST).is_some()
        || line.contains(['。', '！', '？', '；', ';', '…', '\n'])
    {
        return None;
    }
    if line.ends_with(['，', ',', '：', ':', '、', '.']) {
        return None;
    }
    let line: String = line.nfkc().collect();
    chapter(&line).or_else(|| numbered(&line))
}

fn chapter(line: &str) -> Option<u8> {
    let rest = line.strip_prefix('第')?;
    let rest = rest.trim_start_matches(|c: char| DIGITS.contains(c) || c.is_ascii_digit());
    let unit = rest.chars().next()?;
    let after = rest[unit.len_utf8()..].chars().next();
    if after.is_some_and(|c| !c.is_whitespace()) && unit == '节' && rest.contains(['，', ',']) {
        return None;
    }
    match unit {
        '编' | '章' => Some(1),
        '节' => Some(2),
        _ => None,
    }
}

/// NFKC has made `（` to `(`, `１` to `1`, `．` to `.`.
fn numbered(line: &str) -> Option<u8> {
    let (bracketed, line) = line.strip_prefix('(').map_or((false, line), |rest| (true, rest));
    let chinese = line.trim_start_matches(|c: char| DIGITS.contains(c));
    let arabic = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let (rest, level) = match (chinese.len() < line.len(), arabic.len() < line.len()) {
        (true, _) => (chinese, 1),
        (_, true) => (arabic, 3),
        _ => return None,
    };
    let rest = match (bracketed, level) {
        (true, _) => rest.strip_prefix(')')?,
        (false, 1) => rest.strip_prefix('、')?,
        (false, _) => rest.strip_prefix(['.', '、']).filter(|rest| !starts_with_digit(rest))?,
    };
    (!rest.trim().is_empty()).then_some(level + u8::from(bracketed))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::by_pattern;

    #[test]
    fn knows_headings_from_sentences() {
        for (line, level) in [
            ("一、总体要求", Some(1)),
            ("十二、组织保障", Some(1)),
            ("（一）基本原则", Some(2)),
            ("(二)工作目标", Some(2)),
            ("1.责任分工", Some(3)),
            ("１．责任分工", Some(3)),
            ("（1）时间安排", Some(4)),
            ("第一章　总则", Some(1)),
            ("第三节 程序", Some(2)),
            ("第五条 本办法自发布之日起施行", None),
            ("一、加强领导。各单位要落实责任。", None),
            ("（一）公开事项；", None),
            ("1.5万元", None),
            ("一要规范程序", None),
            ("正文", None),
            ("一、", None),
        ] {
            assert_eq!(by_pattern(line), level, "{line}");
        }
    }
}
