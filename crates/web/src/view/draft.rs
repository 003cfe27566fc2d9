//! The editor of a draft (`GET /desk/{id}/draft`).

use askama::Template;
use domain::disclosure::Override;
use domain::finding::{Finding, Strength};
use domain::scope::Ground;

use super::choice::{Choice, Group};
use super::disclosure::{LineStep, StepStatus};
use super::files::DeskFile;
use super::frame::{Frame, Link, Message};
use super::paper::{Part, PartKind};
use super::record::Remark;

/// One form whose buttons lead to different addresses, so that nothing typed is lost:
/// `POST /desk/{id}/save`, `.../split`, `.../join`, `.../propose`. Each carries every field; the
/// handler saves first and then does what the button says.
/// - `csrf`; `version`: of the draft as shown, a stale one is a conflict (`flash.stale`);
/// - `title`; `contributor`; `fact_on` (`YYYY-MM-DD` or empty);
/// - `item`, `column`: a value of the choices, or empty;
/// - the fields of [`WayForm`];
/// - `reason`: why this edition corrects the one before; only sent when [`DraftEditor::corrects`];
/// - `cell-<n>-<row>-<column>`: of each table that can be changed;
/// - `text-<n>`: of each slice whose text can be changed; emptied, the slice goes;
/// - `scope-<n>`: a value of [`DraftEditor::scopes`], for each slice, n from 0, the title included;
/// - `ground-<n>`: word of a [`Ground`], or empty;
/// - `split` (on `/split`): `<n>:<sentence>`, both from 0: the slice ends after that sentence;
/// - `join` (on `/join`): `<n>`: with the slice after it.
///
/// - `file-scope-<id>`, `file-ground-<id>`: of each attached file;
/// - `attachment` (on `/detach`): id of a file that is left out.
///
/// A second form, `POST /desk/{id}/replace` as `multipart/form-data`: `csrf`, `version`, `file`. A
/// third, `/attach`: besides, `scope` (empty: as the narrowest slice), `ground`, `unchecked`.
#[derive(Clone, Debug, Template)]
#[template(path = "draft.html")]
pub struct DraftEditor {
    pub frame: Frame,
    /// Id of the disclosure.
    pub id: String,
    pub code: Option<String>,
    pub version: u64,
    pub edition: u32,
    pub organization: Link,
    pub title: String,
    pub contributor: String,
    pub fact_on: String,
    pub item: String,
    pub column: String,
    pub items: Vec<Group>,
    pub columns: Vec<Choice>,
    /// This edition corrects an earlier one and needs a reason.
    pub corrects: bool,
    pub reason: String,
    /// Why it was sent back last; empty otherwise.
    pub returned: String,
    /// Name of the file it was made from; empty where there is none.
    pub source: String,
    /// `intake.warning.*`, the figures in the order of the variant's fields.
    pub warnings: Vec<Message>,
    pub findings: Vec<Finding>,
    /// Findings that are let stand, with the reasons: `override-reason-<n>` beside
    /// `override-check-<n>` and `override-found-<n>`, n counting from 0.
    pub overrides: Vec<Override>,
    /// Every scope that can be chosen here, from wide to narrow.
    pub scopes: Vec<Choice>,
    pub slices: Vec<SliceCard>,
    /// Files that go out with it.
    pub files: Vec<DeskFile>,
    pub way: WayForm,
    /// Ids of the organization and those above it: whom a member belongs to, parted by spaces.
    pub members: String,
    /// The steps that it will take, as item and level stand now.
    pub line: Vec<LineStep>,
    pub comments: Vec<Remark>,
    pub may_propose: bool,
}

/// How it goes out: fields `level`, `joint` (names, a line each), `publish_at`, `notice_days`,
/// `notice_kind` (`natural` or `working`), `notice_channel`.
#[derive(Clone, Debug)]
pub struct WayForm {
    /// Levels from the item's own upward; the first is chosen by an empty value.
    pub levels: Vec<Choice>,
    pub level: String,
    /// Open obligations that it may meet, `regime entry occasion`.
    pub duties: Vec<Choice>,
    pub meets: String,
    /// It says that there is nothing to disclose.
    pub nil: bool,
    pub joint: String,
    /// As a field of the type `datetime-local` takes it; empty for none.
    pub publish_at: String,
    pub notice_days: String,
    pub notice_working: bool,
    pub notice_channel: String,
}

/// The most cells of a table that are fields of the page.
pub const CELLS: usize = 600;

/// One slice on the desk.
#[derive(Clone, Debug)]
pub struct SliceCard {
    /// From 0; the page counts from 1.
    pub position: usize,
    pub is_title: bool,
    /// `None` for the title, which is a field. See [`super::paper::lay`].
    pub part: Option<Part>,
    /// The text without its headings, where it can be changed here; `None` for titles and tables.
    pub text: Option<String>,
    /// The cells of a table that can be changed here; `None` for other slices and for tables of
    /// more than [`CELLS`] cells.
    pub cells: Option<Vec<Vec<String>>>,
    pub characters: u32,
    /// Value of one of the scopes.
    pub scope: String,
    pub is_public: bool,
    pub ground: Option<Ground>,
    /// The sentences of its text; fewer than two: it cannot be split.
    pub sentences: Vec<String>,
    pub may_join_next: bool,
}

impl DraftEditor {
    /// The reason given for a finding; empty where there is none.
    pub fn override_for(&self, finding: &Finding) -> &str {
        let given = self.overrides.iter();
        let mut given = given.filter(|o| o.check == finding.check && o.found == finding.found);
        given.next().map_or("", |given| given.reason.as_str())
    }

    pub fn grounds(&self) -> [Ground; 8] {
        Ground::ALL
    }

    pub fn blocking(&self) -> usize {
        self.findings.iter().filter(|finding| finding.strength == Strength::Blocks).count()
    }

    /// Findings on one slice.
    pub fn on(&self, position: &usize) -> Vec<&Finding> {
        self.findings.iter().filter(|finding| finding.slice == Some(*position)).collect()
    }

    pub fn characters(&self) -> u64 {
        self.slices.iter().map(|slice| u64::from(slice.characters)).sum()
    }
}
