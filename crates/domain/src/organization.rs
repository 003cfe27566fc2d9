//! The hierarchy of bodies. A tree is built from rows once and answers who stands above whom.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::contact::Contacts;
use crate::ids::{AuthorityId, OrganizationId};
use crate::time::Micros;

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
    pub standing: Standing,
    pub contacts: Contacts,
}

/// Since when a body exists, and what has become of it (docs/reorganisation.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub from: Micros,
    /// When it was dissolved.
    pub until: Option<Micros>,
    /// Into which it was merged: who has its rights, duties and open steps.
    pub successor: Option<OrganizationId>,
    /// Whether the successor has opened to its own members what was for members of this one.
    pub is_shared: bool,
}

impl Default for Standing {
    fn default() -> Self {
        Self { from: Micros(0), until: None, successor: None, is_shared: false }
    }
}

impl Organization {
    /// Whether it still exists.
    pub fn is_active(&self) -> bool {
        self.standing.until.is_none()
    }
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

    /// The organization itself and all above it, nearest first. Above one that was merged stands its
    /// successor. A cycle in the rows ends the walk.
    pub fn upward(&self, id: OrganizationId) -> Vec<OrganizationId> {
        let mut way = Vec::new();
        let mut next = self.get(id);
        while let Some(organization) = next {
            if way.contains(&organization.id) {
                break;
            }
            way.push(organization.id);
            let above = organization.standing.successor.or(organization.parent);
            next = above.and_then(|above| self.get(above));
        }
        way
    }

    /// Who has the rights and duties of `id` today: itself, or the last of its successors.
    pub fn current(&self, id: OrganizationId) -> OrganizationId {
        let mut seen = vec![id];
        let mut current = id;
        while let Some(next) = self.get(current).and_then(|each| each.standing.successor) {
            if seen.contains(&next) {
                break;
            }
            seen.push(next);
            current = next;
        }
        current
    }

    /// The organization and all that were merged into it, one after the other.
    pub fn inherited(&self, id: OrganizationId) -> Vec<OrganizationId> {
        let is_merged =
            |each: &Organization| each.standing.successor.is_some() && self.current(each.id) == id;
        let merged = self.sorted_where(|each| each.id != id && is_merged(each)).into_iter();
        std::iter::once(id).chain(merged.map(|each| each.id)).collect()
    }

    /// The body directly above, as the tree stands today; of a merged one, that of its successor.
    pub fn superior(&self, id: OrganizationId) -> Option<OrganizationId> {
        let own = self.get(self.current(id))?;
        own.parent.map(|parent| self.current(parent))
    }

    /// The bodies directly below that still exist, in the order of pages.
    pub fn below(&self, id: OrganizationId) -> Vec<&Organization> {
        self.sorted_where(|each| each.is_active() && each.parent == Some(id))
    }

    /// What a supervisor of this body watches: a supervision body the one above it, any other
    /// itself.
    pub fn watched(&self, id: OrganizationId) -> OrganizationId {
        let own = self.get(self.current(id));
        let body = own.filter(|body| body.kind == Kind::Supervision);
        body.and_then(|body| self.superior(body.id)).unwrap_or_else(|| self.current(id))
    }

    /// The organization and the supervision bodies directly below it: where its supervisors are.
    pub fn supervision_of(&self, id: OrganizationId) -> Vec<OrganizationId> {
        let own = self.current(id);
        let below = self.below(own).into_iter().filter(|each| each.kind == Kind::Supervision);
        std::iter::once(own).chain(below.map(|each| each.id)).collect()
    }

    /// Every organization, sorted by area code and then name: a stable order for pages.
    pub fn sorted(&self) -> Vec<&Organization> {
        self.sorted_where(|_| true)
    }

    /// Few are asked for among many: only those are put into order.
    fn sorted_where(&self, wanted: impl Fn(&Organization) -> bool) -> Vec<&Organization> {
        let mut all: Vec<_> = self.by_id.values().filter(|each| wanted(each)).collect();
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

#[cfg(test)]
mod tests;
