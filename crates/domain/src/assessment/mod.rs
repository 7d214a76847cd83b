//! 考核: methods of assessment as data, scores that explain themselves.
//!
//! [`scheme`] reads a method from TOML, [`facts`] is what it is applied to, [`score`] applies it. Pure and
//! decimal: the same scheme, facts and day give the same scores to the last digit, in whatever order the facts
//! come.

pub mod closing;
pub mod credit;
pub mod expr;
pub mod facts;
pub mod finding;
pub mod number;
pub mod paper;
pub mod recognition;
pub mod records;
pub mod say;
pub mod scheme;
pub mod score;
mod sentences;
pub mod target;
pub mod what_if;

pub use facts::Facts;
pub use finding::{Finding, Severity};
pub use say::Lang;
pub use scheme::Scheme;
pub use score::{Missing, Scores, measured, score};
