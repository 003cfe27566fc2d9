//! One of everything that an address can name, in four bodies: the own, a sibling, the superior, and
//! one of another authority.

use domain::calendar::Day;
use domain::ids::{ContributionId, DisclosureId, OrganizationId, PersonId};
use domain::obligation::{Length, Period};
use domain::post::Duty;
use domain::scope::{Ground, Scope};
use flow::Scan;
use flow::accounts::Invitation;
use flow::{Actor, Edit, Flow, Meta, NewContribution, NewFile, Posting, Receipt, Review, Touch};
use testkit::{Neighbour, picture};

use crate::site::Place;

/// Where something is, seen from village A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    Own,
    Sibling,
    Superior,
    OtherAuthority,
}

impl Where {
    pub(crate) const ALL: [Self; 4] =
        [Self::Own, Self::Sibling, Self::Superior, Self::OtherAuthority];
}

/// A body with one of everything.
pub(crate) struct Hall {
    pub(crate) organization: OrganizationId,
    /// Its clerk, who wrote the draft.
    pub(crate) clerk: PersonId,
    /// Who handed in the contribution.
    pub(crate) contributor: PersonId,
    values: Vec<(&'static str, String)>,
    draft: DisclosureId,
    published: DisclosureId,
    contribution: ContributionId,
    draft_file: String,
    evidence: String,
    column: String,
    account: PersonId,
}

/// Who works in a hall.
struct Staff {
    organization: OrganizationId,
    clerk: PersonId,
    reviewer: PersonId,
    approver: PersonId,
    contributor: PersonId,
    /// Somebody whose account its administrator keeps.
    account: PersonId,
    series: char,
}

/// The halls in the order of [`Where::ALL`].
pub(crate) async fn halls(place: &Place, neighbour: &Neighbour) -> [Hall; 4] {
    let (world, people) = (&place.world, &place.world.people);
    let contributor = people.named;
    let own = Staff {
        organization: world.bodies.village_a,
        clerk: people.clerk_a,
        reviewer: people.reviewer_a,
        approver: people.approver_a,
        contributor,
        account: people.member_a,
        series: 'B',
    };
    let sibling = Staff {
        organization: world.bodies.village_b,
        clerk: people.clerk_b,
        reviewer: people.reviewer_b,
        approver: people.approver_b,
        contributor,
        account: people.member_b,
        series: 'B',
    };
    let superior = Staff {
        organization: world.bodies.township,
        clerk: officer(place, "clerk_t", Duty::Clerk).await,
        reviewer: officer(place, "reviewer_t", Duty::Reviewer).await,
        approver: people.approver_t,
        contributor,
        account: people.approver_t,
        series: 'B',
    };
    let there = &neighbour.people;
    let other = Staff {
        organization: neighbour.bodies.village_a,
        clerk: there.clerk_a,
        reviewer: there.reviewer_a,
        approver: there.approver_a,
        contributor: there.named,
        account: there.member_a,
        // Codes are counted by each authority: no other text may answer to the same.
        series: 'A',
    };
    let flow = &world.flow;
    [
        hall(flow, own).await,
        hall(flow, sibling).await,
        hall(flow, superior).await,
        hall(&neighbour.flow, other).await,
    ]
}

/// Somebody new with a post in the township.
async fn officer(place: &Place, name: &str, duty: Duty) -> PersonId {
    let (world, township) = (&place.world, place.world.bodies.township);
    let invitation = Invitation {
        organization: township,
        login_name: name.to_owned(),
        display_name: name.to_owned(),
        subject: None,
    };
    let office = Actor(world.people.administrator_t);
    let (person, _) = world.flow.invite(office, &invitation).await.unwrap();
    let post = world.new_post(township, duty).await;
    world.appoint(post, person).await.unwrap();
    person
}

async fn hall(flow: &Flow, staff: Staff) -> Hall {
    let (db, at) = (|| flow.store().reader.db(), flow.authority());
    let (regime, entry, occasion) = owed(flow, staff.organization).await;
    let adopt = Touch::Adopt {
        organization: staff.organization,
        regime: regime.clone(),
        from_day: "2025-01-01".to_owned(),
        adjustments: Vec::new(),
    };
    flow.touch(None, &adopt).await.unwrap();
    let (published, _) = draft(flow, &staff).await;
    publish(flow, &staff, published).await;
    let (draft, draft_file) = draft(flow, &staff).await;
    let evidence = store::evidence::of_disclosure(db(), at, published).await.unwrap();
    let public_file = store::attachments::of_disclosure(db(), at, published).await.unwrap();
    let new = NewContribution {
        organization: staff.organization,
        title: "路灯".to_owned(),
        remark: String::new(),
        text: "村口的路灯坏了。".to_owned(),
        file: None,
    };
    let contribution = flow.contribute(Actor(staff.contributor), new).await.unwrap();
    let column = store::columns::all(db(), at).await.unwrap()[0].id.to_string();
    let code = store::disclosures::load(db(), at, published).await.unwrap().code.to_string();
    let photo = hex::encode(evidence[0].sha256);
    Hall {
        organization: staff.organization,
        clerk: staff.clerk,
        contributor: staff.contributor,
        values: vec![
            ("{code}", code),
            ("{edition}", "1".to_owned()),
            ("{from}", "1".to_owned()),
            ("{to}", "1".to_owned()),
            ("{photo}", photo),
            ("{authority}", at.to_string()),
            ("{*path}", "0/000.p/1".to_owned()),
            ("{name}", web::assets::href("site.css").rsplit('/').next().unwrap().to_owned()),
            ("{token}", "ab".repeat(32)),
            ("{file}", public_file[0].id.to_string()),
            ("{regime}", regime),
            ("{entry}", entry),
            ("{occasion}", occasion),
        ],
        draft,
        published,
        contribution,
        draft_file,
        evidence: evidence[0].id.to_string(),
        column,
        account: staff.account,
    }
}

/// Regime, entry and a period of the past that a body of this kind owes.
async fn owed(flow: &Flow, organization: OrganizationId) -> (String, String, String) {
    let tree = store::organizations::tree(flow.store().reader.db()).await.unwrap();
    let kind = tree.get(organization).unwrap().kind;
    let december: Day = "2025-12-31".parse().unwrap();
    let all = flow.regimes().iter().flat_map(|regime| {
        regime.items_for(kind).flat_map(move |item| item.clocks().map(move |c| (regime, item, c)))
    });
    let mut periodic = all.filter(|(_, _, clock)| !clock.alternative).filter_map(|each| {
        let length = Length::of(each.2.kind)?;
        Some((each.0, each.1, Period::of(length, december)))
    });
    let (regime, item, period) = periodic.next().unwrap();
    (regime.id.clone(), item.id.clone(), period.to_string())
}

/// A draft for members of the body, with a picture.
async fn draft(flow: &Flow, staff: &Staff) -> (DisclosureId, String) {
    let (db, at, clerk) = (|| flow.store().reader.db(), flow.authority(), Actor(staff.clerk));
    let receipt = Receipt {
        organization: staff.organization,
        file_name: "公示.txt".to_owned(),
        bytes: "修路情况的公告\n路已经修好。\n".as_bytes().to_vec(),
        regime: "party-2010".to_owned(),
        item: "A19".to_owned(),
        series: staff.series,
        code: None,
        column: None,
        contributor: String::new(),
        fact_on: None,
    };
    let id = flow.receive(clerk, receipt).await.unwrap();
    let draft = store::drafts::load(db(), at, id).await.unwrap().unwrap();
    let disclosure = store::disclosures::load(db(), at, id).await.unwrap();
    let meta = Meta {
        title: draft.title(),
        fact_on: draft.fact_on.clone(),
        contributor: String::new(),
        column: draft.column,
        regime: disclosure.regime,
        item: disclosure.item,
        reason: String::new(),
        level: None,
        joint: Vec::new(),
        publish_at: None,
        notice: None,
        meets: None,
    };
    let members = Scope::Members { organization: staff.organization };
    let scoped = (members, Some(Ground::ThirdParty));
    let scopes = vec![scoped.clone(); draft.slices.len()];
    let save = Edit::Save { meta: Box::new(meta), scopes };
    flow.edit(clerk, id, disclosure.version, save).await.unwrap();
    let file = NewFile {
        file_name: "现场.jpg".to_owned(),
        bytes: picture("N28"),
        scope: Some(scoped),
        unchecked_reason: String::new(),
    };
    let attached = flow.attach(clerk, id, disclosure.version + 1, file).await.unwrap();
    (id, attached.to_string())
}

/// Publishes it, and hangs it on a board.
async fn publish(flow: &Flow, staff: &Staff, id: DisclosureId) {
    let (db, at) = (|| flow.store().reader.db(), flow.authority());
    let version = store::disclosures::load(db(), at, id).await.unwrap().version;
    let content = flow.propose(Actor(staff.clerk), id, version).await.unwrap();
    flow.review(Actor(staff.reviewer), id, &content, Review::passed()).await.unwrap();
    flow.approve(Actor(staff.approver), id, &content).await.unwrap();
    let posting = Posting {
        form: "BRD".to_owned(),
        done_on: domain::calendar::day_of(flow.now()),
        note: "村口".to_owned(),
        photo: Some(Scan { file_name: "photo.jpg".to_owned(), bytes: picture("N28") }),
    };
    flow.post(Actor(staff.clerk), id, posting).await.unwrap();
}

impl Hall {
    /// A route's address with what is here.
    pub(crate) fn address(&self, path: &str) -> String {
        let of_published = path.starts_with("/desk/{id}/evidence");
        let id = if path.starts_with("/columns") {
            self.column.clone()
        } else if ["/organizations", "/admin/organizations", "/desk/obligations"]
            .iter()
            .any(|of| path.starts_with(of))
        {
            self.organization.to_string()
        } else if path.starts_with("/admin/persons") {
            self.account.to_string()
        } else if path.starts_with("/contribute") || path.starts_with("/desk/contributions") {
            self.contribution.to_string()
        } else if of_published {
            self.published.to_string()
        } else {
            self.draft.to_string()
        };
        let mut address = path.replace("{id}", &id);
        if of_published {
            address = address.replace("{file}", &self.evidence);
        } else if path.starts_with("/desk") {
            address = address.replace("{file}", &self.draft_file);
        }
        for (name, value) in &self.values {
            address = address.replace(name, value);
        }
        assert!(!address.contains('{'), "{path}: what stands for {address}?");
        address
    }
}
