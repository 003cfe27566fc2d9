use super::*;
use crate::disclosure::Stated;
use crate::scope;
use crate::slice::{Body, DraftSlice};

fn slice(body: Body) -> DraftSlice {
    DraftSlice { body, scope: Scope::Public, ground: None, characters: 1 }
}

fn draft(texts: &[&str]) -> Draft {
    let title = slice(Body::Title { t: "关于修路的公告".into() });
    let rest = texts.iter().map(|t| slice(Body::Paragraph { h: vec![], t: (*t).into() }));
    Draft {
        slices: std::iter::once(title).chain(rest).collect(),
        stated: Stated { whole: true, ..Stated::default() },
        fact_on: Some("2026-03-01".into()),
        ..Draft::default()
    }
}

static NO_RULES: Rules = Rules {
    allow: std::collections::BTreeSet::new(),
    mask: std::collections::BTreeSet::new(),
    forbid: std::collections::BTreeSet::new(),
};

static NO_FILES: std::collections::BTreeMap<AttachmentId, Inspected> =
    std::collections::BTreeMap::new();

const FITS: Ground<'static> = Ground {
    widest: None,
    has_item: true,
    corrects: false,
    rules: &NO_RULES,
    contacts: &[],
    notice: None,
    today: "2026-03-01",
    inspected: &NO_FILES,
};

