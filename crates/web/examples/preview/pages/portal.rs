//! Pages of the portal.

use domain::act::Kind;
use domain::scope::Ground;
use domain::slice::Body;
use web::locale::Lang;
use web::view::about::AboutVerify;
use web::view::article::{Article, Basis, EditionLink, ItemNote, Size};
use web::view::contacts::Reachable;
use web::view::files::{FileLine, Files, WithheldFiles, size_words};
use web::view::home::*;
use web::view::list::{ListOf, ListPage, ListRow, OrganizationFacts};
use web::view::login::Login;
use web::view::paper::{Reading, lay};
use web::view::problem::{NotFound, Problem};
use web::view::record::{Proof, Recorded};
use web::view::withdrawn::Withdrawn;
use web::view::{Flash, Message};

use super::{Added, HASH, Pages, frame, link, minute};

fn row(code: &str, title: &str, month_day: &str, partial: bool) -> Row {
    Row {
        code: code.to_owned(),
        title: title.to_owned(),
        organization: "石桥镇柳湾村村民委员会".to_owned(),
        month_day: month_day.to_owned(),
        date: format!("2026-{month_day}"),
        href: format!("/d/{code}"),
        partial,
    }
}

fn rows() -> Vec<Row> {
    vec![
        row("B0118", "柳湾村2026年一季度集体财务收支情况", "03-01", false),
        row("B0117", "柳湾村低保对象动态调整结果公示", "02-27", false),
        row("A0042", "石桥镇党委关于巡察整改进展的通报", "02-25", true),
        row("B0116", "上塘村机耕路硬化工程招标结果", "02-20", false),
        row("A0041", "发展对象拟接收为预备党员的公示", "02-18", false),
        row("B0115", "柳湾村耕地地力保护补贴发放清册", "02-11", false),
    ]
}

pub(crate) fn write(pages: &mut Pages, lang: Lang) -> Added {
    write_home(pages, lang)?;
    write_lists(pages, lang)?;
    pages.add("article", &article(lang, None))?;
    let mut reader = article(lang, Some("周桂兰"));
    reader.edition = 1;
    reader.compare_href = Some("/d/B0118/compare/1/2".to_owned());
    pages.add("article-earlier", &reader)?;
    write_small(pages, lang)
}

fn write_home(pages: &mut Pages, lang: Lang) -> Added {
    let node = |name: &str, published, below| OrganizationNode {
        organization: link(name, "/organizations/0"),
        published,
        below,
    };
    let village = |name: &str| node(name, 12, Vec::new());
    let popular = rows().into_iter().rev().zip([318, 240, 97, 66, 41, 12]);
    let imported = |label: &str, month_day: &str| ImportedRow {
        label: label.to_owned(),
        month_day: month_day.to_owned(),
        href: None,
    };
    let mut with_text = imported("D118 在全县春耕备耕动员", "03-11");
    with_text.href = Some("/d/D118".to_owned());
    let page = Home {
        frame: frame(lang, "/", None),
        authority: "云泽县".to_owned(),
        latest: rows(),
        popular: popular.map(|(row, readers)| PopularRow { row, readers }).collect(),
        columns: ["村级财务", "党员发展"]
            .map(|name| ColumnBlock {
                column: link(name, "/columns/0"),
                total: 86,
                rows: rows().into_iter().take(3).collect(),
            })
            .to_vec(),
        organizations: vec![node(
            "云泽县人民政府",
            31,
            vec![
                node(
                    "石桥镇人民政府",
                    18,
                    vec![village("柳湾村村民委员会"), village("上塘村村民委员会")],
                ),
                node("青溪乡人民政府", 9, vec![village("竹坪村村民委员会")]),
            ],
        )],
        imported: vec![ImportedList {
            name: "最新信息".to_owned(),
            rows: vec![with_text, imported("D117关于做好防汛准备工作", "06-02")],
        }],
    };
    pages.add("home", &page)
}

fn reachable() -> Vec<Reachable> {
    use domain::contact::Contacts;
    let above = |name: &str, number: &str| Reachable {
        body: link(name, "/organizations/1"),
        is_own: false,
        contacts: Contacts { supervision: vec![number.to_owned()], ..Contacts::default() },
    };
    let own = Contacts {
        supervision: vec!["0883-8223456（值班室）".to_owned()],
        objection: vec!["0883-8223457".to_owned(), "12345".to_owned()],
        email: "liuwan@yunze.example".to_owned(),
        address: "石桥镇柳湾村1号，村委会一楼便民服务室".to_owned(),
        hours: "工作日8:30—17:30".to_owned(),
    };
    vec![
        Reachable {
            body: link("柳湾村村民委员会", "/organizations/0"),
            is_own: true,
            contacts: own,
        },
        above("石桥镇人民政府", "0883-8220001"),
        above("云泽县纪委监委", "12388"),
    ]
}

