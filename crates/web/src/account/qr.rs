//! QR codes as one path of an inline SVG: no script, no picture to fetch, nothing in an address.

use qrcodegen::{QrCode, QrCodeEcc};

use crate::view::account::Qr;

/// The white rim that readers need.
const RIM: i32 = 4;

/// The code of a text; `None` for one that is too long for any.
pub(super) fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            path += &format!("M{} {}h1v1h-1z", x + RIM, y + RIM);
        }
    }
    Some(Qr { size: code.size() + 2 * RIM, path })
}

#[cfg(test)]
mod tests {
    use super::qr;

    #[test]
    fn a_code_is_a_square_of_dark_modules_in_a_rim() {
        let code = qr("https://qingshi.example/link/0123").unwrap();
        assert!(code.size >= 21 + 8 && code.path.starts_with("M4 4h1v1h-1z"));
        assert!(qr(&"x".repeat(5000)).is_none());
    }
}
