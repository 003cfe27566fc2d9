//! The real documents as attached files: nothing that the reader sees is missed.

use intake::inspect::{Kind, inspect};
use intake::{Block, Limits, read_docx};

#[test]
fn what_the_reader_sees_the_inspection_sees_too() {
    let (mut files, mut complete) = (0, 0);
    for (name, bytes) in crate::docx_files() {
        let limits = Limits::default();
        let found = inspect(&name, &bytes, &limits, &mut crate::stopwatch()).expect("it is read");
        assert_eq!(found.kind, Kind::Docx, "{name}");
        let (document, _) =
            read_docx(&bytes, &limits, &mut crate::stopwatch()).expect("it is read");
        let squeezed = |text: &str| -> String { text.split_whitespace().collect() };
        let all: String = found.texts.iter().map(|text| squeezed(&text.text)).collect();
        for block in &document.blocks {
            if let Block::Paragraph { text, .. } = block {
                // Sentences: a numbering or a symbol is made by the reader.
                let sentences = text.split(['。', '\n', '\t']).map(squeezed);
                for sentence in sentences.filter(|sentence| sentence.chars().all(is_han)) {
                    assert!(all.contains(&sentence), "{name} misses {sentence}");
                }
            }
        }
        files += 1;
        complete += usize::from(found.complete);
    }
    println!("{complete} of {files} files looked through to the end");
}

fn is_han(c: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&c)
}
