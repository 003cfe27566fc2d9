use proptest::prelude::*;

use super::*;

fn paragraph(t: &str) -> Body {
    Body::Paragraph { h: Vec::new(), t: t.to_owned() }
}

fn table(rows: &[&[&str]]) -> Body {
    let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    Body::Table { h: Vec::new(), r: rows.iter().map(row).collect() }
}

fn side(bodies: impl IntoIterator<Item = Body>) -> Side {
    Side { title: "公告".to_owned(), passages: bodies.into_iter().map(Passage::Read).collect() }
}

fn gap(ground: Ground) -> Passage {
    Passage::Withheld(Gap { grounds: vec![ground], login_may_open: true })
}

/// `同[-旧-]{+新+}`.
fn written(runs: &[Run]) -> String {
    let write = |run: &Run| match run.kind {
        RunKind::Same => run.text.clone(),
        RunKind::Removed => format!("[-{}-]", run.text),
        RunKind::Added => format!("{{+{}+}}", run.text),
    };
    runs.iter().map(write).collect()
}

fn edited(old: &str, new: &str) -> String {
    let found = compare(&side([paragraph(old)]), &side([paragraph(new)])).unwrap();
    match &found.blocks[..] {
        [Block::Edited { text, .. }] => written(text),
        [Block::Removed(_), Block::Added(_)] => "apart".to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_paragraph_is_compared_by_characters_and_a_figure_stays_whole() {
    for (old, new, expected) in [
        ("本季度收入三万二千元。", "本季度收入三万五千元。", "本季度收入三万[-二-]{+五+}千元。"),
        ("共计95,000.00元整", "共计96,000.50元整", "共计[-95,000.00-]{+96,000.50+}元整"),
        ("电费由村集体承担。", "电费由村集体统一承担。", "电费由村集体{+统一+}承担。"),
        ("联系人为王会计，请来问。", "联系人，请来问。", "联系人[-为王会计-]，请来问。"),
        // one character between two replacements goes with them
        ("会议定于三月八日召开", "会议定于五月九日召开", "会议定于[-三月八-]{+五月九+}日召开"),
        ("修建水渠一条，长三里。", "慰问老党员二十九户。", "apart"),
    ] {
        assert_eq!(edited(old, new), expected);
    }
}

#[test]
fn a_paragraph_put_in_leaves_its_neighbours_alone() {
    let (a, b, c) = (paragraph("甲段的内容"), paragraph("乙段的内容"), paragraph("新的一段话"));
    let found = compare(&side([a.clone(), b.clone()]), &side([a.clone(), c.clone(), b.clone()]));
    let expected = [Block::Same(a), Block::Added(c), Block::Same(b)];
    assert_eq!(found.unwrap().blocks, expected);
}

#[test]
fn rows_are_known_again_and_cells_are_marked() {
    let old = table(&[
        &["日期", "摘要", "金额"],
        &["1月6日", "鱼塘承包费", "18000.00"],
        &["2月15日", "光伏电站电费", "6342.50"],
        &["合计", "", "24342.50"],
    ]);
    let new = table(&[
        &["日期", "摘要", "金额"],
        &["1月6日", "鱼塘承包费", "19000.00"],
        &["2月15日", "光伏电站电费", "6342.50"],
        &["3月2日", "门面租金", "500.00"],
        &["合计", "", "25842.50"],
    ]);
    let found = compare(&side([old]), &side([new])).unwrap();
    let [Block::Table { rows, .. }] = &found.blocks[..] else { panic!("{found:?}") };
    let kinds: Vec<_> = rows.iter().map(|row| row.kind).collect();
    use RowKind::{Added, Edited, Same};
    assert_eq!(kinds, [Same, Edited, Same, Added, Edited]);
    assert_eq!(written(&rows[1].cells[2]), "[-18000.00-]{+19000.00+}");
    assert_eq!(written(&rows[1].cells[1]), "鱼塘承包费");
}

#[test]
fn a_column_put_in_is_one_column() {
    let old = table(&[&["项目", "金额"], &["水费", "10"], &["电费", "20"]]);
    let new =
        table(&[&["项目", "凭证号", "金额"], &["水费", "26-1", "10"], &["电费", "26-2", "20"]]);
    let found = compare(&side([old]), &side([new])).unwrap();
    let [Block::Table { rows, .. }] = &found.blocks[..] else { panic!("{found:?}") };
    for row in rows {
        let [first, put_in, last] = &row.cells[..] else { panic!("{row:?}") };
        assert!(runs::is_same(first) && runs::is_same(last), "{row:?}");
        assert!(put_in.iter().all(|run| run.kind == RunKind::Added), "{row:?}");
    }
}

#[test]
fn of_gaps_nothing_is_said_but_where_they_stand() {
    let text = |t| Passage::Read(paragraph(t));
    let of = |passages| Side { title: String::new(), passages };
    let old = of(vec![text("甲段"), gap(Ground::ThirdParty), text("乙段")]);
    let new = of(vec![text("甲段"), gap(Ground::StateSecret), text("乙段")]);
    let found = compare(&old, &new).unwrap();
    assert!(found.is_same(), "{found:?}");
    assert!(matches!(&found.blocks[1], Block::Gap { stands: Stands::InBoth, gap }
        if gap.grounds == [Ground::StateSecret]));
    let found = compare(&of(vec![text("甲段"), text("乙段")]), &new).unwrap();
    assert!(matches!(&found.blocks[1], Block::Gap { stands: Stands::After, .. }));
    assert!(!found.is_same());
}

#[test]
fn a_heading_is_compared_like_a_text() {
    let with = |h: &[&str]| Body::Paragraph {
        h: h.iter().map(|h| (*h).to_owned()).collect(),
        t: "本季度收入如下。".to_owned(),
    };
    let found = compare(&side([with(&["一、收入情况"])]), &side([with(&["一、收支情况"])]));
    let found = found.unwrap();
    let [Block::Edited { headings, text, .. }] = &found.blocks[..] else { panic!("{found:?}") };
    assert_eq!(written(&headings[0]), "一、收[-入-]{+支+}情况");
    assert!(runs::is_same(text));
}

#[test]
fn what_is_too_large_is_refused_and_what_is_hostile_stays_in_proportion() {
    let lines = |count: usize| side((0..count).map(|at| paragraph(&at.to_string())));
    assert_eq!(compare(&lines(LINES + 1), &lines(1)), Err(TooLarge));
    assert_eq!(compare(&side([paragraph(&"字".repeat(CHARACTERS))]), &lines(1)), Err(TooLarge));
    let sheet = vec![vec![String::new(); 2]; LINES];
    let sheet = Body::Table { h: Vec::new(), r: sheet };
    assert_eq!(compare(&side([sheet.clone()]), &side([sheet])), Err(TooLarge));
    // one row as wide as all others together: the laid-over table would be their product
    let wide = |width| {
        let mut rows = vec![vec!["1".to_owned()]; LINES / 2];
        rows.push(vec!["2".to_owned(); width]);
        side([Body::Table { h: Vec::new(), r: rows }])
    };
    let found = compare(&wide(40_000), &wide(50_000)).unwrap();
    assert!(matches!(&found.blocks[..], [Block::Removed(_), Block::Added(_)]));
    // every third character is another one
    let every = |c: &str| side([paragraph(&format!("甲乙{c}").repeat(CHARACTERS / 3 - 1))]);
    let found = compare(&every("丙"), &every("丁")).unwrap();
    assert!(count(&found) <= 30_000, "{}", count(&found));
    // nothing in common, in many short paragraphs
    let other = |from: u32| {
        let text = move |at: u32| {
            (0_u32..40).filter_map(move |c| char::from_u32(from + (at * 7 + c * 13) % 900))
        };
        side((0..3_900).map(|at| paragraph(&text(at).collect::<String>())))
    };
    assert!(!compare(&other(0x4e00), &other(0x5e00)).unwrap().is_same());
}

fn count(comparison: &Comparison) -> usize {
    let each = |block: &Block| match block {
        Block::Edited { headings, text, .. } => {
            headings.iter().map(Vec::len).sum::<usize>() + text.len()
        }
        Block::Table { rows, .. } => rows.iter().flat_map(|row| &row.cells).map(Vec::len).sum(),
        Block::Same(_) | Block::Removed(_) | Block::Added(_) | Block::Gap { .. } => 1,
    };
    comparison.blocks.iter().map(each).sum()
}

/// What stays of runs when those of one kind are left out.
fn without(runs: &[Run], kind: RunKind) -> String {
    runs.iter().filter(|run| run.kind != kind).map(|run| run.text.as_str()).collect()
}

/// The text of one side again, from the comparison: a line for each heading, text and row.
fn rebuilt(comparison: &Comparison, left_out: RunKind) -> Vec<String> {
    let mut lines = Vec::new();
    let mut push = |line: String| {
        if !line.is_empty() {
            lines.push(line);
        }
    };
    let is_other = |stands: Stands| match left_out {
        RunKind::Added => stands == Stands::After,
        _ => stands == Stands::Before,
    };
    for block in &comparison.blocks {
        match block {
            Block::Same(body) => plain(body, &mut push),
            Block::Removed(body) if left_out == RunKind::Added => plain(body, &mut push),
            Block::Added(body) if left_out == RunKind::Removed => plain(body, &mut push),
            Block::Removed(_) | Block::Added(_) => {}
            Block::Edited { headings, text, .. } => {
                headings.iter().chain([text]).for_each(|runs| push(without(runs, left_out)));
            }
            Block::Table { headings, rows } => {
                headings.iter().for_each(|runs| push(without(runs, left_out)));
                rows.iter().flat_map(|row| &row.cells).for_each(|c| push(without(c, left_out)));
            }
            Block::Gap { stands, .. } if is_other(*stands) => {}
            Block::Gap { .. } => push("……".to_owned()),
        }
    }
    lines
}

fn plain(body: &Body, push: &mut impl FnMut(String)) {
    body.headings().iter().for_each(|heading| push(heading.clone()));
    match body {
        Body::Table { r, .. } => r.iter().flatten().for_each(|cell| push(cell.clone())),
        Body::Title { t }
        | Body::Paragraph { t, .. }
        | Body::Note { t }
        | Body::Elided { t, .. } => {
            push(t.clone());
        }
    }
}

fn lines_of(side: &Side) -> Vec<String> {
    let mut lines = Vec::new();
    let mut push = |line: String| {
        if !line.is_empty() {
            lines.push(line);
        }
    };
    for passage in &side.passages {
        match passage {
            Passage::Read(body) => plain(body, &mut push),
            Passage::Withheld(_) => push("……".to_owned()),
        }
    }
    lines
}

fn any_text() -> impl Strategy<Value = String> {
    "[一二三甲乙a1.,。\u{fe0f}<\u{1f}]{0,12}"
}

fn any_body() -> impl Strategy<Value = Body> {
    let h = || prop::collection::vec(any_text(), 0..3);
    prop_oneof![
        (h(), any_text()).prop_map(|(h, t)| Body::Paragraph { h, t }),
        (h(), any_text()).prop_map(|(h, t)| Body::Elided { h, t }),
        any_text().prop_map(|t| Body::Note { t }),
        (h(), prop::collection::vec(prop::collection::vec(any_text(), 0..4), 0..6))
            .prop_map(|(h, r)| Body::Table { h, r }),
    ]
}

fn any_side() -> impl Strategy<Value = Side> {
    let passage = prop_oneof![
        6 => any_body().prop_map(Passage::Read),
        1 => Just(gap(Ground::ThirdParty)),
    ];
    (any_text(), prop::collection::vec(passage, 0..8))
        .prop_map(|(title, passages)| Side { title, passages })
}

proptest! {
    #[test]
    fn both_editions_can_be_read_off_their_comparison(before in any_side(), after in any_side()) {
        let found = compare(&before, &after).unwrap();
        prop_assert_eq!(rebuilt(&found, RunKind::Added), lines_of(&before));
        prop_assert_eq!(rebuilt(&found, RunKind::Removed), lines_of(&after));
        prop_assert_eq!(without(&found.title, RunKind::Added), before.title);
        prop_assert_eq!(without(&found.title, RunKind::Removed), after.title);
    }

    #[test]
    fn an_edition_is_the_same_as_itself(side in any_side()) {
        prop_assert!(compare(&side, &side).unwrap().is_same());
    }

    #[test]
    fn a_column_is_never_lost(old in any_body(), new in any_body()) {
        let found = compare(&side([old]), &side([new])).unwrap();
        for block in &found.blocks {
            if let Block::Table { rows, .. } = block {
                let width = rows.first().map_or(0, |row| row.cells.len());
                prop_assert!(rows.iter().all(|row| row.cells.len() == width));
            }
        }
    }
}
