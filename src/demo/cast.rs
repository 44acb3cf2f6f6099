//! Who is in the demo: one made-up company, five value streams, forty teams. No
//! name stands for anybody real.

use crate::catalogue::DIMENSIONS;

/// The company.
pub const COMPANY: &str = "Ternwick Ferries and Freight";

/// How many teams there are.
pub const TEAMS: usize = 40;

/// A value stream.
pub struct Stream {
    /// Its name.
    pub name: &'static str,
    /// How much stronger than elsewhere the patterns of each dimension are here, in
    /// scale steps and catalogue order: customer, structure, collaboration, change,
    /// learning, people.
    pub leaning: [f64; DIMENSIONS],
    /// The names of its teams.
    pub teams: &'static [&'static str],
}

/// The value streams, in the order of a crossing: book, sail, carry, land, and
/// what all of them stand on.
pub const STREAMS: [Stream; 5] = [
    Stream {
        name: "Booking and Tickets",
        leaning: [-0.25, 0.0, 0.0, -0.2, 0.1, 0.0],
        teams: &[
            "Gangway",
            "Lanyard",
            "Porthole",
            "Timetable",
            "Foghorn",
            "Teacup",
            "Deckchair",
            "Postcard",
        ],
    },
    Stream {
        name: "Sailings and Crews",
        leaning: [0.2, 0.1, 0.1, 0.3, 0.0, 0.0],
        teams: &[
            "Rudder",
            "Bosun",
            "Keel",
            "Compass",
            "Spinnaker",
            "Lookout",
            "Anchor",
            "Slipway",
            "Tide",
        ],
    },
    Stream {
        name: "Freight and Parcels",
        leaning: [0.1, 0.0, -0.1, 0.0, 0.3, 0.2],
        teams: &[
            "Crate",
            "Pallet",
            "Forklift",
            "Parcel",
            "Waybill",
            "Cargo Net",
            "Winch",
            "Bobbin",
            "Hopper",
            "Twine",
        ],
    },
    Stream {
        name: "Harbours and Terminals",
        leaning: [0.0, 0.2, 0.3, 0.2, 0.1, 0.3],
        teams: &["Quay", "Bollard", "Lighthouse", "Pilot", "Sandbar", "Heron", "Breakwater"],
    },
    Stream {
        name: "Shared Platforms",
        leaning: [0.4, -0.2, -0.1, -0.3, -0.2, -0.2],
        teams: &["Bedrock", "Switchboard", "Kettle", "Lantern", "Toolbox", "Workbench"],
    },
];
