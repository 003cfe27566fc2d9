//! Every step, by every person, and what follows it, on the database that the environment names.

mod story;
