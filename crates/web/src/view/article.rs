//! A published disclosure (`GET /d/{code}`, `GET /d/{code}/e/{edition}`).

use askama::Template;
use domain::time::Micros;

use super::contacts::Reachable;
use super::files::Files;
use super::frame::{Frame, Link};
use super::paper::{Part, PartKind};
use super::record::{Proof, Recorded};
use super::standing::{NoticeStands, Standing};

/// The page of one edition, as one reader sees it.
#[derive(Clone, Debug, Template)]
#[template(path = "article.html")]
pub struct Article {
    pub frame: Frame,
    pub code: String,
    /// The title, line by line as the document sets it.
    pub title_lines: Vec<String>,
    pub column: Option<Link>,
    pub organization: Link,
    /// 投稿; empty where there is none.
    pub contributor: String,
    pub item: Option<ItemNote>,
    /// When the fact arose, `YYYY-MM-DD`; `None`: unknown.
    pub fact_on: Option<String>,
    pub approved_at: Option<Micros>,
    pub logged_at: Option<Micros>,
    /// False: the source breaks off, so nothing here is called the whole text.
    pub whole: bool,
    pub size: Size,
    pub edition: u32,
    /// Where it is compared with the newest, when it is not that one.
    pub compare_href: Option<String>,
    pub standing: Standing,
    /// All editions, oldest first; the page shows them when there are two or more.
    pub editions: Vec<EditionLink>,
    /// See [`super::paper::lay`].
    pub parts: Vec<Part>,
    pub record: Vec<Recorded>,
    pub files: Files,
    /// Whom a reader calls.
    pub reachable: Vec<Reachable>,
    pub proof: Option<Proof>,
}

/// The item of the catalogue that asks for the disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemNote {
    pub name: String,
    /// Name and version of the regime pack.
    pub regime: String,
    pub basis: Vec<Basis>,
    /// False: a part of the item's rule was not verified, and the page says so.
    pub verified: bool,
}

/// A source that the item rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    pub text: String,
    pub verified: bool,
}

/// 全文 N 字 M 片, and how much of it this reader is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub characters: u64,
    pub slices: u64,
    pub shown_characters: u64,
    pub shown_slices: u64,
    /// What the source says of itself, where it breaks off.
    pub stated_characters: Option<u32>,
    pub stated_slices: Option<u32>,
}

/// Another edition of the same disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionLink {
    pub number: u32,
    pub href: String,
    pub at: Micros,
    /// Why it was made; empty for the first.
    pub reason: String,
    /// Where it is compared with the one before it; `None` for the first.
    pub compare_href: Option<String>,
}

impl Article {
    /// Whether logging in may show more to somebody who has not.
    pub fn login_may_open(&self) -> bool {
        let gap = |part: &Part| matches!(part.kind, PartKind::Gap { login_may_open: true, .. });
        let files = self.files.withheld.as_ref().is_some_and(|files| files.login_may_open);
        self.frame.who.is_none() && (files || self.parts.iter().any(gap))
    }

    /// The source itself is incomplete.
    pub fn is_partial(&self) -> bool {
        !self.whole
    }

    /// All that may be counted is shown.
    pub fn is_all_shown(&self) -> bool {
        self.size.characters == self.size.shown_characters
            && self.size.slices == self.size.shown_slices
            && !self.parts.iter().any(|part| matches!(part.kind, PartKind::Gap { .. }))
    }

    /// All that may be counted is shown, yet something is withheld: its size is not told.
    pub fn is_uncounted(&self) -> bool {
        !self.is_all_shown()
            && self.size.characters == self.size.shown_characters
            && self.size.slices == self.size.shown_slices
    }

    /// A later edition than this one.
    pub fn newest(&self) -> Option<&EditionLink> {
        self.editions.last().filter(|newest| newest.number > self.edition)
    }

    /// The edition that this one corrects, and this one's own entry with the reason.
    pub fn corrected(&self) -> Option<(&EditionLink, &EditionLink)> {
        let at = self.editions.iter().position(|edition| edition.number == self.edition)?;
        Some((self.editions.get(at.checked_sub(1)?)?, self.editions.get(at)?))
    }

    pub fn title(&self) -> String {
        self.title_lines.concat()
    }
}
