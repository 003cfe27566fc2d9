//! Every page with invented content. Shown by the example `preview`, checked by the test `pages`.

mod account;
mod administration;
mod compare;
mod desk;
mod portal;

use domain::time::Micros;
use web::locale::Lang;
use web::view::{Foot, Frame, Page, PageError, Who};

/// Pages by name, rendered.
#[derive(Default)]
pub(crate) struct Pages(pub(crate) Vec<(&'static str, String)>);

type Added = Result<(), PageError>;

impl Pages {
    fn add(&mut self, name: &'static str, page: &impl Page) -> Added {
        self.0.push((name, page.render()?));
        Ok(())
    }
}

/// All of them in one language.
///
/// # Errors
/// A template does not render.
pub(crate) fn all(lang: Lang) -> Result<Pages, PageError> {
    let mut pages = Pages::default();
    portal::write(&mut pages, lang)?;
    desk::write(&mut pages, lang)?;
    account::write(&mut pages, lang)?;
    administration::write(&mut pages, lang)?;
    compare::write(&mut pages, lang)?;
    Ok(pages)
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
        who: who.map(|name| Who {
            name: name.to_owned(),
            csrf: "c0ffee".to_owned(),
            works: true,
            administers: false,
            factors_removed: None,
        }),
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
