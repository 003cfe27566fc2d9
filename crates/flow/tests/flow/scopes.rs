//! Every scope × every reader × every exit: what a reader may not read leaves by none of them.

use std::collections::BTreeSet;

use domain::access::{Reader, may_count, may_read};
use domain::scope::{Ground, Scope};
use flow::FlowError;
use flow::article::{Found, Part};
use seal::Limits;
use testkit::{Published, World};

/// A title and one marked sentence for each scope.
const MARKED: &str =
    "上坪村各范围事项的公告\n这是甲句。\n这是乙句。\n这是丙句。\n这是丁句。\n这是戊句。\n";
const MARKS: [&str; 5] = ["甲句", "乙句", "丙句", "丁句", "戊句"];

fn scopes(world: &World) -> [Scope; 5] {
    let organization = world.bodies.village_a;
    [
        Scope::Public,
        Scope::Registered,
        Scope::Members { organization },
        Scope::Organization { organization },
        Scope::Named { persons: vec![world.people.named] },
    ]
}

async fn readers(world: &World) -> Vec<(&'static str, Reader)> {
    let mut readers = vec![("anonymous", Reader::anonymous())];
    for (name, person) in world.people.all() {
        readers.push((name, world.reader(person).await));
    }
    readers
}

/// Salts and texts of the slices that are withheld from a reader, as they stand in the store.
async fn withheld(world: &World, published: Published, reader: &Reader) -> Vec<String> {
    let (db, at) = (&world.database.store.reader, world.authority);
    let edition = store::editions::latest(db.db(), at, published.id, 1).await.unwrap().unwrap();
    let slices = store::editions::slices(db.db(), at, &edition).await.unwrap();
    let owner = world.bodies.village_a;
    slices
        .into_iter()
        .filter(|slice| !may_read(reader, &slice.scope, owner).is_allowed())
        .map(|slice| slice.disclosure)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_exit_shows_a_reader_what_the_scope_withholds() {
    let world = World::founded().await;
    let scopes = scopes(&world);
    let titled: Vec<_> = [Scope::Public].into_iter().chain(scopes.clone()).collect();
    let published = world.publish_scoped(MARKED, &titled).await;
    let owner = world.bodies.village_a;
    for (name, reader) in readers(&world).await {
        let may: Vec<_> = scopes.iter().map(|s| may_read(&reader, s, owner).is_allowed()).collect();
        let found = world.flow.article(&reader, published.code, None).await.unwrap();
        let Found::Article(article) = found else { panic!("not withdrawn") };
        // the page
        let page = format!("{:?}", article.parts);
        // the saved document, with everything that its base64 hides
        let document = world.flow.presentation(&reader, published.code, None).await.unwrap();
        let verified = verified(&world, &article.proof.kid, &document).await;
        let shown: Vec<_> = verified.shown().map(|shown| shown.body.to_string()).collect();
        for (mark, may) in MARKS.iter().zip(&may) {
            assert_eq!(page.contains(mark), *may, "{name} {mark} page");
            assert_eq!(shown.iter().any(|s| s.contains(mark)), *may, "{name} {mark} document");
        }
        let receipt = world.flow.document_receipt(&reader, published.code, None).await.unwrap();
        let extra = String::from_utf8(receipt.extra.clone().unwrap()).unwrap();
        for disclosure in withheld(&world, published, &reader).await {
            let sealed = seal::SealedSlice::from_disclosure(&disclosure, false).unwrap();
            for secret in [&disclosure, &sealed.salt] {
                assert!(!document.contains(secret.as_str()), "{name} document");
                assert!(!extra.contains(secret.as_str()), "{name} receipt");
            }
        }
        assert!(MARKS.iter().all(|mark| !extra.contains(mark)), "{name} receipt");
        // the counts
        let counted = scopes.iter().filter(|s| may_count(&reader, s, owner)).count();
        assert_eq!(article.whole.slices as usize, counted, "{name}");
        let shown = may.iter().filter(|may| **may).count();
        assert_eq!(article.shown.slices as usize, shown, "{name}");
        // the list
        let row = world.disclosure(published.id).await;
        let rows = world.flow.rows(&reader, vec![row]).await.unwrap();
        assert_eq!(rows[0].title, "上坪村各范围事项的公告");
        assert!(MARKS.iter().all(|mark| !format!("{rows:?}").contains(mark)), "{name} list");
    }
    world.finish().await;
}

async fn verified(world: &World, kid: &str, document: &str) -> seal::Verified {
    let db = world.database.store.reader.db();
    let key = store::seals::key(db, world.authority, kid).await.unwrap().unwrap();
    seal::verify(document, &key.public_key, &Limits::default()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_that_may_not_be_read_hides_the_whole() {
    let world = World::founded().await;
    for scope in scopes(&world) {
        let all = vec![scope.clone(); 6];
        let published = match &scope {
            Scope::Public => continue,
            _ => world.publish_scoped(MARKED, &all).await,
        };
        for (name, reader) in readers(&world).await {
            let may = may_read(&reader, &scope, world.bodies.village_a).is_allowed();
            let code = published.code;
            let article = world.flow.article(&reader, code, None).await.map(|_| ());
            let document = world.flow.presentation(&reader, code, None).await.map(|_| ());
            let receipt = world.flow.document_receipt(&reader, code, None).await.map(|_| ());
            for exit in [article, document, receipt] {
                let fits =
                    if may { exit.is_ok() } else { matches!(exit, Err(FlowError::NotFound)) };
                assert!(fits, "{name} {scope:?}: {exit:?}");
            }
            let row = world.disclosure(published.id).await;
            let rows = world.flow.rows(&reader, vec![row]).await.unwrap();
            assert_eq!(rows.len(), usize::from(may), "{name} {scope:?}");
        }
    }
    world.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbouring_gaps_are_one_and_tell_no_number() {
    let world = World::founded().await;
    let named = Scope::Named { persons: vec![world.people.named] };
    let all =
        [Scope::Public, Scope::Public, Scope::Registered, named.clone(), named, Scope::Public];
    let published = world.publish_scoped(MARKED, &all).await;
    let found = world.flow.article(&Reader::anonymous(), published.code, None).await.unwrap();
    let Found::Article(article) = found else { panic!("not withdrawn") };
    let gap = Part::Gap { grounds: vec![Ground::ThirdParty], login_may_open: true };
    assert_eq!(article.parts.len(), 3);
    assert_eq!(article.parts[1], gap);
    // Two of the three withheld slices may not even be counted before this reader.
    assert_eq!((article.whole.slices, article.shown.slices), (3, 2));
    let ids: BTreeSet<_> = article
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Slice { id, .. } => Some(*id),
            Part::Gap { .. } => None,
        })
        .collect();
    // The ids of slices are drawn at random: they tell nothing of what lies between.
    assert!(ids.iter().all(|id| *id > 6), "{ids:?}");
    world.finish().await;
}
