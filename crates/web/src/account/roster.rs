//! Many persons at once: `/admin/persons/import`, and the list of those there are.

use std::sync::Arc;

use axum::extract::{Form, Multipart};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::organization::Tree;
use domain::permission::{Refusal, administered};
use flow::accounts::LINK_DAYS;
use flow::{FlowError, Imported, Planned, RosterPlan};
use intake::roster;

use super::qr::qr;
use crate::error::WebError;
use crate::form::Fields;
use crate::view::Message;
use crate::view::frame::iso_day;
use crate::view::roster::{FaultRow, LinkRow, Links, PlannedRow, RosterPage};
use crate::visitor::{Answer, Visitor};
use crate::workbench::upload::read;

/// Accounts of one export, as many as an office of a county has.
const EXPORTED: usize = 50_000;

type Pairs = Form<Vec<(String, String)>>;

pub(crate) async fn show_import(visitor: Visitor) -> Response {
    visitor
        .answer(async {
            office(&visitor).await?;
            page(&visitor, StatusCode::OK, String::new(), Shown::default()).await
        })
        .await
}

/// What is shown beside the form.
#[derive(Default)]
struct Shown {
    problem: Option<Message>,
    plan: RosterPlan,
}

async fn page(visitor: &Visitor, status: StatusCode, text: String, shown: Shown) -> Answer {
    let tree = visitor.site.tree().await?;
    let planned = |person: &Planned| PlannedRow {
        line: person.line,
        name: person.name.clone(),
        login_name: person.login_name.clone(),
        organization: name_of(&tree, person),
        kind: person.kind.word(),
    };
    let fault = |fault: &flow::RosterFault| FaultRow {
        line: fault.line,
        cause: fault.cause,
        found: fault.found.clone(),
    };
    let page = RosterPage {
        frame: visitor.frame_at("/admin/persons/import").await?,
        problem: shown.problem,
        text,
        most: roster::ROWS,
        faults: shown.plan.faults.iter().map(fault).collect(),
        persons: shown.plan.persons.iter().map(planned).collect(),
    };
    visitor.page_with(status, &page)
}

fn name_of(tree: &Tree, person: &Planned) -> String {
    tree.get(person.organization).map(|body| body.name.clone()).unwrap_or_default()
}

pub(crate) async fn preview_import(visitor: Visitor, form: Multipart) -> Response {
    visitor.answer(preview(&visitor, form)).await
}

async fn preview(visitor: &Visitor, form: Multipart) -> Answer {
    office(visitor).await?;
    let (fields, file) = read(form).await?;
    visitor.check(&fields)?;
    let typed = fields.text("text").to_owned();
    let text = match file {
        Some((_, bytes)) => roster::text_of(&bytes),
        None => Ok(typed.clone()),
    };
    let rows = text.and_then(|text| Ok((roster::read(&text)?, text)));
    let (rows, text) = match rows {
        Ok(read) => read,
        Err(error) => {
            let problem = Some(Message::new(format!("error.{}", error.word())));
            let shown = Shown { problem, ..Shown::default() };
            return page(visitor, StatusCode::UNPROCESSABLE_ENTITY, typed, shown).await;
        }
    };
    let plan = visitor.site.flow().plan_roster(visitor.actor()?, &rows).await?;
    let status =
        if plan.faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(visitor, status, text, Shown { problem: None, plan }).await
}

pub(crate) async fn confirm_import(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor.answer(confirm(&visitor, &Fields::new(pairs))).await
}

async fn confirm(visitor: &Visitor, fields: &Fields) -> Answer {
    office(visitor).await?;
    visitor.check(fields)?;
    let text = fields.text("text").to_owned();
    let rows = roster::read(&text).map_err(|error| WebError::Bad(error.word()))?;
    match visitor.site.flow().import_roster(visitor.actor()?, &rows).await? {
        // Somebody was faster: what has come to stand against it is shown.
        Imported::Refused(plan) => {
            let shown = Shown { problem: None, plan };
            page(visitor, StatusCode::UNPROCESSABLE_ENTITY, text, shown).await
        }
        Imported::Made(made) => links(visitor, made).await,
    }
}

