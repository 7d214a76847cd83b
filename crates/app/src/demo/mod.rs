//! The demo district 凤栖区 with the year 2013: a fictional district, deterministic records.

mod named;
pub mod plan;
pub mod words;
