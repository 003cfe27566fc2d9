//! Who a slice is for, and the reason why it is withheld from the others.

use serde::{Deserialize, Serialize};

use crate::ids::{OrganizationId, PersonId};

/// Who may read. Ordered from wide to narrow by [`Scope::width`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scope {
    /// 向社会公开: everybody.
    Public,
    /// 登录可读: everybody who has logged in.
    Registered,
    /// Members of an organization or of one below it.
    Members { organization: OrganizationId },
    /// Holders of a post in an organization.
    Organization { organization: OrganizationId },
    /// The persons named, and nobody else.
    Named { persons: Vec<PersonId> },
}

impl Scope {
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Public)
    }

    /// 0 for public, growing as the circle narrows.
    pub fn width(&self) -> u8 {
        match self {
            Self::Public => 0,
            Self::Registered => 1,
            Self::Members { .. } => 2,
            Self::Organization { .. } => 3,
            Self::Named { .. } => 4,
        }
    }

    /// The word in the sealed document and in message keys. It never names a person or a household.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Registered => "registered",
            Self::Members { .. } => "members",
            Self::Organization { .. } => "organization",
            Self::Named { .. } => "named",
        }
    }
}

/// Why a slice is not public. The first seven are grounds of the Regulation on Open Government
/// Information (2019) articles 14 to 16; the last is the scope that the item's regime prescribes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    StateSecret,
    ForbiddenByLaw,
    Safety,
    ThirdParty,
    InternalAffairs,
    Deliberation,
    EnforcementFile,
    ItemScope,
}

impl Ground {
    pub const ALL: [Self; 8] = [
        Self::StateSecret,
        Self::ForbiddenByLaw,
        Self::Safety,
        Self::ThirdParty,
        Self::InternalAffairs,
        Self::Deliberation,
        Self::EnforcementFile,
        Self::ItemScope,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Self::StateSecret => "state_secret",
            Self::ForbiddenByLaw => "forbidden_by_law",
            Self::Safety => "safety",
            Self::ThirdParty => "third_party",
            Self::InternalAffairs => "internal_affairs",
            Self::Deliberation => "deliberation",
            Self::EnforcementFile => "enforcement_file",
            Self::ItemScope => "item_scope",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.word() == word)
    }

    /// The article it rests on, in the short form of the regime packs.
    pub fn article(self) -> &'static str {
        match self {
            Self::StateSecret => "政府信息公开条例 第十四条",
            Self::ForbiddenByLaw => "政府信息公开条例 第十四条",
            Self::Safety => "政府信息公开条例 第十四条",
            Self::ThirdParty => "政府信息公开条例 第十五条",
            Self::InternalAffairs => "政府信息公开条例 第十六条",
            Self::Deliberation => "政府信息公开条例 第十六条",
            Self::EnforcementFile => "政府信息公开条例 第十六条",
            Self::ItemScope => "公开目录所定范围",
        }
    }
}
