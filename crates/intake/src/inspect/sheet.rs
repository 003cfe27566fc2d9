//! Workbooks: every sheet, hidden or not, with the rows and columns that are hidden or filtered out,
//! formulas, headers, and the strings that no cell shows any more.

use std::collections::BTreeMap;

use super::xml::{Item, attribute, walk};
use super::{Danger, InspectedTable, Inspection, Spot};
use crate::IntakeError;
use crate::docx::archive::Archive;
use crate::docx::guard::Guard;

const COLUMNS: usize = 16_384;

/// A sheet as the workbook names it.
struct Sheet {
    name: String,
    part: String,
    visible: bool,
}

pub(super) fn workbook(
    archive: &mut Archive<'_>,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let strings = strings(archive, guard)?;
    let mut used = vec![false; strings.len()];
    let mut cells = 0;
    for sheet in sheets(archive, guard)? {
        let Some(text) = archive.part(&sheet.part)? else { continue };
        let mut reading = Reading { strings: &strings, used: &mut used, cells: &mut cells };
        read(&sheet, &text, &mut reading, found, guard)?;
    }
    for (text, used) in strings.iter().zip(used) {
        if !used {
            found.text(Spot::UnusedString, "xl/sharedstrings.xml", text, false);
        }
    }
    Ok(())
}

fn strings(
    archive: &mut Archive<'_>,
    guard: &mut Guard<'_, '_>,
) -> Result<Vec<String>, IntakeError> {
    const PART: &str = "xl/sharedstrings.xml";
    let Some(text) = archive.part(PART)? else { return Ok(Vec::new()) };
    let (mut strings, mut is_text) = (Vec::new(), false);
    walk(PART, &text, guard, |item| match item {
        Item::Open(start) => match start.local_name().as_ref() {
            "si" => strings.push(String::new()),
            local => is_text = local == "t",
        },
        Item::Text(text) if is_text => {
            if let Some(string) = strings.last_mut() {
                string.push_str(&text);
            }
        }
        Item::Text(_) => {}
        Item::Close(_) => is_text = false,
    })?;
    Ok(strings)
}

/// The sheets in the workbook's order; those it does not name come last and are hidden.
fn sheets(archive: &mut Archive<'_>, guard: &mut Guard<'_, '_>) -> Result<Vec<Sheet>, IntakeError> {
    let mut targets = BTreeMap::new();
    const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    if let Some(text) = archive.part(RELATIONS)? {
        walk(RELATIONS, &text, guard, |item| {
            if let Item::Open(start) = item
                && let (Some(id), Some(target)) =
                    (attribute(&start, "Id"), attribute(&start, "Target"))
            {
                let target = target.trim_start_matches('/').to_lowercase();
                let inner = target.starts_with("xl/");
                targets.insert(id, if inner { target } else { format!("xl/{target}") });
            }
        })?;
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    if let Some(text) = archive.part("xl/workbook.xml")? {
        walk("xl/workbook.xml", &text, guard, |item| {
            if let Item::Open(start) = item
                && start.local_name().as_ref() == "sheet"
            {
                let part = attribute(&start, "id").and_then(|id| targets.get(&id).cloned());
                let state = attribute(&start, "state");
                sheets.push(Sheet {
                    name: attribute(&start, "name").unwrap_or_default(),
                    part: part.unwrap_or_default(),
                    visible: state.is_none_or(|state| state == "visible"),
                });
            }
        })?;
    }
    let is_sheet = |name: &&str| name.starts_with("xl/worksheets/") && name.ends_with(".xml");
    let rest: Vec<String> = archive.names().filter(is_sheet).map(str::to_owned).collect();
    for part in rest {
        if !sheets.iter().any(|sheet| sheet.part == part) {
            sheets.push(Sheet { name: part.clone(), part, visible: false });
        }
    }
    Ok(sheets)
}

/// What the reading of all sheets shares.
struct Reading<'r> {
    strings: &'r [String],
    used: &'r mut [bool],
    /// Cells so far, with the empty ones before them.
    cells: &'r mut u64,
}

