//! Every address of the site, each with the rule of who may open it.
//!
//! A route is added to one of the tables below, with its rule, and to nothing else: the router and
//! the list that tests go through are both made from them.

mod rule;
mod table;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use domain::workflow::Action;

pub use self::rule::Rule;
pub use self::table::Route;
use self::table::Table;
use crate::site::Site;
use crate::visitor::Visitor;
use crate::{account, administration, assets, headers, log, portal, workbench};

/// The largest upload, with room for the form around it.
const UPLOAD_BYTES: usize = (32 << 20) + (1 << 20);
/// A scan or a photo, with room for the form around it.
const SCAN_BYTES: usize = (16 << 20) + (1 << 20);
/// A contribution, with room for the form around it.
const CONTRIBUTION_BYTES: usize = (8 << 20) + (1 << 20);
/// A list of persons, with room for the form around it.
const ROSTER_BYTES: usize = (1 << 20) + (1 << 16);
/// A draft's form names scope and ground of each slice.
const FORM_BYTES: usize = 4 << 20;

/// The site behind its addresses.
pub fn router(site: Site) -> Router {
    let router = table().router().fallback(show_nothing);
    router
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(site.clone(), protect))
        .with_state(site)
}

/// Every address with its rule.
pub fn routes() -> Vec<Route> {
    table().list()
}

fn table() -> Table {
    around()
        .and(readings())
        .and(files())
        .and(desk())
        .and(obligations())
        .and(steps())
        .and(contributions())
        .and(entries())
        .and(accounts())
        .and(administration())
}

/// What everybody gets: home, lists, log, and what a page is made of.
fn around() -> Table {
    use portal::{about, board, home, list, login};
    Table::default()
        .page(Rule::Anyone, "/", home::show_home)
        .page(Rule::Anyone, "/columns/{id}", list::show_column)
        .page(Rule::Anyone, "/organizations/{id}", list::show_organization)
        .page(Rule::Anyone, "/organizations/{id}/board", board::show_board)
        .page(
            Rule::Anyone,
            "/organizations/{id}/board/{regime}/{entry}/{occasion}",
            board::show_obligation,
        )
        .page(Rule::Anyone, "/map", board::show_map)
        .page(Rule::Anyone, "/about/verify", about::show_verify)
        .page(Rule::Anyone, "/language", login::choose_language)
        .page(Rule::Anyone, "/log/key", log::show_key)
        .page(Rule::Anyone, "/log/{authority}/checkpoint", log::show_checkpoint)
        .page(Rule::Anyone, "/log/{authority}/tile/{*path}", log::show_tile)
        .page(Rule::Anyone, "/assets/{name}", show_asset)
        .page(Rule::Anyone, "/robots.txt", show_robots)
        .page(Rule::Anyone, "/healthz", show_health)
}

/// A published text and what can be taken home of it.
fn readings() -> Table {
    use portal::{article, compare};
    Table::default()
        .page(Rule::Readers, "/d/{code}", article::show_article)
        .page(Rule::Readers, "/d/{code}/document.sd-jwt", article::show_document)
        .page(Rule::Readers, "/d/{code}/document.tlog-proof", article::show_receipt)
        .page(Rule::Readers, "/d/{code}/e/{edition}", article::show_edition)
        .page(
            Rule::Readers,
            "/d/{code}/e/{edition}/document.sd-jwt",
            article::show_edition_document,
        )
        .page(
            Rule::Readers,
            "/d/{code}/e/{edition}/document.tlog-proof",
            article::show_edition_receipt,
        )
        .page(Rule::Readers, "/d/{code}/compare/{from}/{to}", compare::show_comparison)
}

/// Files of an edition, and of its boards.
fn files() -> Table {
    use portal::files;
    Table::default()
        .page(Rule::Readers, "/d/{code}/files.zip", files::show_archive)
        .page(Rule::Readers, "/d/{code}/files/{file}", files::show_file)
        .page(Rule::Readers, "/d/{code}/files/{file}/thumbnail", files::show_thumbnail)
        .page(Rule::Readers, "/d/{code}/e/{edition}/files.zip", files::show_edition_archive)
        .page(Rule::Readers, "/d/{code}/e/{edition}/files/{file}", files::show_edition_file)
        .page(
            Rule::Readers,
            "/d/{code}/e/{edition}/files/{file}/thumbnail",
            files::show_edition_thumbnail,
        )
        .page(Rule::Readers, "/d/{code}/photos/{photo}", files::show_photo)
        .page(Rule::Readers, "/d/{code}/photos/{photo}/thumbnail", files::show_photo_thumbnail)
}

