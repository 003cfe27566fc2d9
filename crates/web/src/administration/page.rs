//! `/admin/organizations/{id}`: one organization with its posts, members and relatives.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::contact::TypedContacts;
use domain::ids::{OrganizationId, PersonId};
use domain::organization::{Kind, Organization, Tree};
use domain::permission::{giver, may_stand_beside};
use domain::post::{Duty, Post};
use flow::FlowError;
use store::deputies::Deputy;
use store::posts::Holder;

use super::office;
use crate::error::WebError;
use crate::form::id;
use crate::view::Link;
use crate::view::administration::{
    DeputyRow, HolderRow, KinRow, MemberRow, MergedRow, OrganizationPage, PostRow,
};
use crate::view::choice::Choice;
use crate::visitor::{Answer, Visitor};

/// Members on one page.
const MEMBERS: usize = 200;

pub(crate) async fn show_organization(visitor: Visitor, Path(place): Path<String>) -> Response {
    visitor.answer(async { organization(&visitor, id(&place)?, None, None).await }).await
}

/// The page; with what stood against a form, and the contacts that were typed into it.
pub(super) async fn organization(
    visitor: &Visitor,
    place: OrganizationId,
    problem: Option<WebError>,
    typed: Option<TypedContacts>,
) -> Answer {
    let (tree, subtree) = office(visitor).await?;
    let own = tree.get(place).filter(|_| subtree.contains(&place));
    let own = own.ok_or(FlowError::NotFound)?.clone();
    let (site, posts) = (&visitor.site, &visitor.caller()?.posts);
    let link = |id: OrganizationId| tree.get(id).map(admin_link);
    let (status, problem) = match problem {
        Some(error) => {
            let (status, message) = error.told();
            (status, Some(message))
        }
        None => (StatusCode::OK, None),
    };
    let flow = site.flow();
    let unfinished = flow.unfinished(place).await?;
    let mut roll = store::persons::roll(site.db(), site.at(), place, flow.now()).await?;
    let members = roll.len();
    roll.truncate(MEMBERS);
    let page = OrganizationPage {
        frame: visitor.frame_at(&format!("/admin/organizations/{place}")).await?,
        problem,
        id: place.to_string(),
        name: own.name.clone(),
        kind: own.kind,
        area_code: own.area_code.clone(),
        since: own.standing.from,
        until: own.standing.until,
        successor: own.standing.successor.and_then(link),
        parent: own
            .parent
            .and_then(link)
            .filter(|_| own.parent.is_some_and(|up| subtree.contains(&up))),
        merged: merged(&tree, place),
        below: tree.below(place).into_iter().map(admin_link).collect(),
        unfinished,
        refused_contacts: typed.is_some(),
        contacts: typed.unwrap_or_else(|| own.contacts.typed()),
        posts: post_rows(visitor, &tree, place).await?,
        kin: kin_rows(visitor, &tree, place).await?,
        members,
        roll: roll
            .into_iter()
            .map(|member| MemberRow {
                id: member.person.to_string(),
                name: member.display_name,
                login_name: member.login_name,
                from: member.from,
                until: member.until,
            })
            .collect(),
        persons: persons(visitor, &subtree).await?,
        others: others(&tree, &subtree, &own),
        duties: Duty::ALL
            .into_iter()
            .filter(|duty| giver(posts, &tree, place, *duty).is_some())
            .collect(),
        kinds: Kind::ALL.to_vec(),
        today: domain::calendar::day_of(flow.now()),
    };
    visitor.page_with(status, &page)
}

fn admin_link(organization: &Organization) -> Link {
    let href = format!("/admin/organizations/{}", organization.id);
    Link { name: organization.name.clone(), href }
}

/// What was merged into it.
fn merged(tree: &Tree, place: OrganizationId) -> Vec<MergedRow> {
    let all = tree.sorted().into_iter();
    let into = all.filter(|each| each.standing.successor == Some(place));
    into.map(|each| MergedRow { link: admin_link(each), is_shared: each.standing.is_shared })
        .collect()
}

/// Bodies that still exist in the subtree, for another place above or a successor.
fn others(tree: &Tree, subtree: &[OrganizationId], own: &Organization) -> Vec<Choice> {
    let all = tree.sorted().into_iter();
    let other = all.filter(|each| each.is_active() && each.id != own.id);
    let within = other.filter(|each| subtree.contains(&each.id));
    within.map(|each| Choice { value: each.id.to_string(), label: each.name.clone() }).collect()
}

