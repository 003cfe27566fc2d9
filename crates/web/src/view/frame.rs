//! What surrounds every page: language, site, visitor, flash message, footer.

use std::fmt::Display;

use domain::time::Micros;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::assets;
use crate::locale::Lang;

/// Handed to every page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub lang: Lang,
    pub site_name: String,
    /// Path and query of this page: marks the navigation, and is where `/language` and `/login`
    /// lead back to.
    pub path: String,
    /// `None`: nobody is logged in.
    pub who: Option<Who>,
    pub flash: Option<Flash>,
    pub foot: Foot,
}

/// Who is logged in.
#[derive(Clone, Debug)]
pub struct Who {
    pub name: String,
    /// Goes into every form as the hidden field `csrf`.
    pub csrf: String,
    /// Whether the person holds a post, so that the workbench is offered.
    pub works: bool,
    /// Whether the person administers the accounts of others.
    pub administers: bool,
    /// When an office took the second factor away, until `POST /account/seen` with `csrf`.
    pub factors_removed: Option<Micros>,
}

/// The log as the page found it.
#[derive(Clone, Debug, Default)]
pub struct Foot {
    /// Entries covered by the newest checkpoint.
    pub log_size: u64,
    /// When that checkpoint was signed.
    pub checkpoint_at: Option<Micros>,
    /// Where that checkpoint is served; empty where there is none.
    pub checkpoint_href: String,
}

/// How a message is meant. Never told by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Done,
    Notice,
    Problem,
}

impl Tone {
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Notice => "notice",
            Self::Problem => "problem",
        }
    }
}

/// A message above the page, said once.
#[derive(Clone, Debug)]
pub struct Flash {
    pub tone: Tone,
    pub message: Message,
}

impl Flash {
    /// Words of what was done: `flash.<word>`.
    pub const WORDS: [&'static str; 56] = [
        "touched",
        "uploaded",
        "saved",
        "split",
        "joined",
        "masked",
        "proposed",
        "passed",
        "returned",
        "published",
        "correcting",
        "withdrawn",
        "scheduled",
        "confirmed",
        "not_carried",
        "refused",
        "withheld",
        "reexamined",
        "reopened",
        "released",
        "abandoned",
        "republishing",
        "extended",
        "concluded",
        "posted",
        "claimed",
        "unclaimed",
        "commented",
        "attached",
        "detached",
        "contributed",
        "contribution_withdrawn",
        "accepted",
        "declined",
        "logged_out",
        "stale",
        "blocked",
        "expired",
        "password_changed",
        "session_ended",
        "sessions_ended",
        "persons_sessions_ended",
        "unlocked",
        "factors_removed",
        "seen",
        "code_off",
        "passkey_added",
        "passkey_removed",
        "linked",
        "unlinked",
        "begin_again",
        "passkey_refused",
        "not_linked",
        "provider_failed",
        "taken",
        "administered",
    ];

    /// By its word, as a redirect may carry it; `None` for any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        let word = Self::WORDS.into_iter().find(|known| *known == word)?;
        let tone = if matches!(
            word,
            "stale"
                | "blocked"
                | "expired"
                | "not_carried"
                | "begin_again"
                | "passkey_refused"
                | "not_linked"
                | "provider_failed"
                | "taken"
        ) {
            Tone::Problem
        } else {
            Tone::Done
        };
        Some(Self { tone, message: Message::new(format!("flash.{word}")) })
    }
}

/// A message key with the figures of its places `{0}`, `{1}`, ...
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub key: String,
    pub figures: Vec<String>,
}

impl Message {
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into(), figures: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, figure: impl Display) -> Self {
        self.figures.push(figure.to_string());
        self
    }
}

/// Something that has a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub name: String,
    pub href: String,
}

impl Frame {
    pub fn t(&self, key: &str) -> String {
        self.lang.text(key)
    }

    pub fn t1(&self, key: &str, first: impl Display) -> String {
        self.lang.filled(key, &[&first])
    }

    pub fn t2(&self, key: &str, first: impl Display, second: impl Display) -> String {
        self.lang.filled(key, &[&first, &second])
    }

    /// The message of `<family>.<word>`, for instance `state.draft`.
    pub fn word(&self, family: &str, word: &str) -> String {
        self.lang.text(&format!("{family}.{word}"))
    }

    /// The part `what`, `why` or `mend` of a finding.
    pub fn finding(&self, check: &str, part: &str) -> String {
        self.lang.text(&format!("finding.{check}.{part}"))
    }

    pub fn say(&self, message: &Message) -> String {
        let figures: Vec<&dyn Display> =
            message.figures.iter().map(|figure| figure as &dyn Display).collect();
        self.lang.filled(&message.key, &figures)
    }

    /// `2026年11月24日 13:05:09` or `24 November 2026, 13:05:09`, in Beijing time.
    pub fn moment(&self, at: &Micros) -> String {
        self.written(at, ("%Y年%-m月%-d日 %H:%M", "%-d %B %Y, %H:%M"))
    }

    /// The day alone, in Beijing time.
    pub fn day(&self, at: &Micros) -> String {
        self.written(at, ("%Y年%-m月%-d日", "%-d %B %Y"))
    }

    /// For the attribute `datetime`.
    pub fn machine(&self, at: &Micros) -> String {
        let seconds = "%Y-%m-%dT%H:%M:%S+08:00";
        beijing(at).map_or_else(String::new, |time| time.strftime(seconds).to_string())
    }

    fn written(&self, at: &Micros, (zh, en): (&str, &str)) -> String {
        let format = match self.lang {
            Lang::ZhCn => zh,
            Lang::En => en,
        };
        beijing(at).map_or_else(|| "—".to_owned(), |time| time.strftime(format).to_string())
    }

    /// `2026-11-24` as the language writes it; anything else as it stands.
    pub fn date(&self, date: &str) -> String {
        match (self.lang, date.parse::<jiff::civil::Date>()) {
            (Lang::ZhCn, Ok(date)) => date.strftime("%Y年%-m月%-d日").to_string(),
            (Lang::En, Ok(date)) => date.strftime("%-d %B %Y").to_string(),
            (_, Err(_)) => date.to_owned(),
        }
    }

    /// `page` when this page is `path`, else empty: the value of `aria-current`.
    pub fn is_at(&self, path: &str) -> bool {
        self.path.split('?').next() == Some(path)
    }

    pub fn asset(&self, name: &str) -> &'static str {
        assets::href(name)
    }

    pub fn csrf(&self) -> &str {
        self.who.as_ref().map_or("", |who| who.csrf.as_str())
    }
}

/// China has one time all over the country and no summer time since 1991.
fn beijing(at: &Micros) -> Option<DateTime> {
    let timestamp = Timestamp::from_microsecond(at.0).ok()?;
    Some(Offset::constant(8).to_datetime(timestamp))
}

/// A moment as a field of the type `datetime-local` takes it, in Beijing time.
pub fn local_moment(at: &Micros) -> String {
    beijing(at).map_or_else(String::new, |time| time.strftime("%Y-%m-%dT%H:%M").to_string())
}

/// `MM-DD` of a moment, in Beijing time: the date of a row in a list.
pub fn month_day(at: Micros) -> String {
    beijing(&at).map_or_else(String::new, |time| time.strftime("%m-%d").to_string())
}

/// `YYYY-MM-DD` of a moment, in Beijing time: for the attribute `datetime` of a day.
pub fn iso_day(at: Micros) -> String {
    beijing(&at).map_or_else(String::new, |time| time.strftime("%Y-%m-%d").to_string())
}
