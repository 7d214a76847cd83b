//! Reading the ledgers that offices keep in Excel: which rows are the header, which columns mean what, and what
//! each cell says.
//!
//! Nothing is guessed silently. Every cell keeps its original text beside the value read from it, with the
//! problems found on the way; a row with an error is not imported, a row with a warning is, in sight of a person.
//!
//! The order of use: [`layout::detect`] on the first rows of a sheet, [`mapping::suggest`] on its columns,
//! a person confirms a [`Choice`], then a [`Reader`] turns row after row into a [`Row`].

pub mod area;
mod assemble;
pub mod day;
pub mod field;
pub mod grid;
pub mod layout;
pub mod mapping;
pub mod money;
pub mod parties;
pub mod phase;
pub mod problem;
pub(crate) mod quantity;
pub mod reader;
pub mod reading;
pub mod row;
pub(crate) mod row_kind;
pub mod say;
mod subtotal;
mod word_cell;
pub mod words;

pub use field::Field;
pub use grid::{Cell, Page, Region, Sheet, column_letters};
pub use layout::{HeaderColumn, Layout, detect};
pub use mapping::{Choice, ColumnChoice, Defaults, Suggestion, header_key, suggest};
pub use problem::{Problem, Severity};
pub use reader::{Industries, NoIndustries, Reader, Table, read_table};
pub use reading::{Reading, Value};
pub use row::{AmountDraft, Draft, Receipts, Row, RowKind};

#[cfg(test)]
mod tests;