/// People that a field suggests at most.
const SUGGESTED: usize = 200;

/// Login names of people who belong within the subtree, for a field that suggests them; where there
/// are many, of the first.
async fn persons(visitor: &Visitor, subtree: &[OrganizationId]) -> Result<Vec<Choice>, WebError> {
    let (accounts, _) = visitor.site.flow().accounts(subtree, "", None, SUGGESTED).await?;
    let choice = |account: store::accounts::Account| Choice {
        value: account.login_name,
        label: account.display_name,
    };
    Ok(accounts.into_iter().map(choice).collect())
}

async fn post_rows(
    visitor: &Visitor,
    tree: &Tree,
    place: OrganizationId,
) -> Result<Vec<PostRow>, WebError> {
    let (site, caller) = (&visitor.site, visitor.caller()?);
    let (at, now) = (site.at(), site.flow().now());
    let posts = store::posts::of_organization(site.db(), at, place).await?;
    let holders = store::posts::holders(site.db(), at, place, now).await?;
    let deputies = store::deputies::of_organization(site.db(), at, place, now).await?;
    let row = |post: Post| {
        let held: Vec<_> = holders.iter().filter(|held| held.appointment.post == post.id).collect();
        PostRow {
            id: post.id.to_string(),
            duty: post.duty,
            may_give: giver(&caller.posts, tree, place, post.duty).is_some(),
            is_vacant: !held.iter().any(|held| held.appointment.holds_at(now)),
            is_last: held.len() == 1,
            holders: held.into_iter().map(|held| holder_row(held, &deputies)).collect(),
            title: post.title,
        }
    };
    Ok(posts.into_iter().map(row).collect())
}

fn holder_row(held: &Holder, deputies: &[Deputy]) -> HolderRow {
    let own = deputies.iter().filter(|deputy| deputy.appointment == held.id);
    HolderRow {
        id: held.id.to_string(),
        name: held.name.clone(),
        login_name: held.login_name.clone(),
        from: held.appointment.from,
        until: held.appointment.until,
        deputies: own.map(deputy_row).collect(),
    }
}

pub(super) fn deputy_row(deputy: &Deputy) -> DeputyRow {
    DeputyRow {
        id: deputy.id.to_string(),
        name: deputy.name.clone(),
        from: deputy.from,
        until: deputy.until,
        reason: deputy.reason.clone(),
    }
}

/// Relatives of those who hold posts here or in the bodies that watch this one; those where one
/// watches the other are marked.
async fn kin_rows(
    visitor: &Visitor,
    tree: &Tree,
    place: OrganizationId,
) -> Result<Vec<KinRow>, WebError> {
    let site = &visitor.site;
    let (at, now) = (site.at(), site.flow().now());
    let mut held: Vec<(Duty, PersonId)> = Vec::new();
    for body in tree.supervision_of(tree.watched(place)) {
        let posts = store::posts::of_organization(site.db(), at, body).await?;
        for holder in store::posts::holders(site.db(), at, body, now).await? {
            let post = posts.iter().find(|post| post.id == holder.appointment.post);
            held.extend(post.map(|post| (post.duty, holder.appointment.person)));
        }
    }
    let duties = |person: PersonId| held.iter().filter(move |(_, who)| *who == person);
    let mut rows = Vec::new();
    for kinship in store::kinships::all(site.db(), at, now).await? {
        let [one, other] = kinship.persons;
        if duties(one).next().is_none() && duties(other).next().is_none() {
            continue;
        }
        let clashes = |a: PersonId, b: PersonId| {
            duties(a).any(|(x, _)| duties(b).any(|(y, _)| !may_stand_beside(*x, *y)))
        };
        rows.push(KinRow {
            id: kinship.id.to_string(),
            names: [name(visitor, one).await?, name(visitor, other).await?],
            relation: kinship.relation,
            clashes: clashes(one, other) || clashes(other, one),
        });
    }
    Ok(rows)
}

pub(super) async fn name(visitor: &Visitor, person: PersonId) -> Result<String, WebError> {
    let site = &visitor.site;
    let person = store::persons::by_id(site.db(), site.at(), person).await?;
    Ok(person.map(|person| person.display_name).unwrap_or_default())
}
