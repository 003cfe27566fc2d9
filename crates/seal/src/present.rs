//! Choosing what a reader gets.
//!
//! Must never know why: the caller has decided which slices this reader may see. Called for every public copy and
//! every delivery to a scope.

/// `<jwt>~D1~…~Dn~` (RFC 9901 section 4). The strings go out byte for byte.
pub fn present<'a>(jwt: &str, disclosures: impl IntoIterator<Item = &'a str>) -> String {
    let mut presentation = String::from(jwt);
    presentation.push('~');
    for disclosure in disclosures {
        presentation.push_str(disclosure);
        presentation.push('~');
    }
    presentation
}
