//! The 200 official texts: all read, compared with another library's reading and with the index.

use std::collections::BTreeMap;

use intake::cut::{PieceKind, cut};
use intake::{Block, Document, Limits, read};

use crate::reference;

const LEAST_AGREEMENT: f64 = 99.5;

fn read_one(name: &str, bytes: &[u8]) -> Document {
    let reading = read(name, bytes, &Limits::default(), &mut crate::stopwatch());
    reading.unwrap_or_else(|error| panic!("{name}: {error}")).0
}

/// Texts without blanks, automatic numbers and the marks of notes, which only we show.
fn texts(document: &Document) -> Vec<String> {
    let (mut texts, mut marks) = (Vec::new(), Vec::new());
    for block in &document.blocks {
        match block {
            Block::Paragraph { text, .. } => texts.push(text.clone()),
            Block::Table { rows } => texts.extend(rows.iter().flatten().cloned()),
            Block::Note { mark, .. } => marks.push(mark),
        }
    }
    let bare = |text: String| {
        let text = marks.iter().fold(text, |text, mark| text.replacen(*mark, "", 1));
        text.chars().filter(|c| !c.is_whitespace()).collect::<String>()
    };
    texts.into_iter().map(bare).filter(|text| !text.is_empty()).collect()
}

/// Characters of the longest common sequence of whole paragraphs.
fn agreeing(ours: &[String], theirs: &[String]) -> usize {
    let mut above = vec![0; theirs.len() + 1];
    for our in ours {
        let mut row = vec![0; theirs.len() + 1];
        for (at, their) in theirs.iter().enumerate() {
            let same = if our == their { above[at] + our.chars().count() } else { 0 };
            row[at + 1] = same.max(above[at + 1]).max(row[at]);
        }
        above = row;
    }
    above.last().copied().unwrap_or(0)
}

fn characters(texts: &[String]) -> usize {
    texts.iter().map(|text| text.chars().count()).sum()
}

#[test]
fn another_library_reads_the_same() {
    let files = crate::docx_files();
    let (mut agreed, mut all, mut compared) = (0, 0, 0);
    for (name, bytes) in &files {
        let ours = texts(&read_one(name, bytes));
        let Some(theirs) = reference::paragraphs(bytes) else {
            println!("{name}: the other library fails");
            continue;
        };
        let (same, most) = (agreeing(&ours, &theirs), characters(&ours).max(characters(&theirs)));
        if same < most {
            println!("{name}: {same} of {most} characters agree");
            report_difference(&ours, &theirs);
        }
        (agreed, all, compared) = (agreed + same, all + most, compared + 1);
    }
    if files.is_empty() {
        return;
    }
    let percent = agreed as f64 * 100.0 / all as f64;
    println!(
        "agreement: {percent:.4} % of {all} characters in {compared} of {} files",
        files.len()
    );
    assert!(percent >= LEAST_AGREEMENT && compared * 10 >= files.len() * 9);
}

fn report_difference(ours: &[String], theirs: &[String]) {
    if let Some((ours, theirs)) = ours.iter().zip(theirs).find(|(ours, theirs)| ours != theirs) {
        let short = |text: &str| text.chars().take(40).collect::<String>();
        println!("    ours   {}\n    theirs {}", short(ours), short(theirs));
    }
}

#[test]
fn the_index_counts_the_same() {
    let Some(data) = crate::data() else { return };
    let index = std::fs::read_to_string(data.join("docx/index.csv")).expect("the index");
    let rows: BTreeMap<&str, (usize, usize)> = index.lines().skip(1).filter_map(row).collect();
    let (mut paragraphs_differ, mut ours, mut theirs) = (0, 0, 0);
    for (name, bytes) in crate::docx_files() {
        let Some((paragraphs, characters)) = rows.get(name.as_str()) else { continue };
        let document = read_one(&name, &bytes);
        let (mut count, mut sum) = (0, 0);
        for block in &document.blocks {
            let length = |text: &str| text.chars().filter(|c| *c != '\n').count();
            match block {
                Block::Paragraph { text, .. } => (count, sum) = (count + 1, sum + length(text)),
                // The index counts the paragraphs of cells; a line of ours is mostly one.
                Block::Table { rows } => {
                    let lines = rows.iter().flatten().flat_map(|cell| cell.lines());
                    for line in lines.filter(|line| !line.trim().is_empty()) {
                        (count, sum) = (count + 1, sum + length(line));
                    }
                }
                Block::Note { .. } => {}
            }
        }
        if (count, sum) != (*paragraphs, *characters) {
            println!(
                "{name}: {count} paragraphs {sum} characters, index {paragraphs} {characters}"
            );
        }
        paragraphs_differ += usize::from(count != *paragraphs);
        (ours, theirs) = (ours + sum, theirs + characters);
    }
    println!(
        "index: {paragraphs_differ} files with other paragraphs, {ours} characters to {theirs}"
    );
    assert!(ours.abs_diff(theirs) * 200 <= theirs && paragraphs_differ <= 20);
}

/// `001.docx,title,259,12485`; titles may hold commas.
fn row(line: &str) -> Option<(&str, (usize, usize))> {
    let (name, rest) = line.split_once(',')?;
    let (rest, characters) = rest.rsplit_once(',')?;
    let (_, paragraphs) = rest.rsplit_once(',')?;
    Some((name, (paragraphs.parse().ok()?, characters.trim().parse().ok()?)))
}

#[test]
fn pieces_hold_all_text_once() {
    let mut titles = 0;
    let files = crate::docx_files();
    for (name, bytes) in &files {
        let document = read_one(name, bytes);
        let pieces = cut(&document);
        let mut cut_text = String::new();
        for piece in &pieces {
            let rows: Vec<String> = piece.rows.iter().map(|row| row.join("\t")).collect();
            cut_text.extend(piece.headings.iter().chain([&piece.text]).map(String::as_str));
            cut_text.push_str(&rows.join("\n"));
        }
        let whole: String = document.blocks.iter().map(Block::display).collect();
        // A title is closed up, so blanks are not compared.
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(bare(&cut_text), bare(&whole), "{name}");
        titles += usize::from(pieces.iter().any(|piece| piece.kind == PieceKind::Title));
        println!("{name}: {:?}", document.title);
    }
    println!("{titles} of {} files have a title", files.len());
    assert!(titles * 10 >= files.len() * 9);
}
