//! Writes every page with invented content to a folder, with the style sheet beside it, so that
//! pages can be looked at without a server: `cargo run -p web --example preview -- <folder>`.

mod desk;
mod portal;

use std::path::Path;

use domain::time::Micros;
use web::locale::Lang;
use web::view::{Foot, Frame, Page, Who};

type Written = Result<(), Box<dyn std::error::Error>>;

fn main() -> Written {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "/tmp/web-preview".to_owned());
    for lang in Lang::ALL {
        let folder = Path::new(&folder).join(lang.tag());
        std::fs::create_dir_all(&folder)?;
        for name in ["site.css", "mark.svg"] {
            let (_, bytes) = web::assets::find(web::assets::href(name)).unwrap_or_default();
            std::fs::write(folder.join(name), bytes)?;
        }
        portal::write(&folder, lang)?;
        desk::write(&folder, lang)?;
    }
    Ok(())
}

/// Local files have no root, so addresses of assets become relative.
fn write(folder: &Path, name: &str, page: &impl Page) -> Written {
    let mut html = page.render()?;
    for name in ["site.css", "mark.svg"] {
        html = html.replace(web::assets::href(name), name);
    }
    std::fs::write(folder.join(format!("{name}.html")), html)?;
    Ok(())
}

/// 1 March 2026, 09:00 in Beijing, and minutes after it.
fn minute(after: i64) -> Micros {
    Micros((1_772_326_800 + after * 60) * 1_000_000)
}

fn frame(lang: Lang, path: &str, who: Option<&str>) -> Frame {
    Frame {
        lang,
        site_name: "云泽县党务村务公开".to_owned(),
        path: path.to_owned(),
        who: who.map(|name| Who { name: name.to_owned(), csrf: "c0ffee".to_owned(), works: true }),
        flash: None,
        foot: Foot {
            log_size: 10_482,
            checkpoint_at: Some(minute(95)),
            checkpoint_href: "/log/yunze/checkpoint".to_owned(),
        },
    }
}

fn link(name: &str, href: &str) -> web::view::Link {
    web::view::Link { name: name.to_owned(), href: href.to_owned() }
}

const HASH: &str = "5f0c3b7a9e1d48c26b7f2ea4d0938c5171aa6e0f4b2d8c9e35f7061a4c8d2be9";
