//! The library page that the project was described by is imported as what it is: a part.

use domain::access::Reader;
use domain::permission::Refusal;
use domain::slice::Body;
use flow::article::Found;
use flow::{Actor, FlowError};
use testkit::{World, shared_data};

fn page() -> Option<String> {
    Some(std::fs::read_to_string(shared_data()?.join("library-page.txt")).expect("the page"))
}

async fn import(
    world: &World,
    page: &str,
    who: domain::ids::PersonId,
) -> Result<domain::ids::DisclosureId, FlowError> {
    let (regime, village) = (("party-2010", item(world)), world.bodies.village_a);
    world.flow.import_library(Actor(who), village, (regime.0, &regime.1), "page.txt", page).await
}

/// An item of the Party pack that may be public.
fn item(world: &World) -> String {
    let pack = world.flow.regime("party-2010").expect("shipped");
    let public = |code: &String| {
        pack.scope(code).is_some_and(|s| s.maps_to == domain::regime::ScopeTarget::Public)
    };
    let item = pack.items().iter().find(|item| {
        public(&item.scope) || item.widens_to.iter().any(public) || item.or_scope.iter().any(public)
    });
    item.expect("an item for the public").id.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_imported_and_published_as_a_part() {
    let Some(page) = page() else { return };
    let world = World::founded().await;
    let id = import(&world, &page, world.people.clerk_a).await.unwrap();
    // its lists, twenty rows without a year
    let db = &world.database.store.reader;
    let listings = store::listings::all(db.db(), world.authority).await.unwrap();
    assert_eq!(listings.len(), 20);
    let newest = listings.iter().find(|l| l.code.to_string() == "C2776").unwrap();
    assert_eq!((newest.title.as_str(), newest.month, newest.day), ("领导干部离任讲话", 12, 5));
    let kept = listings.iter().find(|l| l.code.series == 'T').unwrap();
    assert_eq!(kept.code.to_string(), "T030");
    // its article, known to be incomplete
    let draft = world.draft(id).await;
    let stated = draft.stated;
    assert_eq!((stated.whole, stated.characters, stated.slices), (false, Some(2880), Some(14)));
    assert_eq!((draft.fact_on.as_deref(), draft.contributor.as_str()), (None, "吴咲呓"));
    assert!(draft.figures().0 < 2880);
    let elided = |s: &domain::slice::DraftSlice| matches!(s.body, Body::Elided { .. });
    assert_eq!(draft.slices.iter().filter(|s| elided(s)).count(), 2);
    // and it goes the whole way
    let published = world.publish(id).await;
    assert_eq!(published.code.to_string(), "A4309");
    let found = world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
    let Found::Article(article) = found else { panic!("not withdrawn") };
    assert!(!article.edition.facts.stated.whole);
    let row = world.disclosure(id).await;
    assert!(row.column.is_some(), "the column 领导讲话 exists");
    assert!(world.flow.rows(&Reader::anonymous(), vec![row]).await.unwrap()[0].partial);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_again_changes_the_lists_only() {
    let Some(page) = page() else { return };
    let world = World::founded().await;
    import(&world, &page, world.people.clerk_a).await.unwrap();
    let shorter = page.replace("- C2621 在青年干部座谈会上11-11\n", "");
    assert_ne!(shorter, page);
    let again = import(&world, &shorter, world.people.clerk_a).await;
    assert!(matches!(again, Err(FlowError::Conflict(_))), "{again:?}");
    let db = &world.database.store.reader;
    let listings = store::listings::all(db.db(), world.authority).await.unwrap();
    assert_eq!(listings.len(), 19);
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_a_clerk_changes_the_lists() {
    let Some(page) = page() else { return };
    let world = World::founded().await;
    for (name, who) in world.people.all() {
        if [world.people.clerk_a, world.people.every_duty].contains(&who) {
            continue;
        }
        let done = import(&world, &page, who).await;
        let refused = matches!(done, Err(FlowError::NotPermitted(Refusal::NoDuty)));
        assert!(refused, "{name}: {done:?}");
    }
    let db = &world.database.store.reader;
    assert_eq!(store::listings::all(db.db(), world.authority).await.unwrap(), []);
    world.finish().await;
}
