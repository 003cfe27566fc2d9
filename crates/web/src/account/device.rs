//! From what a browser says of itself to what a person recognises in the list of sessions.

/// Programs by a mark in the header, the more special first.
const PROGRAMS: [(&str, &str); 10] = [
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("360SE", "360"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
];
const SYSTEMS: [(&str, &str); 9] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("UOS", "UOS"),
    ("Linux", "Linux"),
];

/// System and program, no version; empty where neither is known.
pub(crate) fn device(user_agent: &str) -> String {
    let find = |marks: &[(&str, &'static str)]| {
        marks.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts = [find(&SYSTEMS), find(&PROGRAMS)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_known_by_system_and_program_alone() {
        let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                       Chrome/130.0.0.0 Safari/537.36";
        assert_eq!(device(windows), "Windows · Chrome");
        assert_eq!(device(&format!("{windows} Edg/130.0")), "Windows · Edge");
        let phone = "Mozilla/5.0 (Linux; Android 14; X) AppleWebKit/537.36 Chrome/120 Mobile \
                     Safari/537.36 MicroMessenger/8.0";
        assert_eq!(device(phone), "Android · 微信");
        assert_eq!(device("<script>alert(1)</script>"), "");
    }
}
