//! Small documents made by hand.