fn write_lists(pages: &mut Pages, lang: Lang) -> Added {
    let rows = rows().into_iter().enumerate().map(|(at, row)| ListRow {
        row,
        item: "集体财务收支".to_owned(),
        withdrawn: at == 3,
    });
    let facts = OrganizationFacts {
        kind: domain::organization::Kind::VillageCommittee,
        area_code: "530999102203".to_owned(),
        dissolved: Some(minute(4000)),
        successor: Some(link("桃岭村村民委员会", "/organizations/4")),
        below: vec![link("第一村民小组", "/organizations/1")],
        board: Some("/organizations/0/board".to_owned()),
        reachable: reachable(),
        posts: vec![
            ("村会计".to_owned(), domain::post::Duty::Clerk),
            ("村务监督委员会主任".to_owned(), domain::post::Duty::Reviewer),
            ("村民委员会主任".to_owned(), domain::post::Duty::Approver),
        ],
        joint: Vec::new(),
        withheld: Vec::new(),
    };
    let page = ListPage {
        frame: frame(lang, "/organizations/0", None),
        title: "柳湾村村民委员会".to_owned(),
        of: ListOf::Organization(Box::new(facts)),
        above: vec![link("云泽县人民政府", "/"), link("石桥镇人民政府", "/")],
        rows: rows.collect(),
        newer: None,
        older: Some("?before=1".to_owned()),
    };
    pages.add("organization", &page)
}

pub(crate) fn record() -> Vec<Recorded> {
    let act = |kind, post: &str, hand: &str, after, index, note: &str| Recorded {
        photo_href: None,
        kind,
        edition: 2,
        organization: "柳湾村村民委员会".to_owned(),
        post: post.to_owned(),
        hand: hand.to_owned(),
        name: String::new(),
        at: minute(after),
        index,
        note: note.to_owned(),
        details: None,
    };
    vec![
        act(Kind::Propose, "村会计", "a41f09c27de83b55", 0, Some(10_411), ""),
        act(
            Kind::Review,
            "村务监督委员会主任",
            "07bd5c11ee90a2f4",
            42,
            Some(10_436),
            "保密、隐私、必要性、准确性均已核对。",
        ),
        act(Kind::Approve, "村民委员会主任", "e2c8810b6f4d7a39", 80, Some(10_478), ""),
        act(Kind::Publish, "", "", 80, Some(10_479), ""),
    ]
}

/// An invented quarterly account: headings of each rank, a table, gaps, a note.
pub(crate) fn bodies() -> Vec<Body> {
    let text = |h: &[&str], t: &str| Body::Paragraph {
        h: h.iter().map(|each| (*each).to_owned()).collect(),
        t: t.to_owned(),
    };
    let cells = |row: [&str; 4]| row.map(str::to_owned).to_vec();
    vec![
        Body::Title { t: "柳湾村2026年一季度集体财务收支情况".to_owned() },
        text(&[], "全体村民："),
        text(
            &[],
            "现将本村2026年第一季度集体财务收支情况公布如下。账目经村民理财小组逐笔审核，原始凭证存于村委会档案室，村民可凭身份证明查阅。对任何一笔有疑问的，请在公布之日起十五日内向村务监督委员会提出，也可以在本页登录后留言，村委会将在七个工作日内答复。",
        ),
        text(
            &["一、收入情况", "（一）经营收入"],
            "一季度共收入二十八万六千四百元，比上年同期增加四万一千元，主要是鱼塘发包合同到期后重新招标，年租金由六万元提高到九万五千元。",
        ),
        Body::Table {
            h: vec!["（二）收入明细".to_owned()],
            r: vec![
                cells(["项目", "金额（元）", "凭证号", "备注"]),
                cells(["鱼塘发包租金", "95,000.00", "26-001", "三年期第一年"]),
                cells(["光伏电站分红", "61,400.00", "26-004", "按股分配"]),
                cells(["上级转移支付", "130,000.00", "26-009", "专款专用"]),
            ],
        },
        text(
            &["二、支出情况", "（一）公益支出"],
            "用于村内道路养护、路灯电费和垃圾清运共计七万二千一百元。其中路灯由柳湾村集体出资更换四十六盏，经三家比价后采购。",
        ),
        text(
            &["（二）救助支出", "1.临时救助"],
            "对因病致困的两户给予临时救助，名单及家庭情况如下。",
        ),
        text(&[], "（名单不向社会公开）"),
        text(
            &["三、债权债务"],
            "截至三月末，村集体无新增债务；应收鱼塘租金尾款一万元，承租人承诺于四月底前付清。",
        ),
        Body::Note { t: "①金额均为人民币，未经审计。".to_owned() },
        text(&[], "柳湾村村民委员会"),
        text(&[], "2026年3月1日"),
    ]
}

