//! The desk: each person sees what waits for them and takes their own step. Every change goes
//! through `flow`, which decides whether it may be; pages here only offer what would be allowed.

pub(crate) mod act;
pub(crate) mod attach;
pub(crate) mod compare;
pub(crate) mod contributions;
pub(crate) mod desk;
pub(crate) mod disclosure;
pub(crate) mod draft;
pub(crate) mod evidence;
pub(crate) mod obligations;
pub(crate) mod preview;
mod shared;
pub(crate) mod step;
pub(crate) mod upload;
mod way;
