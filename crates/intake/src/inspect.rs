//! Looks into a file that is to be offered as it is.

pub mod image;
