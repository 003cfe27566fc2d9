//! `import`: a file becomes a draft on a clerk's desk.

use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::ids::{DisclosureId, OrganizationId};
use flow::{Actor, Flow, Receipt};
use web::locale::Lang;

use crate::cli::Import;
use crate::{open, output};

pub(super) async fn run(import: Import) -> anyhow::Result<ExitCode> {
    let flow = open::flow(&import.place.clone().config(None)?).await?;
    let done = draft(&flow, &import).await;
    flow.close().await;
    done.map(|()| ExitCode::SUCCESS)
}

async fn draft(flow: &Flow, import: &Import) -> anyhow::Result<()> {
    let db = &flow.store().reader;
    let person = store::persons::by_login(db.db(), flow.authority(), &import.login).await?;
    let person = person.with_context(|| format!("nobody logs in as {}", import.login))?;
    let organization = organization(flow, &import.organization).await?;
    let item = import.item.split_once('/').context("--item is REGIME/ITEM, as village/D15")?;
    let file_name = import.file.file_name().context("the file has no name")?;
    let file_name = file_name.to_string_lossy().into_owned();
    let bytes = std::fs::read(&import.file).with_context(|| import.file.display().to_string())?;
    let actor = Actor(person.id);
    let id = if import.library_page {
        let text = String::from_utf8(bytes).context("a library page is UTF-8 text")?;
        flow.import_library(actor, organization, item, &file_name, &text).await?
    } else {
        let receipt = Receipt {
            organization,
            file_name,
            bytes,
            regime: item.0.to_owned(),
            item: item.1.to_owned(),
            series: import.series,
            code: None,
            column: None,
            contributor: person.display_name,
            fact_on: None,
        };
        flow.receive(actor, receipt).await?
    };
    report(flow, id).await
}

async fn organization(flow: &Flow, name: &str) -> anyhow::Result<OrganizationId> {
    let tree = store::organizations::tree(flow.store().reader.db()).await?;
    let own = tree.sorted().into_iter().filter(|each| each.authority == flow.authority());
    let own: Vec<_> = own.collect();
    match own.iter().find(|each| each.name == name) {
        Some(found) => Ok(found.id),
        None => {
            let names: Vec<&str> = own.iter().map(|each| each.name.as_str()).collect();
            bail!("no organization {name}; there are: {}", names.join(", "))
        }
    }
}

async fn report(flow: &Flow, id: DisclosureId) -> anyhow::Result<()> {
    let (db, at) = (&flow.store().reader, flow.authority());
    let disclosure = store::disclosures::load(db.db(), at, id).await?;
    let draft = store::drafts::load(db.db(), at, id).await?.context("the draft is gone")?;
    if let Some(source) = draft.source {
        let source = store::sources::load(db.db(), at, source).await?;
        for warning in source.map(|source| source.warnings).unwrap_or_default() {
            output::line(format_args!("注意 warning: {}", words(&warning)));
        }
    }
    let (characters, slices) = draft.figures();
    output::line(format_args!("{} {}", disclosure.code, draft.title().replace('\n', "")));
    output::line(format_args!("草稿 draft: {characters} 字 {slices} 片 slices"));
    Ok(())
}

/// A warning in both languages; the store parts its message key and values by a control character.
fn words(warning: &str) -> String {
    let mut parts = warning.split('\u{1f}');
    let key = parts.next().unwrap_or_default();
    let values: Vec<&str> = parts.collect();
    let figures: Vec<_> = values.iter().map(|value| value as &dyn std::fmt::Display).collect();
    Lang::ALL.map(|lang| lang.filled(key, &figures)).join(" / ")
}
