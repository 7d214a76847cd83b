//! Workbooks as offices keep them (.xlsx, .xls, .csv), read into cells; refuses what would hurt.
//!
//! ```ignore
//! let mut book = yinfeng_sheet::open(bytes, "台账.xlsx")?;
//! let page = book.head(0, 40)?;                       // to find the header
//! book.rows(0, |number, cells| { …; ControlFlow::Continue(()) })?;
//! ```
//!
//! Content decides what a file is, not its name. Sizes are checked on what really comes out of the archive, before
//! anything is kept. Whatever the bytes are, the answer is a workbook or a [`Refusal`], never a panic.

mod cells;
mod cfb;
mod csv;
mod refusal;
mod sniff;
mod tags;
mod xls;
mod xlsx;
mod xlsx_scan;

use std::ops::ControlFlow;

pub use refusal::{Lang, Refusal};
use yinfeng_domain::ledger::{Cell, Page, Sheet};

/// What is refused for its size.
pub mod limit {
    /// Of the file.
    pub const BYTES: usize = 50 * 1024 * 1024;
    /// Files in an archive.
    pub const ENTRIES: usize = 4_000;
    /// Of all XML in an archive, inflated.
    pub const INFLATED: u64 = 700 * 1024 * 1024;
    /// Of the table of texts, inflated: it is kept in memory.
    pub const SHARED_STRINGS: u64 = 150 * 1024 * 1024;
    /// An archive that swells by more than this, once it is large, was made to hurt.
    pub const RATIO: u64 = 200;
    /// From here on the ratio counts.
    pub const RATIO_FROM: u64 = 20 * 1024 * 1024;
    /// Rows and columns that hold something, of one sheet.
    pub const ROWS: u32 = 200_000;
    pub const COLUMNS: usize = 500;
    pub const SHEETS: usize = 300;
    /// Rows × columns of all sheets of an .xls file, which is read as a whole.
    pub const XLS_AREA: u64 = 8_000_000;
}

/// What the file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Xls,
    Csv,
}

enum Source {
    Xlsx(Box<xlsx::Book>),
    Xls(xls::Book),
    Csv(csv::Text),
}

/// An opened workbook.
pub struct Workbook {
    source: Source,
    sheets: Vec<Sheet>,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook")
            .field("kind", &self.kind())
            .field("sheets", &self.sheets)
            .finish_non_exhaustive()
    }
}

/// Opens a workbook from its bytes; `name` is the uploaded file's.
pub fn open(bytes: Vec<u8>, name: &str) -> Result<Workbook, Refusal> {
    if bytes.len() > limit::BYTES {
        return Err(Refusal::FileTooLarge { bytes: bytes.len() as u64, limit: limit::BYTES as u64 });
    }
    let (source, sheets) = match sniff::sniff(&bytes, name)? {
        Kind::Xlsx => {
            let (book, sheets) = xlsx::open(bytes)?;
            (Source::Xlsx(Box::new(book)), sheets)
        }
        Kind::Xls => {
            let (book, sheets) = xls::open(bytes)?;
            (Source::Xls(book), sheets)
        }
        Kind::Csv => {
            let (text, sheet) = csv::open(&bytes, name)?;
            (Source::Csv(text), vec![sheet])
        }
    };
    if sheets.iter().all(|s| s.rows == 0) {
        return Err(Refusal::Empty);
    }
    Ok(Workbook { source, sheets })
}

impl Workbook {
    pub const fn kind(&self) -> Kind {
        match self.source {
            Source::Xlsx(_) => Kind::Xlsx,
            Source::Xls(_) => Kind::Xls,
            Source::Csv(_) => Kind::Csv,
        }
    }

    /// The sheets of cells, in the order of the tabs.
    pub fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Hands over the rows of a sheet in order, each with its number as in the sheet (from 1); rows without any
    /// cell are left out. Cells beyond the last filled one of a row are left out too. One row is in memory at a
    /// time, except of .xls files.
    pub fn rows(
        &mut self,
        sheet: usize,
        mut each: impl FnMut(u32, &[Cell]) -> ControlFlow<()>,
    ) -> Result<(), Refusal> {
        let Some(info) = self.sheets.get(sheet) else { return Err(Refusal::NoSuchSheet { sheet }) };
        match &mut self.source {
            Source::Xlsx(book) => book.rows(info, &mut each),
            Source::Xls(book) => {
                book.rows(sheet, info, &mut each);
                Ok(())
            }
            Source::Csv(text) => {
                text.rows(&mut each);
                Ok(())
            }
        }
    }

    /// The first `count` rows of a sheet that hold a cell.
    pub fn head(&mut self, sheet: usize, count: usize) -> Result<Page, Refusal> {
        let mut rows = Vec::new();
        self.rows(sheet, |number, cells| {
            if rows.len() >= count {
                return ControlFlow::Break(());
            }
            rows.push((number, cells.to_vec()));
            ControlFlow::Continue(())
        })?;
        Ok(Page { sheet: self.sheets[sheet].clone(), rows })
    }
}

/// Runs a parser that is not ours: a panic in it means the file is damaged.
fn guarded<T>(what: &'static str, parse: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(parse))
        .unwrap_or_else(|_| Err(Refusal::Damaged { detail: what.to_owned() }))
}
