//! Two public editions laid over one another. Who may read what of them is decided where their
//! own pages are made.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::code::Code;
use flow::compare::{Compared, Pair};

use super::article::{number, organization, tombstone};
use super::shared::share;
use crate::compared::{Place, page};
use crate::form::id;
use crate::view::Page;
use crate::view::compare::Choices;
use crate::visitor::{Answer, Visitor, html};

pub(crate) async fn show_comparison(
    visitor: Visitor,
    Path((code, from, to)): Path<(String, String, String)>,
) -> Response {
    visitor.answer(comparison(&visitor, &code, (&from, &to))).await
}

async fn comparison(visitor: &Visitor, code: &str, (from, to): (&str, &str)) -> Answer {
    let flow = visitor.site.flow();
    let generation = flow.generation();
    let code: Code = id(code)?;
    let (from, to) = (number(from)?, number(to)?);
    // Each pair has one address, the earlier edition first.
    if from > to {
        return Ok(Redirect::to(&address(code, to, from)).into_response());
    }
    match flow.compare(&visitor.reader(), code, (from, to)).await? {
        Pair::Compared(compared) => {
            let page = page(visitor, &compared, place(&compared)).await?;
            share(visitor, generation, None, &page)
        }
        Pair::Withdrawn(withdrawn) => {
            let page = tombstone(visitor, &withdrawn).await?;
            Ok(html(StatusCode::GONE, page.render()?))
        }
    }
}

fn place(compared: &Compared) -> Place {
    let code = compared.disclosure.code;
    let own = |number: u32| format!("/d/{code}/e/{number}");
    Place {
        desk: None,
        organization: organization(compared.disclosure.organization, &compared.organization),
        before: own(compared.before.number),
        after: own(compared.after.number),
        choices: choices(compared),
        rescoped: Vec::new(),
    }
}

/// Where two editions are compared.
pub(super) fn address(code: Code, from: u32, to: u32) -> String {
    format!("/d/{code}/compare/{from}/{to}")
}

/// Every other edition in the place of either; two editions leave nothing to choose.
fn choices(compared: &Compared) -> Vec<Choices> {
    let (before, after) = (compared.before.number, compared.after.number);
    if compared.editions.len() < 2 || (compared.editions.len() == 2 && before != after) {
        return Vec::new();
    }
    let code = compared.disclosure.code;
    let end = |label, shown: u32, other: u32, fits: &dyn Fn(u32) -> bool| Choices {
        label,
        editions: (compared.editions.iter().copied())
            .filter(|number| *number == shown || fits(*number))
            .map(|number| {
                let href = address(code, number.min(other), number.max(other));
                (number, (number != shown).then_some(href))
            })
            .collect(),
    };
    vec![
        end("compare.from", before, after, &|number| number < after),
        end("compare.to", after, before, &|number| number > before),
    ]
}