/// The desk, a disclosure on it, and its draft.
fn desk() -> Table {
    use workbench::{attach, disclosure, draft, preview, step, upload};
    let edit = Rule::Step(Action::Edit);
    Table::default()
        .page(Rule::Post, "/desk", workbench::desk::show_desk)
        .page(Rule::Duty(Action::Edit), "/desk/new", upload::show_upload)
        .upload(Rule::Duty(Action::Edit), "/desk/new", UPLOAD_BYTES, upload::receive_source)
        .page(Rule::Desk, "/desk/{id}", disclosure::show_disclosure)
        .page(Rule::Desk, "/desk/{id}/draft", draft::show_draft)
        .page(Rule::Desk, "/desk/{id}/step", step::show_step)
        .page(Rule::Desk, "/desk/{id}/preview", preview::show_preview)
        .page(Rule::Desk, "/desk/{id}/compare", workbench::compare::show_comparison)
        .page(Rule::Desk, "/desk/{id}/files/{file}", attach::show_file)
        .form(edit, "/desk/{id}/save", draft::save_draft)
        .form(edit, "/desk/{id}/split", draft::split_slice)
        .form(edit, "/desk/{id}/join", draft::join_slices)
        .form(edit, "/desk/{id}/mask", draft::mask_finding)
        .form(edit, "/desk/{id}/detach", draft::detach_file)
        .upload(edit, "/desk/{id}/replace", UPLOAD_BYTES, draft::replace_source)
        .upload(edit, "/desk/{id}/attach", UPLOAD_BYTES, attach::attach_file)
        .form(Rule::Step(Action::Propose), "/desk/{id}/propose", draft::propose_draft)
}

/// What bodies owe, and what is done about it.
fn obligations() -> Table {
    use workbench::obligations::{FORMS, show_bodies, show_obligations, take_form};
    let pages = Table::default().page(Rule::Post, "/desk/obligations", show_bodies).page(
        Rule::Reporter,
        "/desk/obligations/{id}",
        show_obligations,
    );
    FORMS.into_iter().fold(pages, |table, word| {
        let take = move |visitor, path, form| take_form(word, visitor, path, form);
        table.form(Rule::Reporter, format!("/desk/obligations/{{id}}/{word}"), take)
    })
}

/// The steps, and what stands beside them.
fn steps() -> Table {
    use workbench::{act, evidence};
    let (decide, post) = (Rule::Step(Action::Decide), Rule::Step(Action::Post));
    let beside = Table::default()
        .upload(decide, "/desk/{id}/decide", SCAN_BYTES, evidence::decide_edition)
        .upload(post, "/desk/{id}/post", SCAN_BYTES, evidence::post_disclosure)
        .page(Rule::Desk, "/desk/{id}/evidence/{file}", evidence::show_evidence)
        .form(Rule::NamedStep, "/desk/{id}/claim", act::claim_step)
        .form(Rule::Participant, "/desk/{id}/comment", act::write_comment);
    act::FORMS.into_iter().fold(beside, |table, action| {
        let take = move |visitor, path, form| act::take_step(action, visitor, path, form);
        table.form(Rule::Step(action), format!("/desk/{{id}}/{}", action.word()), take)
    })
}

/// What persons without a post hand in.
fn contributions() -> Table {
    use portal::contribute;
    use workbench::contributions;
    let receiver = Rule::Receiver(Action::Edit);
    Table::default()
        .page(Rule::Person, "/contribute", contribute::show_contribute)
        .upload(Rule::Person, "/contribute", CONTRIBUTION_BYTES, contribute::contribute)
        .form(Rule::Contributor, "/contribute/{id}/withdraw", contribute::withdraw_contribution)
        .page(Rule::Duty(Action::Edit), "/desk/contributions", contributions::show_contributions)
        .form(receiver, "/desk/contributions/{id}/accept", contributions::accept_contribution)
        .form(receiver, "/desk/contributions/{id}/decline", contributions::decline_contribution)
}

/// Coming in and going out.
fn entries() -> Table {
    use account::{code, link, oidc, passkey};
    use portal::login;
    Table::default()
        .page(Rule::Entering, "/login", login::show_login)
        .form(Rule::Entering, "/login", login::log_in)
        .page(Rule::Entering, "/login/code", code::ask_code)
        .form(Rule::Entering, "/login/code", code::enter_code)
        .form(Rule::Entering, "/login/passkey/begin", passkey::begin_login)
        .form(Rule::Entering, "/login/passkey", passkey::log_in)
        .page(Rule::Entering, "/login/oidc", oidc::begin_login)
        .page(Rule::Entering, "/login/oidc/callback", oidc::come_back)
        .page(Rule::Entering, "/link", link::show_link)
        .form(Rule::Entering, "/link", link::take_link)
        .page(Rule::Entering, "/link/{token}", link::open_link)
        .form(Rule::Person, "/logout", login::log_out)
}

