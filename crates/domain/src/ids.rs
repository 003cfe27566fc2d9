//! Identifiers. Each is a UUIDv7 made by the program (no database sequence), so that rows of one
//! authority sort by age.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::time::{Micros, Random, random_bytes};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new identifier of the given moment (UUIDv7, RFC 9562 section 5.7).
            pub fn new(now: Micros, random: &dyn Random) -> Self {
                Self(uuid_v7(now, random))
            }

            /// From the 16 bytes in which it is stored; `None` for another length.
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                Uuid::from_slice(bytes).ok().map(Self)
            }

            /// The 16 bytes in which it is stored.
            pub fn to_vec(self) -> Vec<u8> {
                self.0.as_bytes().to_vec()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )*};
}

id! {
    /// The organization whose log and partition a row belongs to.
    AuthorityId
    /// A body in the hierarchy.
    OrganizationId
    /// Somebody who can log in.
    PersonId
    /// A duty in an organization.
    PostId
    /// Somebody holding a post from one day to another.
    AppointmentId
    /// A file as it was received.
    SourceId
    /// The thing disclosed, over all its editions.
    DisclosureId
    /// A record that somebody did something.
    ActId
    /// A section of the library.
    ColumnId
    /// A piece of work that follows a step.
    OutboxId
    /// A file that goes out with an edition.
    AttachmentId
    /// A file kept beside an act: a scan of a meeting's record, a photo of a board.
    EvidenceId
    /// A remark on the desk that is never public.
    CommentId
    /// Somebody standing in for the holder of a post.
    DeputyId
    /// Two persons who are near relatives.
    KinshipId
    /// What somebody without a post hands in.
    ContributionId
    /// Something that happened and makes an item due.
    FactId
    /// What a superior requires of its subordinates by a date.
    DirectiveId
}

fn uuid_v7(now: Micros, random: &dyn Random) -> Uuid {
    let millis = u64::try_from(now.0.max(0) / 1000).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random_bytes::<10>(random)).into_uuid()
}
