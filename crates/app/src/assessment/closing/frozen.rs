//! What a closed period was made from, kept as text under a hash, and its result made again from nothing else.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use yinfeng_document::Options;
use yinfeng_domain::{
    assessment::{
        Facts, Scheme, Scores, number,
        paper::{self, About},
        score,
    },
    authority::{Act, Class, Reach},
    id::{ClosingId, UnitId},
    report::document::Document,
};

use crate::{
    assessment::{
        plan,
        score::Scored,
        store::{book as rates, closing as store, frozen as kept, scheme as schemes},
    },
    floor::{Error, Result, db::Reader, web::Who},
    org,
};

/// The parts, in the order of the hash.
pub const PARTS: [&str; 5] = ["scheme", "facts", "targets", "rates", "about"];

/// A period as it is frozen.
pub struct Frozen {
    pub parts: [String; 5],
    pub snapshot_sha: String,
    pub paper_sha: String,
    /// Place and points of every unit.
    pub places: Vec<(UnitId, Option<u32>, String)>,
}

/// A target as it was in force.
#[derive(Serialize, Deserialize)]
struct KeptTarget {
    unit: String,
    measure: String,
    owner: String,
    level: String,
    value: i64,
    parts: std::collections::BTreeMap<String, i64>,
    version: i64,
    decided_on: jiff::civil::Date,
}

fn text<T: Serialize>(value: &T) -> Result<String> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::from)?)
}

fn sha(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Layout 1: a line with the layout's name, then for each part its name, its length in bytes and its SHA-256.
fn snapshot_sha(parts: &[String; 5]) -> String {
    let lines = PARTS
        .iter()
        .zip(parts)
        .map(|(kind, text)| format!("{kind} {} {}\n", text.len(), sha(text.as_bytes())));
    sha(std::iter::once("yinfeng-closing-1\n".to_owned()).chain(lines).collect::<String>().as_bytes())
}

/// Freezes what scores were made from. `before` is the day up to which periods were closed so far.
pub fn freeze(
    reader: &Reader,
    who: &Who,
    scored: &Scored,
    month: &str,
    (before, today): (Option<jiff::civil::Date>, jiff::civil::Date),
) -> Result<Frozen> {
    let district = who.district();
    let home = org::district(reader, district)?.ok_or(Error::NotFound)?;
    let (_, scheme) = schemes::scheme(reader, district, scored.brief.id)?.ok_or(Error::NotFound)?;
    let targets = plan::all_targets(reader, district, scored.year, scored.as_of)?;
    let kept: Vec<KeptTarget> = targets
        .iter()
        .map(|t| KeptTarget {
            unit: t.unit.name.clone(),
            measure: t.measure.code().to_owned(),
            owner: t.owner.code().to_owned(),
            level: t.level.code().to_owned(),
            value: t.value,
            parts: t.parts.clone(),
            version: t.version,
            decided_on: t.decided_on,
        })
        .collect();
    let window = scored.scheme.window;
    let since = window.from.saturating_sub(jiff::Span::new().days(366));
    let rates = rates::rates(reader, district, since, scored.as_of)?;
    let adjustments = match before {
        Some(before) => store::adjustments(reader, district, before, scored.as_of)?,
        None => Vec::new(),
    };
    let about = About {
        district: home.name,
        office: home.office_name,
        month: month.to_owned(),
        as_of: scored.as_of,
        closed_on: today,
        target_version: targets.iter().map(|t| t.version).max().unwrap_or(0),
        targets: targets.len(),
        adjustments,
        book: scored.book().map(|b| (b.totals.recognised_fen, b.totals.credited_fen)),
    };
    let parts = [scheme, text(scored.facts())?, text(&kept)?, text(&rates)?, text(&about)?];
    let snapshot_sha = snapshot_sha(&parts);
    let again = made(&parts, &snapshot_sha)?;
    let paper_sha = sha(text(&again.document)?.as_bytes());
    let units = again.scores.units.iter();
    let places = units.map(|u| (u.unit, u.place, number::plain(u.total.points))).collect();
    Ok(Frozen { parts, snapshot_sha, paper_sha, places })
}

/// A result made from what was frozen.
pub struct Made {
    pub scheme: Scheme,
    pub scores: Scores,
    pub about: About,
    pub document: Document,
}

fn made(parts: &[String; 5], snapshot: &str) -> Result<Made> {
    let [scheme, facts, _, _, about] = parts;
    let damaged = |what: &str| Error::Internal(anyhow::anyhow!("a closed period has a damaged {what}"));
    let scheme = Scheme::parse(scheme).map_err(|_| damaged("scheme"))?;
    let facts: Facts = serde_json::from_str(facts).map_err(|_| damaged("snapshot"))?;
    let about: About = serde_json::from_str(about).map_err(|_| damaged("head"))?;
    let scores = score(&scheme, &facts, about.as_of).map_err(|_| damaged("snapshot"))?;
    let document = paper::document(&about, &scheme, &scores, snapshot);
    Ok(Made { scheme, scores, about, document })
}

/// The result of a period, made again; and whether the parts and the paper still have the hashes of the day of closing.
pub fn again(
    reader: &Reader,
    district: &str,
    id: ClosingId,
    (snapshot, paper): (&str, &str),
) -> Result<(Made, bool)> {
    let parts = kept::parts(reader, district, id)?;
    let made = made(&parts, snapshot)?;
    let same = snapshot_sha(&parts) == snapshot && sha(text(&made.document)?.as_bytes()) == paper;
    Ok((made, same))
}

/// The scheme of a closed period.
pub fn scheme(reader: &Reader, district: &str, id: ClosingId) -> Result<Scheme> {
    let [scheme, ..] = kept::parts(reader, district, id)?;
    Scheme::parse(&scheme)
        .map_err(|_| Error::Internal(anyhow::anyhow!("a closed period has a damaged scheme")))
}

/// Title and bytes of the `.docx` of a result that may be read: the same bytes whenever it is asked for. Units read the
/// places of all, and of the corrections their own.
pub fn paper(reader: &Reader, who: &Who, id: ClosingId) -> Result<(String, Vec<u8>)> {
    let closed = super::view::seen(reader, who, id)?;
    let (mut made, _) = again(reader, who.district(), id, (&closed.snapshot_sha, &closed.paper_sha))?;
    let reach = who.reach(Class::Figure, Act::Read)?;
    if reach != Reach::District {
        own_adjustments(reader, who.district(), &reach, &mut made.about)?;
        made.document = paper::document(&made.about, &made.scheme, &made.scores, &closed.snapshot_sha);
    }
    let bytes =
        yinfeng_document::to_docx(&made.document, &Options::default()).map_err(anyhow::Error::from)?;
    Ok((made.document.title().to_owned(), bytes))
}

/// Leaves the corrections of units that a reader speaks for: receipts and projects of others are not theirs to know.
pub fn own_adjustments(reader: &Reader, district: &str, reach: &Reach, about: &mut About) -> Result<()> {
    if *reach == Reach::District || about.adjustments.is_empty() {
        return Ok(());
    }
    let names = store::names_within(reader, district, reach)?;
    about.adjustments.retain(|a| names.contains(&a.unit));
    Ok(())
}
