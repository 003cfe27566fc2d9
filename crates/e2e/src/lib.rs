//! Tests of the whole site in a browser. They stand in `tests/`; nothing is here for others.
