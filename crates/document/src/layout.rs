//! GB/T 9704-2012: A4, 22 lines of 28 characters in a block of 156 × 225 mm.

/// Page and block in twips (1/1440 inch).
pub(crate) const PAGE_WIDTH: u32 = 11_906;
pub(crate) const PAGE_HEIGHT: u32 = 16_838;
/// 37, 35, 28 and 26 mm.
pub(crate) const TOP: u32 = 2_098;
pub(crate) const BOTTOM: u32 = 1_984;
pub(crate) const LEFT: u32 = 1_587;
pub(crate) const RIGHT: u32 = 1_474;
/// 20 mm, above and below a sheet of one page.
pub(crate) const NARROW: u32 = 1_134;
/// From the paper's edge to the bottom of the page number, so that its top stands 7 mm below the block.
pub(crate) const FOOTER: u32 = 1_247;
pub(crate) const BLOCK_WIDTH: u32 = PAGE_WIDTH - LEFT - RIGHT;
/// One character of 16 pt in twips.
pub(crate) const CHARACTER: u32 = 320;
/// 28 × 16 pt is 448 pt, the block is 442 pt wide: every character gives up a quarter of a point. (A grid of
/// characters would say the same, but viewers other than Word put 19 on a line.)
pub(crate) const TIGHTEN: i32 = -5;

/// What offices set differently from each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// From line to line in twips. 579 (28.95 pt) puts 22 lines on a page; practice varies from 560 to 600.
    pub line_pitch: u32,
    pub fonts: Fonts,
    /// Address to which the percent-encoded key of a figure is appended: every figure in the file or the page
    /// then opens the rows that it was made of. `None` prints figures as plain text in the file, and in the page
    /// as links to `#trace=`.
    pub trace: Option<String>,
    /// A sheet that has to stay on one page: 14 pt on lines of 22 pt, margins of 20 mm above and below.
    pub one_page: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { line_pitch: 579, fonts: Fonts::default(), trace: None, one_page: false }
    }
}

impl Options {
    /// The layout of a sheet that has to stay on one page.
    pub fn one_page() -> Self {
        Self { line_pitch: 440, one_page: true, ..Self::default() }
    }
}

/// Names of fonts that the office's computers have. They are named in the file, never embedded: they may not be
/// passed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fonts {
    pub title: String,
    pub heading: String,
    pub subheading: String,
    pub body: String,
    pub page_number: String,
}

impl Default for Fonts {
    fn default() -> Self {
        Self {
            title: "方正小标宋简体".to_owned(),
            heading: "黑体".to_owned(),
            subheading: "楷体_GB2312".to_owned(),
            body: "仿宋_GB2312".to_owned(),
            page_number: "宋体".to_owned(),
        }
    }
}

/// The address of a figure's trace.
pub(crate) fn trace_address(base: &str, key: &str) -> String {
    let encoded = key.bytes().map(|byte| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' | b':' | b'=' | b',' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    format!("{base}{}", encoded.collect::<Vec<_>>().concat())
}

/// 2013年11月15日: Arabic, no leading zeros.
pub(crate) fn date_zh(on: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", on.year(), on.month(), on.day())
}

/// The names of the attachments as the body announces them: `附件：甲`, or `附件：1.甲` and `2.乙`.
pub(crate) fn attachment_lines(names: &[String]) -> Vec<String> {
    match names {
        [only] => vec![format!("附件：{only}")],
        _ => names
            .iter()
            .enumerate()
            .map(|(i, name)| format!("{}{}.{name}", if i == 0 { "附件：" } else { "" }, i + 1))
            .collect(),
    }
}

/// The lines below a table: `注：甲`, or `注：1.甲` and `2.乙`.
pub(crate) fn note_lines(notes: &[String]) -> Vec<String> {
    match notes {
        [only] => vec![format!("注：{only}")],
        _ => notes
            .iter()
            .enumerate()
            .map(|(i, note)| format!("{}{}.{note}", if i == 0 { "注：" } else { "" }, i + 1))
            .collect(),
    }
}
