//! The demo district's work summary through every way out of the crate.

#[path = "../../domain/src/report/work_summary/seed.rs"]
mod seed;

use std::io::{Cursor, Read};

use quick_xml::{Reader, events::Event};
use yinfeng_document::{Options, to_docx, to_html, to_text};
use yinfeng_domain::report::{
    document::{Align, Block, Cell, Column, Document, Run, Table},
    figure::Figure,
    work_summary::{Judgement, compose},
};
use zip::ZipArchive;

fn summary() -> Document {
    compose(&seed::facts(), &Judgement::default()).expect("parts add up")
}

fn parts(docx: &[u8]) -> Vec<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(docx)).expect("a zip");
    (0..zip.len())
        .map(|i| {
            let mut part = zip.by_index(i).expect("a part");
            let mut text = String::new();
            part.read_to_string(&mut text).expect("utf-8");
            (part.name().expect("a name").into_owned(), text)
        })
        .collect()
}

fn part(docx: &[u8], name: &str) -> String {
    parts(docx).into_iter().find(|(known, _)| known == name).expect("the part").1
}

/// The text of `w:t` elements, a line per paragraph.
fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let (mut text, mut inside) = (String::new(), false);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(tag) => inside = tag.name().as_ref() == b"w:t",
            Event::Text(words) if inside => text.push_str(&words.decode().expect("utf-8")),
            Event::End(tag) => {
                inside = false;
                if tag.name().as_ref() == b"w:p" {
                    text.push('\n');
                }
            }
            Event::Eof => return text,
            _ => {}
        }
    }
}

#[test]
fn the_text_is_golden() {
    insta::assert_snapshot!(to_text(&summary()));
}

#[test]
fn every_part_is_well_formed_and_every_relation_is_there() {
    let options = Options { trace: Some("https://example.org/figures?trace=".into()), ..Options::default() };
    let docx = to_docx(&summary(), &options).expect("a file");
    let parts = parts(&docx);
    for (name, text) in &parts {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => panic!("{name}: {error}"),
            }
        }
    }
    let types = part(&docx, "[Content_Types].xml");
    for (name, _) in parts.iter().filter(|(name, _)| !name.contains("_rels/") && !name.starts_with('[')) {
        assert!(types.contains(&format!("\"/{name}\"")), "{name} has no content type");
    }
    let relations = part(&docx, "word/_rels/document.xml.rels");
    let body = part(&docx, "word/document.xml");
    for id in body.split("r:id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(relations.contains(&format!("Id=\"{id}\"")), "{id} leads nowhere");
    }
}

#[test]
fn the_page_is_that_of_gb_t_9704() {
    let docx = to_docx(&summary(), &Options::default()).expect("a file");
    let body = part(&docx, "word/document.xml");
    assert!(body.contains(r#"<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#));
    assert!(body.contains(r#"<w:docGrid w:type="lines" w:linePitch="579"/>"#));
    assert!(body.contains("<w:tblHeader/>"));
    let styles = part(&docx, "word/styles.xml");
    for font in ["方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"] {
        assert!(styles.contains(&format!("w:eastAsia=\"{font}\"")), "{font} is not named");
    }
    assert!(part(&docx, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part(&docx, "word/footer1.xml").contains("w:val=\"right\""));
    assert!(part(&docx, "word/footer2.xml").contains("w:val=\"left\""));

    let wider = Options { line_pitch: 600, ..Options::default() };
    let docx = to_docx(&summary(), &wider).expect("a file");
    assert!(part(&docx, "word/styles.xml").contains(r#"w:line="600" w:lineRule="exact""#));
}

#[test]
fn the_file_says_what_the_text_says_and_every_figure_is_in_it() {
    let document = summary();
    let docx = to_docx(&document, &Options::default()).expect("a file");
    let words = words(&part(&docx, "word/document.xml"));
    let text = to_text(&document);
    for line in text.lines().flat_map(|line| line.split('\t')) {
        assert!(words.contains(line), "{line} is missing");
    }
    assert!(document.figures().len() > 80);
    for figure in document.figures() {
        assert!(words.contains(&figure.text), "{} is missing", figure.key);
    }
    for stated in
        ["199个", "72.1亿元", "119.05亿元", "150亿元", "126%", "60.6%", "66.7%", "2.16倍", "38个", "80亿元"]
    {
        assert!(words.contains(stated), "{stated} is missing");
    }
}

#[test]
fn figures_open_their_trace_in_the_file_and_in_the_page() {
    let document = summary();
    let options = Options { trace: Some("/figures?as_of=2013-11-15&trace=".into()), ..Options::default() };
    let docx = to_docx(&document, &options).expect("a file");
    let relations = part(&docx, "word/_rels/document.xml.rels");
    assert!(relations.contains(r#"Target="/figures?as_of=2013-11-15&amp;trace=fund.recognised""#));
    let linked = part(&docx, "word/document.xml").matches("<w:hyperlink ").count();
    assert_eq!(linked, document.figures().len());

    let html = to_html(&document, &options);
    assert_eq!(html.matches("class=\"figure\"").count(), document.figures().len());
    assert!(html.contains(
        r#"<a class="figure" data-figure="fund.recognised" href="/figures?as_of=2013-11-15&amp;trace=fund.recognised">72.1亿元</a>"#
    ));
    assert!(html.contains("trace=org.units:kind=%E8%A1%97%E9%81%93\">4个"));
}

#[test]
fn equal_documents_are_equal_bytes() {
    let once = to_docx(&summary(), &Options::default()).expect("a file");
    let again = to_docx(&summary(), &Options::default()).expect("a file");
    assert_eq!(once, again);
    assert!(part(&once, "docProps/core.xml").contains("2013-11-15T00:00:00Z"));
}

#[test]
fn what_a_ledger_holds_cannot_break_out() {
    let nasty = "<script>alert(1)</script>&\u{0}\u{b}]]>\"'";
    let column = Column { title: nasty.into(), align: Align::Left, share: 1 };
    let figure = Figure { key: nasty.into(), text: nasty.into(), ..Figure::count("", 1, "") };
    let document = Document {
        blocks: vec![
            Block::Title { text: nasty.into() },
            Block::Heading { level: 9, text: nasty.into() },
            Block::Paragraph { runs: vec![Run::Text(nasty.into()), Run::Figure(figure)] },
            Block::Table(Table {
                caption: nasty.into(),
                unit_note: nasty.into(),
                columns: vec![column],
                rows: vec![vec![Cell::Text(nasty.into())]],
                total: None,
                notes: vec![nasty.into(), nasty.into()],
            }),
        ],
    };
    let html = to_html(&document, &Options::default());
    assert!(!html.contains("<script") && !html.contains('\u{0}') && html.contains("&lt;script&gt;"));
    let options = Options { trace: Some("/t?k=".into()), ..Options::default() };
    let docx = to_docx(&document, &options).expect("a file");
    for (_, text) in parts(&docx) {
        words(&text);
    }
}

/// `cargo test -p yinfeng-document -- --ignored` writes the file to look at.
#[test]
#[ignore = "writes a file for the eye"]
fn sample() {
    let docx = to_docx(&summary(), &Options::default()).expect("a file");
    std::fs::write(std::env::temp_dir().join("work-summary.docx"), docx).expect("a place to write");
}
