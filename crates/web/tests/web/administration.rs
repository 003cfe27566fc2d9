//! Administration in the browser: who opens which page, whose forms are taken (attacks A12, C24).

use domain::ids::OrganizationId;
use domain::post::Duty;
use testkit::TEXT;

use crate::browser::Browser;
use crate::site::Place;

fn page(organization: OrganizationId) -> String {
    format!("/admin/organizations/{organization}")
}

/// Every page × everybody × {own, below, sibling, superior, elsewhere}.
#[tokio::test(flavor = "multi_thread")]
async fn the_pages_open_to_whoever_administers_there() {
    let place = Place::new().await;
    let bodies = place.world.bodies;
    let own = [bodies.village_a, bodies.oversight_a];
    let township = [bodies.village_a, bodies.oversight_a, bodies.village_b, bodies.township];
    let others = [bodies.county, bodies.supervision, OrganizationId::from_slice(&[7; 16]).unwrap()];
    let mut all = township.to_vec();
    all.extend(others);
    for person in place.everybody().await {
        let (browser, name) = (&person.browser, person.name);
        let covered: &[OrganizationId] = match name {
            "administrator" | "every_duty" => &own,
            "administrator_t" => &township,
            _ => &[],
        };
        let status = |covers: bool, outside: u16| match name {
            "anonymous" => 303,
            _ if covers => 200,
            _ => outside,
        };
        let tree = browser.get("/admin/organizations").await;
        assert_eq!(tree.status.as_u16(), status(!covered.is_empty(), 403), "{name}");
        for organization in &all {
            let outside = if covered.is_empty() { 403 } else { 404 };
            let expected = status(covered.contains(organization), outside);
            let answer = browser.get(&page(*organization)).await;
            assert_eq!(answer.status.as_u16(), expected, "{name} {organization}");
            let listed = tree.text().contains(&page(*organization));
            assert_eq!(listed, covered.contains(organization), "{name} {organization}");
        }
        let supervises = ["supervisor", "overseer_a"].contains(&name);
        let record = browser.get("/admin/record").await.status.as_u16();
        assert_eq!(record, status(!covered.is_empty() || supervises, 403), "{name}");
        let posts = browser.get("/desk/posts").await.status.as_u16();
        assert_eq!(posts, status(!person.reader.posts_in.is_empty(), 403), "{name}");
    }
    place.finish().await;
}

