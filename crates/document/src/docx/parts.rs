//! The small parts of the package around the text.

use jiff::civil::Date;

use crate::{
    layout::{Fonts, Options},
    xml::escape,
};

pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
pub(super) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Relations that every document has; links come after them.
const FIXED: [(&str, &str); 5] = [
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("footer", "footer1.xml"),
    ("footer", "footer2.xml"),
];
pub(super) const ODD_FOOTER: &str = "rId4";
pub(super) const EVEN_FOOTER: &str = "rId5";

/// The relation of the `n`-th link, counted from 0.
pub(super) fn link_id(n: usize) -> String {
    format!("rId{}", FIXED.len() + 1 + n)
}

pub(super) fn content_types() -> String {
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let parts = [
        ("/word/document.xml", format!("{word}.document.main+xml")),
        ("/word/styles.xml", format!("{word}.styles+xml")),
        ("/word/settings.xml", format!("{word}.settings+xml")),
        ("/word/fontTable.xml", format!("{word}.fontTable+xml")),
        ("/word/footer1.xml", format!("{word}.footer+xml")),
        ("/word/footer2.xml", format!("{word}.footer+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
        (
            "/docProps/app.xml",
            "application/vnd.openxmlformats-officedocument.extended-properties+xml".to_owned(),
        ),
    ];
    let overrides = parts
        .iter()
        .map(|(name, kind)| format!("<Override PartName=\"{name}\" ContentType=\"{kind}\"/>"))
        .collect::<Vec<_>>()
        .concat();
    format!(
        "{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>{overrides}</Types>"
    )
}

pub(super) fn package_relations() -> String {
    format!(
        "{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">\
         <Relationship Id=\"rId1\" Type=\"{R}/officeDocument\" Target=\"word/document.xml\"/>\
         <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
         <Relationship Id=\"rId3\" Type=\"{R}/extended-properties\" Target=\"docProps/app.xml\"/>\
         </Relationships>"
    )
}

pub(super) fn document_relations(links: &[String]) -> String {
    let fixed = FIXED.iter().enumerate().map(|(i, (kind, target))| {
        format!("<Relationship Id=\"rId{}\" Type=\"{R}/{kind}\" Target=\"{target}\"/>", i + 1)
    });
    let links = links.iter().enumerate().map(|(n, address)| {
        format!(
            "<Relationship Id=\"{}\" Type=\"{R}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>",
            link_id(n),
            escape(address)
        )
    });
    let all = fixed.chain(links).collect::<Vec<_>>().concat();
    format!("{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">{all}</Relationships>")
}

/// Created on the day of the signature, never "now".
pub(super) fn core(title: &str, on: Option<Date>) -> String {
    let day = on.map_or_else(|| "1980-01-01".to_owned(), |on| on.to_string());
    let at =
        |name: &str| format!("<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:{name}>");
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dc:creator>Yinfeng</dc:creator><dc:language>zh-CN</dc:language>{}{}</cp:coreProperties>",
        escape(title),
        at("created"),
        at("modified")
    )
}

pub(super) fn app() -> String {
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Yinfeng</Application></Properties>"
    )
}

pub(super) fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings xmlns:w=\"{W}\"><w:zoom w:percent=\"100\"/><w:evenAndOddHeaders/>\
         <w:defaultTabStop w:val=\"420\"/><w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"
    )
}

/// The fonts with what to use where they are missing.
pub(super) fn font_table(fonts: &Fonts) -> String {
    let font = |name: &str, other: &str| {
        format!(
            "<w:font w:name=\"{}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"86\"/><w:pitch w:val=\"variable\"/></w:font>",
            escape(name)
        )
    };
    format!(
        "{DECLARATION}<w:fonts xmlns:w=\"{W}\">{}{}{}{}{}</w:fonts>",
        font(&fonts.title, "方正小标宋_GBK"),
        font(&fonts.heading, "SimHei"),
        font(&fonts.subheading, "楷体"),
        font(&fonts.body, "仿宋"),
        font(&fonts.page_number, "SimSun")
    )
}

#[derive(Clone, Copy)]
pub(super) enum Side {
    Odd,
    Even,
}

/// — 1 —: 14 pt, one character in from the outer edge.
pub(super) fn footer(side: Side, options: &Options) -> String {
    let place = match side {
        Side::Odd => "<w:ind w:right=\"280\" w:rightChars=\"100\"/><w:jc w:val=\"right\"/>",
        Side::Even => "<w:ind w:left=\"280\" w:leftChars=\"100\"/><w:jc w:val=\"left\"/>",
    };
    let font = escape(&options.fonts.page_number);
    let look = format!(
        "<w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:eastAsia=\"{font}\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/></w:rPr>"
    );
    let run = |inner: &str| format!("<w:r>{look}{inner}</w:r>");
    format!(
        "{DECLARATION}<w:ftr xmlns:w=\"{W}\"><w:p><w:pPr><w:snapToGrid w:val=\"0\"/>{place}</w:pPr>{}{}{}{}{}{}{}</w:p></w:ftr>",
        run("<w:t xml:space=\"preserve\">— </w:t>"),
        run("<w:fldChar w:fldCharType=\"begin\"/>"),
        run("<w:instrText xml:space=\"preserve\"> PAGE </w:instrText>"),
        run("<w:fldChar w:fldCharType=\"separate\"/>"),
        run("<w:t>1</w:t>"),
        run("<w:fldChar w:fldCharType=\"end\"/>"),
        run("<w:t xml:space=\"preserve\"> —</w:t>"),
    )
}
