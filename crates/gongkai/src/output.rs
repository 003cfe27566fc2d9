//! What commands say: answers on standard output, errors on standard error. Whoever reads may have
//! hung up; that is no failure of the command.

use std::fmt::Display;
use std::io::Write;

/// One line of a command's answer.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// One line for the operator when a command fails.
pub(crate) fn error(text: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A table with its columns aligned; East Asian wide characters take two places.
pub(crate) fn table(rows: &[Vec<String>]) {
    use unicode_width::UnicodeWidthStr;
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
        });
        line(format_args!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end()));
    }
}
