//! Bodies are moved, merged and dissolved: who inherits what (attack C25, docs/reorganisation.md).

use domain::ids::OrganizationId;
use domain::organization::Kind;
use domain::permission::Refusal;
use domain::post::Duty;
use domain::scope::Scope;
use domain::workflow::State;
use flow::{Actor, Change, FlowError, Review};
use testkit::{TEXT, World};

fn invalid(done: &Result<u64, FlowError>, word: &str) -> bool {
    matches!(done, Err(FlowError::Invalid(fault)) if *fault == word)
}

fn no_duty(done: &Result<u64, FlowError>) -> bool {
    matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty)))
}

/// Village A goes into village B, its supervision committee first.
async fn merge_a_into_b(world: &World) {
    let (bodies, administrator) = (world.bodies, world.people.administrator_t);
    let first = Change::Merge { organization: bodies.oversight_a, into: bodies.village_b };
    world.change(administrator, first).await.unwrap();
    let then = Change::Merge { organization: bodies.village_a, into: bodies.village_b };
    world.change(administrator, then).await.unwrap();
}

/// A body made at the machine.
async fn body(world: &World, parent: OrganizationId, kind: Kind, name: &str) -> OrganizationId {
    let (name, area_code) = (name.to_owned(), "990100102".to_owned());
    let find = name.clone();
    world.at_the_machine(Change::CreateOrganization { parent, kind, name, area_code }).await;
    let tree = world.tree().await;
    tree.sorted().iter().find(|each| each.name == find).expect("just made").id
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_administrator_of_both_ends_moves_merges_or_dissolves() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let (organization, parent) = (bodies.oversight_a, bodies.village_b);
    let changes = [
        Change::MoveOrganization { organization, parent },
        Change::Merge { organization, into: parent },
        Change::Dissolve { organization: bodies.village_b },
        Change::RenameOrganization { organization: parent, name: "新名".to_owned() },
        Change::MoveOrganization { organization: bodies.village_a, parent: bodies.county },
        Change::Merge { organization: bodies.village_a, into: bodies.county },
        Change::Dissolve { organization: bodies.township },
        Change::Dissolve { organization: bodies.county },
        Change::Merge { organization: bodies.township, into: bodies.village_b },
    ];
    for (name, who) in people.all() {
        for (number, change) in changes.iter().enumerate() {
            if who == people.administrator_t && number < 4 {
                continue;
            }
            let done = world.change(who, change.clone()).await;
            assert!(done.is_err(), "{name} {change:?}");
            let township = matches!(number, 7..) && who == people.administrator_t;
            assert!(township || no_duty(&done) || invalid(&done, "highest"), "{name}: {done:?}");
        }
    }
    for change in changes.into_iter().take(1) {
        world.change(people.administrator_t, change).await.unwrap();
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let who = people.administrator_t;
    let township = bodies.township;
    let below =
        Change::MoveOrganization { organization: bodies.village_a, parent: bodies.oversight_a };
    assert!(invalid(&world.change(who, below).await, "cycle"));
    let itself =
        Change::MoveOrganization { organization: bodies.village_a, parent: bodies.village_a };
    assert!(invalid(&world.change(who, itself).await, "cycle"));
    let with_bodies = Change::Merge { organization: bodies.village_a, into: bodies.village_b };
    assert!(invalid(&world.change(who, with_bodies).await, "has_bodies"));
    let own = Change::Merge { organization: bodies.village_b, into: bodies.village_b };
    assert!(invalid(&world.change(who, own).await, "cycle"));
    let create = |name: &str, code: &str| Change::CreateOrganization {
        parent: township,
        kind: Kind::VillageCommittee,
        name: name.to_owned(),
        area_code: code.to_owned(),
    };
    assert!(invalid(&world.change(who, create("新村", "12a456")).await, "area_code"));
    assert!(invalid(&world.change(who, create(" ", "990100101")).await, "organization_name"));
    let taken = create("上坪村村民委员会", "990100101203");
    assert!(invalid(&world.change(who, taken).await, "name_taken"));
    world.change(who, create("新村", "990100101203")).await.unwrap();
    // what something is open in is not dissolved
    world.receive(TEXT).await;
    let oversight = Change::Dissolve { organization: bodies.oversight_a };
    world.change(who, oversight.clone()).await.unwrap();
    let open = world.change(who, Change::Dissolve { organization: bodies.village_a }).await;
    assert!(invalid(&open, "unfinished"), "{open:?}");
    assert!(invalid(&world.change(who, oversight).await, "dissolved"));
    let post = Change::CreatePost {
        organization: bodies.oversight_a,
        duty: Duty::Clerk,
        title: "文书".to_owned(),
    };
    assert!(invalid(&world.change(who, post).await, "dissolved"));
    let not = Change::ShareMembers { organization: bodies.village_b };
    assert!(invalid(&world.change(who, not).await, "not_merged"));
    world.finish().await;
}

/// The table of inheritance: for each kind of slice, who reads before and after.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_before_and_after_a_merge() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let organization = bodies.village_a;
    let scopes = [
        Scope::Public,
        Scope::Registered,
        Scope::Members { organization },
        Scope::Organization { organization },
        Scope::Named { persons: vec![people.named] },
    ];
    // by person: how many of the five scopes, before, after the merge, and after it was opened
    let rows = [
        ("own clerk", people.clerk_a, "ppppp", "pp---", "pp---"),
        ("own member", people.member_a, "ppp--", "ppp--", "ppp--"),
        ("own administrator", people.administrator, "pp-p-", "pp---", "pp---"),
        ("successor's clerk", people.clerk_b, "pp---", "ppppp", "ppppp"),
        ("successor's approver", people.approver_b, "pp---", "ppppp", "ppppp"),
        ("successor's member", people.member_b, "pp---", "pp---", "ppp--"),
        ("superior's approver", people.approver_t, "pp---", "pp---", "pp---"),
        ("superior's administrator", people.administrator_t, "pp---", "pp---", "pp---"),
        ("supervisor of all", people.supervisor, "ppppp", "ppppp", "ppppp"),
        ("own overseer", people.overseer_a, "ppppp", "pp---", "pp---"),
        ("named", people.named, "pp--p", "pp--p", "pp--p"),
        ("registered", people.registered, "pp---", "pp---", "pp---"),
    ];
    for stage in 0..3 {
        match stage {
            1 => merge_a_into_b(&world).await,
            2 => {
                let share = Change::ShareMembers { organization };
                assert!(no_duty(&world.change(people.clerk_b, share.clone()).await));
                world.change(people.administrator_t, share.clone()).await.unwrap();
                let again = world.change(people.administrator_t, share).await;
                assert!(invalid(&again, "not_merged"));
            }
            _ => {}
        }
        for (name, who, before, merged, opened) in rows {
            let reader = world.reader(who).await;
            let reads = |scope: &Scope| {
                let reads = domain::access::may_read(&reader, scope, organization).is_allowed();
                if reads { 'p' } else { '-' }
            };
            let found: String = scopes.iter().map(reads).collect();
            assert_eq!(found, [before, merged, opened][stage], "{name}, stage {stage}");
            // and what is for the successor's members is for the old members too, after the merge
            let of_b = Scope::Members { organization: bodies.village_b };
            let reads = domain::access::may_read(&reader, &of_b, bodies.village_b).is_allowed();
            if who == people.member_a {
                assert_eq!(reads, stage > 0, "{name}, stage {stage}");
            }
        }
    }
    world.finish().await;
}

