//! Import of a library's page: its lists as rows, its article as a draft. What the page leaves out
//! (`……`) is imported as left out; a year that the page does not give is not invented.

use domain::code::Code;
use domain::disclosure::Stated;
use domain::ids::{ColumnId, DisclosureId, OrganizationId};
use domain::permission::{Refusal, duty_allows};
use domain::scope::Scope;
use domain::slice::{Body, DraftSlice};
use domain::workflow::Action;
use intake::library::{Article, LibraryBlock, LibraryBlockKind, LibraryPage, Span};
use store::listings::Listing;
use store::{Step, Tx};

use crate::receive::{Cut, Receipt, draft_slice};
use crate::step::{Actor, posts_in};
use crate::{Flow, FlowError};

impl Flow {
    /// Imports a library's page for an organization whose clerk `actor` is. The article becomes a
    /// draft that goes the whole way like any other; importing the page again changes the lists
    /// only.
    ///
    /// # Errors
    /// [`FlowError::Intake`] for a page of another form; [`FlowError::Conflict`] when the article's
    /// code is taken already.
    pub async fn import_library(
        &self,
        actor: Actor,
        organization: OrganizationId,
        (regime, item): (&str, &str),
        file_name: &str,
        text: &str,
    ) -> Result<DisclosureId, FlowError> {
        let (page, warnings) = intake::library::read_library_page(text)?;
        let lists = SaveListings { flow: self, actor, organization, page: &page };
        self.inner.store.writer.run(&lists).await?;
        let columns = store::columns::all(self.store().reader.db(), self.authority()).await?;
        let column = columns.iter().find(|column| column.name == page.article.column);
        let receipt = Receipt {
            organization,
            file_name: file_name.to_owned(),
            bytes: text.as_bytes().to_vec(),
            regime: regime.to_owned(),
            item: item.to_owned(),
            series: page.article.code.series,
            code: Some(code_of(&page.article.code)?),
            column: column.map(|column| column.id),
            contributor: page.article.contributor.clone(),
            fact_on: None,
        };
        let cut = Cut {
            slices: slices_of(&page.article),
            warnings: warnings.iter().map(crate::receive::line_of).collect(),
            stated: Stated {
                whole: page.article.whole,
                characters: u32::try_from(page.article.stated_characters).ok(),
                slices: u32::try_from(page.article.stated_slices).ok(),
            },
        };
        self.open_draft(actor, &receipt, cut).await
    }
}

fn code_of(code: &intake::library::Code) -> Result<Code, FlowError> {
    format!("{}{}", code.series, code.number).parse().map_err(|_| FlowError::Invalid("code"))
}

/// Title, salutation, then each paragraph with the section heads directly above it. A paragraph
/// that the page breaks off is marked as such.
fn slices_of(article: &Article) -> Vec<DraftSlice> {
    let mut bodies = vec![Body::Title { t: article.title_lines.join("\n") }];
    if article.title_lines.is_empty() {
        bodies = vec![Body::Title { t: article.title.clone() }];
    }
    if let Some(salutation) = &article.salutation {
        bodies.push(Body::Paragraph { h: Vec::new(), t: salutation.clone() });
    }
    let mut heads = Vec::new();
    for block in &article.body {
        match block.kind {
            LibraryBlockKind::Section => heads.push(block.text()),
            LibraryBlockKind::Point | LibraryBlockKind::Paragraph => {
                bodies.push(body_of(block, std::mem::take(&mut heads)));
            }
        }
    }
    if !heads.is_empty() {
        bodies.push(Body::Paragraph { h: Vec::new(), t: heads.join("\n") });
    }
    bodies.into_iter().map(|body| draft_slice(body, Scope::Public, None)).collect()
}

fn body_of(block: &LibraryBlock, h: Vec<String>) -> Body {
    let breaks_off = block.spans.iter().any(|span| matches!(span, Span::Gap));
    let t = block.text();
    if breaks_off { Body::Elided { h, t } } else { Body::Paragraph { h, t } }
}

struct SaveListings<'a> {
    flow: &'a Flow,
    actor: Actor,
    organization: OrganizationId,
    page: &'a LibraryPage,
}

impl Step for SaveListings<'_> {
    type Out = ();
    type Error = FlowError;

    async fn run(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let posts = posts_in(tx, self.flow, self.actor, &[self.organization]).await?;
        if !posts.iter().any(|post| duty_allows(post.duty, Action::Edit)) {
            return Err(FlowError::NotPermitted(Refusal::NoDuty));
        }
        self.make_room(tx).await?;
        for list in &self.page.lists {
            store::listings::clear(tx, self.flow.authority(), &list.name).await?;
            for (position, entry) in (0..).zip(&list.entries) {
                let listing = Listing {
                    list: list.name.clone(),
                    code: code_of(&entry.code)?,
                    title: entry.title.clone(),
                    month: entry.month,
                    day: entry.day,
                };
                store::listings::save(tx, self.flow.authority(), position, &listing).await?;
            }
        }
        Ok(())
    }
}

impl SaveListings<'_> {
    /// The article's column and series, where the library does not have them yet.
    async fn make_room(&self, tx: &mut Tx) -> Result<(), FlowError> {
        let (at, article) = (self.flow.authority(), &self.page.article);
        let columns = store::columns::all(tx.db(), at).await?;
        if !columns.iter().any(|column| column.name == article.column) {
            let id = ColumnId::new(self.flow.now(), self.flow.random());
            let column = store::columns::Column { id, name: article.column.clone() };
            let position = i64::try_from(columns.len()).unwrap_or(i64::MAX);
            store::columns::insert(tx, at, &column, position).await?;
        }
        let letter = article.code.series;
        let series = store::columns::all_series(tx.db(), at).await?;
        if !series.iter().any(|(known, _)| *known == letter.to_string()) {
            store::columns::insert_series(tx, at, letter, &letter.to_string()).await?;
        }
        Ok(())
    }
}
