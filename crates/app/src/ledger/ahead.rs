//! The rows of a batch while they are imported.

use std::thread::{self, JoinHandle};

use super::{
    line::Line,
    read::unpack,
    store::{self, Stored},
};
use crate::floor::{Result, db::Reader};

/// The rows of a batch, block by block: while one is imported, the next is unpacked on a thread of its own.
pub(super) struct Ahead<'a> {
    reader: &'a Reader,
    district: &'a str,
    batch: &'a Stored,
    next: usize,
    under_way: Option<JoinHandle<Result<Vec<Line>>>>,
}

impl<'a> Ahead<'a> {
    pub fn of(reader: &'a Reader, district: &'a str, batch: &'a Stored) -> Self {
        Self { reader, district, batch, next: 0, under_way: None }
    }

    /// Begins with the next block, if there is one.
    fn begin(&mut self) -> Result<()> {
        let Some(block) = self.batch.outcome.blocks.get(self.next) else { return Ok(()) };
        self.next += 1;
        let body = store::body(self.reader, self.district, self.batch.id, block.no)?;
        let unpacked = move || body.map_or_else(|| Ok(Vec::new()), |body| unpack(&body));
        self.under_way = Some(thread::Builder::new().name("unpack".into()).spawn(unpacked)?);
        Ok(())
    }

    fn take(&mut self) -> Result<Option<Vec<Line>>> {
        if self.under_way.is_none() {
            self.begin()?;
        }
        let Some(under_way) = self.under_way.take() else { return Ok(None) };
        let lines = under_way.join().map_err(|_| anyhow::anyhow!("a block could not be unpacked"))??;
        self.begin()?;
        Ok(Some(lines))
    }
}

impl Iterator for Ahead<'_> {
    type Item = Result<Vec<Line>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.take().transpose()
    }
}