/// Every open step of a merged body is its successor's, with different hands as ever.
#[tokio::test(flavor = "multi_thread")]
async fn a_merged_bodys_open_steps_are_its_successors() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let published = world.publish_text(TEXT).await;
    let draft = world.receive(TEXT).await;
    let proposed = world.receive(TEXT).await;
    let content = world.propose(proposed).await;
    merge_a_into_b(&world).await;
    // the old hands have none any more
    let done = world.flow.review(Actor(people.reviewer_a), proposed, &content, Review::passed());
    assert!(matches!(done.await, Err(FlowError::NotPermitted(Refusal::NoDuty))));
    assert!(world.propose_by(people.clerk_a, draft).await.is_err());
    // the successor's have
    world
        .flow
        .review(Actor(people.reviewer_b), proposed, &content, Review::passed())
        .await
        .unwrap();
    world.flow.approve(Actor(people.approver_b), proposed, &content).await.unwrap();
    assert_eq!(world.disclosure(proposed).await.state, State::Published);
    world.propose_by(people.clerk_b, draft).await.unwrap();
    let withdraw = world.flow.withdraw(Actor(people.approver_b), published.id, "内容有误").await;
    withdraw.unwrap();
    // its name stays with what it disclosed, and nobody hands in for it any more
    let name = world.tree().await.get(bodies.village_a).unwrap().name.clone();
    assert_eq!(name, "上坪村村民委员会");
    assert_eq!(world.disclosure(proposed).await.organization, bodies.village_a);
    let receipt = world.receipt("公示.txt", TEXT.as_bytes());
    let done = world.flow.receive(Actor(people.clerk_b), receipt).await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    world.close().await;
    world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joint_body_that_was_merged_answers_by_its_successor() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let id = world.brought_to(State::ToConcur).await;
    let content = world.content(id).await;
    let other = body(&world, bodies.township, Kind::VillageCommittee, "新村村民委员会").await;
    let post = world.new_post(other, Duty::Approver).await;
    world.appoint(post, people.registered).await.unwrap();
    // village B, which is asked, goes into the new village
    let merge = Change::Merge { organization: bodies.village_b, into: other };
    world.change(people.administrator_t, merge).await.unwrap();
    let done = world.flow.concur(Actor(people.approver_b), id, &content, "").await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    let reader = world.reader(people.registered).await;
    assert!(
        domain::access::may_read_desk(&reader, bodies.village_a, &[bodies.village_b]).is_allowed()
    );
    world.flow.concur(Actor(people.registered), id, &content, "").await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_move_the_new_superior_is_asked() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let id = world.brought_to(State::ToConsent).await;
    let content = world.content(id).await;
    let before = world.brought_to(State::Published).await;
    let other = body(&world, bodies.county, Kind::Township, "梅岭镇人民政府").await;
    let post = world.new_post(other, Duty::Approver).await;
    world.appoint(post, people.registered).await.unwrap();
    let own = world.reader(people.administrator_t).await;
    assert!(own.member_of.is_empty());
    world
        .at_the_machine(Change::MoveOrganization { organization: bodies.village_a, parent: other })
        .await;
    // then the old superior has no say, and the old administrator covers it no more
    let done = world.flow.consent(Actor(people.approver_t), id, &content, "").await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    let rename =
        Change::RenameOrganization { organization: bodies.village_a, name: "别名".to_owned() };
    assert!(no_duty(&world.change(people.administrator_t, rename).await));
    let db = world.database.store.reader.db();
    let asked = store::disclosures::asked(db, world.authority, other, 9).await.unwrap();
    assert_eq!(asked.len(), 1);
    // nor does it read what waits, or what it once consented to; the new one reads what it is asked
    for (id, reads) in [(id, vec![other]), (before, Vec::new())] {
        let (db, disclosure) = (world.database.store.reader.db(), world.disclosure(id).await);
        assert_eq!(flow::asked_bodies(db, world.authority, &disclosure).await.unwrap(), reads);
        let remark = world.flow.comment(Actor(people.approver_t), id, None, "再看一眼").await;
        assert!(matches!(remark, Err(FlowError::NotPermitted(_))), "{remark:?}");
    }
    world.flow.consent(Actor(people.registered), id, &content, "").await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dissolved_body_published_stays_and_a_later_merge_gives_it_hands() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let published = world.publish_text(TEXT).await;
    for organization in [bodies.oversight_a, bodies.village_a] {
        world.change(people.administrator_t, Change::Dissolve { organization }).await.unwrap();
    }
    let anonymous = domain::access::Reader::anonymous();
    assert!(world.flow.presentation(&anonymous, published.code, None).await.is_ok());
    let done = world.flow.withdraw(Actor(people.approver_a), published.id, "内容有误").await;
    assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{done:?}");
    let merge = Change::Merge { organization: bodies.village_a, into: bodies.village_b };
    world.change(people.administrator_t, merge).await.unwrap();
    world.flow.withdraw(Actor(people.approver_b), published.id, "内容有误").await.unwrap();
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_come_and_go_with_dates() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let organization = bodies.village_a;
    let person = people.registered;
    let add = |person, until: Option<i64>| Change::AddMember {
        organization,
        person,
        from: world.today(),
        until: until.map(|days| world.day(days)),
    };
    for who in [people.clerk_a, people.supervisor, people.member_a] {
        assert!(no_duty(&world.change(who, add(person, None)).await));
    }
    let administrator = people.administrator;
    assert!(invalid(
        &world.change(administrator, add(administrator, None)).await,
        "own_appointment"
    ));
    let elsewhere = world.change(administrator, add(people.member_b, None)).await;
    assert!(invalid(&elsewhere, "person_elsewhere"), "{elsewhere:?}");
    world.change(administrator, add(person, Some(1))).await.unwrap();
    assert!(invalid(&world.change(administrator, add(person, None)).await, "member_already"));
    assert!(world.reader(person).await.member_of.contains(&organization));
    world.clock.advance_days(2);
    assert!(world.reader(person).await.member_of.is_empty());
    // whoever stops being the successor's member is none of the merged body's
    merge_a_into_b(&world).await;
    let end =
        Change::EndMember { organization: bodies.village_b, person: people.member_a, until: None };
    world.change(people.administrator_t, end.clone()).await.unwrap();
    assert!(world.reader(people.member_a).await.member_of.is_empty());
    let none = world.change(people.administrator_t, end).await;
    assert!(matches!(none, Err(FlowError::NotFound)), "{none:?}");
    world.finish().await;
}
