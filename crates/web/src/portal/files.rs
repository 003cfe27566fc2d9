//! Files of an edition and photos of boards. All bytes come from `flow::attachment`, which asks
//! whether this reader may have them; here they get the headers under which they can do no harm.

use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    HeaderName,
};
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use flow::FlowError;
use flow::attachment::{Served, Size, archive};

use super::article::number;
use crate::error::WebError;
use crate::form::{encode, id};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_file(
    visitor: Visitor,
    Path((code, file)): Path<(String, String)>,
) -> Response {
    visitor.answer(show(&visitor, (&code, None), &file, Size::Whole)).await
}

pub(crate) async fn show_thumbnail(
    visitor: Visitor,
    Path((code, file)): Path<(String, String)>,
) -> Response {
    visitor.answer(show(&visitor, (&code, None), &file, Size::Thumbnail)).await
}

pub(crate) async fn show_edition_file(
    visitor: Visitor,
    Path((code, edition, file)): Path<(String, String, String)>,
) -> Response {
    visitor.answer(show(&visitor, (&code, Some(&edition)), &file, Size::Whole)).await
}

pub(crate) async fn show_edition_thumbnail(
    visitor: Visitor,
    Path((code, edition, file)): Path<(String, String, String)>,
) -> Response {
    visitor.answer(show(&visitor, (&code, Some(&edition)), &file, Size::Thumbnail)).await
}

async fn show(visitor: &Visitor, of: (&str, Option<&str>), file: &str, size: Size) -> Answer {
    let flow = visitor.site.flow();
    let served = flow.attachment(&visitor.reader(), edition(of)?, spelled(file)?, size).await?;
    Ok(answer(served, size))
}

/// An identifier in its one spelling: other spellings would be further addresses of the same file.
fn spelled<T: std::str::FromStr + std::fmt::Display>(text: &str) -> Result<T, WebError> {
    let found: T = id(text)?;
    if found.to_string() == text { Ok(found) } else { Err(FlowError::NotFound.into()) }
}

fn edition((code, edition): (&str, Option<&str>)) -> Result<(Code, Option<u32>), WebError> {
    Ok((id(code)?, edition.map(number).transpose()?))
}

pub(crate) async fn show_archive(visitor: Visitor, Path(code): Path<String>) -> Response {
    visitor.answer(zipped(&visitor, (&code, None))).await
}

pub(crate) async fn show_edition_archive(
    visitor: Visitor,
    Path((code, edition)): Path<(String, String)>,
) -> Response {
    visitor.answer(zipped(&visitor, (&code, Some(&edition)))).await
}

async fn zipped(visitor: &Visitor, of: (&str, Option<&str>)) -> Answer {
    let (code, edition) = edition(of)?;
    let files = visitor.site.flow().attachments(&visitor.reader(), code, edition).await?;
    let bytes = archive(files).await?;
    let file_name = edition.map_or_else(|| format!("{code}.zip"), |n| format!("{code}-{n}.zip"));
    Ok(answer(Served { file_name, media_type: "application/zip", bytes }, Size::Whole))
}

pub(crate) async fn show_photo(
    visitor: Visitor,
    Path((code, photo)): Path<(String, String)>,
) -> Response {
    visitor.answer(photo_of(&visitor, &code, &photo, Size::Whole)).await
}

pub(crate) async fn show_photo_thumbnail(
    visitor: Visitor,
    Path((code, photo)): Path<(String, String)>,
) -> Response {
    visitor.answer(photo_of(&visitor, &code, &photo, Size::Thumbnail)).await
}

async fn photo_of(visitor: &Visitor, code: &str, photo: &str, size: Size) -> Answer {
    let flow = visitor.site.flow();
    let served = flow.photo(&visitor.reader(), id(code)?, photo, size).await?;
    Ok(answer(served, size))
}

/// A file to save; only the small picture of a page is shown in place. Never kept by a cache, never
/// in parts, never run: whatever it says, it is opened as nothing but what the list names.
pub(crate) fn answer(served: Served, size: Size) -> Response {
    let disposition = match size {
        Size::Whole => disposition(&served.file_name),
        Size::Thumbnail => "inline".to_owned(),
    };
    let disposition = HeaderValue::from_str(&disposition);
    let disposition = disposition.unwrap_or(HeaderValue::from_static("attachment"));
    let fixed: [(HeaderName, HeaderValue); 6] = [
        (CONTENT_TYPE, HeaderValue::from_static(served.media_type)),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (ACCEPT_RANGES, HeaderValue::from_static("none")),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ];
    (fixed, served.bytes).into_response()
}

/// A name in plain letters for whoever knows no other, and the name itself (RFC 6266, RFC 8187).
fn disposition(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' };
    let fallback: String = name.chars().map(plain).collect();
    let full = encode(name).replace('/', "%2F");
    format!("attachment; filename=\"{fallback}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn no_name_leaves_its_place_in_the_header() {
        assert_eq!(
            disposition("一季度 账目.xlsx"),
            "attachment; filename=\"___ __.xlsx\"; \
             filename*=UTF-8''%E4%B8%80%E5%AD%A3%E5%BA%A6%20%E8%B4%A6%E7%9B%AE.xlsx"
        );
        for hostile in ["a\"; x=\"b", "a\r\nSet-Cookie: x", "../../etc", "a;b'c%00\\"] {
            let line = disposition(hostile);
            assert_eq!(line.matches('"').count(), 2, "{line}");
            let plain = |c: char| c.is_ascii_alphanumeric() || " .-_~%;=*\"'".contains(c);
            assert!(line.chars().all(plain), "{line}");
        }
    }
}
