//! Acts of administration as a test tells them.

use domain::ids::{AppointmentId, OrganizationId, PersonId, PostId};
use domain::organization::Tree;
use domain::post::{Duty, Post};
use flow::obligations::Binding;
use flow::{Actor, Change, FlowError, Touch};

use crate::World;

impl World {
    /// Somebody changes something.
    pub async fn change(&self, who: PersonId, change: Change) -> Result<u64, FlowError> {
        self.flow.administer(Some(Actor(who)), &change).await
    }

    /// The office at the machine changes something.
    pub async fn at_the_machine(&self, change: Change) {
        self.flow.administer(None, &change).await.unwrap();
    }

    pub async fn tree(&self) -> Tree {
        store::organizations::tree(self.database.store.reader.db()).await.unwrap()
    }

    /// The first post of an organization with a duty.
    pub async fn post_of(&self, organization: OrganizationId, duty: Duty) -> PostId {
        let db = self.database.store.reader.db();
        let posts = store::posts::of_organization(db, self.authority, organization).await.unwrap();
        posts.iter().find(|post| post.duty == duty).map(|post| post.id).expect("such a post")
    }

    /// A new post, made at the machine.
    pub async fn new_post(&self, organization: OrganizationId, duty: Duty) -> PostId {
        let title = format!("新岗位{}", duty.word());
        self.at_the_machine(Change::CreatePost { organization, duty, title: title.clone() }).await;
        let db = self.database.store.reader.db();
        let posts = store::posts::of_organization(db, self.authority, organization).await.unwrap();
        posts.iter().find(|post| post.title == title).map(|post| post.id).expect("just made")
    }

    /// Appoints somebody at the machine from today on.
    pub async fn appoint(&self, post: PostId, person: PersonId) -> Result<u64, FlowError> {
        let change = Change::Appoint { post, person, from: self.today(), until: None };
        self.flow.administer(None, &change).await
    }

    /// The first appointment of a person.
    pub async fn appointment_of(&self, person: PersonId) -> AppointmentId {
        let (db, now) = (self.database.store.reader.db(), self.flow.now());
        let held = store::posts::of_person(db, self.authority, person, now).await.unwrap();
        held.first().expect("an appointment").0
    }

    /// The posts that a person holds now, own ones first.
    pub async fn held(&self, person: PersonId) -> Vec<Post> {
        let (db, now) = (self.database.store.reader.db(), self.flow.now());
        store::posts::held(db, self.authority, person, now).await.unwrap()
    }

    /// `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        self.day(0)
    }

    /// Some days from today.
    pub fn day(&self, days: i64) -> String {
        domain::calendar::day_of(self.flow.now().plus_days(days))
    }
}

/// Duties as a test tells them.
impl World {
    /// The office at the machine adopts the plain catalogue of a regime.
    pub async fn adopt(&self, organization: OrganizationId, regime: &str, from_day: &str) -> u64 {
        let touch = Touch::Adopt {
            organization,
            regime: regime.to_owned(),
            from_day: from_day.to_owned(),
            adjustments: Vec::new(),
        };
        self.flow.touch(None, &touch).await.unwrap()
    }

    /// Somebody touches something about obligations.
    pub async fn touch(&self, who: PersonId, touch: Touch) -> Result<u64, FlowError> {
        self.flow.touch(Some(Actor(who)), &touch).await
    }

    /// The one catalogue that binds an organization under a regime.
    pub async fn binding(&self, organization: OrganizationId, regime: &str) -> Binding {
        let all = self.flow.bindings(organization).await.unwrap();
        all.into_iter().find(|binding| binding.regime == regime).expect("a catalogue")
    }
}
