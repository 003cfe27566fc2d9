use super::*;
use crate::regime::VILLAGE;

fn village() -> Regime {
    Regime::parse(VILLAGE).unwrap()
}

fn own(id: &str) -> Adjustment {
    let entry = OwnEntry {
        id: id.into(),
        under: "D15".into(),
        category: "财务".into(),
        name: "水渠维修费用".into(),
        elements: String::new(),
        basis: "村民会议决定".into(),
        forms: Vec::new(),
        channels: String::new(),
        audience: String::new(),
        way: String::new(),
        tier: String::new(),
        discloser: String::new(),
        kind: CadenceKind::Event,
        days: Some(7),
        day_kind: Some(DayKind::Natural),
        rule: "完工后7日内".into(),
    };
    Adjustment::Add { entry: Box::new(entry) }
}

fn remove(item: &str, reason: &str) -> Adjustment {
    Adjustment::Remove { item: item.into(), reason: reason.into() }
}

fn adjusted_by(adjustments: &[Adjustment]) -> Result<Catalogue, Vec<AdjustFault>> {
    adjusted(&village(), Kind::VillageCommittee, adjustments)
}

#[test]
fn items_are_removed_changed_and_added_below_an_item_of_the_pack() {
    let plain = Catalogue::plain(&village(), Kind::VillageCommittee);
    let term = Adjustment::Term {
        item: "D15".into(),
        days: 20,
        day_kind: DayKind::Natural,
        reason: "次月20日前".into(),
    };
    let catalogue = adjusted_by(&[remove("D24", "本村没有"), term, own("D15-01")]).unwrap();
    assert!(catalogue.entry("D24").is_none());
    let (at, entry) = catalogue.entry("D15").unwrap();
    assert_eq!(entry.clocks[0].days, Some(20));
    assert_eq!(
        catalogue.clocks.iter().find(|clock| clock.item == at).unwrap().term.unwrap().days,
        20
    );
    let (_, entry) = catalogue.entry("D15-01").unwrap();
    assert_eq!((entry.item.as_str(), entry.scope.as_str()), ("D15", "VIL"));
    let changes: Vec<_> = compare(&plain, &catalogue)
        .into_iter()
        .map(|each| match each {
            Difference::Added(entry) => format!("+{}", entry.id),
            Difference::Removed(entry) => format!("-{}", entry.id),
            Difference::Changed(pair) => format!("~{}", pair.1.id),
        })
        .collect();
    assert_eq!(changes, ["~D15", "+D15-01", "-D24"]);
}

#[test]
fn every_fault_is_told_at_once() {
    let faults = adjusted_by(&[remove("D24", " "), remove("X9", "无"), own("D15"), own("a b")]);
    assert_eq!(
        faults.unwrap_err(),
        [
            AdjustFault::NoReason("D24".into()),
            AdjustFault::NoItem("X9".into()),
            AdjustFault::Twice("D15".into()),
            AdjustFault::Twice("a b".into()),
        ]
    );
}

#[test]
fn an_entry_binds_since_the_run_of_versions_that_have_it() {
    let day = |text: &str| text.parse::<Day>().unwrap();
    let version = |number, from, adjustments: &[Adjustment]| Version {
        number,
        from: day(from),
        catalogue: adjusted_by(adjustments).unwrap(),
    };
    let versions = [
        version(1, "2025-01-01", &[]),
        version(2, "2025-07-01", &[remove("D24", "停"), own("D15-01")]),
        version(3, "2026-01-01", &[own("D15-01")]),
        version(4, "2027-01-01", &[]),
    ];
    assert!(binding(&versions, day("2024-12-31")).is_none());
    let (last, since) = binding(&versions, day("2026-06-01")).unwrap();
    let since = |id: &str| since[usize::from(last.catalogue.entry(id).unwrap().0)].to_string();
    assert_eq!(last.number, 3);
    assert_eq!(since("D15"), "2025-01-01");
    assert_eq!(since("D15-01"), "2025-07-01");
    assert_eq!(since("D24"), "2026-01-01");
}

#[test]
fn adjustments_are_kept_as_they_are_written() {
    let all = vec![remove("D24", "停"), own("D15-01")];
    let text = serde_json::to_string(&all).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Adjustment>>(&text).unwrap(), all);
}
