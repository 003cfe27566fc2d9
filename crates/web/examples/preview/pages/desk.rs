//! Pages of the workbench.

use domain::act::Kind;
use domain::disclosure::NoticePlan;
use domain::finding::{Finding, Strength};
use domain::permission::Refusal;
use domain::procedure::{Share, StepKind};
use domain::regime::DayKind;
use domain::scope::Ground;
use domain::workflow::State;
use web::locale::Lang;
use web::view::choice::{Choice, Group};
use web::view::desk::{Desk, DeskGroup, DeskRow, GroupKind};
use web::view::disclosure::{DisclosurePage, File, LineStep, May, StepStatus};
use web::view::draft::{DraftEditor, SliceCard, WayForm};
use web::view::files::{DeskFile, FileLine, size_words};
use web::view::paper::{Part, Reading, lay};
use web::view::record::Remark;
use web::view::step::{MeetingRule, Overridden, PublishedNumber, ScopedPart, Sent, StepPage};
use web::view::upload::{Upload, UploadTyped};
use web::view::{Flash, Message};

use super::portal::{bodies, record};
use super::{Added, HASH, Pages, frame, link, minute};

pub(crate) fn write(pages: &mut Pages, lang: Lang) -> Added {
    write_desk(pages, lang)?;
    write_upload(pages, lang)?;
    write_draft(pages, lang)?;
    write_steps(pages, lang)?;
    write_disclosure(pages, lang)
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

fn items() -> Vec<Group> {
    vec![
        Group {
            label: "村务公开 · 财务".to_owned(),
            choices: vec![choice("village/finance", "集体财务收支")],
        },
        Group {
            label: "村务公开 · 救助".to_owned(),
            choices: vec![choice("village/aid", "低保和临时救助对象")],
        },
    ]
}

fn write_desk(pages: &mut Pages, lang: Lang) -> Added {
    let row = |title: &str, state, reason: &str| DeskRow {
        title: title.to_owned(),
        code: (state == State::Published).then(|| "B0118".to_owned()),
        organization: "柳湾村村民委员会".to_owned(),
        state,
        edition: 1,
        since: minute(12),
        due: Some(minute(20)),
        is_late: state == State::ToReview,
        claimed: String::new(),
        kin: if state == State::ToApprove { "陈大勇".to_owned() } else { String::new() },
        reason: reason.to_owned(),
        href: "/desk/0".to_owned(),
    };
    let group = |kind, row| DeskGroup { kind, rows: vec![row] };
    let mut frame = frame(lang, "/desk", Some("陈水生"));
    frame.flash = Flash::from_word("proposed");
    let page = Desk {
        contributions: 2,
        more: Vec::new(),
        is_part: false,
        frame,
        may_upload: true,
        posts: vec!["柳湾村村民委员会 · 村会计（经办）".to_owned()],
        groups: vec![
            group(
                GroupKind::Returned,
                row("柳湾村临时救助名单", State::Draft, "第4片有完整的身份证号码，请隐去。"),
            ),
            group(
                GroupKind::ToReview,
                row("柳湾村水库移民后期扶持资金发放情况", State::ToReview, ""),
            ),
            group(GroupKind::InProgress, row("机耕路硬化工程结算", State::ToApprove, "")),
            group(GroupKind::Published, row("2026年一季度集体财务收支情况", State::Published, "")),
        ],
    };
    pages.add("desk", &page)
}

fn write_upload(pages: &mut Pages, lang: Lang) -> Added {
    let page = Upload {
        frame: frame(lang, "/desk/new", Some("陈水生")),
        organizations: vec![choice("0", "柳湾村村民委员会"), choice("1", "柳湾村股份经济合作社")],
        items: items(),
        columns: vec![choice("0", "村级财务")],
        series: vec![choice("A", "A"), choice("B", "B")],
        limit_megabytes: 16,
        typed: UploadTyped { item: "village/aid".to_owned(), ..UploadTyped::default() },
        problem: Some(Message::new("intake.error.encrypted")),
    };
    pages.add("upload", &page)
}

fn parts() -> Vec<Option<Part>> {
    let bodies = bodies();
    let readings: Vec<Reading<'_>> = bodies
        .iter()
        .enumerate()
        .map(|(at, body)| Reading::Shown { slice: at.to_string(), body })
        .collect();
    std::iter::once(None).chain(lay(&readings).into_iter().map(Some)).collect()
}

fn write_draft(pages: &mut Pages, lang: Lang) -> Added {
    let finding = |check, strength, slice, found: &str| Finding {
        check,
        strength,
        slice,
        found: found.to_owned(),
        field: None,
        at: None,
        mask: None,
    };
    let bodies = bodies();
    let slices = parts().into_iter().zip(&bodies).enumerate().map(|(position, (part, body))| {
        let text = body.text();
        let sentences = text.lines().last().unwrap_or_default().split_inclusive('。');
        SliceCard {
            position,
            is_title: part.is_none(),
            sentences: if part.is_none() {
                Vec::new()
            } else {
                sentences.map(str::to_owned).collect()
            },
            part,
            cells: matches!(body, domain::slice::Body::Table { .. })
                .then(|| vec![vec!["项目".to_owned(), "金额".to_owned()]]),
            text: Some(text.clone()).filter(|_| (1..10).contains(&position)),
            characters: u32::try_from(text.chars().count()).unwrap_or(0),
            scope: if position == 7 { "members" } else { "public" }.to_owned(),
            is_public: position != 7,
            ground: None,
            may_join_next: (1..10).contains(&position),
        }
    });
    let page = DraftEditor {
        files: vec![desk_file("public", None), desk_file("registered", Some(Ground::ThirdParty))],
        frame: frame(lang, "/desk/0/draft", Some("陈水生")),
        id: "0".to_owned(),
        code: Some("B0118".to_owned()),
        version: 7,
        edition: 2,
        organization: link("柳湾村村民委员会", "/organizations/0"),
        title: "柳湾村2026年一季度集体财务收支情况".to_owned(),
        contributor: "陈水生".to_owned(),
        fact_on: "2026-03-01".to_owned(),
        item: "village/finance".to_owned(),
        column: "0".to_owned(),
        items: items(),
        columns: vec![choice("0", "村级财务")],
        corrects: true,
        reason: "光伏电站分红的凭证号有误".to_owned(),
        returned: "请把凭证号与账册再核对一次。".to_owned(),
        source: "一季度收支.docx".to_owned(),
        warnings: vec![
            Message::new("intake.warning.images").with(2),
            Message::new("intake.warning.tracked_changes").with(3).with(1),
        ],
        findings: vec![
            finding("no_ground", Strength::Blocks, Some(7), ""),
            finding("mobile_number", Strength::NeedsReason, Some(2), "138****0000"),
        ],
        overrides: Vec::new(),
        scopes: ["public", "registered", "members", "organization"]
            .map(|word| choice(word, &lang.text(&format!("scope.{word}"))))
            .to_vec(),
        slices: slices.collect(),
        members: "0".to_owned(),
        way: WayForm {
            levels: vec![choice("", "V1"), choice("V2", "V2")],
            level: "V2".to_owned(),
            duties: vec![choice("village D15 2026-10", "D15 财务收支 · 2026年10月")],
            meets: "village D15 2026-10".to_owned(),
            nil: false,
            joint: "柳湾村股份经济合作社".to_owned(),
            publish_at: "2026-12-01T08:30".to_owned(),
            notice_days: "7".to_owned(),
            notice_working: true,
            notice_channel: "0798-0000000".to_owned(),
        },
        line: line(),
        comments: remarks(),
        may_propose: true,
    };
    pages.add("draft", &page)
}

fn remarks() -> Vec<Remark> {
    let text = "第4片的金额与凭证不一致。".to_owned();
    vec![Remark { by: "周桂兰".to_owned(), at: minute(3), edition: 1, slice: Some(4), text }]
}

fn line() -> Vec<LineStep> {
    let done = StepStatus::Done { by: "村会计 · 陈水生".to_owned(), at: minute(0) };
    let now = StepStatus::Now {
        with: vec!["村务监督委员会主任".to_owned()],
        since: minute(0),
        due: Some(minute(30)),
        is_late: false,
        claimed: "周桂兰".to_owned(),
    };
    let nobody = StepStatus::Now {
        with: Vec::new(),
        since: minute(0),
        due: Some(minute(1)),
        is_late: true,
        claimed: String::new(),
    };
    let step = |kind, status| LineStep { kind, by: "村民委员会".to_owned(), status };
    vec![
        step(Kind::Propose, done),
        step(Kind::Review, now),
        step(Kind::Supervise, nobody),
        step(Kind::Approve, StepStatus::Next),
        LineStep { kind: Kind::Publish, by: String::new(), status: StepStatus::Next },
    ]
}

fn step(lang: Lang, step: StepKind, refusal: Option<Refusal>) -> StepPage {
    let slices = parts().into_iter().enumerate().map(|(at, part)| ScopedPart {
        part,
        scope: if at == 7 { "members" } else { "public" },
        circle: if at == 7 { "柳湾村" } else { "" }.to_owned(),
        ground: (at == 7).then_some(Ground::ThirdParty),
    });
    let share = |text| Share::parse(text).expect("a share");
    let meeting = MeetingRule {
        kind: "joint_meeting".to_owned(),
        name: "两委联席会议".to_owned(),
        quorum: share(">= 2/3 called"),
        majority: share("> 1/2 present"),
    };
    let channel = "0798-0000000".to_owned();
    StepPage {
        done: 1,
        files: vec![desk_file("public", None), desk_file("members", Some(Ground::ThirdParty))],
        frame: frame(lang, "/desk/0/step", Some("周桂兰")),
        sent: Sent::default(),
        id: "0".to_owned(),
        code: None,
        edition: 1,
        title: "柳湾村2026年一季度集体财务收支情况".to_owned(),
        organization: link("柳湾村村民委员会", "/organizations/0"),
        item: "集体财务收支".to_owned(),
        level: "V2".to_owned(),
        by: "村务监督委员会".to_owned(),
        contributor: "陈水生".to_owned(),
        fact_on: None,
        reason: String::new(),
        compare_href: Some("/desk/0/compare".to_owned()),
        step,
        meetings: (step == StepKind::Decide).then_some(meeting).into_iter().collect(),
        is_released: step == StepKind::Supervise,
        refusal,
        kin: String::new(),
        may_return: true,
        may_refuse: step == StepKind::Consent,
        may_withhold: true,
        may_release: true,
        since: minute(0),
        due: Some(minute(9)),
        is_late: true,
        claimed: if step == StepKind::Approve { "何立新" } else { "" }.to_owned(),
        claimed_by_me: step == StepKind::Review,
        content: HASH.to_owned(),
        characters: 612,
        slices: slices.collect(),
        publish_at: Some(minute(60)),
        notice: Some(NoticePlan { days: 7, day_kind: DayKind::Natural, channel }),
        joint: vec!["柳湾村股份经济合作社".to_owned()],
        overrides: vec![Overridden {
            check: "mobile_number".to_owned(),
            found: "138****0000".to_owned(),
            reason: "监督电话".to_owned(),
        }],
        contacts: vec![PublishedNumber {
            contact: "0798-8223456".to_owned(),
            organization: "石桥镇柳湾村村民委员会".to_owned(),
            since: minute(1),
            until: None,
        }],
        findings: Vec::new(),
        line: line(),
        comments: remarks(),
        record: record().into_iter().take(1).collect(),
        today: "2026-11-24".to_owned(),
    }
}

fn write_steps(pages: &mut Pages, lang: Lang) -> Added {
    for kind in StepKind::ALL.into_iter().filter(|kind| *kind != StepKind::Propose) {
        pages.add(kind.word(), &step(lang, kind, None))?;
    }
    let kin = StepPage { kin: "陈大勇".to_owned(), ..step(lang, StepKind::Supervise, None) };
    pages.add("step-kin", &kin)?;
    let refused = step(lang, StepKind::Approve, Some(Refusal::SameAsProposer));
    pages.add("refused", &refused)
}

fn write_disclosure(pages: &mut Pages, lang: Lang) -> Added {
    let page = DisclosurePage {
        frame: frame(lang, "/desk/0", Some("周桂兰")),
        id: "0".to_owned(),
        code: Some("B0118".to_owned()),
        title: "柳湾村2026年一季度集体财务收支情况".to_owned(),
        organization: link("柳湾村村民委员会", "/organizations/0"),
        state: State::ToReview,
        edition: 2,
        content: HASH.to_owned(),
        public_href: Some("/d/B0118".to_owned()),
        compare_href: Some("/desk/0/compare".to_owned()),
        next: Some(link("去审核", "/desk/0/step")),
        line: line(),
        may: May {
            correct: true,
            abandon: true,
            withdraw: true,
            republish: true,
            reexamine: true,
            reopen: true,
            schedule: true,
            return_: true,
            extend: true,
            conclude: true,
            post: true,
        },
        publish_at: Some(minute(60)),
        withheld: Some(store::disclosures::Withheld {
            ground: Ground::ThirdParty,
            reexamine_on: "2027-11-24".to_owned(),
            listed: true,
        }),
        notice: Some(store::notices::Notice {
            disclosure: domain::ids::DisclosureId(Default::default()),
            edition: 1,
            from_day: "2026-11-01".to_owned(),
            until_day: "2026-11-08".to_owned(),
            channel: "0798-0000000".to_owned(),
            conclusion: None,
        }),
        notice_is_over: true,
        forms: vec![choice("BRD", "公开栏")],
        evidence: vec![File {
            name: "会议记录.pdf".to_owned(),
            href: "/desk/0/evidence/0".to_owned(),
            sha256: HASH.to_owned(),
            at: minute(2),
        }],
        comments: remarks(),
        record: record().into_iter().take(1).collect(),
        today: "2026-11-24".to_owned(),
    };
    pages.add("disclosure", &page)
}

fn desk_file(scope: &str, ground: Option<Ground>) -> DeskFile {
    DeskFile {
        id: scope.to_owned(),
        line: FileLine {
            name: "第一季度收支明细表（含各项支出凭证编号）.pdf".to_owned(),
            href: "/desk/1/files/1".to_owned(),
            thumbnail_href: None,
            size: size_words(1_300_000),
            sha256: "3b".repeat(32),
        },
        scope: scope.to_owned(),
        circle: String::new(),
        is_public: ground.is_none(),
        ground,
        complete: ground.is_some(),
    }
}
