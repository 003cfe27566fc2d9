//! The site as a person meets it: headless Chromium over a county in a fresh database.
