//! Just enough of the OLE container (MS-CFB) to look at the workbook stream of an .xls file before a parser that
//! trusts it: sizes in it decide how much memory that parser asks for.

/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xFFFF_FFFA;

/// The workbook stream; `None` when the container is broken.
pub(crate) fn workbook_stream(file: &[u8]) -> Option<Vec<u8>> {
    let sector_size =
        1_usize.checked_shl(u32::from(u16_at(file, 30)?)).filter(|s| matches!(s, 512 | 4096))?;
    let sector = |number: u32| {
        let start = (number as usize).checked_add(1)?.checked_mul(sector_size)?;
        // The last sector of a file may be cut short.
        file.get(start..start.checked_add(sector_size)?.min(file.len()))
    };
    let table = allocation(file, sector_size, &sector)?;
    let chain = |first: u32, limit: usize| -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut next = first;
        let mut steps = 0;
        while next < FIRST_MARK && out.len() < limit {
            out.extend_from_slice(sector(next)?);
            next = *table.get(next as usize)?;
            steps += 1;
            if steps > table.len() {
                return None;
            }
        }
        Some(out)
    };
    let directory = chain(u32_at(file, 48)?, file.len())?;
    let mut root = None;
    let mut workbook = None;
    for entry in directory.chunks_exact(128) {
        let name_len = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(62);
        let name: String =
            char::decode_utf16(entry[..name_len].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])))
                .map(|c| c.unwrap_or('\u{FFFD}'))
                .collect();
        let start = u32_at(entry, 116)?;
        let size = u32_at(entry, 120)? as usize;
        match (entry[66], name.as_str()) {
            (5, _) => root = Some((start, size)),
            (2, "Workbook" | "WORKBOOK") => workbook = Some((start, size)),
            (2, "Book" | "BOOK") => workbook = workbook.or(Some((start, size))),
            _ => {}
        }
    }
    let (start, size) = workbook?;
    if size >= u32_at(file, 56)? as usize {
        let mut stream = chain(start, size.min(file.len()))?;
        stream.truncate(size);
        return Some(stream);
    }
    // Small streams live in sectors of 64 bytes inside the root's stream.
    let (root_start, root_size) = root?;
    let small = chain(root_start, root_size.min(file.len()))?;
    let small_table: Vec<u32> = chain(u32_at(file, 60)?, file.len())?.chunks_exact(4).map(word).collect();
    let mut stream = Vec::new();
    let mut next = start;
    while next < FIRST_MARK && stream.len() < size {
        let at = (next as usize).checked_mul(64)?;
        stream.extend_from_slice(small.get(at..at.checked_add(64)?.min(small.len()))?);
        next = *small_table.get(next as usize)?;
    }
    stream.truncate(size);
    Some(stream)
}

/// The file allocation table: the next sector of each.
fn allocation<'a>(
    file: &[u8],
    sector_size: usize,
    sector: &impl Fn(u32) -> Option<&'a [u8]>,
) -> Option<Vec<u32>> {
    let mut of_table: Vec<u32> = file.get(76..512)?.chunks_exact(4).map(word).collect();
    let mut next = u32_at(file, 68)?;
    let most = file.len() / sector_size + 1;
    for _ in 0..most {
        if next >= FIRST_MARK {
            break;
        }
        let words: Vec<u32> = sector(next)?.chunks_exact(4).map(word).collect();
        let (last, numbers) = words.split_last()?;
        of_table.extend_from_slice(numbers);
        next = *last;
    }
    let mut table = Vec::new();
    for number in of_table.into_iter().filter(|n| *n < FIRST_MARK).take(most) {
        table.extend(sector(number)?.chunks_exact(4).map(word));
    }
    Some(table)
}

fn word(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]))
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(word)
}
