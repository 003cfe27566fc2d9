//! Where Chinese sentences end. Called by `cut`.

/// Byte offsets just after each sentence: after `。！？；…` and the closing marks that follow.
///
/// ```
/// assert_eq!(intake::cut::sentence_ends("好。“行！”走"), [6, 18]);
/// ```
#[must_use]
pub fn sentence_ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut ended = false;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '！' | '？' | '；' | '…' | '!' | '?') {
            ended = true;
        } else if ended && !is_closing(c) {
            ends.push(at);
            ended = false;
        }
    }
    if ended {
        ends.push(text.len());
    }
    ends
}

fn is_closing(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '》' | '】' | '〕' | '"' | '\'')
}
