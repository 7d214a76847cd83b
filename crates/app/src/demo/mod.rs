//! The demo district 凤栖区 with the year 2013: a fictional district, deterministic records.

mod events;
pub mod ledger;
pub mod load;
mod named;
pub mod plan;
mod promise;
mod slip;
mod urge;
mod transfers;
pub mod words;
mod work;
