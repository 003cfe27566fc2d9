//! `/admin/record`: what was administered in the subtree, for administrators and supervisors.
//! Relatives are for administrators alone.

use std::collections::HashMap;

use axum::response::Response;
use domain::act::{Act, Details};
use domain::ids::OrganizationId;
use domain::organization::Tree;
use domain::permission::{Refusal, administered};
use domain::post::Duty;
use flow::{Change, FlowError, Touch};
use identity::Caller;
use store::acts::StoredAct;

use crate::account::query;
use crate::error::WebError;
use crate::view::administration::{Administered, AdministrationRecord};
use crate::visitor::{Answer, Visitor};

/// Acts looked through for one page.
const SPAN: u32 = 500;

/// The organizations whose administration the caller may look at.
pub(super) fn subtree(caller: &Caller, tree: &Tree) -> Vec<OrganizationId> {
    let mut all = administered(&caller.posts, tree);
    let watched = caller.organizations(&[Duty::Supervisor]);
    let watched: Vec<_> = watched.into_iter().map(|place| tree.watched(place)).collect();
    for organization in tree.sorted() {
        let is_watched = tree.upward(organization.id).iter().any(|id| watched.contains(id));
        if is_watched && !all.contains(&organization.id) {
            all.push(organization.id);
        }
    }
    all
}

pub(crate) async fn show_record(visitor: Visitor) -> Response {
    visitor.answer(record(&visitor)).await
}

async fn record(visitor: &Visitor) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    let tree = site.tree().await?;
    let (seen, own) = (subtree(caller, &tree), administered(&caller.posts, &tree));
    if seen.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let before = query(&visitor.path, "before").parse().unwrap_or(u64::MAX);
    let found = store::administrations::before(site.db(), site.at(), before, SPAN).await?;
    let full = found.len() == SPAN as usize;
    let older = found.last().filter(|_| full).map(|(_, act)| act.log_index);
    let names = names(visitor, &own).await?;
    let rows = found.iter().filter(|(place, _)| seen.contains(place));
    let rows = rows.filter_map(|(place, act)| row(act, own.contains(place), &names)).collect();
    visitor.page(&AdministrationRecord { frame: visitor.frame().await?, rows, older })
}

/// Names of persons by the pseudonyms under which acts of administration have them.
async fn names(
    visitor: &Visitor,
    own: &[OrganizationId],
) -> Result<HashMap<String, String>, WebError> {
    let flow = visitor.site.flow();
    if own.is_empty() {
        return Ok(HashMap::new());
    }
    let (site, caller) = (&visitor.site, visitor.caller()?);
    let all = store::accounts::names(site.db(), site.at()).await?;
    let mut names: HashMap<_, _> =
        all.into_iter().map(|(person, name)| (flow.subject(person), name)).collect();
    names.insert(flow.subject(caller.person), caller.name.clone());
    Ok(names)
}

fn row(
    act: &StoredAct,
    administers: bool,
    names: &HashMap<String, String>,
) -> Option<Administered> {
    let body = Act::parse(&act.body).ok()?;
    let Some(Details::Administration { what, subject, now }) = body.details else { return None };
    if what.ends_with("_kin") && !administers {
        return None;
    }
    let mut words = Change::WORDS.into_iter().chain(Touch::WORDS);
    let word = words.find(|word| *word == what).unwrap_or("other");
    let named = |pseudonym: &str| match names.get(pseudonym) {
        Some(name) if administers => name.clone(),
        _ => pseudonym.to_owned(),
    };
    let subject: Vec<_> = subject.split(' ').map(named).collect();
    Some(Administered {
        what: word,
        subject: subject.join(" "),
        now,
        organization: body.organization,
        post: body.post,
        by: if body.hand.is_empty() { String::new() } else { named(&body.hand) },
        at: act.at,
        index: act.log_index,
    })
}
