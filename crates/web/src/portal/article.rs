//! The reading page and what can be saved from it.

use axum::extract::Path;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::act::{Details, Kind};
use domain::code::Code;
use flow::article::{Article, Found, Part, RecordLine, Withdrawn};

use super::compare::address;
use super::record::recorded;
use super::shared::{reachable, share};
use super::standing::standing;
use crate::error::WebError;
use crate::form::id;
use crate::view;
use crate::view::Link;
use crate::view::Page;
use crate::view::article::{Basis, EditionLink, ItemNote, Size};
use crate::view::files::{FileLine, Files, WithheldFiles, size_words};
use crate::view::paper::{Reading, lay};
use crate::view::record::{Proof, Recorded};
use crate::visitor::{Answer, Visitor, html};

pub(crate) async fn show_article(visitor: Visitor, Path(code): Path<String>) -> Response {
    visitor.answer(article(&visitor, &code, None)).await
}

pub(crate) async fn show_edition(
    visitor: Visitor,
    Path((code, edition)): Path<(String, String)>,
) -> Response {
    visitor.answer(async { article(&visitor, &code, Some(number(&edition)?)).await }).await
}

pub(super) fn number(edition: &str) -> Result<u32, WebError> {
    let number: u32 = id(edition)?;
    // `01` and `+1` would be further addresses of the same page.
    if number.to_string() == edition { Ok(number) } else { Err(flow::FlowError::NotFound.into()) }
}

async fn article(visitor: &Visitor, code: &str, edition: Option<u32>) -> Answer {
    let generation = visitor.site.flow().generation();
    let code: Code = id(code)?;
    match visitor.site.flow().article(&visitor.reader(), code, edition).await? {
        Found::Article(article) => {
            count(visitor, &article);
            let disclosure = article.disclosure.id;
            let page = page(visitor, &article).await?;
            // Whether a notice runs is told by the day: such a page is not kept.
            if article.notice.as_ref().is_some_and(|notice| notice.conclusion.is_none()) {
                return Ok(html(StatusCode::OK, page.render()?));
            }
            share(visitor, generation, Some(disclosure), &page)
        }
        Found::Withdrawn(withdrawn) => {
            let page = tombstone(visitor, &withdrawn).await?;
            Ok(html(StatusCode::GONE, page.render()?))
        }
    }
}

/// Whoever handles the text is no reader of it, nor is who asks for the head alone.
fn count(visitor: &Visitor, article: &Article) {
    let handles = visitor.reader().handles.contains(&article.disclosure.organization);
    if !handles && visitor.method == Method::GET {
        let day = visitor.site.flow().day();
        let (text, browser) = (article.disclosure.id, visitor.browser());
        visitor.site.readings().count(text, day, visitor.address, browser);
    }
}

async fn page(visitor: &Visitor, article: &Article) -> Result<view::article::Article, WebError> {
    let (disclosure, edition) = (&article.disclosure, &article.edition);
    let tree = visitor.site.tree().await?;
    let columns = store::columns::all(visitor.site.db(), visitor.site.at()).await?;
    let column = columns.into_iter().find(|column| Some(column.id) == edition.facts.column);
    let at = |kind: Kind| {
        let line = |line: &&RecordLine| line.kind == kind && line.edition == edition.number;
        article.record.iter().rev().find(line).map(|line| line.at)
    };
    Ok(view::article::Article {
        frame: visitor.frame().await?,
        code: disclosure.code.to_string(),
        title_lines: article.title.lines().map(str::to_owned).collect(),
        column: column
            .map(|column| Link { name: column.name, href: format!("/columns/{}", column.id) }),
        organization: organization(article.disclosure.organization, &article.organization),
        contributor: edition.facts.contributor.clone(),
        item: item(visitor, article),
        fact_on: edition.facts.fact_on.clone(),
        approved_at: at(Kind::Approve),
        logged_at: article.proof.logged_at,
        whole: edition.facts.stated.whole,
        size: Size {
            characters: u64::from(article.whole.characters),
            slices: u64::from(article.whole.slices),
            shown_characters: u64::from(article.shown.characters),
            shown_slices: u64::from(article.shown.slices),
            stated_characters: edition.facts.stated.characters,
            stated_slices: edition.facts.stated.slices,
        },
        edition: edition.number,
        compare_href: with_newest(article),
        standing: standing(visitor, &tree, article),
        editions: editions(article),
        parts: lay(&readings(article)),
        record: shown_record(article),
        files: files(article),
        reachable: reachable(&tree, disclosure.organization),
        proof: Some(proof(visitor, article)),
    })
}

