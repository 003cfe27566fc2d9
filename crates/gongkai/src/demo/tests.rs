use std::collections::BTreeSet;

use domain::access::Reader;
use domain::act::{Act, Details, Kind};
use domain::decision::Outcome;
use domain::scope::Scope;
use domain::workflow::State;
use flow::article::{Found, Part};
use store::Layout;

use super::*;

async fn county() -> (tempfile::TempDir, County) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("gongkai.sqlite").display());
    let store = Store::open(&url, Layout::Plain).await.unwrap();
    let county = told(store, folder.path()).await.unwrap();
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
async fn the_county_shows_every_turn_that_a_procedure_can_take() {
    let (_folder, county) = county().await;
    let (db, at) = (&county.flow.store().reader, county.flow.authority());
    let acts = store::acts::range(db.db(), at, 0, 10_000).await.unwrap();
    let acts: Vec<Act> = acts.iter().map(|act| Act::parse(&act.body).unwrap()).collect();
    let unused = [Kind::Extend, Kind::Refuse, Kind::Reexamine, Kind::Reopen, Kind::Abandon];
    let beside = [Kind::Schedule, Kind::RegisterSeal, Kind::Administer];
    for kind in Kind::ALL {
        let seen = acts.iter().any(|act| act.act == kind);
        let expected = !unused.contains(&kind) && !beside.contains(&kind);
        assert!(seen || !expected, "nobody took {kind:?}");
    }
    assert!(acts.is_sorted_by_key(|act| act.at), "the story goes forward");
    let rejected = |act: &&Act| {
        matches!(act.details, Some(Details::Decision { outcome: Outcome::NotCarried, .. }))
    };
    assert_eq!(acts.iter().filter(rejected).count(), 1, "one vote was lost");
    let late = |act: &&Act| match act.details {
        Some(Details::Publication { scheduled_for: Some(time), .. }) => {
            act.at.0 - time.0 > 60_000_000
        }
        _ => false,
    };
    assert_eq!(acts.iter().filter(late).count(), 1, "one went out late");
    let all = store::disclosures::all(db.db(), at).await.unwrap();
    let (mut joint, mut concluded, mut open) = (0, 0, 0);
    for each in &all {
        let number = each.edition;
        let edition = store::editions::latest(db.db(), at, each.id, number).await.unwrap();
        let facts = edition.map(|edition| edition.facts);
        let public = each.public_edition.is_some();
        joint += usize::from(public && facts.is_some_and(|facts| !facts.joint.is_empty()));
        match store::notices::load(db.db(), at, each.id, number).await.unwrap() {
            Some(notice) if notice.conclusion.is_some() => concluded += 1,
            Some(_) => open += 1,
            None => {}
        }
    }
    assert_eq!((joint, concluded, open), (1, 2, 1), "joint, concluded, running");
    let republished = |each: &&store::disclosures::Disclosure| {
        each.state == State::Published
            && acts.iter().any(|act| act.act == Kind::Republish && act.doc == hex::encode(each.doc))
    };
    assert_eq!(all.iter().filter(republished).count(), 1);
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
