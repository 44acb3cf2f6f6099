//! What breaks around a server, and what must not be lost or doubled by it.

mod clock;
mod crowd;
mod files;
mod kept;
mod kill;
mod place;
mod postgres;
