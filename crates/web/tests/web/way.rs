//! The whole way over HTTP, from a file to the page, by the forms that the pages hold.

use axum::http::StatusCode;
use domain::scope::Scope;
use domain::workflow::State;
use testkit::TEXT;

use crate::browser::{Answer, Browser};
use crate::site::Place;

fn led(answer: &Answer, to: &str) {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(answer.location(), to);
}

/// A clerk's upload; the address of the new draft without `/draft`.
async fn hand_in(clerk: &Browser, set: &[(&str, &str)]) -> String {
    let answer = clerk.upload("公示.txt", TEXT, set).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let desk = answer.location().strip_suffix("/draft?done=uploaded");
    desk.unwrap_or_else(|| panic!("{}", answer.location())).to_owned()
}

const VILLAGE: &[(&str, &str)] =
    &[("item", "party-2010/A19"), ("series", "B"), ("contributor", "李会计")];
const CHECKED: &[(&str, &str)] = &[
    ("secrecy", "checked"),
    ("privacy", "checked"),
    ("necessity", "checked"),
    ("accuracy", "checked"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_a_page() {
    // given three persons with their posts
    let place = Place::new().await;
    let (clerk, reviewer, approver) = (
        place.logged_in("clerk_a").await,
        place.logged_in("reviewer_a").await,
        place.logged_in("approver_a").await,
    );
    // when the clerk hands in, splits, joins and narrows
    let desk = hand_in(&clerk, VILLAGE).await;
    let draft = format!("{desk}/draft");
    let slices = clerk.page(&draft).await.matches("class=\"slice-card").count();
    let (save, split) = (format!("{desk}/save"), format!("{desk}/split"));
    let sent = clerk.send_to(&draft, &save, &split, &[("split", "1:9")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let joined = clerk.send(&draft, &format!("{desk}/join"), &[("join", "1")]).await;
    led(&joined, &format!("{draft}?done=joined"));
    assert_eq!(clerk.page(&draft).await.matches("class=\"slice-card").count(), slices - 1);
    let split = clerk.send(&draft, &split, &[("split", "1:0")]).await;
    led(&split, &format!("{draft}?done=split"));
    assert_eq!(clerk.page(&draft).await.matches("class=\"slice-card").count(), slices);
    let narrow =
        [("scope-2", "registered"), ("ground-2", "third_party"), ("contributor", "李会计")];
    let ground = domain::scope::Ground::ThirdParty.word();
    let narrow: Vec<_> =
        narrow.iter().map(|(n, v)| (*n, if *n == "ground-2" { ground } else { *v })).collect();
    let saved = clerk.send(&draft, &format!("{desk}/save"), &narrow).await;
    led(&saved, &format!("{draft}?done=saved"));
    let proposed = clerk.send(&draft, &format!("{desk}/propose"), &[]).await;
    led(&proposed, &format!("{desk}?done=proposed"));
    // and the reviewer makes every check, and the approver approves
    let step = format!("{desk}/step");
    for missing in ["secrecy", "privacy", "necessity", "accuracy"] {
        let made: Vec<_> = CHECKED.iter().filter(|(name, _)| *name != missing).copied().collect();
        let answer = reviewer.send(&step, &format!("{desk}/review"), &made).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{missing}");
    }
    let reviewed = reviewer.send(&step, &format!("{desk}/review"), CHECKED).await;
    led(&reviewed, &format!("{desk}?done=passed"));
    let approved = approver.send(&step, &format!("{desk}/approve"), &[]).await;
    led(&approved, &format!("{desk}?done=published"));
    // then everybody reads it, with its steps and without what is withheld
    let page = place.anonymous().page("/d/B1").await;
    for text in [
        "财务收支情况的公告",
        "李会计",
        "三万二千元",
        "文书",
        "村务监督委员会主任",
        "村民委员会主任",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert!(!page.contains("一万八千元") && page.contains("……"));
    assert!(place.logged_in("registered").await.page("/d/B1").await.contains("一万八千元"));
    assert!(!page.contains("clerk_a") && !page.contains("approver_a"), "posts, not names");
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_long_ago_is_not_what_is_decided() {
    let place = Place::new().await;
    let clerk = place.logged_in("clerk_a").await;
    let reviewer = place.logged_in("reviewer_a").await;
    let desk = hand_in(&clerk, VILLAGE).await;
    let (draft, step) = (format!("{desk}/draft"), format!("{desk}/step"));
    // Two windows: the second to save is told, and its text is not taken.
    let old = clerk.page(&draft).await;
    let version = crate::form::fields(&old, &format!("{desk}/save")).unwrap();
    let version = version.iter().find(|(name, _)| name == "version").unwrap().1.clone();
    clerk.send(&draft, &format!("{desk}/save"), &[("title", "第一个窗口")]).await;
    for action in ["save", "split", "join", "propose"] {
        let late =
            [("version", &*version), ("title", "第二个窗口"), ("split", "1:0"), ("join", "1")];
        let action = format!("{desk}/{action}");
        let answer = clerk.send_to(&draft, &format!("{desk}/save"), &action, &late).await;
        led(&answer, &format!("{draft}?done=stale"));
    }
    let page = clerk.page(&format!("{draft}?done=stale")).await;
    assert!(page.contains("第一个窗口") && !page.contains("第二个窗口"));
    // Reviewed is what was read, not what stands there meanwhile.
    led(
        &clerk.send(&draft, &format!("{desk}/propose"), &[]).await,
        &format!("{desk}?done=proposed"),
    );
    let seen = crate::form::fields(&reviewer.page(&step).await, &format!("{desk}/review")).unwrap();
    let content = seen.iter().find(|(name, _)| name == "content").unwrap().1.clone();
    let returned = [("reason", "数字有误")];
    let answer = reviewer.send(&step, &format!("{desk}/return"), &returned).await;
    led(&answer, &format!("{desk}?done=returned"));
    assert!(clerk.page(&draft).await.contains("数字有误"));
    led(
        &clerk.send(&draft, &format!("{desk}/propose"), &[]).await,
        &format!("{desk}?done=proposed"),
    );
    let mut late = CHECKED.to_vec();
    late.push(("content", &content));
    let answer = reviewer.send(&step, &format!("{desk}/review"), &late).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    led(
        &reviewer.send(&step, &format!("{desk}/review"), CHECKED).await,
        &format!("{desk}?done=passed"),
    );
    // The same form sent twice counts once.
    let approver = place.logged_in("approver_a").await;
    let form =
        crate::form::fields(&approver.page(&step).await, &format!("{desk}/approve")).unwrap();
    let path = format!("{desk}/approve");
    let (one, two) = tokio::join!(approver.post(&path, &form), approver.post(&path, &form));
    for answer in [one, two] {
        assert!(matches!(answer.status.as_u16(), 303 | 409), "{}", answer.status);
    }
    let db = place.world.database.store.reader.db();
    let id = desk.trim_start_matches("/desk/").parse().unwrap();
    let acts = store::acts::of_disclosure(db, place.world.authority, id).await.unwrap();
    let approvals = acts.iter().filter(|act| act.kind == domain::act::Kind::Approve).count();
    assert_eq!(approvals, 1);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_breaks_a_rule_leads_back_to_itself() {
    let place = Place::new().await;
    let clerk = place.logged_in("clerk_a").await;
    let desk = hand_in(&clerk, VILLAGE).await;
    let (draft, id) = (format!("{desk}/draft"), desk.trim_start_matches("/desk/"));
    // Withheld without a ground, and no title.
    for set in [[("scope-1", "registered"), ("ground-1", "")], [("title", " "), ("ground-1", "")]] {
        let answer = clerk.send(&draft, &format!("{desk}/propose"), &set).await;
        led(&answer, &format!("{draft}?done=blocked"));
        assert!(clerk.page(answer.location()).await.contains("class=\"findings\""));
        let disclosure = place.world.disclosure(id.parse().unwrap()).await;
        assert_eq!(disclosure.state, State::Draft);
        clerk
            .send(&draft, &format!("{desk}/save"), &[("scope-1", "public"), ("title", "标题")])
            .await;
    }
    led(
        &clerk.send(&draft, &format!("{desk}/propose"), &[]).await,
        &format!("{desk}?done=proposed"),
    );
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_no_form_shows_are_not_taken() {
    let place = Place::new().await;
    let clerk = place.logged_in("clerk_a").await;
    let other = place.world.bodies.village_b.to_string();
    // Into an organization where the clerk holds no post.
    let elsewhere = clerk.upload("a.txt", TEXT, &[("organization", &other)]).await;
    assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
    let desk = hand_in(&clerk, VILLAGE).await;
    let id = desk.trim_start_matches("/desk/").parse().unwrap();
    let extra = [
        ("state", "published"),
        ("organization", &*other),
        ("code", "A1"),
        ("edition", "9"),
        ("public_at", "1"),
        ("scope-99", "public"),
    ];
    let answer = clerk.send(&format!("{desk}/draft"), &format!("{desk}/save"), &extra).await;
    led(&answer, &format!("{desk}/draft?done=saved"));
    let disclosure = place.world.disclosure(id).await;
    assert_eq!((disclosure.state, disclosure.edition), (State::Draft, 1));
    assert_eq!(disclosure.organization, place.world.bodies.village_a);
    assert_eq!((disclosure.code.to_string().as_str(), disclosure.public_at), ("B1", None));
    assert!(place.world.draft(id).await.slices.iter().all(|slice| slice.scope == Scope::Public));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_sent_twice_agrees_for_one_body_and_the_supervision_body_may_return() {
    let place = Place::new().await;
    let (world, bodies, who) = (&place.world, place.world.bodies, place.world.people.approver_b);
    let post = world.new_post(bodies.county, domain::post::Duty::Approver).await;
    world.appoint(post, who).await.unwrap();
    let id = world.receive_under(testkit::FULL).await;
    let mut meta = world.meta(id).await;
    meta.joint = vec![bodies.village_b, bodies.county];
    world.save_meta(id, meta).await;
    world.propose(id).await;
    let (desk, step) = (format!("/desk/{id}"), format!("/desk/{id}/step"));
    while world.disclosure(id).await.state != State::ToSupervise {
        world.pass(id).await;
    }
    let overseer = place.browser_of(world.people.overseer_a).await;
    assert!(overseer.page(&step).await.contains(&format!("{desk}/return")));
    while world.disclosure(id).await.state != State::ToConcur {
        world.pass(id).await;
    }
    let browser = place.browser_of(who).await;
    let path = format!("{desk}/concur");
    let form = crate::form::fields(&browser.page(&step).await, &path).unwrap();
    // The second time it is done already; the other body has not agreed.
    for _ in 0..2 {
        led(&browser.post(&path, &form).await, "/desk?done=passed");
    }
    assert_eq!(world.disclosure(id).await.state, State::ToConcur);
    let form = crate::form::fields(&browser.page(&step).await, &path).unwrap();
    led(&browser.post(&path, &form).await, "/desk?done=passed");
    assert_eq!(world.disclosure(id).await.state, State::ToConsent);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_judges_is_told_which_numbers_passed_as_published_contacts() {
    let place = Place::new().await;
    let (world, people) = (&place.world, place.world.people);
    let publish = |supervision: &str| flow::Change::PublishContacts {
        organization: world.bodies.village_a,
        contacts: domain::contact::TypedContacts {
            supervision: supervision.to_owned(),
            ..domain::contact::TypedContacts::default()
        },
    };
    // given a number that was a contact for as long as it took to propose a text with it
    let text = "上坪村路灯维修情况的通报\n有疑问请打电话138-1234-5678。\n费用由集体收入支付。\n";
    let id = world.receive(text).await;
    world.change(people.administrator, publish("13812345678")).await.unwrap();
    world.propose(id).await;
    let reviewer = place.logged_in("reviewer_a").await;
    let path = format!("/desk/{id}/step");
    let page = reviewer.page(&path).await;
    assert!(page.contains("<code>13812345678</code>") && !page.contains("已不再公布"));
    world.change(people.administrator, publish("0798-8223456")).await.unwrap();
    // then the page says whose it was, since when, and that it is one no more
    let page = reviewer.page(&path).await;
    let told = page.split("id=\"contacts\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(told.contains("<code>13812345678</code>") && told.contains("已不再公布"), "{told}");
    assert!(told.contains("上坪村") || told.contains("村民委员会"), "{told}");
    // and a text without numbers has no such list
    let other = world.receive(testkit::TEXT).await;
    world.propose(other).await;
    assert!(!reviewer.page(&format!("/desk/{other}/step")).await.contains("id=\"contacts\""));
    place.finish().await;
}
