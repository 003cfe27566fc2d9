//! How a module names its statements so that the partition test finds them all.

/// Defines each statement as a constant and lists them in `HOT`.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        $(const $name: &str = $sql;)*
        /// The statements of this module by name.
        pub(crate) const HOT: &[(&str, &str)] = &[$((stringify!($name), $name)),*];
    };
}
