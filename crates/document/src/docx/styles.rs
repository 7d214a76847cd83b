//! Named styles, so that a clerk who edits the file changes a style and not a hundred paragraphs.

use super::parts::{DECLARATION, W};
use crate::{
    layout::{CHARACTER, Options, TIGHTEN},
    xml::escape,
};

/// Half points of running text in a document of the standard.
const BODY: u32 = 32;

struct Style<'a> {
    id: &'a str,
    name: &'a str,
    font: &'a str,
    /// Half points.
    size: u32,
    bold: bool,
    /// Paragraph properties in schema order.
    paragraph: String,
}

pub(super) fn styles(options: &Options) -> String {
    let fonts = &options.fonts;
    let pitch = options.line_pitch;
    let (main, title) = if options.one_page { (28, 36) } else { (BODY, 44) };
    let exact = format!("<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{pitch}\" w:lineRule=\"exact\"/>");
    let indent = format!("<w:ind w:firstLine=\"{}\" w:firstLineChars=\"200\"/>", CHARACTER * 2);
    let heading = |level: u32| {
        format!("<w:keepNext/>{exact}{indent}<w:jc w:val=\"both\"/><w:outlineLvl w:val=\"{}\"/>", level - 1)
    };
    let centred = format!("<w:keepNext/>{exact}<w:jc w:val=\"center\"/>");
    let loose = "<w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"320\" w:lineRule=\"atLeast\"/>";
    let style = |id, name, font, size, bold, paragraph| Style { id, name, font, size, bold, paragraph };
    let all = [
        style("Body", "公文正文", &fonts.body, main, false, format!("{exact}{indent}<w:jc w:val=\"both\"/>")),
        style("Flush", "公文顶格", &fonts.body, main, false, exact.clone()),
        style("Title", "Title", &fonts.title, title, false, centred.clone()),
        style("Heading1", "heading 1", &fonts.heading, main, false, heading(1)),
        style("Heading2", "heading 2", &fonts.subheading, main, false, heading(2)),
        style("Heading3", "heading 3", &fonts.body, main, true, heading(3)),
        style("Heading4", "heading 4", &fonts.body, main, false, heading(4)),
        style(
            "AttachmentMark",
            "附件标志",
            &fonts.heading,
            main,
            false,
            format!("<w:keepNext/><w:pageBreakBefore/>{exact}"),
        ),
        style("TableTitle", "表题", &fonts.title, title, false, centred.clone()),
        style(
            "TableUnit",
            "表单位",
            &fonts.body,
            24,
            false,
            format!("<w:keepNext/>{loose}<w:jc w:val=\"right\"/>"),
        ),
        style("TableHead", "表头", &fonts.heading, 24, false, format!("{loose}<w:jc w:val=\"center\"/>")),
        style("TableText", "表文", &fonts.body, 24, false, loose.to_owned()),
        style("TableNote", "表注", &fonts.body, 24, false, loose.to_owned()),
    ];
    let all: String = all.iter().map(write).collect();
    let body = run_fonts(&fonts.body);
    format!(
        "{DECLARATION}<w:styles xmlns:w=\"{W}\"><w:docDefaults><w:rPrDefault><w:rPr>{body}<w:kern w:val=\"0\"/>\
         <w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:widowControl w:val=\"0\"/><w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:tblPr>\
         <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         {all}</w:styles>"
    )
}

fn write(style: &Style) -> String {
    let Style { id, name, font, size, bold, paragraph } = style;
    // Only running text is tightened to 28 on a line; titles and tables keep their natural width.
    let spacing = if *size == BODY { format!("<w:spacing w:val=\"{TIGHTEN}\"/>") } else { String::new() };
    let bold = if *bold { "<w:b/><w:bCs/>" } else { "" };
    format!(
        "<w:style w:type=\"paragraph\" w:customStyle=\"{}\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr>{paragraph}</w:pPr><w:rPr>{}{bold}{spacing}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
        u8::from(!name.is_ascii()),
        run_fonts(font)
    )
}

/// One font for Chinese and for digits: 仿宋 digits are half a character wide and keep the line at 28.
fn run_fonts(font: &str) -> String {
    let font = escape(font);
    format!(
        "<w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\" w:cs=\"{font}\" w:hint=\"eastAsia\"/>"
    )
}
