//! One page of every kind, with something of everything on it.

use domain::ids::{ColumnId, DisclosureId, PersonId};
use domain::scope::{Ground, Scope};
use flow::{Actor, Edit, Receipt};
use testkit::{Published, World};

/// A page, and the session of whoever opens it.
pub(crate) struct Page {
    pub(crate) name: &'static str,
    pub(crate) path: String,
    pub(crate) session: Option<[u8; 32]>,
}

const ARTICLE: &str = "# 上坪村二〇二六年第一季度财务收支情况的公告\n\n\
    全体村民:\n\n\
    现将本季度收支公示如下,公示期七天。\n\n\
    ## 一、收入\n\n\
    | 日期 | 摘要 | 金额（元） |\n|---|---|---|\n\
    | 1月6日 | 村集体鱼塘承包费 | 18000.00 |\n\
    | 2月15日 | 光伏电站上网电费 | 6342.50 |\n\
    | 合计 | | 24342.50 |\n\n\
    ## 二、支出\n\n\
    ### （一）慰问\n\n\
    慰问对象共二十九户,名册含住址,存村委会备查。\n\n\
    ### （二）道路\n\n\
    修路用工由村民代表会议商定。\n\n\
    上坪村村民委员会\n\n\
    2026年3月1日\n";

const DRAFT: &str = "上坪村路灯维修的情况\n\
    维修联系人白天都在村委会。可以来问。\n\
    费用由集体收入支付。\n\
    有疑问的村民可在十日内提出。\n";

/// Tells the county's story through the real steps, and lists its pages.
pub(crate) async fn every_kind(world: &World) -> Vec<Page> {
    let column = column(world).await;
    let article = corrected(world, column).await;
    let withdrawn = world.publish_text(&testkit::text(2)).await;
    let approver = Actor(world.people.approver_a);
    world.flow.withdraw(approver, withdrawn.id, "数字有误,撤回核对").await.unwrap();
    let to_review = world.receive(&testkit::text(3)).await;
    world.propose(to_review).await;
    let to_approve = world.receive(&testkit::text(4)).await;
    let content = world.propose(to_approve).await;
    world.review(to_approve, &content).await;
    let draft = returned(world).await;
    let corrected = under_correction(world).await;

    let village = world.bodies.village_a;
    let clerk = Some(world.log_in(world.people.clerk_a).await);
    let reviewer = Some(world.log_in(world.people.reviewer_a).await);
    let approver = Some(world.log_in(world.people.approver_a).await);
    let administrator = Some(world.log_in(world.people.administrator).await);
    let page = |name, path: String, session| Page { name, path, session };
    vec![
        page("home", "/".to_owned(), None),
        page("article", format!("/d/{}", article.code), None),
        page("edition", format!("/d/{}/e/1", article.code), None),
        page("comparison", format!("/d/{}/compare/1/2", article.code), None),
        page("comparison at the desk", format!("/desk/{corrected}/compare"), reviewer),
        page("withdrawn", format!("/d/{}", withdrawn.code), None),
        page("column", format!("/columns/{column}"), None),
        page("organization", format!("/organizations/{village}"), None),
        page("login", "/login".to_owned(), None),
        page("verify", "/about/verify".to_owned(), None),
        page("not found", "/d/Z999".to_owned(), None),
        page("article for its clerk", format!("/d/{}", article.code), clerk),
        page("account", "/account".to_owned(), clerk),
        page("code", "/login/code".to_owned(), None),
        page("dead link", "/link".to_owned(), None),
        page("accounts of others", "/admin/persons".to_owned(), administrator),
        page("list of persons", "/admin/persons/import".to_owned(), administrator),
        page("organizations", "/admin/organizations".to_owned(), administrator),
        page("organization's office", format!("/admin/organizations/{village}"), administrator),
        page("record of administration", "/admin/record".to_owned(), administrator),
        page("own posts", "/desk/posts".to_owned(), approver),
        page("desk", "/desk".to_owned(), clerk),
        page("upload", "/desk/new".to_owned(), clerk),
        page("draft", format!("/desk/{draft}/draft?done=blocked"), clerk),
        page("disclosure", format!("/desk/{}", article.id), clerk),
        page("disclosure to withdraw", format!("/desk/{}", article.id), approver),
        page("review", format!("/desk/{to_review}/step"), reviewer),
        page("refused review", format!("/desk/{to_review}/step"), clerk),
        page("approve", format!("/desk/{to_approve}/step"), approver),
    ]
}

