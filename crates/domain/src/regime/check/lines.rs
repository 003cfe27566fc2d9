//! On which line of the file something stands. A pack is written by hand, so its own form is enough to go by; where
//! the form is another, the answer is the first line of what it belongs to.

use super::super::fault::line_at;

/// The line on which `field = "value"` stands, outside comments; 1 where it is not written.
pub(in crate::regime) fn value_line(text: &str, field: &str, value: &str) -> usize {
    nth_value_line(text, field, value, 0)
}

/// The `nth` (from 0) such line, or the last before it.
pub(super) fn nth_value_line(text: &str, field: &str, value: &str, nth: usize) -> usize {
    let wanted = format!("{field} = \"{value}\"");
    let places = written(text).flat_map(|(number, line)| {
        line.match_indices(&wanted)
            .filter(|(at, _)| {
                line[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_')
            })
            .map(move |_| number)
    });
    places.take(nth + 1).last().unwrap_or(1)
}

/// The first line that contains `wanted`, outside comments; 1 where none does.
pub(super) fn containing(text: &str, wanted: &str) -> usize {
    written(text).find(|(_, line)| line.contains(wanted)).map_or(1, |(number, _)| number)
}

/// The line of the `nth` step of the level that begins on `level`.
pub(super) fn step_line(text: &str, level: usize, nth: usize) -> usize {
    let steps = written(text)
        .skip_while(|(number, _)| *number < level)
        .take_while(|(number, line)| {
            *number == level || !line.starts_with("[[") || line.starts_with("[[levels.")
        })
        .flat_map(|(number, line)| line.matches("step = \"").map(move |_| number));
    steps.take(nth + 1).last().unwrap_or(level)
}

/// The line of the `nth` (from 0) `field` of the item at `offset`, or the item's own where it isn't written; 1 for an
/// item that is not in the file.
pub(in crate::regime) fn item_line(
    text: &str,
    offset: Option<usize>,
    field: &str,
    nth: usize,
) -> usize {
    let Some(offset) = offset else { return 1 };
    let first = line_at(text, offset);
    let is_field = |line: &str| {
        let rest = line.trim_start().strip_prefix(field);
        rest.is_some_and(|rest| rest.trim_start().starts_with('='))
            || line.trim_end() == format!("[items.{field}]")
    };
    text.lines()
        .enumerate()
        .skip(first - 1)
        .take_while(|(index, line)| {
            index + 1 == first || !line.starts_with("[[") || line.starts_with("[[items.")
        })
        .filter(|(_, line)| is_field(line))
        .nth(nth)
        .map_or(first, |(index, _)| index + 1)
}

/// The lines that are no comments, numbered from 1.
fn written(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with('#'))
}
