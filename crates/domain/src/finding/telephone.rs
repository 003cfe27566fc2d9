//! A telephone number in one spelling, so that the published one and the one in a text can be
//! compared: with and without area code, country code, spaces, hyphens, brackets, full width.

use std::sync::LazyLock;

use regex::Regex;

use super::normal::Normal;

/// A number of China. Two are the same only by [`Telephone::is_same`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telephone {
    /// Eleven digits from 13 to 19.
    Mobile(String),
    /// `area` begins with 0; `None` where the text leaves it out.
    Landline { area: Option<String>, local: String },
    /// Short numbers and those of 400 and 800: always of a body.
    Hotline(String),
}

impl Telephone {
    /// Reads digits alone, in the order in which they stand; `None` for what is no number.
    pub fn of_digits(digits: &str) -> Option<Self> {
        let bare = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
        if let Some(mobile) = [Some(digits), bare].into_iter().flatten().find(|d| is_mobile(d)) {
            return Some(Self::Mobile(mobile.to_owned()));
        }
        let abroad = bare.filter(|rest| rest.len() >= 9).map(|rest| match rest.strip_prefix('0') {
            Some(_) => rest.to_owned(),
            None => format!("0{rest}"),
        });
        match digits.len() {
            5 | 6 if digits.starts_with(['1', '9']) => Some(Self::Hotline(digits.to_owned())),
            10 if digits.starts_with("400") || digits.starts_with("800") => {
                Some(Self::Hotline(digits.to_owned()))
            }
            7 | 8 => {
                is_local(digits).then(|| Self::Landline { area: None, local: digits.to_owned() })
            }
            _ => landline(abroad.as_deref().unwrap_or(digits)),
        }
    }

    /// Every number that stands in a text.
    pub fn all_in(text: &str) -> Vec<Self> {
        static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
            let area = r"\(?0(?:10|2\d|[3-9]\d{2})\)?[ -]{0,2}[2-8]\d{2,3}[ -]?\d{4}";
            let abroad =
                r"(?:\+|00)86[ -]?\(?(?:10|2\d|[3-9]\d{2})\)?[ -]{0,2}[2-8]\d{2,3}[ -]?\d{4}";
            let mobile = r"(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}";
            let hotline = r"[48]00[ -]?\d{3}[ -]?\d{4}|[48]00[ -]?\d{4}[ -]?\d{3}|1\d{4}|9\d{4,5}";
            let local = r"[2-8]\d{2,3}[ -]?\d{4}";
            let all = format!(r"(?:^|[^0-9A-Za-z*.])({abroad}|{area}|{mobile}|{hotline}|{local})");
            Regex::new(&all).expect("a constant")
        });
        let normal = Normal::of(text).text;
        let ends = |at: usize| !normal[at..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let found = NUMBER.captures_iter(&normal).filter_map(|found| found.get(1));
        let whole = found.filter(|found| ends(found.end()));
        whole.filter_map(|found| Self::of_digits(&super::digits(found.as_str()))).collect()
    }

    /// The same line. A landline without area code is that of any area.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Landline { area: a, local: x }, Self::Landline { area: b, local: y }) => {
                x == y && (a == b || a.is_none() || b.is_none())
            }
            (one, other) => one == other,
        }
    }

    /// What a telephone dials.
    pub fn dialled(&self) -> String {
        match self {
            Self::Mobile(digits) | Self::Hotline(digits) => digits.clone(),
            Self::Landline { area, local } => {
                format!("{}{local}", area.as_deref().unwrap_or_default())
            }
        }
    }

    /// Whether it can be dialled from anywhere.
    pub fn is_whole(&self) -> bool {
        !matches!(self, Self::Landline { area: None, .. })
    }
}

fn is_mobile(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && digits.starts_with(['2', '3', '4', '5', '6', '7', '8'])
}

fn landline(digits: &str) -> Option<Telephone> {
    let of_three = digits.starts_with("010") || digits.starts_with("02");
    let (area, local) = digits.split_at_checked(if of_three { 3 } else { 4 })?;
    let fits = area.starts_with('0') && !area.starts_with("00") && is_local(local);
    let number = || Telephone::Landline { area: Some(area.to_owned()), local: local.to_owned() };
    fits.then(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Telephone {
        let mut all = Telephone::all_in(text);
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        all.remove(0)
    }

    #[test]
    fn one_number_in_many_spellings_is_one() {
        let known = one("0798-8223456");
        assert_eq!(one("（0798）822 3456转8012").dialled(), "07988223456");
        for text in [
            "（０７９８）８２２３４５６",
            "07988223456",
            "0798 822 3456",
            "0798–8223456",
            "+86 798 8223456",
            "0086 798-8223456",
            "监督电话：0798-8223456转8012",
            "8223456",
        ] {
            assert!(known.is_same(&one(text)), "{text}");
        }
        let mobile = one("138-1234-5678");
        for text in ["13812345678", "+86 138 1234 5678", "１３８１２３４５６７８", "8613812345678"]
        {
            assert!(mobile.is_same(&one(text)), "{text}");
        }
    }

    #[test]
    fn another_number_with_the_same_end_is_another() {
        let local = one("8223456");
        for text in ["13988223456", "0798-8223457", "88223456"] {
            assert!(!local.is_same(&one(text)), "{text}");
        }
        let known = one("0798-8223456");
        for text in ["0791-8223456", "13988223456", "18223456"] {
            let found = Telephone::all_in(text);
            assert!(!found.iter().any(|each| known.is_same(each)), "{text}");
        }
    }

    #[test]
    fn what_is_no_telephone_is_none() {
        for text in [
            "110105194912310021",
            "6222021234567890128",
            "2026-03-01",
            "203室",
            "金额13812345678901元",
            "A8223456",
        ] {
            assert_eq!(Telephone::all_in(text), [], "{text}");
        }
        let several = Telephone::all_in("0798-8223456、13812345678，12388；400-123-4567");
        assert_eq!(several.len(), 4);
        assert!(several.iter().all(Telephone::is_whole) && !one("8223456").is_whole());
    }
}
