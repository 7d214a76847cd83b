//! Who leads to whom (引荐网络): associations with their members, introducers with what they brought, and the ways by which
//! an investor can be reached. It has no tables of its own: the library keeps memberships and registrations, the
//! contacts keep who of an association somebody is, projects keep who introduced them.

mod association;
mod export;
pub mod http;
mod introducer;
mod reach;
mod store;

pub use association::{AssociationFilter, AssociationRecord, AssociationRow, association, associations};
pub use introducer::{
    IntroducedProject, IntroducerFilter, IntroducerRecord, IntroducerRow, IntroducerSums, introducer,
    introducers,
};
pub use reach::{ReachPath, ReachStep, Reached, reach};
