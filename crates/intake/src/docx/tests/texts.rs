//! What is text, and what never may be.

use super::{Package, element, p, shown};
use crate::{Block, Warning};

#[test]
fn comments_hidden_and_deleted_text_never_come_out() {
    let body = "\
        <w:p><w:r><w:t>甲</w:t></w:r>\
        <w:del><w:r><w:delText>秘密一</w:delText></w:r><w:r><w:t>秘密二</w:t></w:r></w:del>\
        <w:moveFrom><w:r><w:t>秘密三</w:t></w:r></w:moveFrom>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密四</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"h\"/></w:rPr><w:t>秘密五</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"h\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>乙</w:t></w:r>\
        <w:ins><w:r><w:t>丙</w:t></w:r></w:ins>\
        <w:r><w:commentReference w:id=\"1\"/></w:r>\
        <w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>秘密六</w:instrText><w:t>秘密七</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>丁</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"hp\"/></w:pPr><w:r><w:t>秘密八</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>秘密九</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p><w:r><w:t>秘密十</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:tcPr><w:cellDel/></w:tcPr><w:p><w:r><w:t>秘密十一</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let styles = "\
        <w:style w:type=\"character\" w:styleId=\"h0\"><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type=\"character\" w:styleId=\"h\"><w:basedOn w:val=\"h0\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"hp\"><w:rPr><w:vanish/></w:rPr></w:style>";
    let package = Package::body(body).side("styles", styles).side("comments", &p("秘密"));
    let (document, warnings) = package.ok();
    assert_eq!(shown(&document), ["甲乙丙丁"]);
    let keys: Vec<&str> = warnings.iter().map(Warning::key).collect();
    for kind in ["tracked_changes", "comments", "hidden_text", "fields"] {
        assert!(keys.contains(&format!("intake.warning.{kind}").as_str()), "{kind} {keys:?}");
    }
}

#[test]
fn a_deleted_paragraph_end_joins_with_the_next() {
    let body =
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>".to_owned();
    let (document, _) = Package::body(&(body.clone() + &p("后") + &body)).ok();
    assert_eq!(shown(&document), ["前后", "前"]);
}

#[test]
fn alternate_content_gives_its_text_once_and_boxes_follow_their_anchor() {
    let text_box = |text| format!("<w:txbxContent>{}</w:txbxContent>", p(text));
    let body = format!(
        "<w:p><w:r><w:t>锚</w:t></w:r><w:r><mc:AlternateContent>\
         <mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>{1}",
        text_box("框"),
        p("下段")
    );
    let (document, warnings) = Package::body(&body).ok();
    assert_eq!(shown(&document), ["锚后", "框", "下段"]);
    assert_eq!(warnings, []);
}

#[test]
fn entities_breaks_and_symbols_are_characters() {
    let body = "<w:p><w:r><w:t>a&amp;b&lt;&#x4E2D;</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t>\
        <w:br w:type=\"page\"/><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/>\
        <w:sym w:font=\"Wingdings\" w:char=\"F001\"/><w:t>\u{202E}四</w:t></w:r></w:p>";
    let (document, warnings) = Package::body(body).ok();
    assert_eq!(shown(&document), ["a&b<中\n二\t三\u{2011}☑\u{FFFD}四"]);
    assert_eq!(warnings, [Warning::Symbols { count: 1 }, Warning::ControlCharacters { count: 1 }]);
}

#[test]
fn notes_are_marked_and_come_last() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r>\
        <w:r><w:endnoteReference w:id=\"2\"/></w:r></w:p>";
    let note = |name: &str, text: &str| {
        format!(
            "<w:{name} w:id=\"9\">{}</w:{name}><w:{name} w:id=\"2\">{}</w:{name}>",
            p("无"),
            p(text)
        )
    };
    let package = Package::body(&(body.to_owned() + &p("乙")))
        .side("footnotes", &note("footnote", "脚注"))
        .side("endnotes", &note("endnote", "尾注"));
    let (document, _) = package.ok();
    assert_eq!(shown(&document), ["甲[1][i]", "乙", "[1]脚注", "[i]尾注"]);
    assert!(matches!(document.blocks[2], Block::Note { .. }));
}

#[test]
fn headings_by_outline_by_style_and_by_pattern() {
    let styled = |properties: &str, text: &str| {
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = styled("<w:outlineLvl w:val=\"2\"/>", "纲")
        + &styled("<w:pStyle w:val=\"7\"/>", "样式")
        + &styled("<w:pStyle w:val=\"7\"/><w:outlineLvl w:val=\"9\"/>", "正文")
        + &p("（一）模式")
        + &styled("<w:pStyle w:val=\"7\"/>", &"长".repeat(101));
    let styles = "<w:style w:styleId=\"3\"><w:name w:val=\"heading 2\"/></w:style>\
        <w:style w:styleId=\"7\"><w:name w:val=\"own\"/><w:basedOn w:val=\"3\"/></w:style>";
    let (document, _) = Package::body(&body).side("styles", styles).ok();
    let levels: Vec<_> = document.blocks.iter().map(Block::level).collect();
    assert_eq!(levels, [Some(3), Some(2), None, Some(2), None]);
    let Block::Paragraph { style, .. } = &document.blocks[1] else { panic!("a paragraph") };
    assert_eq!(style.as_deref(), Some("own"));
}

#[test]
fn what_the_package_holds_besides_text_is_warned_of() {
    let body = "<w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>\
        <w:r><w:object/></w:r><w:r><w:drawing/></w:r>\
        <m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p><w:altChunk/>";
    let (document, warnings) = Package::body(body)
        .part("word/vbaProject.bin", "")
        .external("hyperlink", "javascript:alert(1)")
        .external("attachedTemplate", "http://example.invalid/t.dotm")
        .external("attachedTemplate", "file:///C:\\a\\Normal.dotm")
        .ok();
    assert_eq!(shown(&document), ["链x"]);
    assert_eq!(
        warnings,
        [
            Warning::Macros,
            Warning::ExternalRelationship { count: 1 },
            Warning::Links { count: 1 },
            Warning::OleObject { count: 1 },
            Warning::AltChunk { count: 1 },
            Warning::Images { count: 1 },
            Warning::Formulas { count: 1 },
        ]
    );
}

#[test]
fn strict_documents_and_other_prefixes_are_read() {
    let strict = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    let document = format!(
        "<x:document xmlns:x=\"{strict}\"><x:body><x:p><x:r><x:t>严</x:t></x:r></x:p></x:body></x:document>"
    );
    assert_eq!(shown(&Package::document(&document).ok().0), ["严"]);
    let foreign =
        element("document", "<w:body><y:p xmlns:y=\"urn:y\"><y:t>外</y:t></y:p></w:body>");
    assert_eq!(Package::document(&foreign).ok().0.blocks, []);
}