fn article(lang: Lang, who: Option<&str>) -> Article {
    let bodies = bodies();
    let readings: Vec<Reading<'_>> = bodies
        .iter()
        .enumerate()
        .map(|(at, body)| match at {
            7 => Reading::Withheld {
                slice: format!("s{at}"),
                grounds: vec![Ground::ThirdParty],
                login_may_open: true,
            },
            _ => Reading::Shown { slice: format!("s{at}"), body },
        })
        .collect();
    let edition = |number, reason: &str| EditionLink {
        number,
        href: format!("/d/B0118/e/{number}"),
        at: minute(80),
        reason: reason.to_owned(),
        compare_href: (number > 1).then(|| "/d/B0118/compare/1/2".to_owned()),
    };
    Article {
        files: Files {
            files: ["第一季度收支明细表（含各项支出凭证编号）.xlsx", "道路维修前后对比.jpg"]
                .map(|name| FileLine {
                    name: name.to_owned(),
                    href: "/d/B0001/e/1/files/1".to_owned(),
                    thumbnail_href: None,
                    size: size_words(1_300_000),
                    sha256: "3b".repeat(32),
                })
                .to_vec(),
            archive_href: Some("/d/B0001/e/1/files.zip".to_owned()),
            withheld: Some(WithheldFiles {
                grounds: vec![domain::scope::Ground::ThirdParty],
                login_may_open: true,
            }),
        },
        standing: web::view::standing::Standing::default(),
        frame: frame(lang, "/d/B0118", who),
        code: "B0118".to_owned(),
        title_lines: vec!["柳湾村2026年一季度".to_owned(), "集体财务收支情况".to_owned()],
        column: Some(link("村级财务", "/columns/0")),
        organization: link("石桥镇柳湾村村民委员会", "/organizations/0"),
        contributor: "陈水生".to_owned(),
        item: Some(ItemNote {
            name: "集体财务收支".to_owned(),
            regime: "村务公开 2018.1".to_owned(),
            basis: vec![
                Basis {
                    text: "《村民委员会组织法》第三十条".to_owned(), verified: true
                },
                Basis { text: "各地通行做法".to_owned(), verified: false },
            ],
            verified: false,
        }),
        fact_on: Some("2026-03-01".to_owned()),
        approved_at: Some(minute(80)),
        logged_at: Some(minute(81)),
        whole: false,
        size: Size {
            characters: 612,
            slices: 12,
            shown_characters: 548,
            shown_slices: 11,
            ..Size::default()
        },
        edition: 2,
        compare_href: None,
        editions: vec![edition(1, ""), edition(2, "光伏电站分红的凭证号有误")],
        parts: lay(&readings),
        record: record(),
        reachable: reachable(),
        proof: Some(Proof {
            address: "https://gongkai.example/d/B0118".to_owned(),
            document_href: "/d/B0118/document.sd-jwt".to_owned(),
            proof_href: "/d/B0118/document.tlog-proof".to_owned(),
            key_href: "/log/key".to_owned(),
            verifier_key:
                "gongkai.example/yunze+3f9a0c21+AXd0b2tlbi1mb3ItcHJldmlldy1vbmx5AAAAAAAAAAAA"
                    .to_owned(),
            index: 10_479,
            tree_size: 10_482,
            checkpoint_at: minute(81),
            content: HASH.to_owned(),
            command: "gongkai verify document.sd-jwt document.tlog-proof --key log.vkey".to_owned(),
        }),
    }
}

fn write_small(pages: &mut Pages, lang: Lang) -> Added {
    let mut shut = frame(lang, "/login", None);
    shut.flash = Flash::from_word("logged_out");
    let login = Login {
        frame: shut,
        csrf: "c0ffee".to_owned(),
        next: "/d/B0118".to_owned(),
        name: "chen".to_owned(),
        problem: Some(Message::new("error.login")),
        provider: Some("云泽县统一身份认证".to_owned()),
    };
    pages.add("login", &login)?;
    let about = AboutVerify {
        frame: frame(lang, "/about/verify", None),
        origin: "gongkai.example/yunze".to_owned(),
        verifier_key: "gongkai.example/yunze+3f9a0c21+AXd0b2tlbi1mb3ItcHJldmlldy1vbmx5AAAAAAAAAAAA"
            .to_owned(),
        key_href: "/log/key".to_owned(),
        command: "gongkai verify document.sd-jwt document.tlog-proof --key log.vkey".to_owned(),
    };
    pages.add("verify", &about)?;
    let mut steps = record();
    steps.truncate(3);
    let withdrawn = Withdrawn {
        frame: frame(lang, "/d/B0109", None),
        code: "B0109".to_owned(),
        title: "上塘村机耕路硬化工程招标结果".to_owned(),
        organization: link("石桥镇上塘村村民委员会", "/organizations/0"),
        reason: "中标候选人提出异议，招标结果待重新评定。".to_owned(),
        at: minute(60),
        record: steps,
    };
    pages.add("withdrawn", &withdrawn)?;
    let request = "7f3a-10c2".to_owned();
    let problem = Problem {
        frame: frame(lang, "/desk", None),
        status: 503,
        message: Message::new("error.unavailable").with("日志正在重建"),
        back: "/desk/0/step".to_owned(),
        request: request.clone(),
    };
    pages.add("problem", &problem)?;
    pages.add("not-found", &NotFound { frame: frame(lang, "/x", None), request })
}
