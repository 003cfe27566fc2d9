//! How to check what stands here.

use axum::response::Response;

use super::shared::share;
use crate::view::about::AboutVerify;
use crate::visitor::{Answer, Visitor};

pub(crate) async fn show_verify(visitor: Visitor) -> Response {
    visitor.answer(verify(&visitor)).await
}

async fn verify(visitor: &Visitor) -> Answer {
    let flow = visitor.site.flow();
    let generation = flow.generation();
    let key = flow.log_key().to_string();
    let page = AboutVerify {
        frame: visitor.frame().await?,
        origin: flow.origin().to_owned(),
        key_href: "/log/key".to_owned(),
        command: format!("gongkai verify A1-1.sd-jwt A1-1.tlog-proof --key '{key}'"),
        verifier_key: key,
    };
    share(visitor, generation, None, &page)
}
