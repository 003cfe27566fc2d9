//! The page that the platform was described by.

use std::collections::BTreeSet;

use intake::columns::{cut_to_columns, width};
use intake::library::{LibraryBlockKind, Span, read_library_page};

#[test]
fn the_page_is_read_as_shown() {
    let Some(data) = crate::data() else { return };
    let text = std::fs::read_to_string(data.join("library-page.txt")).expect("the page");
    let (page, warnings) = read_library_page(&text).expect("a page that is read");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("- ")).collect();
    let entries: Vec<_> = page.lists.iter().flat_map(|list| &list.entries).collect();
    assert_eq!((page.lists.len(), entries.len(), rows.len()), (2, 20, 20));
    for (entry, row) in entries.iter().zip(rows) {
        let label = entry.label();
        assert_eq!(format!("- {label}{:02}-{:02}", entry.month, entry.day), row);
        // Cut is cut: the row's own columns, and more text after them, give the row again.
        assert!(width(&label) <= 24 && width(&entry.title) <= 24, "{row}");
        assert_eq!(cut_to_columns(&label, 24), label);
        if width(&label) > 22 {
            assert_eq!(cut_to_columns(&format!("{label}　　"), 24), label, "{row}");
        }
    }
    let series: BTreeSet<char> = entries.iter().map(|entry| entry.code.series).collect();
    assert_eq!(series, BTreeSet::from(['A', 'C', 'T']));
    let article = &page.article;
    assert_eq!((article.stated_characters, article.stated_slices), (2880, 14));
    assert_eq!(article.title_lines.concat(), article.title);
    assert!(article.salutation.is_some() && article.free_notice.is_some() && !article.whole);
    let count = |kind| article.body.iter().filter(|block| block.kind == kind).count();
    assert_eq!(count(LibraryBlockKind::Section), 3);
    assert_eq!(count(LibraryBlockKind::Point), 5);
    let gaps = article.body.iter().filter(|block| block.spans.contains(&Span::Gap)).count();
    assert_eq!(gaps, 2);
    let body: Vec<String> = article.body.iter().map(intake::library::LibraryBlock::text).collect();
    assert!(text.replace("\r\n", "\n").contains(&body.join("\n")), "no character is lost");
    println!("library page: {warnings:?}");
    assert_eq!(warnings.len(), 3);
}