async fn column(world: &World) -> ColumnId {
    let db = world.database.store.reader.db();
    store::columns::all(db, world.authority).await.unwrap()[0].id
}

/// A table, gaps that a login opens and one that it does not, two editions.
async fn corrected(world: &World, column: ColumnId) -> Published {
    let clerk = Actor(world.people.clerk_a);
    let receipt = Receipt {
        column: Some(column),
        contributor: "陈秀兰".to_owned(),
        fact_on: Some("2026-03-01".to_owned()),
        ..world.receipt("收支.md", ARTICLE.as_bytes())
    };
    let id = world.flow.receive(clerk, receipt).await.unwrap();
    narrow(world, id, "慰问对象", Scope::Organization { organization: world.bodies.village_a })
        .await;
    narrow(world, id, "修路用工", Scope::Registered).await;
    world.publish(id).await;
    world.flow.correct(clerk, id, "标题补写年份").await.unwrap();
    let mut meta = world.meta(id).await;
    "标题补写年份".clone_into(&mut meta.reason);
    let draft = world.draft(id).await;
    let scopes = draft.slices.into_iter().map(|slice| (slice.scope, slice.ground)).collect();
    world.save(id, meta, scopes).await.unwrap();
    world.publish(id).await
}

/// A published text whose correction waits for its review: a row and a paragraph are others.
async fn under_correction(world: &World) -> DisclosureId {
    let clerk = Actor(world.people.clerk_a);
    let receipt = world.receipt("收支.md", ARTICLE.as_bytes());
    let id = world.flow.receive(clerk, receipt).await.unwrap();
    world.publish(id).await;
    world.flow.correct(clerk, id, "金额有误").await.unwrap();
    let slices = world.draft(id).await.slices;
    let at =
        |words: &str| slices.iter().position(|slice| slice.body.text().contains(words)).unwrap();
    let texts = vec![(at("修路用工"), "修路用工由村民会议商定。".to_owned())];
    let version = world.disclosure(id).await.version;
    world.flow.edit(clerk, id, version, Edit::Rewrite { texts }).await.unwrap();
    let cells = vec![(at("鱼塘承包费"), 1, 2, "19000.00".to_owned())];
    world.flow.edit(clerk, id, version + 1, Edit::Cells { cells }).await.unwrap();
    world.propose(id).await;
    id
}

/// The slices with these words are narrowed.
async fn narrow(world: &World, id: DisclosureId, words: &str, scope: Scope) {
    let (meta, draft) = (world.meta(id).await, world.draft(id).await);
    let scopes = draft.slices.into_iter().map(|slice| {
        let narrowed = slice.body.text().contains(words);
        let narrow = (scope.clone(), Some(Ground::ThirdParty));
        if narrowed { narrow } else { (slice.scope, slice.ground) }
    });
    world.save(id, meta, scopes.collect()).await.unwrap();
}

/// A draft that came back, with a finding that blocks and one that needs a reason.
async fn returned(world: &World) -> DisclosureId {
    let id = world.receive(DRAFT).await;
    let content = world.propose(id).await;
    let reviewer = Actor(world.people.reviewer_a);
    let reason = "联系人的电话不宜公开";
    world.flow.return_to_clerk(reviewer, id, &content, reason).await.unwrap();
    // A number that needs a reason, or its mask.
    let version = world.disclosure(id).await.version;
    let texts = vec![(1, "维修联系人的电话是13800138000。白天都可以打来。".to_owned())];
    let clerk = Actor(world.people.clerk_a);
    world.flow.edit(clerk, id, version, Edit::Rewrite { texts }).await.unwrap();
    let (meta, draft) = (world.meta(id).await, world.draft(id).await);
    let mut scopes: Vec<_> =
        draft.slices.into_iter().map(|slice| (slice.scope, slice.ground)).collect();
    scopes[2] = (Scope::Registered, None);
    world.save(id, meta, scopes).await.unwrap();
    id
}

/// A proposal by somebody who could also review and approve it.
pub(crate) async fn proposed_by(world: &World, who: PersonId) -> DisclosureId {
    let receipt = world.receipt("公示.txt", testkit::text(9).as_bytes());
    let id = world.flow.receive(Actor(who), receipt).await.unwrap();
    world.propose_by(who, id).await.unwrap();
    id
}
