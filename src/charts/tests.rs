//! Charts as readers get them: every test looks at the drawing, the picture or
//! the table that leaves the room, not at what happens on the way.

mod bad_names;
mod drawing;
mod examples;
mod look;
mod numbers;
mod pictures;
mod room;
mod snapshots;
mod spoken;
mod styles;
