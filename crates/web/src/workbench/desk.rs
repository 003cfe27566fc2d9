//! What waits for the caller.

use axum::response::Response;
use domain::permission::{Refusal, may_act};
use domain::workflow::{Action, State};
use flow::FlowError;
use store::disclosures::Disclosure;

use super::shared::{acts, duties, name_of, returned, title};
use crate::error::WebError;
use crate::view::desk::{Desk, DeskGroup, DeskRow, GroupKind};
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_desk(visitor: Visitor) -> Response {
    visitor.answer(desk(&visitor)).await
}

async fn desk(visitor: &Visitor) -> Answer {
    let (caller, site) = (visitor.caller()?, &visitor.site);
    if caller.posts.is_empty() {
        return Err(FlowError::NotPermitted(Refusal::NoDuty).into());
    }
    let tree = site.tree().await?;
    let mut groups: Vec<_> =
        GroupKind::ALL.into_iter().map(|kind| DeskGroup { kind, rows: Vec::new() }).collect();
    for organization in &caller.reader.handles {
        let open = store::disclosures::open(site.db(), site.at(), *organization).await?;
        for disclosure in open {
            let (kind, row) = row(visitor, &tree, &disclosure).await?;
            if let Some(group) = groups.iter_mut().find(|group| group.kind == kind) {
                group.rows.push(row);
            }
        }
    }
    for group in &mut groups {
        let oldest_first = group.kind.is_mine();
        group.rows.sort_by_key(|row| if oldest_first { row.since.0 } else { -row.since.0 });
    }
    let post = |post: &domain::post::Post| {
        format!("{} · {}", name_of(&tree, post.organization), post.title)
    };
    let page = Desk {
        frame: visitor.frame().await?,
        may_upload: caller
            .posts
            .iter()
            .any(|post| domain::permission::duty_allows(post.duty, Action::Edit)),
        posts: caller.posts.iter().map(post).collect(),
        groups,
    };
    visitor.page(&page)
}

async fn row(
    visitor: &Visitor,
    tree: &domain::organization::Tree,
    disclosure: &Disclosure,
) -> Result<(GroupKind, DeskRow), WebError> {
    let reason = if disclosure.state == State::Draft {
        returned(&acts(&visitor.site, disclosure).await?.0)
    } else {
        String::new()
    };
    let kind = kind(visitor, disclosure, !reason.is_empty())?;
    let id = disclosure.id;
    let href = match kind {
        GroupKind::Returned | GroupKind::ToPropose => format!("/desk/{id}/draft"),
        GroupKind::ToReview | GroupKind::ToApprove => format!("/desk/{id}/step"),
        GroupKind::InProgress | GroupKind::Published => format!("/desk/{id}"),
    };
    let row = DeskRow {
        title: title(&visitor.site, disclosure).await?,
        code: Some(disclosure.code.to_string()),
        organization: name_of(tree, disclosure.organization),
        state: disclosure.state,
        edition: disclosure.edition,
        since: disclosure.changed,
        reason,
        href,
    };
    Ok((kind, row))
}

fn kind(
    visitor: &Visitor,
    disclosure: &Disclosure,
    is_returned: bool,
) -> Result<GroupKind, WebError> {
    let caller = visitor.caller()?;
    let duties = duties(caller, disclosure.organization);
    let may = |action| may_act(caller.person, &duties, action, disclosure.hands).is_ok();
    Ok(match disclosure.state {
        State::Draft if may(Action::Propose) && is_returned => GroupKind::Returned,
        State::Draft if may(Action::Propose) => GroupKind::ToPropose,
        State::Proposed if may(Action::Review) => GroupKind::ToReview,
        State::Reviewed if may(Action::Approve) => GroupKind::ToApprove,
        State::Draft | State::Proposed | State::Reviewed | State::Approved => GroupKind::InProgress,
        State::Published | State::Withdrawn => GroupKind::Published,
    })
}
