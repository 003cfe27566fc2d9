//! The elements and texts of a part, one after the other: no document types, no entities but the
//! five of XML, depth bounded.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use crate::IntakeError;
use crate::docx::guard::Guard;

const STEP: u64 = 8192;

pub(super) enum Item<'a> {
    Open(BytesStart<'a>),
    Close(String),
    Text(Cow<'a, str>),
}

/// Calls `each` for every element and text of the part.
pub(super) fn walk<'a>(
    name: &str,
    text: &'a str,
    guard: &mut Guard<'_, '_>,
    mut each: impl FnMut(Item<'a>),
) -> Result<(), IntakeError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let malformed = |error: String| IntakeError::Malformed { part: name.to_owned(), reason: error };
    let (mut depth, mut elements) = (0u64, 0u64);
    loop {
        match reader.read_event().map_err(|error| malformed(error.to_string()))? {
            Event::Start(start) => {
                (depth, elements) = (depth + 1, elements + 1);
                if depth > guard.limits.depth {
                    let limit = guard.limits.depth;
                    return Err(IntakeError::TooDeep { part: name.to_owned(), limit });
                }
                if elements.is_multiple_of(STEP) {
                    guard.check_elapsed()?;
                }
                each(Item::Open(start));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                each(Item::Close(end.local_name().as_ref().to_owned()));
            }
            Event::Text(text) => each(Item::Text(text.xml10_content())),
            Event::CData(text) => each(Item::Text(text.xml10_content())),
            Event::GeneralRef(reference) => {
                let number = reference.resolve_char_ref();
                let number = number.map_err(|error| malformed(error.to_string()))?;
                let named = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                };
                let Some(c) = number.or(named) else {
                    let name_of = reference.chars().take(40).collect();
                    return Err(IntakeError::Entity { part: name.to_owned(), name: name_of });
                };
                each(Item::Text(Cow::Owned(c.to_string())));
            }
            Event::DocType(_) => {
                return Err(IntakeError::DocumentType { part: name.to_owned() });
            }
            Event::Eof if depth > 0 => return Err(malformed("unexpected end".to_owned())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Empty(_) => {}
        }
    }
}

/// The value of the attribute with this local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name);
    found.and_then(|a| a.normalized_value(XmlVersion::Implicit1_0).ok()).map(Cow::into_owned)
}

/// An on-off property that is there and not off.
pub(super) fn is_on(start: &BytesStart<'_>, name: &str) -> bool {
    !matches!(attribute(start, name).as_deref(), Some("0" | "false" | "off"))
}