/// The one time that the links are shown.
async fn links(visitor: &Visitor, made: Vec<(Planned, [u8; 32])>) -> Answer {
    let tree = visitor.site.tree().await?;
    let public_url = &visitor.site.settings().public_url;
    let row = |(person, token): (Planned, [u8; 32])| {
        let link = format!("{public_url}/link/{}", hex::encode(token));
        LinkRow {
            organization: name_of(&tree, &person),
            qr: qr(&link),
            name: person.name,
            login_name: person.login_name,
            contact: person.contact,
            link,
        }
    };
    let rows: Vec<_> = made.into_iter().map(row).collect();
    let header = ["name", "login_name", "organization", "contact", "link"];
    let words = header.map(|word| visitor.lang.text(&format!("roster.{word}")));
    let cells = rows.iter().map(LinkRow::cells);
    let list: Vec<_> = std::iter::once(words.to_vec()).chain(cells).collect();
    let page = Links {
        frame: visitor.frame_at("/admin/persons").await?,
        until: visitor.site.flow().now().plus_days(LINK_DAYS),
        csv: String::from_utf8(roster::write(&list)).unwrap_or_default(),
        rows,
    };
    visitor.page(&page)
}

/// The list that the page of links holds, as a file: links are shown once and kept nowhere.
pub(crate) async fn save_links(visitor: Visitor, Form(pairs): Pairs) -> Response {
    visitor
        .answer(async {
            office(&visitor).await?;
            let fields = Fields::new(pairs);
            visitor.check(&fields)?;
            // A form keeps neither the mark of the encoding nor the carriage returns.
            let lines = fields.text("csv").replace('\n', "\r\n");
            Ok(file("links.csv", format!("\u{FEFF}{lines}").into_bytes()))
        })
        .await
}

fn file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        ("content-type", "text/csv; charset=utf-8".to_owned()),
        ("content-disposition", format!("attachment; filename=\"{name}\"")),
        ("cache-control", "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

pub(crate) async fn export_persons(visitor: Visitor) -> Response {
    visitor.answer(export(&visitor)).await
}

/// Members of each organization, and whoever is a member of none; it can be imported elsewhere.
async fn export(visitor: &Visitor) -> Answer {
    let tree = office(visitor).await?;
    let (site, posts) = (&visitor.site, &visitor.caller()?.posts);
    let (subtree, now) = (administered(posts, &tree), site.flow().now());
    let header = ["name", "organization", "kind", "login_name", "from", "until"];
    let word = |word: &str| visitor.lang.text(&format!("roster.{word}"));
    let mut rows = vec![header.map(word).to_vec()];
    let mut members = std::collections::BTreeSet::new();
    for place in &subtree {
        let name = tree.get(*place).map(|body| body.name.clone()).unwrap_or_default();
        for member in store::persons::roll(site.db(), site.at(), *place, now).await? {
            members.insert(member.person);
            let until = member.until.map(iso_day).unwrap_or_default();
            let (kind, from) = (word("member"), iso_day(member.from));
            let (person, login) = (member.display_name, member.login_name);
            rows.push(vec![person, name.clone(), kind, login, from, until]);
        }
    }
    let (accounts, _) = site.flow().accounts(&subtree, "", None, EXPORTED).await?;
    for account in accounts {
        if members.contains(&account.person) {
            continue;
        }
        let places = account.places.iter().filter_map(|place| tree.get(*place));
        let names: Vec<_> = places.map(|body| body.name.clone()).collect();
        let (person, login, none) = (account.display_name, account.login_name, String::new());
        let cells = vec![person, names.join("、"), word("reader"), login, none.clone(), none];
        rows.push(cells);
    }
    Ok(file("persons.csv", roster::write(&rows)))
}

/// The tree, for whoever administers something.
async fn office(visitor: &Visitor) -> Result<Arc<Tree>, WebError> {
    let (caller, tree) = (visitor.caller()?, visitor.site.tree().await?);
    if administered(&caller.posts, &tree).is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    Ok(tree)
}
