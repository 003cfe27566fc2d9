//! Many persons at once: everybody or nobody, and each as if invited alone.

use domain::act::{Act, Details};
use domain::permission::Refusal;
use flow::{Actor, FlowError, Imported, RosterPlan};
use intake::roster::{Row, read};
use sha2::{Digest, Sha256};
use testkit::World;

fn rows(lines: &str) -> Vec<Row> {
    read(&format!("姓名,机构,类别,用户名,联系方式\n{lines}")).unwrap()
}

async fn import(world: &World, lines: &str) -> Imported {
    let administrator = Actor(world.people.administrator_t);
    world.flow.import_roster(administrator, &rows(lines)).await.unwrap()
}

fn causes(plan: &RosterPlan) -> Vec<(u64, &str)> {
    plan.faults.iter().map(|fault| (fault.line, fault.cause)).collect()
}

async fn persons(world: &World) -> usize {
    let db = world.database.store.reader.db();
    store::accounts::names(db, world.authority).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_invited_and_members_join_each_with_its_acts() {
    let world = World::founded().await;
    let lines = "王秀兰,上坪村村民委员会,成员,,13812345678\n\
         李建国,990100101,读者,lijianguo,\n李建国,下坪村村民委员会,投稿人,,\n";
    let plan = world.flow.plan_roster(Actor(world.people.administrator_t), &rows(lines)).await;
    let plan = plan.unwrap();
    assert_eq!(causes(&plan), []);
    let before = persons(&world).await;
    let Imported::Made(made) = import(&world, lines).await else { panic!("refused") };
    assert_eq!(made.iter().map(|(person, _)| person.clone()).collect::<Vec<_>>(), plan.persons);
    assert_eq!(persons(&world).await, before + 3);
    let logins: Vec<_> = made.iter().map(|(person, _)| person.login_name.as_str()).collect();
    assert_eq!(logins, ["王秀兰", "lijianguo", "李建国"]);
    // then each link is that of its person
    let db = || world.database.store.reader.db();
    for (person, token) in &made {
        let hash = Sha256::digest(token).into();
        let (at, now) = (world.authority, world.flow.now());
        let ticket = store::tickets::find(db(), at, hash, now).await.unwrap().unwrap();
        let named = store::persons::by_id(db(), at, ticket.0).await.unwrap().unwrap();
        assert_eq!(named.display_name, person.name);
    }
    // and one of them is a member, with four acts for the three
    let (at, now) = (world.authority, world.flow.now());
    let roll = store::persons::roll(db(), at, world.bodies.village_a, now).await.unwrap();
    assert!(roll.iter().any(|member| member.login_name == "王秀兰") && roll.len() == 2);
    let acts = store::administrations::before(db(), at, u64::MAX, 9).await.unwrap();
    let words: Vec<_> = acts
        .iter()
        .map(|(_, act)| match Act::parse(&act.body).unwrap().details {
            Some(Details::Administration { what, .. }) => what,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(words, ["invite_person", "invite_person", "add_member", "invite_person"]);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_row_and_nobody_is_invited() {
    let world = World::founded().await;
    let before = persons(&world).await;
    let lines = "王秀兰,上坪村村民委员会,成员,,\n=1+1,上坪村村民委员会,成员,,\n\
         ,上坪村村民委员会,成员,,\n甲,上坪村村民委员会,成员,,\n乙乙,无此村,成员,,\n\
         丙丙,990100101201,成员,,\n丁丁,上坪村村民委员会,村长,,\n\
         戊戊,上坪村村民委员会,成员,clerk_a,\n王秀兰,上坪村村民委员会,读者,,\n\
         member_a,上坪村村民委员会,成员,,\n己己,青石县人民政府,成员,,\n\
         member_a,上坪村村民委员会,成员,member_a2,\n";
    let Imported::Refused(plan) = import(&world, lines).await else { panic!("made") };
    let expected = [
        (3, "cell"),
        (4, "name"),
        (5, "login_name"),
        (6, "organization"),
        (7, "organization_several"),
        (8, "kind"),
        (9, "login_taken"),
        (10, "twice"),
        (11, "known"),
        // what is above what one administers is not there
        (12, "organization"),
    ];
    assert_eq!(causes(&plan), expected);
    assert_eq!((plan.persons.len(), persons(&world).await), (2, before));
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_and_only_for_their_own_bodies() {
    let world = World::founded().await;
    let (before, people) = (persons(&world).await, world.people);
    let list = rows("王秀兰,下坪村村民委员会,成员,,\n");
    for (name, who) in people.all() {
        let done = world.flow.import_roster(Actor(who), &list).await;
        match name {
            "administrator_t" => continue,
            "administrator" | "every_duty" => {
                let Ok(Imported::Refused(plan)) = done else { panic!("{name}: {done:?}") };
                assert_eq!(causes(&plan), [(2, "organization")], "{name}");
            }
            _ => {
                let refused = matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty)));
                assert!(refused, "{name}: {done:?}");
            }
        }
    }
    assert_eq!(persons(&world).await, before + 1);
    world.finish().await;
}
