//! The texts of a draft that are not slices: they go out with the edition, to everybody who sees it.

use crate::disclosure::Draft;

/// Reason, contributor, channel of a notice, names of attached files.
pub(super) fn beside(draft: &Draft) -> Vec<&str> {
    let mut texts = vec![draft.reason.as_str(), draft.contributor.as_str()];
    texts.extend(draft.notice.as_ref().map(|notice| notice.channel.as_str()));
    texts.extend(draft.attachments.iter().map(|attached| attached.file_name.as_str()));
    texts.retain(|text| !text.is_empty());
    texts
}