fn found(draft: &Draft, ground: &Ground<'_>) -> Vec<&'static str> {
    examine(draft, ground).iter().map(|finding| finding.check).collect()
}

#[test]
fn a_complete_draft_has_no_findings() {
    assert_eq!(found(&draft(&["修路资金来自集体收入。"]), &FITS), Vec::<&str>::new());
}

#[test]
fn identity_numbers_block_however_they_are_written() {
    for text in [
        "身份证11010519491231002X。",
        "身份证 110105 19491231 002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
        "甲11010519491231002X 13800000000",
    ] {
        assert!(found(&draft(&[text]), &FITS).contains(&"identity_number"), "{text}");
    }
    assert_eq!(found(&draft(&["编号110105194912310021"]), &FITS), Vec::<&str>::new());
}

#[test]
fn a_finding_does_not_repeat_the_number() {
    let findings = examine(&draft(&["11010519491231002X"]), &FITS);
    assert_eq!(findings[0].found, "11*************02X");
}

#[test]
fn a_secrecy_marking_blocks_and_a_sentence_about_secrets_does_not() {
    assert_eq!(found(&draft(&["机密★5年"]), &FITS), ["secrecy_marking"]);
    assert_eq!(found(&draft(&["秘 密"]), &FITS), ["secrecy_marking"]);
    assert_eq!(found(&draft(&["涉及国家秘密的除外。"]), &FITS), Vec::<&str>::new());
}

#[test]
fn what_is_withheld_needs_a_ground_and_nothing_is_wider_than_item_or_title() {
    let mut narrow = draft(&["名单"]);
    narrow.slices[1].scope = Scope::Registered;
    assert_eq!(found(&narrow, &FITS), ["no_ground"]);
    narrow.slices[1].ground = Some(scope::Ground::ThirdParty);
    assert_eq!(found(&narrow, &FITS), Vec::<&str>::new());
    let item = Ground { widest: Some(&Scope::Registered), ..FITS };
    assert_eq!(found(&narrow, &item), ["wider_than_item"], "the title is public");
    narrow.slices.swap(0, 1);
    narrow.slices[1].scope = Scope::Named { persons: vec![] };
    narrow.slices[1].ground = Some(scope::Ground::ThirdParty);
    assert_eq!(found(&narrow, &FITS), ["wider_than_title"]);
}

#[test]
fn what_is_missing_is_named_all_at_once() {
    let mut empty = draft(&[]);
    empty.slices.clear();
    empty.fact_on = Some("2026-02-30".into());
    let ground = Ground { has_item: false, corrects: true, ..FITS };
    let mut checks = found(&empty, &ground);
    checks.sort_unstable();
    assert_eq!(checks, ["bad_date", "no_item", "no_reason", "no_text", "no_title"]);
}

#[test]
fn what_stands_beside_the_text_is_checked_like_it() {
    for (text, check) in
        [("证号11010519491231002X", "identity_number"), ("机密★5年", "secrecy_marking")]
    {
        let whole = || draft(&["修路资金来自集体收入。"]);
        let reason = Draft { reason: text.into(), ..whole() };
        let contributor = Draft { contributor: text.into(), ..whole() };
        for draft in [reason, contributor] {
            let findings = examine(&draft, &FITS);
            assert_eq!((findings[0].check, findings[0].slice), (check, None));
        }
        assert!(is_private(text));
    }
    assert!(!is_private("第3页数字有误，电话0798-8223456"));
}

#[test]
fn what_could_not_be_sealed_is_not_proposed() {
    assert_eq!(found(&draft(&["一"; 15_998]), &FITS), Vec::<&str>::new());
    assert_eq!(found(&draft(&["一"; 15_999]), &FITS), ["too_large"], "with the title");
    assert_eq!(found(&draft(&["一".repeat(3 << 20).as_str()]), &FITS), ["too_large"]);
    assert_eq!(found(&draft(&["一".repeat(2 << 20).as_str()]), &FITS), Vec::<&str>::new());
}

fn notice(days: u16, channel: &str) -> Option<crate::disclosure::NoticePlan> {
    let day_kind = DayKind::Working;
    Some(crate::disclosure::NoticePlan { days, day_kind, channel: channel.into() })
}

#[test]
fn a_notice_says_how_long_and_where_objections_go() {
    let titled = |title: &str| {
        let mut draft = draft(&["修路资金来自集体收入。"]);
        draft.slices[0].body = Body::Title { t: title.into() };
        draft
    };
    assert_eq!(found(&titled("关于修路的公示"), &FITS), ["notice_missing"]);
    assert_eq!(found(&titled("关于修路公示结果的公告"), &FITS), Vec::<&str>::new());
    let item = Ground { notice: Some(LeastNotice { days: 5, day_kind: DayKind::Working }), ..FITS };
    assert_eq!(found(&titled("关于修路的公告"), &item), ["notice_missing"]);
    let with = |days, channel: &str| {
        let plan = Draft { notice: notice(days, channel), ..titled("关于修路的公示") };
        found(&plan, &item)
    };
    assert_eq!(with(5, "监督电话0798-8223456"), Vec::<&str>::new(), "its own number is published");
    assert_eq!(with(5, "热线12345"), Vec::<&str>::new());
    assert_eq!(with(5, "坊楼镇沙江村村委会"), Vec::<&str>::new());
    assert_eq!(with(4, "监督电话0798-8223456"), ["notice_too_short"]);
    assert_eq!(with(5, "村委会"), ["notice_no_channel"]);
    assert_eq!(with(0, " "), ["notice_too_short", "notice_no_channel"]);
    let mut natural = Draft { notice: notice(6, "热线12345"), ..titled("公示") };
    if let Some(plan) = &mut natural.notice {
        plan.day_kind = DayKind::Natural;
    }
    assert_eq!(found(&natural, &item), ["notice_too_short"], "five working days take seven");
}

#[test]
fn rules_of_the_item_go_before_the_default_and_forbid_before_all() {
    let rules = |allow: &[Field], mask: &[Field], forbid: &[Field]| Rules {
        allow: allow.iter().copied().collect(),
        mask: mask.iter().copied().collect(),
        forbid: forbid.iter().copied().collect(),
    };
    let of = |field, scope: &Scope, rules: &Rules| strength_of(field, scope, rules);
    let (mobile, number) = (Field::MobileNumber, Field::IdentityNumber);
    let named = Scope::Named { persons: vec![] };
    let none = Rules::default();
    assert_eq!(of(mobile, &Scope::Public, &none), Some(Strength::NeedsReason));
    assert_eq!(of(mobile, &Scope::Registered, &none), None);
    assert_eq!(of(Field::Diagnosis, &Scope::Registered, &none), Some(Strength::NeedsReason));
    assert_eq!(of(mobile, &Scope::Public, &rules(&[mobile], &[], &[])), None);
    let masked = rules(&[], &[number, Field::Name], &[]);
    assert_eq!(of(number, &Scope::Public, &masked), Some(Strength::Blocks), "never weaker");
    assert_eq!(of(Field::Name, &Scope::Registered, &masked), Some(Strength::NeedsReason));
    let forbidden = rules(&[mobile], &[mobile], &[mobile]);
    assert_eq!(of(mobile, &Scope::Registered, &forbidden), Some(Strength::Blocks));
    for field in Field::ALL {
        assert_eq!(of(field, &named, &forbidden), None, "the persons themselves");
    }
}

#[test]
fn a_finding_shows_the_place_and_offers_the_mask() {
    let mut table = draft(&[]);
    let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    let r = vec![row(["姓名", "账号"]), row(["张三", "81023456789012"])];
    table.slices.push(slice(Body::Table { h: vec![], r }));
    let findings = examine(&table, &FITS);
    let at = findings[0].at.unwrap();
    assert_eq!((findings[0].check, findings[0].slice), ("account_number", Some(1)));
    assert_eq!(at, Place { part: Part::Cell { row: 1, column: 1 }, start: 0, end: 14 });
    table.slices[1].body = findings[0].masked(&table.slices[1].body).unwrap();
    assert_eq!(table.slices[1].body.text(), "姓名 账号\n张三 **********9012");
    assert_eq!(found(&table, &FITS), Vec::<&str>::new());
}

#[test]
fn digits_split_over_cells_are_one_number() {
    let mut form = draft(&[]);
    let cells = "11010519491231002X".chars().map(String::from).collect();
    form.slices.push(slice(Body::Table { h: vec![], r: vec![cells] }));
    let findings = examine(&form, &FITS);
    assert_eq!((findings[0].check, &findings[0].mask), ("identity_number", &None));
}

#[test]
fn a_reason_lets_a_finding_stand_but_nothing_that_blocks() {
    let mut draft = draft(&["电话13812345678，证号11010519491231002X"]);
    let findings = examine(&draft, &FITS);
    assert_eq!(standing(&findings, &[]).len(), 2);
    assert_eq!(overriding(&findings[0], "办公电话"), None, "an identity number blocks");
    let reason = overriding(&findings[1], "办公电话").unwrap();
    assert_eq!(standing(&findings, std::slice::from_ref(&reason)), [&findings[0]]);
    let empty = crate::disclosure::Override { reason: " ".into(), ..reason.clone() };
    assert_eq!(standing(&findings, std::slice::from_ref(&empty)).len(), 2);
    assert!(!may_go_on(&findings, std::slice::from_ref(&reason)));
    draft.slices[1].body = Body::Note { t: "电话13812345678".into() };
    assert!(may_go_on(&examine(&draft, &FITS), std::slice::from_ref(&reason)));
    let with = |each| Draft { overrides: vec![each], ..draft.clone() };
    assert_eq!(found(&with(empty), &FITS), ["override_no_reason", "mobile_number"]);
    let private =
        crate::disclosure::Override { reason: "证号11010519491231002X".into(), ..reason.clone() };
    assert_eq!(found(&with(private), &FITS), ["override_private", "mobile_number"]);
    draft.slices[1].body = Body::Note { t: "没有电话".into() };
    let stale = Draft { overrides: vec![reason], ..draft };
    assert_eq!(found(&stale, &FITS), ["override_unused"]);
}

#[test]
fn markings_are_found_with_and_without_a_star_and_in_names_of_files() {
    for text in [
        "机密★5年",
        "秘 密",
        "秘密·1年",
        "[机密]",
        "【绝密】",
        "000123绝密",
        "密级：秘密",
        "秘密·长期",
    ] {
        assert_eq!(found(&draft(&[text]), &FITS), ["secrecy_marking"], "{text}");
    }
    for text in ["涉及国家秘密的除外。", "保守机密是每个党员的义务。", "商业秘密", "严守秘密"]
    {
        assert_eq!(found(&draft(&[text]), &FITS), Vec::<&str>::new(), "{text}");
    }
    assert_eq!(found(&draft(&["内部资料 注意保存"]), &FITS), ["internal_marking"]);
}

#[test]
fn an_attachment_follows_the_rules_of_a_slice() {
    let attached = |name: &str, scope| crate::disclosure::Attached {
        id: crate::ids::AttachmentId(uuid::Uuid::from_u128(1)),
        file_name: name.into(),
        sha256: "0".repeat(64),
        scope,
        ground: None,
    };
    let none = Inspected { complete: true, seen: Vec::new() };
    let inspected = [(crate::ids::AttachmentId(uuid::Uuid::from_u128(1)), none)].into();
    let fits = Ground { inspected: &inspected, ..FITS };
    let with =
        |each| Draft { attachments: vec![each], ..draft(&["修路资金来自集体收入。"]) };
    assert_eq!(found(&with(attached("a.pdf", Scope::Public)), &fits), Vec::<&str>::new());
    assert_eq!(found(&with(attached("a.pdf", Scope::Registered)), &fits), ["attachment_no_ground"]);
    assert_eq!(found(&with(attached("a.pdf", Scope::Public)), &FITS), ["attachment_lost"]);
    let item = Ground { widest: Some(&Scope::Registered), ..fits };
    assert!(
        found(&with(attached("a.pdf", Scope::Public)), &item)
            .contains(&"attachment_wider_than_item")
    );
    assert_eq!(found(&with(attached("秘密·1年.pdf", Scope::Public)), &fits), ["secrecy_marking"]);
    assert_eq!(
        found(&with(attached("11010519491231002X.pdf", Scope::Public)), &fits),
        ["identity_number"]
    );
    let mut narrow = with(attached("a.pdf", Scope::Public));
    narrow.slices[0].scope = Scope::Registered;
    narrow.slices[1].scope = Scope::Registered;
    assert!(found(&narrow, &fits).contains(&"attachment_wider_than_title"));
}

#[test]
fn the_page_shows_every_check_as_the_code_has_it() {
    let english = include_str!("../../../../locales/en.yml");
    let text = |key: &str| {
        let line = english.lines().find_map(|line| line.strip_prefix(&format!("{key}: \"")));
        line.map_or("?".to_owned(), |line| line.trim_end_matches('"').to_owned())
    };
    let table = table(text);
    assert!(!table.contains("| ? |"), "every check has its words");
    let page = include_str!("../../../../docs/checks.md");
    assert!(page.contains(&table), "docs/checks.md must show:\n{table}");
}
