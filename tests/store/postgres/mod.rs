//! What is about a PostgreSQL server as such, whatever the rest of the run is on:
//! reaching it and being refused, two processes on one database, and wires and servers
//! that break while answers are stored or a round is sealed. The profile `postgres` of the test runner runs it.

mod answers;
mod both;
mod bytes;
mod crash;
mod promises;
mod reaching;
mod standby;
mod wire;
