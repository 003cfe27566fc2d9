//! Pieces of small documents.

use super::{Piece, PieceKind, cut, join, sentence_ends, split_at_sentence};
use crate::{Block, Document, title};

fn heading(text: &str, level: u8) -> Block {
    let text = text.to_owned();
    Block::Paragraph { text, numbering: None, style: None, level: Some(level) }
}

fn document(blocks: Vec<Block>) -> Document {
    Document { title: title::of(&blocks), blocks }
}

fn shape(pieces: &[Piece]) -> Vec<(PieceKind, Vec<&str>, &str)> {
    let mut shape = Vec::new();
    for Piece { kind, headings, text, .. } in pieces {
        shape.push((*kind, headings.iter().map(String::as_str).collect(), text.as_str()));
    }
    shape
}

#[test]
fn headings_go_with_the_paragraph_below_them() {
    let pieces = cut(&document(vec![
        Block::paragraph("关于整理档案的"),
        Block::paragraph("通知"),
        Block::paragraph("各科室："),
        heading("一、范围", 1),
        heading("（一）纸质", 2),
        Block::paragraph("全部纸质材料。"),
        Block::paragraph("含复印件。"),
        Block::Table { rows: vec![vec!["甲".into(), "乙".into()]] },
        heading("二、附则", 1),
        Block::Note { mark: "[1]".into(), text: "见目录。".into() },
    ]));
    assert_eq!(
        shape(&pieces),
        [
            (PieceKind::Title, vec![], "关于整理档案的通知"),
            (PieceKind::Paragraph, vec![], "各科室："),
            (PieceKind::Paragraph, vec!["一、范围", "（一）纸质"], "全部纸质材料。"),
            (PieceKind::Paragraph, vec![], "含复印件。"),
            (PieceKind::Table, vec![], ""),
            (PieceKind::Paragraph, vec!["二、附则"], ""),
            (PieceKind::Note, vec![], "[1]见目录。"),
        ]
    );
    assert_eq!(pieces[4].rows, [["甲", "乙"]]);
}

#[test]
fn a_letterhead_above_the_title_is_a_piece_of_its_own() {
    let pieces = cut(&document(vec![
        Block::paragraph("河东镇文件"),
        Block::paragraph("河东〔2031〕4号"),
        Block::paragraph("关于修路的通告"),
        Block::paragraph("现通告如下。"),
    ]));
    let titles: Vec<_> = pieces.iter().filter(|p| p.kind == PieceKind::Title).collect();
    assert_eq!(titles.len(), 1);
    assert_eq!(titles[0].text, "关于修路的通告");
    assert_eq!(pieces.len(), 4);
}

#[test]
fn a_split_joins_back_to_what_it_was() {
    let mut piece = Piece::new(PieceKind::Paragraph, vec!["一、甲".into()], "好。“行！”走".into());
    for sentence in 0..2 {
        let (first, second) = split_at_sentence(&piece, sentence).expect("two parts");
        assert_eq!(join(&first, &second).as_ref(), Some(&piece));
        assert!(second.headings.is_empty());
    }
    assert_eq!(split_at_sentence(&piece, 2), None);
    piece.text = "没有句号".into();
    assert_eq!(split_at_sentence(&piece, 0), None);
}

#[test]
fn joining_keeps_the_order_of_text() {
    let text = |text: &str| Piece::new(PieceKind::Paragraph, vec!["标".into()], text.into());
    let table = Piece {
        rows: vec![vec!["表".into()]],
        ..Piece::new(PieceKind::Table, vec![], String::new())
    };
    let joined = join(&text("前"), &text("后")).expect("text joins");
    assert_eq!((joined.headings.len(), joined.text.as_str()), (1, "前\n标\n后"));
    let joined = join(&text("见表："), &table).expect("a table may follow");
    assert_eq!((joined.kind, joined.rows.len()), (PieceKind::Table, 1));
    assert_eq!(join(&table, &text("后")), None);
}

#[test]
fn sentences_end_after_closing_marks() {
    let text = "他说：“好。”走吧……真的？！是；完";
    let ends: Vec<&str> = sentence_ends(text).into_iter().map(|end| &text[..end]).collect();
    assert_eq!(
        ends,
        [
            "他说：“好。”",
            "他说：“好。”走吧……",
            "他说：“好。”走吧……真的？！",
            "他说：“好。”走吧……真的？！是；"
        ]
    );
}
