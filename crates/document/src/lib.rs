//! Official documents: the blocks of [`yinfeng_domain::report::document`] to `.docx` in GB/T 9704 layout, to an
//! HTML fragment and to plain text.
//!
//! The same document and options give the same bytes, so that a file can be compared by its hash.

mod docx;
mod html;
mod layout;
mod text;
mod xml;

pub use docx::to_docx;
pub use html::to_html;
pub use layout::{Fonts, Options};
pub use text::to_text;
