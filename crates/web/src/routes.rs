//! Every address of the site.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::site::Site;
use crate::visitor::Visitor;
use crate::{account, administration, assets, headers, log, portal, workbench};

/// The largest upload, with room for the form around it.
const UPLOAD_BYTES: usize = (32 << 20) + (1 << 20);
/// A scan or a photo, with room for the form around it.
const SCAN_BYTES: usize = (16 << 20) + (1 << 20);
/// A contribution, with room for the form around it.
const CONTRIBUTION_BYTES: usize = (8 << 20) + (1 << 20);
/// A draft's form names scope and ground of each slice.
const FORM_BYTES: usize = 4 << 20;

/// The routes of a site, each with its handler.
pub fn router(site: Site) -> Router {
    Router::new()
        .route("/", get(portal::home::show_home))
        .route("/d/{code}", get(portal::article::show_article))
        .route("/d/{code}/document.sd-jwt", get(portal::article::show_document))
        .route("/d/{code}/document.tlog-proof", get(portal::article::show_receipt))
        .route("/d/{code}/e/{edition}", get(portal::article::show_edition))
        .route("/d/{code}/e/{edition}/document.sd-jwt", get(portal::article::show_edition_document))
        .route(
            "/d/{code}/e/{edition}/document.tlog-proof",
            get(portal::article::show_edition_receipt),
        )
        .route("/columns/{id}", get(portal::list::show_column))
        .route("/organizations/{id}", get(portal::list::show_organization))
        .route("/about/verify", get(portal::about::show_verify))
        .route("/login", get(portal::login::show_login).post(portal::login::log_in))
        .route("/logout", post(portal::login::log_out))
        .route("/language", get(portal::login::choose_language))
        .route("/desk", get(workbench::desk::show_desk))
        .route(
            "/desk/new",
            get(workbench::upload::show_upload)
                .post(workbench::upload::receive_source)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/desk/{id}", get(workbench::disclosure::show_disclosure))
        .route("/desk/{id}/draft", get(workbench::draft::show_draft))
        .route("/desk/{id}/step", get(workbench::step::show_step))
        .route("/desk/{id}/preview", get(workbench::preview::show_preview))
        .route("/desk/{id}/save", post(workbench::draft::save_draft))
        .route("/desk/{id}/split", post(workbench::draft::split_slice))
        .route("/desk/{id}/join", post(workbench::draft::join_slices))
        .route(
            "/desk/{id}/replace",
            post(workbench::draft::replace_source).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/desk/{id}/mask", post(workbench::draft::mask_finding))
        .route("/desk/{id}/propose", post(workbench::draft::propose_draft))
        .merge(files())
        .merge(contributions())
        .merge(steps())
        .merge(accounts())
        .merge(administration())
        .route("/log/key", get(log::show_key))
        .route("/log/{authority}/checkpoint", get(log::show_checkpoint))
        .route("/log/{authority}/tile/{*path}", get(log::show_tile))
        .route("/assets/{name}", get(show_asset))
        .route("/robots.txt", get(show_robots))
        .route("/healthz", get(show_health))
        .fallback(show_nothing)
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn_with_state(site.clone(), protect))
        .with_state(site)
}

/// Coming in, the own account, and the accounts of others.
fn accounts() -> Router<Site> {
    use account::{code, link, oidc, own, passkey, persons};
    Router::new()
        .route("/login/code", get(code::ask_code).post(code::enter_code))
        .route("/login/passkey/begin", post(passkey::begin_login))
        .route("/login/passkey", post(passkey::log_in))
        .route("/login/oidc", get(oidc::begin_login))
        .route("/login/oidc/callback", get(oidc::come_back))
        .route("/link", get(link::show_link).post(link::take_link))
        .route("/link/{token}", get(link::open_link))
        .route("/account", get(own::show_account))
        .route("/account/password", post(own::change_password))
        .route("/account/sessions/end", post(own::end_session))
        .route("/account/sessions/end-others", post(own::end_others))
        .route("/account/code", get(code::show_code))
        .route("/account/code/begin", post(code::begin_code))
        .route("/account/code/confirm", post(code::confirm_code))
        .route("/account/code/renew", post(code::renew_codes))
        .route("/account/code/remove", post(code::remove_code))
        .route("/account/passkeys", post(passkey::add_passkey))
        .route("/account/passkeys/begin", post(passkey::begin_passkey))
        .route("/account/passkeys/remove", post(passkey::remove_passkey))
        .route("/account/oidc/begin", post(oidc::begin_link))
        .route("/account/oidc/remove", post(oidc::unlink))
        .route("/admin/persons", get(persons::show_persons))
        .route("/admin/persons/invite", post(persons::invite_person))
        .route("/admin/persons/{id}/reset", post(persons::reset_password))
        .route("/admin/persons/{id}/sessions", post(persons::end_sessions))
        .route("/admin/persons/{id}/unlock", post(persons::unlock_account))
}

/// Organizations, posts, members, and the record of what was administered.
fn administration() -> Router<Site> {
    use administration::{posts, record};
    let pages = Router::new()
        .route("/admin/organizations", get(administration::show_organizations))
        .route("/admin/organizations/{id}", get(administration::show_organization))
        .route("/admin/record", get(record::show_record))
        .route("/desk/posts", get(posts::show_posts))
        .route("/desk/posts/deputy", post(posts::name_deputy))
        .route("/desk/posts/recall", post(posts::end_deputy))
        .route("/desk/posts/kin", post(posts::enter_kin));
    administration::FORMS.into_iter().fold(pages, |router, word| {
        let address = format!("/admin/organizations/{{id}}/{word}");
        let take = move |visitor, path, form| administration::take_form(word, visitor, path, form);
        router.route(&address, post(take))
    })
}

/// Files beside a draft, and of an edition.
fn files() -> Router<Site> {
    use portal::files;
    use workbench::{attach, draft};
    Router::new()
        .route("/d/{code}/files.zip", get(files::show_archive))
        .route("/d/{code}/files/{file}", get(files::show_file))
        .route("/d/{code}/files/{file}/thumbnail", get(files::show_thumbnail))
        .route("/d/{code}/e/{edition}/files.zip", get(files::show_edition_archive))
        .route("/d/{code}/e/{edition}/files/{file}", get(files::show_edition_file))
        .route("/d/{code}/e/{edition}/files/{file}/thumbnail", get(files::show_edition_thumbnail))
        .route("/d/{code}/photos/{photo}", get(files::show_photo))
        .route("/d/{code}/photos/{photo}/thumbnail", get(files::show_photo_thumbnail))
        .route(
            "/desk/{id}/attach",
            post(attach::attach_file).layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        )
        .route("/desk/{id}/detach", post(draft::detach_file))
        .route("/desk/{id}/files/{file}", get(attach::show_file))
}

/// What persons without a post hand in.
fn contributions() -> Router<Site> {
    use portal::contribute;
    use workbench::contributions;
    let with_file = DefaultBodyLimit::max(CONTRIBUTION_BYTES);
    Router::new()
        .route(
            "/contribute",
            get(contribute::show_contribute).post(contribute::contribute).layer(with_file),
        )
        .route("/contribute/{id}/withdraw", post(contribute::withdraw_contribution))
        .route("/desk/contributions", get(contributions::show_contributions))
        .route("/desk/contributions/{id}/accept", post(contributions::accept_contribution))
        .route("/desk/contributions/{id}/decline", post(contributions::decline_contribution))
}

/// The addresses of the steps.
fn steps() -> Router<Site> {
    let with_file = || DefaultBodyLimit::max(SCAN_BYTES);
    let files = Router::new()
        .route("/desk/{id}/decide", post(workbench::evidence::decide_edition).layer(with_file()))
        .route("/desk/{id}/post", post(workbench::evidence::post_disclosure).layer(with_file()))
        .route("/desk/{id}/evidence/{file}", get(workbench::evidence::show_evidence))
        .route("/desk/{id}/claim", post(workbench::act::claim_step))
        .route("/desk/{id}/comment", post(workbench::act::write_comment));
    workbench::act::FORMS.into_iter().fold(files, |router, action| {
        let address = format!("/desk/{{id}}/{}", action.word());
        let take =
            move |visitor, path, form| workbench::act::take_step(action, visitor, path, form);
        router.route(&address, post(take))
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
     Disallow: /contribute\nDisallow: /admin\n"
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
