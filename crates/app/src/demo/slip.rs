//! Proofs for the demo: one-page PDF slips that say what they are, each with content of its own.
//!
//! Written by hand because a page of five lines in a font that every viewer has (Helvetica) is forty lines of text;
//! Latin letters only, for the same reason.

use std::fmt::Write as _;

/// What stands on a slip, line by line.
pub fn pdf(title: &str, lines: &[String]) -> Vec<u8> {
    let mut page = String::from("0.04 0.36 0.42 rg 40 380 515 2 re f\nBT /F1 18 Tf 40 395 Td ");
    let _ = write!(page, "({}) Tj ET\n0.1 0.1 0.1 rg\n", escaped(title));
    for (i, line) in lines.iter().enumerate() {
        let _ = writeln!(page, "BT /F1 12 Tf 40 {} Td ({}) Tj ET", 350 - 24 * i, escaped(line));
    }
    let _ = writeln!(
        page,
        "0.6 0.1 0.1 rg BT /F1 9 Tf 40 40 Td (DEMO DATA - fictional district, not a real document) Tj ET"
    );
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 440] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let table = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for place in places {
        let _ = writeln!(out, "{place:010} 00000 n ");
    }
    let _ = write!(out, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    out.into_bytes()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)")
}
