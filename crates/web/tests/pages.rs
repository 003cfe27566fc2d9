//! Every page in every language: what must hold whatever it shows.

#[path = "../examples/preview/pages/mod.rs"]
mod pages;

use std::collections::BTreeSet;

use web::locale::Lang;

fn each(check: impl Fn(&str, &str)) {
    for lang in Lang::ALL {
        for (name, html) in pages::all(lang).expect("every template renders").0 {
            check(&format!("{} {name}", lang.tag()), &html);
        }
    }
}

#[test]
fn no_message_is_missing_and_no_figure_is_left_out() {
    each(|name, html| {
        assert!(!html.contains('⟦'), "{name}");
        assert!(!html.contains("{0}") && !html.contains("{1}"), "{name}");
    });
}

#[test]
fn nothing_needs_an_inline_script_or_style() {
    // The script files are the site's own, and no page needs them.
    let own = ["passkey.js", "editor.js"]
        .map(|name| format!("<script src=\"{}\" defer></script>", web::assets::href(name)));
    each(|name, html| {
        let html = own.iter().fold(html.to_owned(), |html, tag| html.replace(tag, ""));
        for forbidden in ["<script", "<style", " style=", " onclick=", " onchange=", "javascript:"]
        {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
    });
}

#[test]
fn every_form_that_posts_carries_its_token() {
    each(|name, html| {
        for form in html.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.starts_with("method=\"get\"") {
                continue;
            }
            assert!(form.contains("method=\"post\""), "{name}");
            assert!(form.contains("name=\"csrf\" value=\"c0ffee\""), "{name}");
        }
    });
}

#[test]
fn no_identifier_stands_twice_and_every_local_link_leads_somewhere() {
    each(|name, html| {
        let mut seen = BTreeSet::new();
        for id in html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(seen.insert(id), "{name}: {id} twice");
        }
        let targets = ["href=\"#", " for=\"", "aria-labelledby=\"", "aria-describedby=\""];
        for target in targets.iter().flat_map(|mark| html.split(mark).skip(1)) {
            let target = target.split('"').next().unwrap_or_default();
            for target in target.split(' ') {
                assert!(seen.contains(target), "{name}: no {target}");
            }
        }
    });
}

#[test]
fn each_page_says_its_language_and_has_one_main_heading() {
    each(|name, html| {
        let tag = name.split(' ').next().unwrap_or_default();
        assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
    });
}

#[test]
fn a_withheld_slice_shows_its_ground_and_nothing_of_its_text() {
    each(|name, html| {
        if name.ends_with("article") {
            assert!(html.contains("data-slice=\"s7\""), "{name}");
            assert!(html.contains("……") && !html.contains("名单不向社会公开"), "{name}");
            assert!(html.contains("href=\"/login?next=%2Fd%2FB0118\""), "{name}");
        }
    });
}
