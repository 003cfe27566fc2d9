//! Automatic numbers.

use super::{Package, shown};
use crate::Warning;

fn item(list: u32, level: u32) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>\
         <w:r><w:t>文</w:t></w:r></w:p>"
    )
}

fn level(at: u32, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
         <w:lvlText w:val=\"{text}\"/>{more}</w:lvl>"
    )
}

fn kind(id: u32, levels: &[String]) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", levels.concat())
}

fn list(id: u32, kind: u32, changes: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{kind}\"/>{changes}</w:num>")
}

fn numbers(items: &[(u32, u32)], numbering: &str) -> (Vec<String>, Vec<Warning>) {
    let body: String = items.iter().map(|(list, level)| item(*list, *level)).collect();
    let (document, warnings) = Package::body(&body).side("numbering", numbering).ok();
    let bare = |text: String| text.trim_end_matches('文').to_owned();
    (shown(&document).into_iter().map(bare).collect(), warnings)
}

fn official() -> String {
    let levels = [
        level(0, "chineseCounting", "%1、", ""),
        level(1, "chineseCounting", "（%2）", ""),
        level(2, "decimal", "%3.", "<w:suff w:val=\"space\"/>"),
    ];
    kind(5, &levels)
}

#[test]
fn levels_count_and_restart() {
    let numbering = official() + &list(1, 5, "");
    let (shown, _) =
        numbers(&[(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (9, 0), (0, 0)], &numbering);
    assert_eq!(shown, ["一、", "（一）", "（二）", "1. ", "二、", "（一）", "", ""]);
}

#[test]
fn lists_of_one_kind_count_on_unless_they_start_anew() {
    let start = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"7\"/></w:lvlOverride>";
    let numbering = official() + &list(1, 5, "") + &list(2, 5, "") + &list(3, 5, start);
    let (shown, _) = numbers(&[(1, 0), (2, 0), (3, 0), (3, 0)], &numbering);
    assert_eq!(shown, ["一、", "二、", "七、", "八、"]);
}

#[test]
fn restart_and_legal_numbers_and_changed_levels() {
    let levels = [
        level(0, "upperRoman", "%1", "<w:suff w:val=\"nothing\"/>"),
        level(1, "lowerLetter", "%1.%2)", "<w:isLgl/><w:lvlRestart w:val=\"0\"/>"),
    ];
    let change = format!(
        "<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>",
        level(0, "decimal", "第%1条", "")
    );
    let numbering = kind(1, &levels) + &list(1, 1, "") + &list(2, 1, &change);
    let (shown, _) = numbers(&[(1, 0), (1, 1), (1, 0), (1, 1), (2, 0)], &numbering);
    assert_eq!(shown, ["I", "1.1)", "II", "2.2)", "第3条 "]);
}

#[test]
fn bullets_none_and_unknown_formats() {
    let numbering = kind(1, &[level(0, "bullet", "\u{F0B7}", "")])
        + &kind(2, &[level(0, "bullet", "-", "")])
        + &kind(3, &[level(0, "none", "", "")])
        + &kind(4, &[level(0, "thaiLetters", "%1.", "")])
        + &(1..=4).map(|id| list(id, id, "")).collect::<String>();
    let (shown, warnings) = numbers(&[(1, 0), (2, 0), (3, 0), (4, 0)], &numbering);
    assert_eq!(shown, ["• ", "- ", "", "1."]);
    assert_eq!(warnings, [Warning::UnsupportedNumbering { formats: vec!["thaiLetters".into()] }]);
}

#[test]
fn styles_number_paragraphs() {
    let tied =
        level(0, "decimal", "%1.", "") + &level(1, "decimal", "%1.%2.", "<w:pStyle w:val=\"b\"/>");
    let numbering = kind(1, &[tied]) + &list(1, 1, "");
    let styles = "\
        <w:style w:styleId=\"a\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"b\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
        <w:style w:styleId=\"c\"><w:basedOn w:val=\"a\"/></w:style>";
    let styled = |style: &str, more: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>"
        )
    };
    let none = "<w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let body = styled("a", "") + &styled("b", "") + &styled("c", "") + &styled("a", none);
    let (document, _) =
        Package::body(&body).side("numbering", &numbering).side("styles", styles).ok();
    assert_eq!(shown(&document), ["1.文", "1.1.文", "2.文", "文"]);
}