/// The files of the edition, under the address of the edition.
fn files(article: &Article) -> Files {
    let base = format!("/d/{}/e/{}", article.disclosure.code, article.edition.number);
    let file = |file: &store::attachments::Attachment| {
        let href = format!("{base}/files/{}", file.id);
        FileLine {
            name: file.file_name.clone(),
            thumbnail_href: file.has_thumbnail.then(|| format!("{href}/thumbnail")),
            href,
            size: size_words(file.size_bytes),
            sha256: hex::encode(file.sha256),
        }
    };
    let readable = &article.files.readable;
    let withheld = article.files.withheld.as_ref();
    Files {
        files: readable.iter().map(file).collect(),
        archive_href: (readable.len() > 1).then(|| format!("{base}/files.zip")),
        withheld: withheld.map(|withheld| WithheldFiles {
            grounds: withheld.grounds.clone(),
            login_may_open: withheld.login_may_open,
        }),
    }
}

/// The record, with the photos of boards that this reader may see.
fn shown_record(article: &Article) -> Vec<Recorded> {
    let mut record = recorded(&article.record);
    for line in &mut record {
        if let Some(Details::Posting { photo: Some(photo), .. }) = &line.details
            && article.photos.contains(photo)
        {
            line.photo_href = Some(format!("/d/{}/photos/{photo}", article.disclosure.code));
        }
    }
    record
}

pub(super) fn organization(id: domain::ids::OrganizationId, name: &str) -> Link {
    Link { name: name.to_owned(), href: format!("/organizations/{id}") }
}

fn readings(article: &Article) -> Vec<Reading<'_>> {
    article.parts.iter().map(reading).collect()
}

fn reading(part: &Part) -> Reading<'_> {
    match part {
        Part::Slice { id, body } => Reading::Shown { slice: id.to_string(), body },
        Part::Gap { grounds, login_may_open } => Reading::Withheld {
            slice: String::new(),
            grounds: grounds.clone(),
            login_may_open: *login_may_open,
        },
    }
}

fn item(visitor: &Visitor, article: &Article) -> Option<ItemNote> {
    let lang = visitor.lang;
    let regime = visitor.site.flow().regime(&article.disclosure.regime)?;
    let item = regime.item(&article.disclosure.item)?;
    let named = |text: &domain::regime::Text| match lang {
        crate::locale::Lang::ZhCn => text.zh.clone(),
        crate::locale::Lang::En => text.en.clone(),
    };
    let basis = regime.cited(&item.basis).map(|cited| Basis {
        text: format!("{} {}", named(&cited.source.title), cited.at.unwrap_or(""))
            .trim()
            .to_owned(),
        verified: cited.source.verified,
    });
    Some(ItemNote {
        name: format!("{} {}", item.id, named(&item.name)),
        regime: format!("{} {}", named(&regime.name), article.disclosure.regime_version),
        basis: basis.collect(),
        verified: item.unverified().is_empty(),
    })
}

fn editions(article: &Article) -> Vec<EditionLink> {
    let code = article.disclosure.code;
    let earlier = |number: &u32| article.editions.iter().rev().find(|each| *each < number);
    let link = |number: &u32| {
        let published = article
            .record
            .iter()
            .find(|line| line.kind == Kind::Publish && line.edition == *number)?;
        Some(EditionLink {
            number: *number,
            href: format!("/d/{code}/e/{number}"),
            at: published.at,
            reason: if *number > 1 { published.note.clone() } else { String::new() },
            compare_href: earlier(number).map(|earlier| address(code, *earlier, *number)),
        })
    };
    article.editions.iter().filter_map(link).collect()
}

