//! How an edition stands before the public, from its record and its notice period.

use domain::act::{Details, Kind};
use domain::organization::Tree;
use domain::workflow::State;
use flow::article::{Article, RecordLine};
use store::notices::Notice;

use crate::view::Link;
use crate::view::standing::{Emergency, NoticeBox, NoticeStands, Standing};
use crate::visitor::Visitor;

/// More than these microseconds after the time set is late.
const LATE: i64 = 300 * 1_000_000;

pub(super) fn standing(visitor: &Visitor, tree: &Tree, article: &Article) -> Standing {
    let today = domain::calendar::day_of(visitor.site.flow().now());
    let joint = article.edition.facts.joint.iter().filter_map(|body| tree.get(*body));
    let joint = joint
        .map(|body| Link { name: body.name.clone(), href: format!("/organizations/{}", body.id) });
    Standing {
        emergency: emergency(article),
        notice: article.notice.as_ref().map(|notice| notice_box(notice, &today)),
        joint: joint.collect(),
        late: article.record.iter().rev().find_map(|line| late(article, line)),
        withdrawals: withdrawals(article),
    }
}

fn emergency(article: &Article) -> Option<Emergency> {
    let disclosure = &article.disclosure;
    let number = article.edition.number;
    if disclosure.state != State::Released || disclosure.edition != number {
        return None;
    }
    let steps = article.edition.facts.procedure.steps.iter();
    let released = |line: &&RecordLine| line.kind == Kind::Release && line.edition == number;
    Some(Emergency {
        reason: article.record.iter().rev().find(released).map(|line| line.note.clone())?,
        missing: steps.skip(disclosure.step as usize).map(|step| step.step).collect(),
    })
}

fn notice_box(notice: &Notice, today: &str) -> NoticeBox {
    let stands = match &notice.conclusion {
        Some(end) => NoticeStands::Concluded {
            objections: end.objections,
            upheld: end.upheld,
            result: end.result.clone(),
        },
        None if today <= notice.until_day.as_str() => NoticeStands::Runs,
        None => NoticeStands::Over,
    };
    NoticeBox {
        from: notice.from_day.clone(),
        until: notice.until_day.clone(),
        channel: notice.channel.clone(),
        stands,
    }
}

fn late(article: &Article, line: &RecordLine) -> Option<domain::time::Micros> {
    if line.kind != Kind::Publish || line.edition != article.edition.number {
        return None;
    }
    match line.details {
        Some(Details::Publication { scheduled_for: Some(set), .. }) if line.at.0 - set.0 > LATE => {
            Some(set)
        }
        _ => None,
    }
}

/// The notice of a withdrawal survives the text that came after it.
fn withdrawals(article: &Article) -> Vec<(domain::time::Micros, String)> {
    let lines = article.record.iter().filter(|line| line.kind == Kind::Withdraw);
    lines.map(|line| (line.at, line.note.clone())).collect()
}
