//! Codes of the library: a series letter and a number, unique within an authority.

use std::fmt;
use std::str::FromStr;

/// For instance `A4309`. Shown without padding; leading zeros given on import are kept in `width`
/// so that `T030` stays `T030`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `A` to `Z`.
    pub series: char,
    pub number: u32,
    /// Digits to show at least.
    pub width: u8,
}

impl Code {
    pub fn new(series: char, number: u32) -> Self {
        Self { series, number, width: 1 }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{:0width$}", self.series, self.number, width = usize::from(self.width))
    }
}

/// Why a text is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is one letter A to Z and 1 to 9 digits")]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let mut letters = text.chars();
        let series = letters.next().filter(char::is_ascii_uppercase).ok_or(NotACode)?;
        let digits = letters.as_str();
        let fits = (1..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        if !fits {
            return Err(NotACode);
        }
        let number = digits.parse().map_err(|_| NotACode)?;
        let width = u8::try_from(digits.len()).map_err(|_| NotACode)?;
        Ok(Self { series, number, width })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_back_as_it_was_written() {
        for text in ["A4309", "C2776", "T030", "Z1"] {
            assert_eq!(text.parse::<Code>().unwrap().to_string(), text);
        }
        for text in ["", "A", "a1", "AA1", "1A", "A１", "A1234567890", "A-1"] {
            assert_eq!(text.parse::<Code>(), Err(NotACode), "{text}");
        }
    }
}
