//! Files that go out with an edition, as the pages list them.

use domain::scope::Ground;

/// The files of an edition that its reader may read, and whether there are others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    pub files: Vec<FileLine>,
    /// All of them as one archive, where there are two or more.
    pub archive_href: Option<String>,
    /// Set when files are withheld; how many is not said.
    pub withheld: Option<WithheldFiles>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithheldFiles {
    pub grounds: Vec<Ground>,
    pub login_may_open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    pub name: String,
    pub href: String,
    /// Of a picture, its small form.
    pub thumbnail_href: Option<String>,
    /// `1.3 MB`.
    pub size: String,
    /// 64 hex digits.
    pub sha256: String,
}

/// A file on the desk, with its scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskFile {
    pub id: String,
    pub line: FileLine,
    /// Value of one of the scopes of the editor; the word of the scope elsewhere.
    pub scope: String,
    /// Whom the scope names; empty for public and registered.
    pub circle: String,
    pub is_public: bool,
    pub ground: Option<Ground>,
    /// False: it could not be read to its end.
    pub complete: bool,
}

impl Files {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.withheld.is_none()
    }
}

/// A size as a person reads it.
pub fn size_words(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes >> 20, ((bytes & 0xF_FFFF) * 10) >> 20),
    }
}
