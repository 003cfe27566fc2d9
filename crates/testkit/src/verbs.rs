//! The steps as a test tells them.

use domain::code::Code;
use domain::disclosure::Draft;
use domain::ids::{DisclosureId, OrganizationId, PersonId};
use domain::scope::{Ground, Scope};
use flow::{Actor, Edit, FlowError, Meta, Passed, Receipt, Review};
use store::disclosures::Disclosure;

use crate::World;

/// A text of a title and three paragraphs, the last under a heading.
pub const TEXT: &str = "上坪村二〇二六年第一季度财务收支情况的公告\n\
    一季度村集体收入三万二千元,其中土地流转收入二万元。\n\
    支出一万八千元,用于道路维修和垃圾清运。\n\
    一、说明\n\
    有疑问的村民可在十日内向村务监督委员会提出。\n";

/// Another text of the same shape.
pub fn text(number: usize) -> String {
    format!("上坪村第{number}号事项的公告\n第{number}项的内容。\n第{number}项的说明。\n")
}

/// A published disclosure.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    pub id: DisclosureId,
    pub code: Code,
    pub log_index: u64,
}

impl World {
    /// What the clerk of A hands in.
    pub fn receipt(&self, file_name: &str, bytes: &[u8]) -> Receipt {
        self.receipt_of(self.bodies.village_a, file_name, bytes)
    }

    pub fn receipt_of(&self, at: OrganizationId, file_name: &str, bytes: &[u8]) -> Receipt {
        Receipt {
            organization: at,
            file_name: file_name.to_owned(),
            bytes: bytes.to_vec(),
            regime: "party-2010".to_owned(),
            item: "A19".to_owned(),
            series: 'B',
            code: None,
            column: None,
            contributor: String::new(),
            fact_on: None,
        }
    }

    /// The clerk of A hands in a plain text.
    pub async fn receive(&self, text: &str) -> DisclosureId {
        let receipt = self.receipt("公示.txt", text.as_bytes());
        self.flow.receive(Actor(self.people.clerk_a), receipt).await.unwrap()
    }

    pub async fn disclosure(&self, id: DisclosureId) -> Disclosure {
        let db = self.database.store.reader.db();
        store::disclosures::load(db, self.authority, id).await.unwrap()
    }

    /// Everybody who wrote in it.
    pub async fn writers(&self, id: DisclosureId) -> Vec<PersonId> {
        let db = self.database.store.reader.db();
        store::disclosures::writers(db, self.authority, id).await.unwrap()
    }

    pub async fn draft(&self, id: DisclosureId) -> Draft {
        let db = self.database.store.reader.db();
        store::drafts::load(db, self.authority, id).await.unwrap().unwrap()
    }

    /// The facts of a draft as they stand.
    pub async fn meta(&self, id: DisclosureId) -> Meta {
        let (disclosure, draft) = (self.disclosure(id).await, self.draft(id).await);
        Meta {
            title: draft.title(),
            fact_on: draft.fact_on,
            contributor: draft.contributor,
            column: draft.column,
            regime: disclosure.regime,
            item: disclosure.item,
            reason: draft.reason,
            level: draft.level,
            joint: draft.joint,
            publish_at: draft.publish_at,
            notice: draft.notice,
            meets: draft.meets,
        }
    }

    /// Gives the slices their scopes in order, the title first; those not named stay as they are.
    /// What is not public is withheld for a third party's sake.
    pub async fn scope(&self, id: DisclosureId, scopes: &[Scope]) {
        let (meta, draft) = (self.meta(id).await, self.draft(id).await);
        let all = draft.slices.iter().enumerate().map(|(at, slice)| {
            let scope = scopes.get(at).unwrap_or(&slice.scope).clone();
            let ground = (!scope.is_public()).then_some(Ground::ThirdParty);
            (scope, ground)
        });
        self.save(id, meta, all.collect()).await.unwrap();
    }

    pub async fn save(
        &self,
        id: DisclosureId,
        meta: Meta,
        scopes: Vec<(Scope, Option<Ground>)>,
    ) -> Result<(), FlowError> {
        let version = self.disclosure(id).await.version;
        let edit = Edit::Save { meta: Box::new(meta), scopes };
        self.flow.edit(Actor(self.people.clerk_a), id, version, edit).await
    }

    /// The clerk of A proposes; the content hash.
    pub async fn propose(&self, id: DisclosureId) -> String {
        self.propose_by(self.people.clerk_a, id).await.unwrap()
    }

    pub async fn propose_by(&self, who: PersonId, id: DisclosureId) -> Result<String, FlowError> {
        let version = self.disclosure(id).await.version;
        self.flow.propose(Actor(who), id, version).await
    }

    pub async fn review(&self, id: DisclosureId, content: &str) {
        let reviewer = Actor(self.people.reviewer_a);
        self.flow.review(reviewer, id, content, Review::passed()).await.unwrap();
    }

    pub async fn approve(&self, id: DisclosureId, content: &str) -> Passed {
        self.flow.approve(Actor(self.people.approver_a), id, content).await.unwrap()
    }

    /// From the draft to the page.
    pub async fn publish(&self, id: DisclosureId) -> Published {
        let content = self.propose(id).await;
        self.review(id, &content).await;
        let passed = self.approve(id, &content).await;
        let log_index = passed.log_index().expect("approval is the last step of the item");
        Published { id, code: self.disclosure(id).await.code, log_index }
    }

    /// From the text to the page, everything public.
    pub async fn publish_text(&self, text: &str) -> Published {
        let id = self.receive(text).await;
        self.publish(id).await
    }

    /// From the text to the page with these scopes, the title's first.
    pub async fn publish_scoped(&self, text: &str, scopes: &[Scope]) -> Published {
        let id = self.receive(text).await;
        self.scope(id, scopes).await;
        self.publish(id).await
    }
}
