//! Two editions laid over one another, by everybody: a text shows there exactly when it shows on
//! the page of either edition, and nothing tells of what is withheld.

use axum::http::StatusCode;
use domain::access::may_read;
use domain::ids::DisclosureId;
use domain::scope::Scope;
use flow::{Actor, Edit};
use testkit::{Published, TEXT};

use crate::site::{MARKS, Place};

/// Opens a correction.
async fn correct(place: &Place, id: DisclosureId) {
    let clerk = Actor(place.world.people.clerk_a);
    place.world.flow.correct(clerk, id, "数字有误").await.unwrap();
}

/// Rewrites a slice of the draft.
async fn rewrite(place: &Place, id: DisclosureId, at: usize, text: &str) {
    let clerk = Actor(place.world.people.clerk_a);
    let version = place.world.disclosure(id).await.version;
    let texts = vec![(at, text.to_owned())];
    place.world.flow.edit(clerk, id, version, Edit::Rewrite { texts }).await.unwrap();
}

/// What the second edition says in place of each mark.
const NEWS: [&str; 5] = ["子句", "丑句", "寅句", "卯句", "辰句"];

/// A marked text, each slice of it changed in the second edition; `scopes` are those of the second.
async fn two_editions(place: &Place, scopes: &[Scope]) -> Published {
    let published = place.publish_marked().await;
    correct(place, published.id).await;
    for (at, news) in NEWS.iter().enumerate() {
        rewrite(place, published.id, at + 1, &format!("{news}改过的内容。")).await;
    }
    let titled: Vec<_> = [Scope::Public].into_iter().chain(scopes.iter().cloned()).collect();
    place.put(published.id, &titled).await;
    place.world.publish(published.id).await
}

