//! Reading the forms of a page as a browser would, and writing what it would send.

use crate::browser::Pairs;

/// What the form that posts to `action` would send, untouched. A button's `formaction` counts.
pub(crate) fn fields(html: &str, action: &str) -> Option<Pairs> {
    let forms = html.split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap());
    let names = [format!(" action=\"{action}\""), format!(" formaction=\"{action}\"")];
    let form = forms
        .map(|form| format!(" {form}"))
        .find(|form| names.iter().any(|name| form.contains(name.as_str())))?;
    let mut pairs = Pairs::new();
    for tag in form.split('<').skip(1) {
        let (head, text) = tag.split_once('>').unwrap_or((tag, ""));
        let (word, _) = head.split_once(' ').unwrap_or((head, ""));
        let name = attribute(head, "name").unwrap_or_default();
        let value = || attribute(head, "value").unwrap_or_default();
        match word {
            "input" if attribute(head, "type").as_deref() != Some("checkbox") => {
                pairs.push((name, value()));
            }
            "textarea" => pairs.push((name, unescape(text))),
            "select" => pairs.push((name, String::new())),
            // The first option stands until another says that it is chosen.
            "option" => {
                let last = pairs.last_mut()?;
                if last.1.is_empty() || head.ends_with(" selected") {
                    last.1 = value();
                }
            }
            _ => {}
        }
    }
    Some(pairs)
}

pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescape)
}

pub(crate) fn unescape(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#34;", "\""), ("&#39;", "'")];
    let mut plain = text.to_owned();
    for (entity, letter) in named {
        plain = plain.replace(entity, letter);
    }
    plain.replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&").replace("&amp;", "&")
}

pub(crate) fn without(pairs: &Pairs, name: &str) -> Pairs {
    pairs.iter().filter(|(field, _)| field != name).cloned().collect()
}

pub(crate) fn pairs(of: &[(&str, &str)]) -> Pairs {
    of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

pub(crate) fn encode(pairs: &Pairs) -> String {
    let escape = |text: &str| {
        let byte = |byte: u8| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        text.bytes().map(byte).collect::<String>()
    };
    let pair = |(name, value): &(String, String)| format!("{}={}", escape(name), escape(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}