/// The own account.
fn accounts() -> Table {
    use account::{code, oidc, own, passkey};
    Table::default()
        .page(Rule::Person, "/account", own::show_account)
        .form(Rule::Person, "/account/password", own::change_password)
        .form(Rule::Person, "/account/seen", own::see_factors_removed)
        .form(Rule::Person, "/account/sessions/end", own::end_session)
        .form(Rule::Person, "/account/sessions/end-others", own::end_others)
        .page(Rule::Person, "/account/code", code::show_code)
        .form(Rule::Person, "/account/code/begin", code::begin_code)
        .form(Rule::Person, "/account/code/confirm", code::confirm_code)
        .form(Rule::Person, "/account/code/renew", code::renew_codes)
        .form(Rule::Person, "/account/code/remove", code::remove_code)
        .form(Rule::Person, "/account/passkeys", passkey::add_passkey)
        .form(Rule::Person, "/account/passkeys/begin", passkey::begin_passkey)
        .form(Rule::Person, "/account/passkeys/remove", passkey::remove_passkey)
        .form(Rule::Person, "/account/oidc/begin", oidc::begin_link)
        .form(Rule::Person, "/account/oidc/remove", oidc::unlink)
}

/// Accounts of others, organizations, posts, members, and the record of what was administered.
fn administration() -> Table {
    use account::{persons, roster};
    use administration::{posts, record};
    let (administrator, person) = (Rule::Administrator, Rule::AdministeredPerson);
    let pages = Table::default()
        .page(administrator, "/admin/persons", persons::show_persons)
        .form(administrator, "/admin/persons/invite", persons::invite_person)
        .page(administrator, "/admin/persons/import", roster::show_import)
        .upload(administrator, "/admin/persons/import", ROSTER_BYTES, roster::preview_import)
        .form(administrator, "/admin/persons/import/confirm", roster::confirm_import)
        .form(administrator, "/admin/persons/links.csv", roster::save_links)
        .page(administrator, "/admin/persons/persons.csv", roster::export_persons)
        .form(person, "/admin/persons/{id}/reset", persons::reset_password)
        .form(person, "/admin/persons/{id}/sessions", persons::end_sessions)
        .form(person, "/admin/persons/{id}/unlock", persons::unlock_account)
        .form(person, "/admin/persons/{id}/factors", persons::remove_factors)
        .page(administrator, "/admin/organizations", administration::show_organizations)
        .page(Rule::Administered, "/admin/organizations/{id}", administration::show_organization)
        .page(Rule::Watcher, "/admin/record", record::show_record)
        .page(Rule::Post, "/desk/posts", posts::show_posts)
        .form(Rule::Post, "/desk/posts/deputy", posts::name_deputy)
        .form(Rule::Post, "/desk/posts/recall", posts::end_deputy)
        .form(Rule::Post, "/desk/posts/kin", posts::enter_kin);
    administration::FORMS.into_iter().fold(pages, |table, word| {
        let take = move |visitor, path, form| administration::take_form(word, visitor, path, form);
        let above = matches!(word, "move" | "dissolve");
        let rule = if above { Rule::AdministeredAbove } else { Rule::Administered };
        table.form(rule, format!("/admin/organizations/{{id}}/{word}"), take)
    })
}

async fn protect(State(site): State<Site>, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    headers::protect(&mut response, site.settings().secure_cookies);
    response
}

async fn show_asset(request: Request<Body>) -> Response {
    match assets::find(request.uri().path()) {
        Some((kind, bytes)) => {
            ([("content-type", kind), ("cache-control", assets::CACHE_CONTROL)], bytes)
                .into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What is public may be found; the desk and the login are nobody's business.
async fn show_robots() -> &'static str {
    "User-agent: *\nDisallow: /desk\nDisallow: /login\nDisallow: /link\nDisallow: /account\n\
     Disallow: /contribute\nDisallow: /admin\nDisallow: /d/*/compare/\n"
}

/// For whoever watches the process: whether the log is being signed.
async fn show_health(State(site): State<Site>) -> Response {
    match site.flow().signer_state() {
        flow::SignerState::Signs { size } => format!("signs {size}\n").into_response(),
        flow::SignerState::Refuses { .. } => {
            (StatusCode::SERVICE_UNAVAILABLE, "refuses to sign\n").into_response()
        }
    }
}

async fn show_nothing(visitor: Visitor) -> Response {
    visitor.problem(&flow::FlowError::NotFound.into()).await
}
