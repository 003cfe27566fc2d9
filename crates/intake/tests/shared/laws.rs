//! The laws as Markdown: all read, their titles found, headings and articles told apart.

use intake::{Block, Limits, read};

#[test]
fn laws_are_read_with_their_titles() {
    let Some(data) = crate::data() else { return };
    let folder = std::fs::read_dir(data.join("laws")).expect("a folder laws");
    let (mut files, mut titled, mut articles, mut headings) = (0, 0, 0, 0);
    for entry in folder {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("a readable file");
        let name = path.display().to_string();
        let reading = read(&name, &bytes, &Limits::default(), &mut crate::stopwatch());
        let (document, _) = reading.unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = String::from_utf8_lossy(&bytes);
        let stated = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default();
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        files += 1;
        titled += usize::from(document.title.as_deref().map(bare) == Some(bare(stated)));
        for block in &document.blocks {
            headings += usize::from(block.level().is_some());
            let article = matches!(block, Block::Paragraph { text, .. } if is_article(text));
            articles += usize::from(article);
            assert!(!article || block.level().is_none(), "{name}: {}", block.display());
        }
    }
    println!("{titled} of {files} laws titled as stated, {headings} headings, {articles} articles");
    assert!(titled * 100 >= files * 95);
}

fn is_article(text: &str) -> bool {
    let number = text.strip_prefix('第').and_then(|rest| rest.split_once('条'));
    number.is_some_and(|(number, _)| {
        number.chars().all(|c| "一二三四五六七八九十百千零〇".contains(c))
    })
}
