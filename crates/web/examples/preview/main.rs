//! Writes every page with invented content to a folder, with the style sheet beside it, so that
//! pages can be looked at without a server: `cargo run -p web --example preview -- <folder>`.

mod pages;

use std::path::Path;

use web::locale::Lang;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder to write the pages to")?;
    for lang in Lang::ALL {
        let folder = Path::new(&folder).join(lang.tag());
        std::fs::create_dir_all(&folder)?;
        for name in web::assets::NAMES {
            let (_, bytes) = web::assets::find(web::assets::href(name)).unwrap_or_default();
            std::fs::write(folder.join(name), bytes)?;
        }
        for (name, html) in pages::all(lang)?.0 {
            std::fs::write(folder.join(format!("{name}.html")), beside(html))?;
        }
    }
    Ok(())
}

/// Local files have no root, so addresses of assets become relative.
fn beside(html: String) -> String {
    web::assets::NAMES
        .into_iter()
        .fold(html, |html, name| html.replace(web::assets::href(name), name))
}