/// The page without its foot, which tells the size of the log.
fn body(page: &str) -> String {
    page.split("<footer").next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_compared_exactly_where_it_may_be_read() {
    let place = Place::new().await;
    let (before, owner) = (place.scopes(), place.world.bodies.village_a);
    // The narrowest becomes public and the public one narrow: each edition has its own scopes.
    let mut after = before.clone();
    after.rotate_left(1);
    let code = two_editions(&place, &after).await.code;
    let path = format!("/d/{code}/compare/1/2");
    // Restricted readers first and last: what is kept for all is nobody's own.
    let mut people = place.everybody().await;
    people.rotate_left(1);
    let again = place.anonymous();
    for person in &people {
        let answer = person.browser.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", person.name);
        let cached = if person.reader.is_anonymous() { "no-cache" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), cached, "{}", person.name);
        let page = answer.text();
        for (texts, scopes) in [(MARKS, &before), (NEWS, &after)] {
            for (text, scope) in texts.iter().zip(scopes) {
                let may = may_read(&person.reader, scope, owner).is_allowed();
                assert_eq!(page.contains(text), may, "{} {text}", person.name);
            }
        }
    }
    let shared = again.get(&path).await;
    assert!(shared.header("vary").contains("cookie"));
    assert!(!shared.text().contains(MARKS[1]), "made before for somebody else");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_tells_whether_or_how_much_of_a_withheld_text_changed() {
    let place = Place::new().await;
    let scopes = place.scopes();
    // One correction changes nothing but what the public may not read, the other nothing at all.
    let mut pages = Vec::new();
    for changes in [false, true] {
        let published = place.publish_marked().await;
        correct(&place, published.id).await;
        if changes {
            for at in 2..=5 {
                let long = "秘密的新内容，写得很长。".repeat(at * 10);
                rewrite(&place, published.id, at, &long).await;
            }
        }
        let titled: Vec<_> = [Scope::Public].into_iter().chain(scopes.clone()).collect();
        place.put(published.id, &titled).await;
        let code = place.world.publish(published.id).await.code;
        let page = place.anonymous().page(&format!("/d/{code}/compare/1/2")).await;
        assert!(page.contains("两版没有不同") && page.contains("不在比较之内"), "{page}");
        pages.push(body(&page).replace(&code.to_string(), "CODE"));
        let clerk = place.browser_of(place.world.people.clerk_a).await;
        let seen = clerk.page(&format!("/d/{code}/compare/1/2")).await;
        assert_eq!(seen.contains("秘密的新内容"), changes, "who may read it sees it");
    }
    assert_eq!(pages[0], pages[1]);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_marked_in_words_and_what_stays_is_folded() {
    let place = Place::new().await;
    let lines: String = (1..=20).map(|at| format!("第{at}项用工已结清。\n")).collect();
    let id = place
        .world
        .receive(&format!("上坪村用工情况\n{lines}<script>alert(1)</script>费用一百元。\n"))
        .await;
    place.world.publish(id).await;
    correct(&place, id).await;
    let last = place.world.draft(id).await.slices.len() - 1;
    rewrite(&place, id, last, "<script>alert(1)</script>费用二百元。").await;
    let code = place.world.publish(id).await.code;
    let article = place.anonymous().page(&format!("/d/{code}")).await;
    let path = format!("/d/{code}/compare/1/2");
    assert!(article.contains(&format!("href=\"{path}\"")), "{article}");
    assert!(place.anonymous().page(&format!("/d/{code}/e/1")).await.contains(&path));
    let page = place.anonymous().page(&path).await;
    for words in [
        "［删去］</span>一<",
        "［新增］</span>二<",
        "段没有变",
        "数字有误",
        "<details",
        "<ins>",
        "<del>",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("<script>alert"), "a text is no page");
    assert!(page.contains("第7项用工已结清"), "what is folded is there to be opened");
    let english = place.anonymous().with("accept-language", "en").page(&path).await;
    assert!(english.contains("paragraphs unchanged") && english.contains("[put in:]"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_that_make_no_pair_are_answered_plainly() {
    let place = Place::new().await;
    let published = place.world.publish_text(TEXT).await;
    let base = format!("/d/{}/compare", published.code);
    let browser = place.anonymous();
    correct(&place, published.id).await;
    for pair in ["1/2", "2/2", "0/1", "1/9", "1/x", "01/1", "1/4294967296", "-1/1"] {
        let answer = browser.get(&format!("{base}/{pair}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{pair}");
    }
    assert!(!browser.page(&format!("/d/{}", published.code)).await.contains("/compare/"));
    place.world.publish(published.id).await;
    let answer = browser.get(&format!("{base}/2/1")).await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, &*format!("{base}/1/2"))
    );
    let same = browser.page(&format!("{base}/2/2")).await;
    assert!(same.contains("前后选的是同一版"), "{same}");
    assert!(same.contains(&format!("{base}/1/2")), "another pair is offered");
    let robots = browser.page("/robots.txt").await;
    assert!(robots.contains("Disallow: /d/*/compare/"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_text_is_compared_by_nobody() {
    let place = Place::new().await;
    let published = place.world.publish_text(TEXT).await;
    correct(&place, published.id).await;
    place.world.publish(published.id).await;
    let path = format!("/d/{}/compare/1/2", published.code);
    let etag = place.anonymous().get(&path).await.header("etag").to_owned();
    let approver = Actor(place.world.people.approver_a);
    place.world.flow.withdraw(approver, published.id, "公开有误").await.unwrap();
    for person in place.everybody().await {
        for answer in [
            person.browser.get(&path).await,
            person.browser.with("if-none-match", &etag).get(&path).await,
        ] {
            assert_eq!(answer.status, StatusCode::GONE, "{}", person.name);
            let page = answer.text();
            assert!(page.contains("公开有误") && !page.contains("三万二千元"), "{}", person.name);
        }
        let missing = person.browser.get(&path.replace("1/2", "1/3")).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{}", person.name);
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_whose_title_is_hidden_is_not_compared() {
    let place = Place::new().await;
    let published = two_editions(&place, &vec![Scope::Public; 5]).await;
    correct(&place, published.id).await;
    place.put(published.id, &vec![Scope::Registered; 6]).await;
    let code = place.world.publish(published.id).await.code;
    for pair in ["1/2", "2/3", "1/1"] {
        let path = format!("/d/{code}/compare/{pair}");
        let hidden = place.anonymous().get(&path).await;
        let never = place.anonymous().get(&format!("/d/B99/compare/{pair}")).await;
        assert_eq!((hidden.status, never.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        let registered = place.browser_of(place.world.people.registered).await;
        assert_eq!(registered.get(&path).await.status, StatusCode::OK, "{pair}");
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_is_too_long_says_so_and_leads_to_both() {
    let place = Place::new().await;
    let long = "这一句说明同一件事。".repeat(20_001);
    let id = place.world.receive(&format!("很长的名册\n{long}\n")).await;
    place.world.publish(id).await;
    correct(&place, id).await;
    let code = place.world.publish(id).await.code;
    let page = place.anonymous().page(&format!("/d/{code}/compare/1/2")).await;
    assert!(page.contains("太长") && page.contains(&format!("/d/{code}/e/1\"")), "{page}");
    assert!(!page.contains("这一句说明"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_desk_the_edition_under_way_is_compared_by_those_who_handle_it() {
    let place = Place::new().await;
    let published = place.publish_marked().await;
    let (id, owner) = (published.id, place.world.bodies.village_a);
    let path = format!("/desk/{id}/compare");
    let clerk = place.browser_of(place.world.people.clerk_a).await;
    let nothing = clerk.get(&path).await;
    assert_eq!(nothing.status, StatusCode::CONFLICT, "nothing follows the published edition");
    assert!(!clerk.page(&format!("/desk/{id}")).await.contains(&path));
    correct(&place, id).await;
    rewrite(&place, id, 4, "卯句改过的内容。").await;
    let titled: Vec<_> = [Scope::Public].into_iter().chain(place.scopes()).collect();
    place.put(id, &titled).await;
    assert!(clerk.page(&path).await.contains("卯句"), "a draft");
    place.world.propose(id).await;
    for person in place.everybody().await {
        let answer = person.browser.get(&path).await;
        let expected = match person.reader.person {
            None => 303,
            Some(_) if person.reader.handles.contains(&owner) => 200,
            Some(_) => 404,
        };
        assert_eq!(answer.status.as_u16(), expected, "{}", person.name);
        assert_eq!(answer.text().contains("卯句"), expected == 200, "{}", person.name);
        if expected == 200 {
            assert_eq!(answer.header("cache-control"), "no-store");
        }
        // Not even the clerk's public page knows of it yet.
        let public = format!("/d/{}/compare/1/2", published.code);
        assert_eq!(person.browser.get(&public).await.status, StatusCode::NOT_FOUND);
    }
    let reviewer = place.browser_of(place.world.people.reviewer_a).await;
    for page in [format!("/desk/{id}"), format!("/desk/{id}/step")] {
        assert!(reviewer.page(&page).await.contains(&format!("href=\"{path}\"")), "{page}");
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_desk_a_text_for_more_readers_is_not_the_same() {
    let place = Place::new().await;
    let id = place.draft_marked().await;
    let mut scopes = vec![Scope::Public; 6];
    scopes[2] = Scope::Registered;
    place.put(id, &scopes).await;
    place.world.publish(id).await;
    correct(&place, id).await;
    let path = format!("/desk/{id}/compare");
    let clerk = place.logged_in("clerk_a").await;
    assert!(clerk.page(&path).await.contains("您能阅读的内容，两版没有不同"));
    // when what was for those who have logged in is for everybody, and not a letter is changed
    place.put(id, &[const { Scope::Public }; 6]).await;
    for who in ["clerk_a", "reviewer_a"] {
        if who == "reviewer_a" {
            place.world.propose(id).await;
        }
        let page = place.logged_in(who).await.page(&path).await;
        assert!(!page.contains("您能阅读的内容，两版没有不同"), "{who}");
        assert!(page.contains("改了谁能看或不公开的理由"), "{who}");
        let changed = between(&page, "<section class=\"beside\"", "</section>");
        assert!(changed.contains("登录可读") && changed.contains("向社会公开"), "{changed}");
    }
    place.finish().await;
}

fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split(from).nth(1).and_then(|rest| rest.split(to).next()).unwrap_or_default()
}
