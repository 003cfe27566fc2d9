//! A small page of our own; the real one is read by the integration tests.

use super::{LibraryBlockKind, Span, read_library_page};
use crate::columns::{cut_to_columns, width};
use crate::{IntakeError, Warning};

const PAGE: &str = "\
新到
- B12 2031年绿化工作02-28
- B007春季植树动员会12-01
讲话
B12 在全镇植树造林动员会上的讲话
投稿:木子林 全文900字5片
在全镇植树造林
动员会上的讲话
同志们:
今天开会。
一、认识
一要早。早种早活。
二要……多。
五要好。……
谢谢。
免费阅读到此为止。
";

#[test]
fn reads_lists_and_article() {
    let (page, warnings) = read_library_page(PAGE).expect("a page");
    let list = &page.lists[0];
    assert_eq!((list.name.as_str(), list.entries.len()), ("新到", 2));
    let [first, second] = &list.entries[..] else { panic!("two entries") };
    assert_eq!((first.code.number.as_str(), first.title.as_str()), ("12", "2031年绿化工作"));
    assert_eq!((second.code.number.as_str(), second.spaced), ("007", false));
    assert_eq!((second.month, second.day), (12, 1));
    assert_eq!(second.label(), "B007春季植树动员会");
    let article = &page.article;
    assert_eq!((article.column.as_str(), article.contributor.as_str()), ("讲话", "木子林"));
    assert_eq!((article.stated_characters, article.stated_slices), (900, 5));
    assert_eq!(article.title_lines.concat(), article.title);
    assert_eq!(article.salutation.as_deref(), Some("同志们:"));
    assert!(article.free_notice.is_some());
    assert!(!article.whole);
    let kinds: Vec<_> = article.body.iter().map(|block| block.kind).collect();
    use LibraryBlockKind::{Paragraph, Point, Section};
    assert_eq!(kinds, [Paragraph, Section, Point, Point, Point, Paragraph]);
    let text = |text: &str| Span::Text(text.into());
    assert_eq!(article.body[3].spans, [text("二要"), Span::Gap, text("多。")]);
    assert_eq!(article.body[4].spans, [text("五要好。"), Span::Gap]);
    assert_eq!(warnings[0], Warning::Gaps { count: 2 });
    assert!(matches!(warnings[1], Warning::FewerCharacters { stated: 900, present: 20..60 }));
    assert_eq!(warnings[2], Warning::PointsMissing { after: "二".into(), before: "五".into() });
}

#[test]
fn labels_are_cut_to_24_columns() {
    let (page, _) = read_library_page(PAGE).expect("a page");
    for entry in page.lists.iter().flat_map(|list| &list.entries) {
        let label = entry.label();
        assert!(width(&label) <= 24);
        assert_eq!(
            cut_to_columns(&(label.clone() + "　　　　　　　　　　　　"), width(&label)),
            label
        );
    }
}

#[test]
fn a_page_without_parts_is_refused_and_a_bad_row_warned_of() {
    for (page, line) in [("", 1), ("新到\n甲", 1), ("新到\n- B1甲01-01\n讲话\n没有编号", 4)]
    {
        let error = read_library_page(page).expect_err("no page");
        let expected = matches!(&error, IntakeError::LibraryPage { line: at, .. } if *at == line);
        assert!(expected || (page.is_empty() && error == IntakeError::Empty), "{error:?}");
    }
    let odd = PAGE.replace("- B12 2031年绿化工作02-28", "- B12 2031年绿化工作13-28");
    let (_, warnings) = read_library_page(&odd).expect("a page");
    assert_eq!(warnings[0], Warning::UnreadLine { line: 2 });
}
