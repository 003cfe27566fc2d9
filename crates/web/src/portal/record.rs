//! The public record as the pages show it.

use flow::article::RecordLine;

use crate::view::record::Recorded;

pub(super) fn recorded(lines: &[RecordLine]) -> Vec<Recorded> {
    let line = |line: &RecordLine| Recorded {
        kind: line.kind,
        edition: line.edition,
        organization: line.organization.clone(),
        post: line.post.clone(),
        hand: line.hand.clone(),
        name: String::new(),
        at: line.at,
        index: Some(line.log_index),
        note: line.note.clone(),
        details: line.details.clone(),
        photo_href: None,
    };
    lines.iter().map(line).collect()
}
