//! Pages of administration.

use domain::organization::Kind;
use domain::post::Duty;
use web::locale::Lang;
use web::view::administration::*;
use web::view::choice::Choice;
use web::view::{Frame, Message, Who};

use super::{Added, Pages, frame, link, minute};

pub(super) fn write(pages: &mut Pages, lang: Lang) -> Added {
    let rows = vec![
        row("1", "石桥镇人民政府", Kind::Township, 1, true),
        row("2", "柳湾村村民委员会", Kind::VillageCommittee, 2, true),
        row("3", "柳湾村村务监督委员会", Kind::Supervision, 3, true),
        row("4", "桃岭村村民委员会", Kind::VillageCommittee, 2, false),
    ];
    pages.add(
        "organizations",
        &Organizations { frame: shown(lang, "/admin/organizations"), rows },
    )?;
    pages.add("organization-office", &organization(lang))?;
    let gone = OrganizationPage {
        until: Some(minute(4000)),
        successor: Some(link("柳湾村村民委员会", "/admin/organizations/2")),
        posts: Vec::new(),
        kin: Vec::new(),
        roll: Vec::new(),
        members: 0,
        problem: None,
        ..organization(lang)
    };
    pages.add("organization-dissolved", &gone)?;
    pages.add("own-posts", &own_posts(lang))?;
    pages.add("administration-record", &record(lang))
}

fn shown(lang: Lang, path: &str) -> Frame {
    let mut shown = frame(lang, path, Some("周明"));
    shown.who = shown.who.map(|who| Who { administers: true, ..who });
    shown
}

fn row(id: &str, name: &str, kind: Kind, depth: usize, is_active: bool) -> TreeRow {
    TreeRow { id: id.to_owned(), name: name.to_owned(), kind, depth, is_active }
}

fn deputy() -> DeputyRow {
    DeputyRow {
        id: "d1".to_owned(),
        name: "陈大勇".to_owned(),
        from: minute(0),
        until: minute(9000),
        reason: "外出学习".to_owned(),
    }
}

fn holder(id: &str, name: &str, login_name: &str) -> HolderRow {
    HolderRow {
        id: id.to_owned(),
        name: name.to_owned(),
        login_name: login_name.to_owned(),
        from: minute(0),
        until: None,
        deputies: vec![deputy()],
    }
}

fn organization(lang: Lang) -> OrganizationPage {
    let post = |id: &str, title: &str, duty, holders: Vec<HolderRow>| PostRow {
        id: id.to_owned(),
        title: title.to_owned(),
        duty,
        may_give: duty != Duty::Administrator,
        is_vacant: holders.is_empty(),
        is_last: holders.len() == 1,
        holders,
    };
    let member = |id: &str, name: &str| MemberRow {
        id: id.to_owned(),
        name: name.to_owned(),
        login_name: "chen.xiulan".to_owned(),
        from: minute(0),
        until: Some(minute(90_000)),
    };
    OrganizationPage {
        frame: shown(lang, "/admin/organizations/2"),
        problem: Some(Message::new("error.kin_appointed")),
        id: "2".to_owned(),
        name: "柳湾村村民委员会".to_owned(),
        kind: Kind::VillageCommittee,
        area_code: "530922101201".to_owned(),
        since: minute(0),
        until: None,
        successor: None,
        parent: Some(link("石桥镇人民政府", "/admin/organizations/1")),
        merged: vec![
            MergedRow {
                link: link("桃岭村村民委员会", "/admin/organizations/4"),
                is_shared: false,
            },
            MergedRow {
                link: link("旧寨村村民委员会", "/admin/organizations/5"), is_shared: true
            },
        ],
        below: vec![link("柳湾村村务监督委员会", "/admin/organizations/3")],
        unfinished: 3,
        contacts: domain::contact::TypedContacts {
            supervision: "0883-8223456、12388".to_owned(),
            hours: "工作日8:30—17:30".to_owned(),
            ..Default::default()
        },
        refused_contacts: false,
        posts: vec![
            post(
                "p1",
                "村民委员会主任",
                Duty::Approver,
                vec![holder("a1", "李建国", "li.jianguo")],
            ),
            post("p2", "文书", Duty::Clerk, Vec::new()),
            post("p3", "系统管理员", Duty::Administrator, vec![holder("a3", "周明", "zhou.ming")]),
        ],
        kin: vec![KinRow {
            id: "k1".to_owned(),
            names: ["李建国".to_owned(), "李建设".to_owned()],
            relation: "兄弟".to_owned(),
            clashes: true,
        }],
        members: 412,
        roll: vec![member("m1", "陈秀兰"), member("m2", "陈小平")],
        persons: vec![Choice { value: "chen.dayong".to_owned(), label: "陈大勇".to_owned() }],
        others: vec![Choice { value: "1".to_owned(), label: "石桥镇人民政府".to_owned() }],
        duties: vec![Duty::Clerk, Duty::Reviewer, Duty::Approver, Duty::Supervisor],
        kinds: Kind::ALL.to_vec(),
        today: "2026-03-01".to_owned(),
    }
}

fn own_posts(lang: Lang) -> OwnPosts {
    let own = |appointment: &str, title: &str, is_held| OwnPost {
        appointment: appointment.to_owned(),
        organization: "柳湾村村民委员会".to_owned(),
        title: title.to_owned(),
        duty: Duty::Approver,
        from: minute(0),
        until: Some(minute(90_000)),
        is_held,
        deputies: if is_held { vec![deputy()] } else { Vec::new() },
    };
    OwnPosts {
        frame: shown(lang, "/desk/posts"),
        problem: Some(Message::new("error.deputy_long")),
        own: vec![own("a1", "村民委员会主任", true), own("a2", "村支部书记", false)],
        stands_in: vec![StandIn {
            title: "文书".to_owned(),
            principal: "陈秀兰".to_owned(),
            deputy: deputy(),
        }],
        colleagues: vec![Choice { value: "chen.dayong".to_owned(), label: "陈大勇".to_owned() }],
        may_see_record: true,
        today: "2026-03-01".to_owned(),
    }
}

fn record(lang: Lang) -> AdministrationRecord {
    let row = |what: &'static str, subject: &str, now: &str, post: &str| Administered {
        what,
        subject: subject.to_owned(),
        now: now.to_owned(),
        organization: "柳湾村村民委员会".to_owned(),
        post: post.to_owned(),
        by: "周明".to_owned(),
        at: minute(30),
        index: 10_477,
    };
    AdministrationRecord {
        frame: shown(lang, "/admin/record"),
        rows: vec![
            row("appoint", "李建国", "村民委员会主任 2026-03-01..", "系统管理员"),
            row("merge_organizations", "桃岭村村民委员会", "柳湾村村民委员会", "系统管理员"),
            row("leave", "9f3c51d2a7e04b18", "", ""),
        ],
        older: Some(10_000),
    }
}
