//! A second reading by an unrelated library, to compare with: paragraphs and cells in order, without
//! blanks.

use docx_rs::{
    DocumentChild, DrawingData, InsertChild, Paragraph, ParagraphChild, Run, RunChild,
    StructuredDataTagChild, Table, TableCellContent, TableChild, TableRowChild,
    TextBoxContentChild,
};

/// Every text of the document, one string a paragraph.
pub(crate) fn paragraphs(bytes: &[u8]) -> Option<Vec<String>> {
    let docx = docx_rs::read_docx(bytes).ok()?;
    let mut texts = Vec::new();
    docx.document.children.iter().for_each(|child| document_child(child, &mut texts));
    texts.retain(|text| !text.is_empty());
    Some(texts)
}

fn document_child(child: &DocumentChild, texts: &mut Vec<String>) {
    match child {
        DocumentChild::Paragraph(paragraph) => add(paragraph, texts),
        DocumentChild::Table(table) => add_table(table, texts),
        DocumentChild::StructuredDataTag(tag) => {
            tag.children.iter().for_each(|child| tag_child(child, texts));
        }
        _ => {}
    }
}

fn tag_child(child: &StructuredDataTagChild, texts: &mut Vec<String>) {
    match child {
        StructuredDataTagChild::Paragraph(paragraph) => add(paragraph, texts),
        StructuredDataTagChild::Table(table) => add_table(table, texts),
        _ => {}
    }
}

fn add_table(table: &Table, texts: &mut Vec<String>) {
    for TableChild::TableRow(row) in &table.rows {
        for TableRowChild::TableCell(cell) in &row.cells {
            let mut cell_texts = Vec::new();
            for content in &cell.children {
                match content {
                    TableCellContent::Paragraph(paragraph) => add(paragraph, &mut cell_texts),
                    TableCellContent::Table(table) => add_table(table, &mut cell_texts),
                    _ => {}
                }
            }
            texts.push(cell_texts.concat());
        }
    }
}

fn add(paragraph: &Paragraph, texts: &mut Vec<String>) {
    let (mut text, mut boxes) = (String::new(), Vec::new());
    paragraph.children.iter().for_each(|child| inline(child, &mut text, &mut boxes));
    texts.push(text);
    texts.append(&mut boxes);
}

fn inline(child: &ParagraphChild, text: &mut String, boxes: &mut Vec<String>) {
    match child {
        ParagraphChild::Run(child) => run(child, text, boxes),
        ParagraphChild::Insert(insert) => {
            for child in &insert.children {
                if let InsertChild::Run(child) = child {
                    run(child, text, boxes);
                }
            }
        }
        ParagraphChild::Hyperlink(link) => {
            link.children.iter().for_each(|child| inline(child, text, boxes));
        }
        _ => {}
    }
}

fn run(run: &Run, text: &mut String, boxes: &mut Vec<String>) {
    for child in &run.children {
        match child {
            RunChild::Text(part) => text.extend(part.text.chars().filter(|c| !c.is_whitespace())),
            RunChild::Drawing(drawing) => {
                let Some(DrawingData::TextBox(text_box)) = &drawing.data else { continue };
                for child in &text_box.children {
                    match child {
                        TextBoxContentChild::Paragraph(paragraph) => add(paragraph, boxes),
                        TextBoxContentChild::Table(table) => add_table(table, boxes),
                    }
                }
            }
            _ => {}
        }
    }
}
