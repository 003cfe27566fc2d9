//! The thing disclosed and its editions.

use serde::{Deserialize, Serialize};

use crate::ids::{AttachmentId, ColumnId, OrganizationId, SourceId};
use crate::regime::DayKind;
use crate::scope::{Ground, Scope};
use crate::slice::DraftSlice;
use crate::time::Micros;

/// What the text is known to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// False: the source itself breaks off (`……`). A partial text never claims to be whole.
    pub whole: bool,
    /// Characters that the source says the whole text has.
    pub characters: Option<u32>,
    /// Slices that the source says the whole text has.
    pub slices: Option<u32>,
}

/// 公示期: how long objections are taken once it is public, and where they go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticePlan {
    /// Days after the day of publication.
    pub days: u16,
    pub day_kind: DayKind,
    /// Where objections go: telephone, address, person.
    pub channel: String,
}

/// A file that goes out with the edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attached {
    pub id: AttachmentId,
    pub file_name: String,
    /// SHA-256 of the file as it is served, 64 hex digits.
    pub sha256: String,
    pub scope: Scope,
    /// Why it is not public; needed as for a slice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
}

/// A finding that the clerk lets stand with a reason; a reviewer has to accept it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The finding's check and what it found, masked.
    pub check: String,
    pub found: String,
    pub reason: String,
}

/// Which obligation an edition meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meets {
    /// Id of the entry in the catalogue.
    pub entry: String,
    /// As an [`Occasion`](crate::obligation::Occasion) is written.
    pub occasion: String,
    /// 本期无: it says that there is nothing to disclose.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nil: bool,
}

/// Everything of an edition that the clerk can change until it is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub slices: Vec<DraftSlice>,
    pub stated: Stated,
    /// When the fact arose, `YYYY-MM-DD`; `None` where the source does not say.
    pub fact_on: Option<String>,
    pub source: Option<SourceId>,
    pub column: Option<ColumnId>,
    pub contributor: String,
    /// Why an edition after the first is made.
    #[serde(default)]
    pub reason: String,
    /// Approval level above the item's own (重大或复杂); `None`: the item's.
    #[serde(default)]
    pub level: Option<String>,
    /// Bodies that disclose jointly; each has to agree.
    #[serde(default)]
    pub joint: Vec<OrganizationId>,
    /// When it goes out; `None`: as soon as the last step is done.
    #[serde(default)]
    pub publish_at: Option<Micros>,
    #[serde(default)]
    pub notice: Option<NoticePlan>,
    #[serde(default)]
    pub meets: Option<Meets>,
    #[serde(default)]
    pub attachments: Vec<Attached>,
    #[serde(default)]
    pub overrides: Vec<Override>,
}

impl Draft {
    /// The title's text, empty when there is none.
    pub fn title(&self) -> String {
        let title = self.slices.iter().find(|slice| slice.body.is_title());
        title.map(|slice| slice.body.text()).unwrap_or_default()
    }

    /// Characters and slices of the text, the title not counted.
    pub fn figures(&self) -> (u32, u32) {
        let body = self.slices.iter().filter(|slice| !slice.body.is_title());
        body.fold((0, 0), |(characters, slices), slice| (characters + slice.characters, slices + 1))
    }
}

/// `YYYY-MM-DD` of a day that exists. Nothing else is taken for a date.
pub fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return false;
    }
    let number = |range: std::ops::Range<usize>| text[range].parse::<u32>().unwrap_or(0);
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    year >= 1900 && is_day(year, month, day)
}

/// Whether the calendar has this day.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day)
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn only_days_that_exist_are_dates() {
        for day in ["2024-02-29", "2026-12-31", "2000-02-29"] {
            assert!(is_date(day), "{day}");
        }
        for day in ["2023-02-29", "1900-02-29", "2026-13-01", "2026-1-01", "", "２０２６-01-01"]
        {
            assert!(!is_date(day), "{day}");
        }
    }
}
