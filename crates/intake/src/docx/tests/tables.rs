//! Tables and merged cells.

use super::{Package, p};
use crate::Block;

fn rows(table: &str) -> Vec<Vec<String>> {
    let (document, _) = Package::body(&format!("<w:tbl>{table}</w:tbl>")).ok();
    match document.blocks.into_iter().next() {
        Some(Block::Table { rows }) => rows,
        other => panic!("no table: {other:?}"),
    }
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn merged_cells_keep_their_text_at_the_upper_left() {
    let table = format!(
        "<w:tr>{}{}</w:tr><w:tr><w:trPr><w:gridAfter w:val=\"1\"/></w:trPr>{}{}</w:tr><w:sdt><w:sdtContent><w:tr>{}</w:tr></w:sdtContent></w:sdt>",
        cell("<w:gridSpan w:val=\"2\"/>", "宽"),
        cell("<w:vMerge w:val=\"restart\"/>", "高"),
        cell("", "一"),
        cell("", "二"),
        cell("<w:vMerge/>", "遮"),
    );
    assert_eq!(rows(&table), [["宽", "", "高"], ["一", "二", ""], ["", "", ""]]);
}

#[test]
fn cells_hold_paragraphs_and_tables_as_lines() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "内"), cell("", "外"));
    let table = format!("<w:tr><w:tc>{}{inner}{}</w:tc></w:tr>", p("上"), p("下"));
    assert_eq!(rows(&table), [["上\n内\t外\n下"]]);
}
