//! 公开联系方式: who publishes them, whose count in a text, and whether `check` watches over them.

use domain::contact::TypedContacts;
use domain::finding::Strength;
use domain::ids::{DisclosureId, OrganizationId};
use domain::permission::Refusal;
use flow::{Actor, Change, FlowError};
use testkit::World;

fn contacts(organization: OrganizationId, supervision: &str, objection: &str) -> Change {
    let (supervision, objection) = (supervision.to_owned(), objection.to_owned());
    let contacts = TypedContacts { supervision, objection, ..TypedContacts::default() };
    Change::PublishContacts { organization, contacts }
}

fn text(number: &str) -> String {
    format!("上坪村路灯维修情况的通报\n有疑问请打电话{number}。\n费用由集体收入支付。\n")
}

/// Whether a text with the number, and a file with it, can be proposed.
async fn goes_out(world: &World, number: &str) -> bool {
    let id = world.receive(&text(number)).await;
    let by_text = proposed(world, id).await;
    let other = world.receive(&testkit::text(7)).await;
    let csv = format!("事项,电话\n路灯,{number}\n");
    world.attach(other, "联系.csv", csv.as_bytes(), None).await.unwrap();
    assert_eq!(proposed(world, other).await, by_text, "{number}: text and file differ");
    by_text
}

async fn proposed(world: &World, id: DisclosureId) -> bool {
    match world.propose_by(world.people.clerk_a, id).await {
        Ok(_) => true,
        Err(FlowError::Blocked(found)) => {
            let telephone = |check: &str| ["landline", "mobile_number"].contains(&check);
            let stops: Vec<_> = found.iter().filter(|f| f.strength > Strength::Warns).collect();
            assert!(!stops.is_empty() && stops.iter().all(|f| telephone(f.check)), "{stops:?}");
            false
        }
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_stands_in_a_text_and_nothing_else_does() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let own = "0798-8223456";
    assert!(!goes_out(&world, own).await);
    let change = contacts(bodies.village_a, own, "13812345678");
    world.change(people.administrator, change).await.unwrap();
    for number in ["0798-8223456", "（０７９８）８２２ ３４５６", "8223456", "138-1234-5678"]
    {
        assert!(goes_out(&world, number).await, "{number}");
    }
    for number in ["0798-8223457", "0791-8223456", "13912345678", "13988223456"] {
        assert!(!goes_out(&world, number).await, "{number}");
    }
    // of the township, the supervision number counts, its other one does not
    let township = contacts(bodies.township, "0798-8220001", "0798-8220002");
    world.change(people.administrator_t, township).await.unwrap();
    assert!(goes_out(&world, "0798-8220001").await);
    assert!(!goes_out(&world, "0798-8220002").await);
    // a neighbour's counts for the neighbour
    let neighbour = contacts(bodies.village_b, "0798-8220003", "");
    world.change(people.administrator_t, neighbour).await.unwrap();
    assert!(!goes_out(&world, "0798-8220003").await);
    // and what is published no more, no more
    world.change(people.administrator, contacts(bodies.village_a, "", "")).await.unwrap();
    assert!(!goes_out(&world, own).await);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_of_the_body_publishes_and_nobody_else() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    for (name, who) in people.all() {
        let done = world.change(who, contacts(bodies.village_a, "12388", "")).await;
        let may = ["administrator", "administrator_t", "every_duty"].contains(&name);
        assert_eq!(done.is_ok(), may, "{name}");
        let no_duty = matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty)));
        assert!(may || no_duty, "{name}");
        let done = world.change(who, contacts(bodies.county, "12388", "")).await;
        assert!(matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty))), "{name}");
    }
    let wrong = world.change(people.administrator, contacts(bodies.village_a, "8223456", ""));
    assert!(matches!(wrong.await, Err(FlowError::Invalid("contact_area"))));
    // A refused one has changed nothing.
    let tree = world.tree().await;
    assert_eq!(tree.get(bodies.village_a).unwrap().contacts.supervision, ["12388"]);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn check_names_contacts_that_no_act_published() {
    let world = World::founded().await;
    let (bodies, people) = (world.bodies, world.people);
    let published = world.publish_text(&text("村委会窗口")).await;
    for number in ["0798-8223450", "0798-8223456"] {
        world.change(people.administrator, contacts(bodies.village_a, number, "")).await.unwrap();
    }
    // A change of the tree leaves them as they are.
    let rename = Change::RenameOrganization {
        organization: bodies.village_a,
        name: "新上坪村村民委员会".to_owned(),
    };
    world.change(people.administrator_t, rename).await.unwrap();
    assert_eq!(world.faults().await, [""; 0]);
    let swap = "UPDATE organizations SET contacts = replace(contacts, '8223456', '8229999')";
    let add = "UPDATE organizations SET contacts = '{\"supervision\":[\"0798-8229999\"]}' \
         WHERE name LIKE '下坪%'";
    let expected = [
        (swap, "新上坪村村民委员会: its contacts are not what its acts published"),
        (add, "下坪村村民委员会: its contacts are not what its acts published"),
    ];
    for (number, (statement, fault)) in expected.into_iter().enumerate() {
        world.database.raw(&[statement]).await;
        let faults = world.faults().await;
        assert_eq!(faults.len(), number + 1, "{faults:?}");
        assert!(faults.contains(&fault.to_owned()), "{faults:?}");
    }
    let approver = Actor(people.approver_a);
    world.flow.withdraw(approver, published.id, "核对后再发").await.unwrap();
    world.abandon().await;
}