/// Where an edition that is not the newest is compared with it.
fn with_newest(article: &Article) -> Option<String> {
    let (code, number) = (article.disclosure.code, article.edition.number);
    let newest = article.editions.last().filter(|newest| **newest > number)?;
    Some(address(code, number, *newest))
}

fn proof(visitor: &Visitor, article: &Article) -> Proof {
    let (code, number) = (article.disclosure.code, article.edition.number);
    let base = format!("/d/{code}/e/{number}");
    let key = visitor.site.flow().log_key().to_string();
    Proof {
        address: format!("{}/d/{code}", visitor.site.settings().public_url),
        document_href: format!("{base}/document.sd-jwt"),
        proof_href: format!("{base}/document.tlog-proof"),
        key_href: "/log/key".to_owned(),
        command: format!(
            "gongkai verify {code}-{number}.sd-jwt {code}-{number}.tlog-proof --key '{key}'"
        ),
        verifier_key: key,
        index: article.proof.log_index,
        tree_size: article.proof.checkpoint_size,
        checkpoint_at: article.proof.logged_at.unwrap_or(article.edition.proposed),
        content: article.proof.content_hash.clone(),
    }
}

pub(super) async fn tombstone(
    visitor: &Visitor,
    withdrawn: &Withdrawn,
) -> Result<view::withdrawn::Withdrawn, WebError> {
    Ok(view::withdrawn::Withdrawn {
        frame: visitor.frame().await?,
        code: withdrawn.disclosure.code.to_string(),
        title: withdrawn.title.replace('\n', ""),
        organization: organization(withdrawn.disclosure.organization, &withdrawn.organization),
        reason: withdrawn.reason.clone(),
        at: withdrawn.at,
        record: recorded(&withdrawn.record),
    })
}

pub(crate) async fn show_document(visitor: Visitor, Path(code): Path<String>) -> Response {
    visitor.answer(document(&visitor, &code, None)).await
}

pub(crate) async fn show_edition_document(
    visitor: Visitor,
    Path((code, edition)): Path<(String, String)>,
) -> Response {
    visitor.answer(async { document(&visitor, &code, Some(number(&edition)?)).await }).await
}

async fn document(visitor: &Visitor, code: &str, edition: Option<u32>) -> Answer {
    let code: Code = id(code)?;
    let flow = visitor.site.flow();
    let text = flow.presentation(&visitor.reader(), code, edition).await?;
    Ok(download(text, "application/sd-jwt", &format!("{}.sd-jwt", name(code, edition))))
}

pub(crate) async fn show_receipt(visitor: Visitor, Path(code): Path<String>) -> Response {
    visitor.answer(receipt(&visitor, &code, None)).await
}

pub(crate) async fn show_edition_receipt(
    visitor: Visitor,
    Path((code, edition)): Path<(String, String)>,
) -> Response {
    visitor.answer(async { receipt(&visitor, &code, Some(number(&edition)?)).await }).await
}

async fn receipt(visitor: &Visitor, code: &str, edition: Option<u32>) -> Answer {
    let code: Code = id(code)?;
    let flow = visitor.site.flow();
    let proof = flow.document_receipt(&visitor.reader(), code, edition).await?;
    let file = format!("{}.tlog-proof", name(code, edition));
    Ok(download(proof.to_string(), "text/plain; charset=utf-8", &file))
}

fn name(code: Code, edition: Option<u32>) -> String {
    edition.map_or_else(|| code.to_string(), |number| format!("{code}-{number}"))
}

/// A file to save; its slices are the reader's own, so no cache keeps it.
fn download(text: String, kind: &'static str, name: &str) -> Response {
    let headers = [
        ("content-type", kind.to_owned()),
        ("content-disposition", format!("attachment; filename=\"{name}\"")),
        ("cache-control", "no-store".to_owned()),
    ];
    (headers, text).into_response()
}
