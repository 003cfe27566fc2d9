//! Pages of the workbench.

use domain::act::Kind;
use domain::finding::{Finding, Strength};
use domain::permission::Refusal;
use domain::scope::Ground;
use domain::workflow::State;
use web::locale::Lang;
use web::view::choice::{Choice, Group};
use web::view::desk::{Desk, DeskGroup, DeskRow, GroupKind};
use web::view::disclosure::{DisclosurePage, LineStep, StepStatus};
use web::view::draft::{DraftEditor, SliceCard};
use web::view::paper::{Part, Reading, lay};
use web::view::step::{Decides, ScopedPart, StepPage};
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
        reason: reason.to_owned(),
        href: "/desk/0".to_owned(),
    };
    let group = |kind, row| DeskGroup { kind, rows: vec![row] };
    let mut frame = frame(lang, "/desk", Some("陈水生"));
    frame.flash = Flash::from_word("proposed");
    let page = Desk {
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
                row("柳湾村水库移民后期扶持资金发放情况", State::Proposed, ""),
            ),
            group(GroupKind::InProgress, row("机耕路硬化工程结算", State::Reviewed, "")),
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
            text: Some(text.clone()).filter(|_| (1..10).contains(&position)),
            characters: u32::try_from(text.chars().count()).unwrap_or(0),
            scope: if position == 7 { "members" } else { "public" }.to_owned(),
            is_public: position != 7,
            ground: None,
            may_join_next: (1..10).contains(&position),
        }
    });
    let page = DraftEditor {
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
            finding("mobile_number", Strength::Warns, Some(2), "138****0000"),
        ],
        scopes: ["public", "registered", "members", "organization"]
            .map(|word| choice(word, &lang.text(&format!("scope.{word}"))))
            .to_vec(),
        slices: slices.collect(),
        may_propose: true,
    };
    pages.add("draft", &page)
}

fn step(lang: Lang, decides: Decides, refusal: Option<Refusal>) -> StepPage {
    let slices = parts().into_iter().enumerate().map(|(at, part)| ScopedPart {
        part,
        scope: if at == 7 { "members" } else { "public" },
        circle: if at == 7 { "柳湾村" } else { "" }.to_owned(),
        ground: (at == 7).then_some(Ground::ThirdParty),
    });
    StepPage {
        frame: frame(lang, "/desk/0/step", Some("周桂兰")),
        id: "0".to_owned(),
        code: None,
        edition: 1,
        title: "柳湾村2026年一季度集体财务收支情况".to_owned(),
        organization: link("柳湾村村民委员会", "/organizations/0"),
        item: "集体财务收支".to_owned(),
        contributor: "陈水生".to_owned(),
        fact_on: None,
        reason: String::new(),
        decides,
        refusal,
        content: HASH.to_owned(),
        characters: 612,
        slices: slices.collect(),
        findings: Vec::new(),
        record: record().into_iter().take(1).collect(),
    }
}

fn write_steps(pages: &mut Pages, lang: Lang) -> Added {
    pages.add("review", &step(lang, Decides::Review, None))?;
    pages.add("approve", &step(lang, Decides::Approve, None))?;
    let refused = step(lang, Decides::Approve, Some(Refusal::SameAsProposer));
    pages.add("refused", &refused)
}

fn write_disclosure(pages: &mut Pages, lang: Lang) -> Added {
    let by = |by: &str, after| StepStatus::Done { by: by.to_owned(), at: minute(after) };
    let page = DisclosurePage {
        frame: frame(lang, "/desk/0", Some("周桂兰")),
        id: "0".to_owned(),
        code: Some("B0118".to_owned()),
        title: "柳湾村2026年一季度集体财务收支情况".to_owned(),
        organization: link("柳湾村村民委员会", "/organizations/0"),
        state: State::Proposed,
        edition: 2,
        public_href: Some("/d/B0118".to_owned()),
        next: Some(link("去审核", "/desk/0/step")),
        line: vec![
            LineStep { kind: Kind::Propose, status: by("村会计 · 陈水生", 0) },
            LineStep {
                kind: Kind::Review,
                status: StepStatus::Now {
                    posts: vec!["村务监督委员会主任".to_owned()],
                    since: minute(0),
                },
            },
            LineStep { kind: Kind::Approve, status: StepStatus::Next },
            LineStep { kind: Kind::Publish, status: StepStatus::Next },
        ],
        may_correct: true,
        may_withdraw: true,
        record: record().into_iter().take(1).collect(),
    };
    pages.add("disclosure", &page)
}
