//! Finds the title among the first paragraphs. Called by the readers and by `cut`.

use std::ops::Range;

use crate::{Block, heading};

const LOOKED_AT: usize = 8;
const LONGEST: usize = 100;
const MOST_LINES: usize = 6;
/// What the title of an official document ends with.
const KINDS: [&str; 40] = [
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "条例",
    "规定",
    "办法",
    "细则",
    "规则",
    "法",
    "讲话",
    "方案",
    "制度",
    "总结",
    "解释",
    "目录",
    "清单",
    "要点",
    "安排",
    "规划",
    "计划",
    "纲要",
    "预案",
    "说明",
    "致辞",
    "公示",
    "建议",
    "倡议书",
    "责任书",
];

/// The title's lines joined.
pub(crate) fn of(blocks: &[Block]) -> Option<String> {
    let range = find(blocks)?;
    let lines = blocks[range].iter().map(Block::display).collect::<String>();
    Some(closed_up(&lines))
}

/// Without the blanks that only spread the characters of `公　　告`; a title with Latin words keeps
/// its blanks.
fn closed_up(text: &str) -> String {
    let latin = text.contains(|c: char| c.is_ascii_alphabetic());
    text.chars().filter(|c| *c != '\n' && (latin || !c.is_whitespace())).collect()
}

/// The blocks that the title stands in: the first that ends as a title does, with the lines above
/// that lead to it; else a title-like first paragraph.
pub(crate) fn find(blocks: &[Block]) -> Option<Range<usize>> {
    let head = &blocks[..blocks.len().min(LOOKED_AT)];
    let styled = head.iter().position(is_styled);
    if let Some(start) = styled {
        let lines = head[start..].iter().take_while(|block| is_styled(block)).count();
        return Some(start..start + lines.min(MOST_LINES));
    }
    let like = head.iter().take_while(|block| is_like(block)).count();
    let named = head[..like].iter().position(|block| ends_as_title(&block.display()));
    match named {
        Some(last) => Some(first_line(head, last)..last + 1),
        None => (like > 0).then_some(0..1),
    }
}

fn first_line(head: &[Block], last: usize) -> usize {
    let leads = |block: &&Block| !is_letterhead(&block.display());
    last - head[..last].iter().rev().take_while(leads).count().min(MOST_LINES - 1)
}

fn is_styled(block: &Block) -> bool {
    let Block::Paragraph { style: Some(style), .. } = block else { return false };
    style.eq_ignore_ascii_case("title") || style == "标题"
}

fn is_like(block: &Block) -> bool {
    let Block::Paragraph { text, numbering: None, .. } = block else { return false };
    text.chars().nth(LONGEST).is_none()
        && heading::by_pattern(text).is_none()
        && !text.starts_with(['（', '(', '—'])
        && !is_article(text)
        && !text.ends_with(['。', '；', '：', ':', '，', '！', '？', '.'])
}

/// `第一条　…`; but a title's second line may be `第一条有关问题的批复`.
fn is_article(text: &str) -> bool {
    let rest = text.strip_prefix('第').and_then(|rest| rest.split_once('条'));
    rest.is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(char::is_whitespace))
}

fn ends_as_title(text: &str) -> bool {
    let text = closed_up(text);
    let bare = text.split(['（', '(']).next().unwrap_or(&text);
    let bare = if bare.starts_with('《') { bare.trim_end_matches('》') } else { bare };
    KINDS.iter().any(|kind| bare.ends_with(kind))
}

/// `某某文件`, `某发〔2020〕3号`, a date, a security or urgency mark.
fn is_letterhead(text: &str) -> bool {
    text.ends_with(['号', '日', '密', '级', '急']) || text.ends_with("文件")
}
