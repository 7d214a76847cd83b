//! All SQL of the room. It reads any table; it writes `report_issue` and `report_setting` alone.

pub mod cohort;
mod issue;
pub mod leader;
pub mod monthly;
mod rows;
mod totals;
pub mod trail;
mod units;
mod work;

pub use issue::{Issue, issue, issued, save};
pub use rows::{RowKind, TraceRow, rows};
pub use totals::{Credited, Introduced, credited, introduced, introduced_count, money_total, signed, stages};
pub use units::{
    Member, TeamProject, UnitRecord, district, forecasts, last_entries, members, targets, team_projects,
    units,
};
pub use work::{events, key_projects, sections, trainings};
