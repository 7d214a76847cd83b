//! Official documents as data: figures that know their trace, blocks of a document, and the work summary
//! (工作小结) composed from facts. Layout and files are the `document` crate's business.

pub mod document;
pub mod figure;
pub mod monthly;
pub mod rates;
pub mod sheet;
pub mod work_summary;
