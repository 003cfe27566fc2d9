//! Real Word files from the shared data go the whole way.

use domain::access::Reader;
use flow::article::Found;
use flow::{Actor, FlowError};
use testkit::{World, shared_data};

/// How many of the set: the intake crate reads all of them.
const FILES: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn a_clerks_word_file_becomes_a_page() {
    let Some(data) = shared_data() else { return };
    let world = World::founded().await;
    for number in (1..=200).step_by(200 / FILES) {
        let name = format!("{number:03}.docx");
        let bytes = std::fs::read(data.join("docx").join(&name)).expect("a file of the set");
        let receipt = world.receipt(&name, &bytes);
        let id = world.flow.receive(Actor(world.people.clerk_a), receipt).await.unwrap();
        let draft = world.draft(id).await;
        // An official text may name a number that the checks take for a person's: no matter here.
        if world.propose_by(world.people.clerk_a, id).await.is_err() {
            continue;
        }
        let db = world.database.store.reader.db();
        let edition = store::editions::latest(db, world.authority, id, 1).await.unwrap().unwrap();
        let content: String = edition.content_hash.iter().map(|b| format!("{b:02x}")).collect();
        world.review(id, &content).await;
        world.approve(id, &content).await;
        let code = world.disclosure(id).await.code;
        let Found::Article(article) =
            world.flow.article(&Reader::anonymous(), code, None).await.unwrap()
        else {
            panic!("{name}: not withdrawn")
        };
        assert_eq!(article.parts.len() + 1, draft.slices.len(), "{name}");
        assert_eq!((article.whole.characters, article.whole.slices), draft.figures(), "{name}");
    }
    let db = world.database.store.reader.db();
    let published = store::seals::all(db, world.authority).await.unwrap().len();
    assert!(published * 2 > FILES, "only {published} of {FILES} could be published");
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_kept_of_a_file_that_cannot_be_read() {
    let world = World::founded().await;
    for bytes in [b"PK\x03\x04 broken".as_slice(), b"", b"%PDF-1.7", &[0xff; 40]] {
        let receipt = world.receipt("broken.docx", bytes);
        let done = world.flow.receive(Actor(world.people.clerk_a), receipt).await;
        assert!(matches!(done, Err(FlowError::Intake(_))), "{done:?}");
    }
    assert_eq!(world.database.number("SELECT COUNT(*) FROM sources").await, 0);
    assert_eq!(world.database.number("SELECT COUNT(*) FROM disclosures").await, 0);
    world.finish().await;
}
