//! Twelve ways in which people might answer one item, after which the method is judged: how
//! often intervals hold the truth, and what displayed figures give away.

use super::POINTS;

/// The name of each and the probabilities of the points 0–4, which add up to 1.
pub const TWELVE: [(&str, [f64; POINTS]); 12] = [
    ("uniform", [0.2, 0.2, 0.2, 0.2, 0.2]),
    ("slight", [0.05, 0.15, 0.20, 0.35, 0.25]),
    ("moderate", [0.0, 0.10, 0.15, 0.40, 0.35]),
    ("heavy", [0.0, 0.0, 0.10, 0.40, 0.50]),
    ("triangular", [0.11, 0.22, 0.34, 0.22, 0.11]),
    ("normal", [0.07, 0.24, 0.38, 0.24, 0.07]),
    ("bimodal", [0.4, 0.1, 0.0, 0.1, 0.4]),
    ("consensus", [0.0, 0.05, 0.90, 0.05, 0.0]),
    ("floor", [0.90, 0.10, 0.0, 0.0, 0.0]),
    ("near floor", [0.70, 0.20, 0.10, 0.0, 0.0]),
    ("outlier", [0.85, 0.0, 0.0, 0.0, 0.15]),
    ("half-half", [0.0, 0.5, 0.5, 0.0, 0.0]),
];