/// The cell being read.
#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    value: String,
}

fn read(
    sheet: &Sheet,
    text: &str,
    reading: &mut Reading<'_>,
    found: &mut Inspection,
    guard: &mut Guard<'_, '_>,
) -> Result<(), IntakeError> {
    let mut table = InspectedTable {
        sheet: sheet.name.clone(),
        rows: Vec::new(),
        hidden_rows: Vec::new(),
        hidden_columns: Vec::new(),
        visible: sheet.visible,
    };
    let (mut cell, mut inside) = (Cell::default(), String::new());
    let limit = guard.limits.elements;
    walk(&sheet.part, text, guard, |item| match item {
        Item::Open(start) => {
            inside = start.local_name().as_ref().to_owned();
            match inside.as_str() {
                "row" => {
                    if attribute(&start, "hidden").is_some_and(|v| v == "1" || v == "true") {
                        table.hidden_rows.push(table.rows.len());
                    }
                    table.rows.push(Vec::new());
                }
                "c" => {
                    let next = table.rows.last().map_or(0, Vec::len);
                    let column = attribute(&start, "r").and_then(|name| column(&name));
                    let kind = attribute(&start, "t").unwrap_or_default();
                    cell = Cell { column: column.unwrap_or(next), kind, value: String::new() };
                }
                "col" => hide_columns(&start, &mut table),
                _ => {}
            }
        }
        Item::Text(text) => match inside.as_str() {
            "v" | "t" => cell.value.push_str(&text),
            "f" => {
                if text.contains('|') || text.to_uppercase().contains("WEBSERVICE(") {
                    found.danger(Danger::DynamicData);
                }
                found.text(Spot::Field, &sheet.name, &text, false);
            }
            _ => found.text(Spot::Header, &sheet.name, &text, sheet.visible),
        },
        Item::Close(local) => {
            inside.clear();
            if local == "c" {
                let done = std::mem::take(&mut cell);
                keep(done, &mut table, reading, limit);
            }
        }
    })?;
    if *reading.cells > limit {
        return Err(IntakeError::TooManyElements { part: sheet.part.clone(), limit });
    }
    found.tables.push(table);
    Ok(())
}

fn keep(cell: Cell, table: &mut InspectedTable, reading: &mut Reading<'_>, limit: u64) {
    let Some(row) = table.rows.last_mut() else { return };
    let value = if cell.kind == "s" {
        let index = cell.value.trim().parse().ok();
        if let Some(used) = index.and_then(|index: usize| reading.used.get_mut(index)) {
            *used = true;
        }
        index.and_then(|index| reading.strings.get(index)).cloned().unwrap_or_default()
    } else {
        cell.value
    };
    let added = (cell.column + 1).saturating_sub(row.len()) as u64;
    *reading.cells = reading.cells.saturating_add(added);
    // Past the limit nothing more is kept; the sheet's end says so.
    if *reading.cells > limit || cell.column >= COLUMNS {
        return;
    }
    if row.len() <= cell.column {
        row.resize(cell.column + 1, String::new());
    }
    row[cell.column].push_str(&value);
}

fn hide_columns(start: &quick_xml::events::BytesStart<'_>, table: &mut InspectedTable) {
    let number = |name| attribute(start, name).and_then(|value| value.parse::<usize>().ok());
    let hidden = attribute(start, "hidden").is_some_and(|value| value == "1" || value == "true");
    if let (true, Some(from), Some(to)) = (hidden, number("min"), number("max")) {
        // `1..` in the file; a span to the sheet's edge hides no data beyond what is there.
        let columns = from.max(1)..=to.min(COLUMNS);
        table.hidden_columns.extend(columns.map(|column| column - 1));
    }
}

/// `BC12` → 54.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number = letters.fold(0, |number, letter| {
        number * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    number.checked_sub(1)
}
