use super::*;

#[test]
fn a_language_is_chosen_by_cookie_then_header_then_chinese() {
    assert_eq!(Lang::choose(Some("en"), Some("zh")), Lang::En);
    assert_eq!(Lang::choose(Some("xx"), Some("fr, en;q=0.8, zh;q=0.9")), Lang::ZhCn);
    assert_eq!(Lang::choose(None, Some("en-GB,en;q=0.9,zh-CN;q=0.8")), Lang::En);
    assert_eq!(Lang::choose(None, Some("zh-Hans-CN;q=0, en;q=0.1")), Lang::En);
    assert_eq!(Lang::choose(None, None), Lang::ZhCn);
}

#[test]
fn a_missing_message_is_marked() {
    assert_eq!(Lang::En.text("no.such.key"), "⟦no.such.key⟧");
}