/// Sends a form of an organization with the session's own secret.
async fn send(browser: &Browser, at: OrganizationId, word: &str, set: &[(&str, &str)]) -> u16 {
    let html = browser.page("/").await;
    let own = crate::form::fields(&html, "/logout").unwrap();
    let mut pairs: Vec<_> = own.into_iter().filter(|(name, _)| name == "csrf").collect();
    pairs.extend(set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    browser.post(&format!("{}/{word}", page(at)), &pairs).await.status.as_u16()
}

/// Every form × everybody × {own, sibling, superior}: outside the own subtree nothing changes.
#[tokio::test(flavor = "multi_thread")]
async fn no_form_reaches_beyond_the_own_subtree() {
    let place = Place::new().await;
    let (world, bodies) = (&place.world, place.world.bodies);
    let state = || async {
        let db = || world.database.store.reader.db();
        let tree = format!("{:?}", world.tree().await.sorted());
        let mut all = vec![tree];
        for organization in [bodies.village_b, bodies.county] {
            let posts = store::posts::of_organization(db(), world.authority, organization).await;
            let (at, now) = (world.authority, world.flow.now());
            let holders = store::posts::holders(db(), at, organization, now).await;
            let roll = store::persons::roll(db(), at, organization, now).await;
            all.push(format!("{posts:?} {holders:?} {roll:?}"));
        }
        all
    };
    let before = state().await;
    let post = world.post_of(bodies.village_b, Duty::Clerk).await.to_string();
    let appointment = world.appointment_of(world.people.clerk_b).await.to_string();
    let member = world.people.member_b.to_string();
    let (today, other) = (world.today(), bodies.village_b.to_string());
    let fields = [
        ("kind", "department"),
        ("supervision", "12388"),
        ("name", "新名称"),
        ("area_code", "990100101"),
        ("other", other.as_str()),
        ("merged", other.as_str()),
        ("duty", "clerk"),
        ("title", "新岗位"),
        ("post", &post),
        ("appointment", &appointment),
        ("deputy", &appointment),
        ("kinship", &appointment),
        ("login", "clerk_b"),
        ("other_login", "reviewer_b"),
        ("person", &member),
        ("from", &today),
        ("until", &today),
        ("relation", "夫妻"),
        ("reason", "外出"),
    ];
    let words = [
        "create",
        "rename",
        "move",
        "merge",
        "dissolve",
        "share",
        "contacts",
        "create_post",
        "title",
        "close",
        "appoint",
        "end",
        "deputy",
        "recall",
        "kin",
        "unkin",
        "join",
        "part",
        "leave",
    ];
    for name in ["administrator", "every_duty", "clerk_b", "supervisor", "member_a", "approver_t"] {
        let browser = place.logged_in(name).await;
        for organization in [bodies.village_b, bodies.county] {
            for word in words {
                // One of the two may declare the own relatives, and the holder name a deputy.
                if name == "clerk_b" && ["kin", "deputy"].contains(&word) {
                    continue;
                }
                let status = send(&browser, organization, word, &fields).await;
                assert!([403, 404, 422].contains(&status), "{name} {word}: {status}");
            }
        }
    }
    assert_eq!(state().await, before);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_a_post_appoints_and_the_record_says_so() {
    let place = Place::new().await;
    let (world, bodies) = (&place.world, place.world.bodies);
    let browser = place.logged_in("administrator").await;
    let at = page(bodies.village_a);
    let form = |word: &str| format!("{at}/{word}");
    let made = [("duty", "reviewer"), ("title", "村监委会委员")];
    let answer = browser.send(&at, &form("create_post"), &made).await;
    assert_eq!(answer.location(), format!("{at}?done=administered"));
    let post = {
        let db = world.database.store.reader.db();
        let posts = store::posts::of_organization(db, world.authority, bodies.village_a).await;
        posts.unwrap().into_iter().find(|post| post.title == "村监委会委员").unwrap()
    };
    assert!(browser.page(&at).await.contains("暂无人任职"));
    let id = post.id.to_string();
    let appoint = |login: &'static str| {
        let (browser, id, at, to, today) =
            (browser.clone(), id.clone(), at.clone(), form("appoint"), world.today());
        async move {
            let set = [("post", id.as_str()), ("login", login), ("from", &today), ("until", "")];
            browser.send(&at, &to, &set).await
        }
    };
    // what stands against it is said on the page, with the form still there
    for (login, told) in [
        ("nobody", "没有这个用户名"),
        ("administrator", "不能给自己任职"),
        ("clerk_b", "管理范围以外"),
    ] {
        let answer = appoint(login).await;
        assert_eq!(answer.status.as_u16(), 422, "{login}");
        assert!(answer.text().contains(told), "{login}");
    }
    assert_eq!(appoint("member_a").await.status.as_u16(), 303);
    assert!(world.held(world.people.member_a).await.iter().any(|held| held.id == post.id));
    // the administrator reads names in the record, the supervisor pseudonyms
    let record = browser.page("/admin/record").await;
    assert!(record.contains("任职 · member_a") && record.contains("村监委会委员"));
    let supervisor = place.logged_in("supervisor").await.page("/admin/record").await;
    let pseudonym = world.flow.subject(world.people.member_a);
    assert!(!supervisor.contains("member_a") && supervisor.contains(&pseudonym));
    // and those of a sibling or of none see nothing of it
    let other = place.logged_in("administrator_t").await.page("/admin/record").await;
    assert!(other.contains("member_a"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn relatives_are_shown_to_administrators_and_to_nobody_else() {
    let place = Place::new().await;
    let bodies = place.world.bodies;
    let at = page(bodies.village_a);
    let browser = place.logged_in("administrator").await;
    let set = [("login", "clerk_a"), ("other_login", "overseer_a"), ("relation", "堂兄弟标记")];
    let answer = browser.send(&at, &format!("{at}/kin"), &set).await;
    assert_eq!(answer.status.as_u16(), 303);
    let shown = browser.page(&at).await;
    assert!(shown.contains("堂兄弟标记") && shown.contains("一方监督另一方"));
    assert!(browser.page("/admin/record").await.contains("堂兄弟标记"));
    let pages = ["/admin/record".to_owned(), "/desk/posts".to_owned(), "/desk".to_owned()];
    let organization = format!("/organizations/{}", bodies.village_a);
    for person in place.everybody().await {
        for path in pages.iter().chain([&organization]) {
            let administers =
                ["administrator", "administrator_t", "every_duty"].contains(&person.name);
            let text = person.browser.get(path).await.text();
            let may = administers && path == "/admin/record";
            assert!(may || !text.contains("堂兄弟标记"), "{} {path}", person.name);
        }
    }
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_names_a_deputy_and_takes_it_back() {
    let place = Place::new().await;
    let world = &place.world;
    let browser = place.logged_in("approver_a").await;
    let (today, until) = (world.today(), world.day(3));
    let set =
        [("login", "clerk_a"), ("from", today.as_str()), ("until", &until), ("reason", "学习")];
    let answer = browser.send("/desk/posts", "/desk/posts/deputy", &set).await;
    assert_eq!(answer.location(), "/desk/posts?done=administered");
    let deputy = place.logged_in("clerk_a").await;
    assert!(deputy.page("/desk/posts").await.contains("代 approver_a"));
    assert!(deputy.page("/desk").await.contains("村民委员会主任(代)"));
    let wrong = browser.send("/desk/posts", "/desk/posts/deputy", &[("login", "x")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    let answer = browser.send("/desk/posts", "/desk/posts/recall", &[]).await;
    assert_eq!(answer.status.as_u16(), 303);
    assert!(!deputy.page("/desk").await.contains("(代)"));
    place.finish().await;
}

/// Attack A12: right after somebody has left, every address answers as to a stranger.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_left_is_a_stranger_at_every_address() {
    let place = Place::new().await;
    let world = &place.world;
    let published = place.publish_marked().await;
    let draft = world.receive(TEXT).await;
    let browser = place.browser_of(world.people.clerk_a).await;
    let mut paths = place.exits(&published.code.to_string()).await;
    for path in ["/desk", "/desk/new", "/desk/posts", "/account", "/admin/record"] {
        paths.push(path.to_owned());
    }
    for word in ["", "/draft", "/step"] {
        paths.push(format!("/desk/{draft}{word}"));
        paths.push(format!("/desk/{}{word}", published.id));
    }
    // given pages that this person has just read, and that a cache may hold
    for path in &paths {
        browser.get(path).await;
    }
    assert_eq!(browser.get(&format!("/desk/{draft}/draft")).await.status.as_u16(), 200);
    let administrator = place.logged_in("administrator").await;
    let at = page(world.bodies.village_a);
    let leave = administrator.send(&at, &format!("{at}/leave"), &[("login", "clerk_a")]).await;
    assert_eq!(leave.status.as_u16(), 303);
    for path in &paths {
        let (gone, stranger) = (browser.get(path).await, place.anonymous().get(path).await);
        assert_eq!(gone.status, stranger.status, "{path}");
        assert_eq!(gone.location(), stranger.location(), "{path}");
        // The leaving itself is signed meanwhile, and then these two have grown.
        let grows = path.ends_with(".tlog-proof") || path.ends_with("/checkpoint");
        // A page of a failure has the number of its request.
        if gone.status.is_success() && !grows {
            // The foot tells how long the log is.
            let told = |bytes: &[u8]| {
                let text = String::from_utf8_lossy(bytes).into_owned();
                text.split("<footer").next().unwrap_or_default().to_owned()
            };
            assert_eq!(told(&gone.bytes), told(&stranger.bytes), "{path}");
        }
    }
    // and the name opens no door again
    let again = place.anonymous().log_in("clerk_a", testkit::PASSWORD, "/").await;
    assert_ne!(again.status.as_u16(), 303);
    // and the draft is still there for the next clerk
    let post = world.post_of(world.bodies.village_a, Duty::Clerk).await;
    world.appoint(post, world.people.member_a).await.unwrap();
    let next = place.browser_of(world.people.member_a).await;
    assert_eq!(next.get(&format!("/desk/{draft}/draft")).await.status.as_u16(), 200);
    place.world.close().await;
    place.world.abandon().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_made_merged_and_shown_for_what_they_are() {
    let place = Place::new().await;
    let bodies = place.world.bodies;
    let browser = place.logged_in("administrator_t").await;
    let at = page(bodies.township);
    let set = [("name", "中坪村村民委员会"), ("kind", "village_committee"), ("area_code", "1")];
    let answer = browser.send(&at, &format!("{at}/create"), &set).await;
    assert_eq!(answer.status.as_u16(), 422);
    let set = [("name", "中坪村村民委员会"), ("kind", "village_committee")];
    assert_eq!(browser.send(&at, &format!("{at}/create"), &set).await.status.as_u16(), 303);
    assert!(browser.page("/admin/organizations").await.contains("中坪村村民委员会"));
    let (oversight, b) = (page(bodies.oversight_a), bodies.village_b.to_string());
    let merge = |at: String| {
        let (browser, b) = (browser.clone(), b.clone());
        async move { browser.send(&at, &format!("{at}/merge"), &[("other", &b)]).await }
    };
    let village = page(bodies.village_a);
    let refused = merge(village.clone()).await;
    assert!(refused.text().contains("还有下级机构"));
    assert_eq!(merge(oversight).await.status.as_u16(), 303);
    assert_eq!(merge(village.clone()).await.status.as_u16(), 303);
    let shown = browser.page(&village).await;
    assert!(shown.contains("已撤销") && shown.contains("下坪村村民委员会"));
    assert!(!shown.contains(&format!("{village}/appoint")));
    let public = place.anonymous().page(&format!("/organizations/{}", bodies.village_a)).await;
    assert!(public.contains("承接机构") && public.contains("下坪村村民委员会"));
    let successor = page(bodies.village_b);
    let shared = browser.send(&successor, &format!("{successor}/share"), &[]).await;
    assert_eq!(shared.status.as_u16(), 303);
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn published_contacts_stand_where_a_reader_looks_for_them() {
    let place = Place::new().await;
    let bodies = place.world.bodies;
    let published = place.publish_marked().await;
    let (text, list) =
        (format!("/d/{}", published.code), format!("/organizations/{}", bodies.village_a));
    let reader = place.anonymous();
    for path in [&text, &list] {
        assert!(!reader.page(path).await.contains("联系与监督"), "{path}");
    }
    let browser = place.logged_in("administrator_t").await;
    let at = page(bodies.village_a);
    let set = [("supervision", "8223456"), ("address", "上坪村1号")];
    let refused = browser.send(&at, &format!("{at}/contacts"), &set).await;
    assert_eq!(refused.status.as_u16(), 422);
    // told how to mend it, with what was typed still there
    let shown = refused.text();
    assert!(shown.contains("请写上区号") && shown.contains("上坪村1号"));
    let set = [
        ("supervision", "0798-8223456（值班室）、12388"),
        ("objection", "0798-8223457"),
        ("email", "gongkai@qingshi.example"),
        ("address", "上坪村1号<b>"),
        ("hours", "工作日8:30—17:30"),
    ];
    let answer = browser.send(&at, &format!("{at}/contacts"), &set).await;
    assert_eq!(answer.location(), format!("{at}?done=administered"));
    let township = page(bodies.township);
    let set = [("supervision", "0798-8220001"), ("objection", "0798-8220002")];
    let answer = browser.send(&township, &format!("{township}/contacts"), &set).await;
    assert_eq!(answer.status.as_u16(), 303);
    // the pages that a cache held are told anew
    for path in [&text, &list] {
        let shown = reader.page(path).await;
        for told in [
            "联系与监督",
            "tel:07988223456",
            "tel:12388",
            "tel:07988223457",
            "mailto:gongkai@qingshi.example",
            "上坪村1号&#60;b&#62;",
            "柳溪镇人民政府监督电话",
            "tel:07988220001",
        ] {
            assert!(shown.contains(told), "{path} {told}");
        }
        assert!(!shown.contains("07988220002"), "{path}");
    }
    let record = browser.page("/admin/record").await;
    assert!(record.contains("公布联系方式") && record.contains("监督电话 0798-8220001"));
    place.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn kin_is_told_before_the_step_that_it_is_someone_elses() {
    let place = Place::new().await;
    let (world, people) = (&place.world, place.world.people);
    let id = world.brought_to(domain::workflow::State::ToSupervise).await;
    let step = format!("/desk/{id}/step");
    let overseer = place.logged_in("overseer_a").await;
    let form = format!("action=\"/desk/{id}/supervise\"");
    assert!(overseer.page(&step).await.contains(&form));
    let desk = overseer.page("/desk").await;
    assert!(desk.contains(&step) && !desk.contains("这一步由别人办"));
    // given that the reviewer is a brother of theirs
    let persons = [people.overseer_a, people.reviewer_a];
    let change = flow::Change::EnterKin { persons, relation: "兄弟".to_owned() };
    world.change(people.administrator, change).await.unwrap();
    // then desk, disclosure and step say so, and offer nothing that would be refused
    let told = "您已登记为reviewer_a的亲属";
    let shown = overseer.page(&step).await;
    assert!(shown.contains(told) && !shown.contains(&form));
    let desk = overseer.page("/desk").await;
    assert!(desk.contains(told) && !desk.contains(&step));
    assert!(!overseer.page(&format!("/desk/{id}")).await.contains(&step));
    // and others see nothing of it
    let other = place.logged_in("every_duty").await;
    assert!(!other.page(&step).await.contains("亲属，"));
    assert!(!other.page("/desk").await.contains("这一步由别人办"));
    place.finish().await;
}
