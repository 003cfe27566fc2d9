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

const FITS: Ground<'static> = Ground {
    widest: None,
    has_item: true,
    corrects: false,
    rules: &NO_RULES,
    contacts: &[],
    notice: None,
    today: "2026-03-01",
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
