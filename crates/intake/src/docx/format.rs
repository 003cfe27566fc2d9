//! Numbers written in the formats of `w:numFmt` (ECMA-376 part 1, 17.18.59).

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] =
    ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];
const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];
/// Beyond this, numbers are decimal in every format.
const LARGEST: u32 = 9999;

/// `value` in `format`; `None` if the format isn't known. Values outside a format's range, and 0 in
/// formats without it, are decimal.
pub(super) fn number(value: u32, format: &str) -> Option<String> {
    if value > LARGEST {
        return Some(value.to_string());
    }
    let written = match format {
        "decimal" | "decimalHalfWidth" => return Some(value.to_string()),
        "decimalZero" => return Some(format!("{value:02}")),
        "none" => return Some(String::new()),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(value)),
        "chineseCounting" | "taiwaneseCounting" | "koreanDigital2" if value >= 100 => {
            Some(digits(value))
        }
        "chineseCounting" | "taiwaneseCounting" => Some(counting(value, &DIGITS, true)),
        "chineseCountingThousand" | "taiwaneseCountingThousand" => {
            Some(counting(value, &DIGITS, true).replace('〇', "零"))
        }
        "japaneseCounting" | "koreanCounting" => Some(japanese(value)),
        "chineseLegalSimplified" => Some(counting(value, &LEGAL, false)),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            Some(digits(value))
        }
        "ideographTraditional" => pick(value, &STEMS),
        "ideographZodiac" => pick(value, &BRANCHES),
        "upperLetter" => Some(letters(value, b'A')),
        "lowerLetter" => Some(letters(value, b'a')),
        "upperRoman" => Some(roman(value).to_uppercase()),
        "lowerRoman" => Some(roman(value)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(value),
        "decimalEnclosedFullstop" => ranged(value, 20, 0x2488),
        "decimalEnclosedParen" => ranged(value, 20, 0x2474),
        "ideographEnclosedCircle" => ranged(value, 10, 0x3280),
        _ => return None,
    };
    Some(written.filter(|text| !text.is_empty()).unwrap_or_else(|| value.to_string()))
}

fn pick(value: u32, from: &[char]) -> Option<String> {
    let at = (value as usize).checked_sub(1)?;
    from.get(at).map(char::to_string)
}

/// The character `first + value - 1`, for 1 to `last`.
fn ranged(value: u32, last: u32, first: u32) -> Option<String> {
    let inside = (1..=last).contains(&value);
    inside.then(|| char::from_u32(first + value - 1)).flatten().map(String::from)
}

fn circled(value: u32) -> Option<String> {
    match value {
        1..=20 => ranged(value, 20, 0x2460),
        21..=35 => ranged(value - 20, 15, 0x3251),
        36..=50 => ranged(value - 35, 15, 0x32B1),
        _ => None,
    }
}

fn full_width(value: u32) -> String {
    let wide = |c: char| char::from_u32(c as u32 - '0' as u32 + '０' as u32);
    value.to_string().chars().filter_map(wide).collect()
}

fn digits(value: u32) -> String {
    let digit = |c: char| c.to_digit(10).map(|d| DIGITS[d as usize]);
    value.to_string().chars().filter_map(digit).collect()
}

/// A, B … Z, AA, BB … as Word counts, up to its 780.
fn letters(value: u32, first: u8) -> String {
    let Some(at) = value.checked_sub(1).filter(|at| *at < 780) else { return String::new() };
    let letter = char::from(first + (at % 26) as u8);
    std::iter::repeat_n(letter, at as usize / 26 + 1).collect()
}

fn roman(mut value: u32) -> String {
    let mut text = String::new();
    for (worth, letters) in ROMAN {
        while value >= worth {
            text.push_str(letters);
            value -= worth;
        }
    }
    text
}

/// Chinese counting words: 十, 十二, 二十, 一百〇五; `short_ten` writes 十二 for 一十二.
fn counting(value: u32, digits: &[char; 10], short_ten: bool) -> String {
    let units = if digits[1] == '一' { ['千', '百', '十'] } else { ['仟', '佰', '拾'] };
    let places = [1000, 100, 10, 1].map(|worth| value / worth % 10);
    let (mut text, mut zero) = (String::new(), false);
    for (place, digit) in places.into_iter().enumerate() {
        if digit == 0 {
            zero = !text.is_empty();
            continue;
        }
        if zero {
            text.push(digits[0]);
        }
        zero = false;
        if !(short_ten && place == 2 && digit == 1 && text.is_empty()) {
            text.push(digits[digit as usize]);
        }
        text.extend(units.get(place));
    }
    text
}

/// Japanese counting: no 一 before 百 and 十, no zeros: 百五.
fn japanese(value: u32) -> String {
    let text = counting(value, &DIGITS, true).replace('〇', "");
    text.replace("一百", "百").replace("一十", "十").replace("一千", "千")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn writes_each_format() {
        for (value, format, expected) in [
            (7, "decimal", "7"),
            (0, "decimal", "0"),
            (3, "decimalZero", "03"),
            (10, "chineseCounting", "十"),
            (11, "chineseCounting", "十一"),
            (20, "chineseCounting", "二十"),
            (99, "chineseCounting", "九十九"),
            (105, "chineseCounting", "一〇五"),
            (105, "chineseCountingThousand", "一百零五"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (105, "japaneseCounting", "百五"),
            (2, "ideographTraditional", "乙"),
            (11, "ideographTraditional", "11"),
            (12, "chineseLegalSimplified", "壹拾贰"),
            (28, "upperLetter", "BB"),
            (3, "lowerLetter", "c"),
            (1994, "upperRoman", "MCMXCIV"),
            (4, "lowerRoman", "iv"),
            (1, "decimalEnclosedCircle", "①"),
            (21, "decimalEnclosedCircle", "㉑"),
            (50, "decimalEnclosedCircle", "㊿"),
            (51, "decimalEnclosedCircle", "51"),
            (12, "decimalFullWidth", "１２"),
            (0, "upperLetter", "0"),
            (4_000_000_000, "lowerRoman", "4000000000"),
            (5, "none", ""),
        ] {
            assert_eq!(number(value, format).as_deref(), Some(expected), "{value} {format}");
        }
        assert_eq!(number(1, "hebrew1"), None);
    }
}
