//! The hierarchy of bodies. A tree is built from rows once and answers who stands above whom.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::ids::{AuthorityId, OrganizationId};

/// What sort of body it is; names are those of the regime packs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    CountyGovernment,
    CountyParty,
    Township,
    TownshipParty,
    VillageCommittee,
    VillageParty,
    Supervision,
    Department,
}

impl Kind {
    pub const ALL: [Self; 8] = [
        Self::CountyGovernment,
        Self::CountyParty,
        Self::Township,
        Self::TownshipParty,
        Self::VillageCommittee,
        Self::VillageParty,
        Self::Supervision,
        Self::Department,
    ];

    /// The word under which it is stored and translated.
    pub fn word(self) -> &'static str {
        match self {
            Self::CountyGovernment => "county_government",
            Self::CountyParty => "county_party",
            Self::Township => "township",
            Self::TownshipParty => "township_party",
            Self::VillageCommittee => "village_committee",
            Self::VillageParty => "village_party",
            Self::Supervision => "supervision",
            Self::Department => "department",
        }
    }

    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A body in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    pub id: OrganizationId,
    pub authority: AuthorityId,
    pub parent: Option<OrganizationId>,
    pub kind: Kind,
    pub name: String,
    /// Code of the administrative division (GB/T 2260 and below), 6 to 12 digits.
    pub area_code: String,
}

/// All organizations by id, with the way up from each.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    by_id: HashMap<OrganizationId, Organization>,
}

impl Tree {
    pub fn new(organizations: impl IntoIterator<Item = Organization>) -> Self {
        Self { by_id: organizations.into_iter().map(|each| (each.id, each)).collect() }
    }

    pub fn get(&self, id: OrganizationId) -> Option<&Organization> {
        self.by_id.get(&id)
    }

    /// The organization itself and all above it, nearest first. A cycle in the rows ends the walk.
    pub fn upward(&self, id: OrganizationId) -> Vec<OrganizationId> {
        let mut way = Vec::new();
        let mut next = self.get(id);
        while let Some(organization) = next {
            if way.contains(&organization.id) {
                break;
            }
            way.push(organization.id);
            next = organization.parent.and_then(|parent| self.get(parent));
        }
        way
    }

    /// Every organization, sorted by area code and then name: a stable order for pages.
    pub fn sorted(&self) -> Vec<&Organization> {
        let mut all: Vec<_> = self.by_id.values().collect();
        all.sort_by(|a, b| {
            (a.area_code.len(), &a.area_code, &a.name).cmp(&(
                b.area_code.len(),
                &b.area_code,
                &b.name,
            ))
        });
        all
    }
}
