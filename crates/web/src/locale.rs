//! Languages and messages. The messages stand in `locales/<language>.yml`, one `key: "text"` a
//! line (a plain subset of YAML), with `{0}`, `{1}` where figures go. Called by `view`.
//!
//! A message that is missing in a language is shown in the other one between `⟦ ⟧`; a key that no
//! language knows is shown itself between them. Nothing falls back silently.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    ZhCn,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The value of `lang` attributes, of the cookie `lang` and of the field `lang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::ZhCn => "中文",
            Self::En => "English",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::ZhCn => Self::En,
            Self::En => Self::ZhCn,
        }
    }

    /// By a tag of any case and region: `zh`, `zh-Hans-CN`, `en-GB`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|lang| {
            let own = lang.tag().split('-').next().unwrap_or_default();
            own.eq_ignore_ascii_case(primary)
        })
    }

    /// The cookie's wish first, then the header `Accept-Language` by its weights, then Chinese.
    pub fn choose(cookie: Option<&str>, accept_language: Option<&str>) -> Self {
        cookie
            .and_then(Self::from_tag)
            .or_else(|| accept_language.and_then(best))
            .unwrap_or_default()
    }

    /// The message of `key`.
    pub fn text(self, key: &str) -> String {
        if let Some(text) = table(self).get(key) {
            return (*text).to_owned();
        }
        format!("⟦{}⟧", table(self.other()).get(key).copied().unwrap_or(key))
    }

    /// The message of `key` with `figures` in the places `{0}`, `{1}`, ...
    pub fn filled(self, key: &str, figures: &[&dyn Display]) -> String {
        let message = self.text(key);
        let mut parts = message.split('{');
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let filled = part
                .split_once('}')
                .and_then(|(place, rest)| Some((figures.get(place.parse::<usize>().ok()?)?, rest)));
            match filled {
                Some((figure, rest)) => text += &format!("{figure}{rest}"),
                None => text += &format!("{{{part}"),
            }
        }
        text
    }

    /// Whether this language has a message of its own for `key`.
    pub fn knows(self, key: &str) -> bool {
        table(self).contains_key(key)
    }

    /// All keys, sorted.
    pub fn keys(self) -> impl Iterator<Item = &'static str> {
        table(self).keys().copied()
    }
}

/// The supported language of highest weight (RFC 9110 section 12.5.4); the first of equals.
fn best(accept_language: &str) -> Option<Lang> {
    let mut found: Option<(f32, Lang)> = None;
    for range in accept_language.split(',').take(16) {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok());
        if let (Some(lang), Some(weight)) = (Lang::from_tag(tag), weight)
            && weight > found.map_or(0.0, |(best, _)| best)
        {
            found = Some((weight, lang));
        }
    }
    found.map(|(_, lang)| lang)
}

type Table = BTreeMap<&'static str, &'static str>;

static ZH_CN: LazyLock<Table> = LazyLock::new(|| read(include_str!("../../../locales/zh-CN.yml")));
static EN: LazyLock<Table> = LazyLock::new(|| read(include_str!("../../../locales/en.yml")));

fn table(lang: Lang) -> &'static Table {
    match lang {
        Lang::ZhCn => &ZH_CN,
        Lang::En => &EN,
    }
}

fn read(file: &'static str) -> Table {
    file.lines().filter_map(entry).collect()
}

/// `key: "text"`; no escapes, so a text has no `"` and no `\`. A test finds lines that are neither
/// this nor blank nor a comment.
fn entry(line: &'static str) -> Option<(&'static str, &'static str)> {
    let (key, rest) = line.split_once(": \"")?;
    Some((key, rest.strip_suffix('"')?))
}

#[cfg(test)]
mod tests;
