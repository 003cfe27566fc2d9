//! The decimals and hashes that the line formats share, in their one canonical spelling.
//!
//! Called by the parsers of this crate. Accepting a second spelling would give one statement two byte strings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::merkle::Hash;

/// ASCII decimal without sign or leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// Standard padded base64 with zero trailing bits (RFC 4648 section 4).
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub(crate) fn hash(text: &str) -> Option<Hash> {
    base64(text)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_one_spelling() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for text in ["", "+1", "-1", "01", "00", " 1", "1 ", "18446744073709551616", "１"] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(base64("AA=="), Some(vec![0]));
        for text in ["AA", "AB==", "AA==\n", "A-==", "=", "AA==AA=="] {
            assert_eq!(base64(text), None, "{text:?}");
        }
        assert_eq!(hash(&to_base64(&[7; 32])), Some([7; 32]));
        assert_eq!(hash(&to_base64(&[7; 31])), None);
    }
}
