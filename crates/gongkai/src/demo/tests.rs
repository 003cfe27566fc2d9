use std::collections::BTreeSet;

use domain::access::Reader;
use domain::scope::Scope;
use domain::workflow::State;
use flow::article::{Found, Part};
use store::Layout;

use super::*;

async fn county() -> (tempfile::TempDir, County) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("gongkai.sqlite").display());
    let store = Store::open(&url, Layout::Plain).await.unwrap();
    let county = found(store, folder.path()).await.unwrap();
    county.tell().await.unwrap();
    (folder, county)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_county_has_every_state_and_scope_and_holds_together() {
    let (_folder, county) = county().await;
    let (db, at) = (&county.flow.store().reader, county.flow.authority());
    let all = store::disclosures::all(db.db(), at).await.unwrap();
    assert!(all.len() >= 14, "{}", all.len());
    let states: BTreeSet<&str> = all.iter().map(|each| each.state.word()).collect();
    for state in State::ALL.into_iter().filter(|state| *state != State::Approved) {
        assert!(states.contains(state.word()), "no disclosure is {}", state.word());
    }
    assert!(all.iter().any(|each| each.public_edition == Some(2)), "nothing was corrected");
    let returned = |each: &&store::disclosures::Disclosure| each.state == State::Draft;
    assert!(all.iter().filter(returned).any(|each| each.seq > 0), "nothing was returned");
    let mut scopes = BTreeSet::new();
    for edition in store::editions::all(db.db(), at).await.unwrap() {
        let slices = store::editions::slices(db.db(), at, &edition).await.unwrap();
        scopes.extend(slices.iter().map(|slice| slice.scope.word()));
    }
    let width = |scope: &str| scopes.contains(scope);
    assert!(width(Scope::Public.word()) && width(Scope::Registered.word()));
    assert!(width("members") && width("organization") && width("named"), "{scopes:?}");
    let report = county.flow.check().await.unwrap();
    assert_eq!(report.faults, Vec::<String>::new());
    county.flow.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_titles_and_gaps_and_a_saved_document_verifies() {
    let (_folder, county) = county().await;
    let (flow, reader) = (&county.flow, Reader::anonymous());
    let db = &flow.store().reader;
    let latest = store::disclosures::latest(db.db(), flow.authority(), 50).await.unwrap();
    let (mut gaps, mut partial, mut seen) = (0, 0, 0);
    for disclosure in latest {
        let Ok(Found::Article(article)) = flow.article(&reader, disclosure.code, None).await else {
            continue;
        };
        seen += 1;
        assert!(!article.title.contains('#') && article.title.chars().count() > 8);
        gaps += article.parts.iter().filter(|part| matches!(part, Part::Gap { .. })).count();
        partial += usize::from(!article.edition.facts.stated.whole);
        let document = flow.presentation(&reader, disclosure.code, None).await.unwrap();
        let proof = flow.document_receipt(&reader, disclosure.code, None).await.unwrap();
        let outcome = crate::verify::verify(&document, &proof.to_string(), flow.log_key()).unwrap();
        assert_eq!(outcome.faults, [], "{}", article.title);
        assert_eq!(outcome.verdict, crate::verify::Verdict::Complete, "{}", article.title);
    }
    assert!(seen >= 9, "{seen} articles are public");
    assert!(gaps >= 6, "{gaps} gaps");
    assert_eq!(partial, 1);
    flow.close().await;
}
