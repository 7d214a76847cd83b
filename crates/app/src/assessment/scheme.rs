//! Schemes (考核办法): kept as the text their author wrote, checked before they are kept, one in force for a year.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use yinfeng_domain::{
    assessment::{
        Finding, Scheme, Severity,
        scheme::{BUILT_IN, DEFAULT},
    },
    authority::{Act, Class},
    id::SchemeId,
};

use super::{elsewhere, need_year, store::scheme as store};
use crate::floor::{
    Error, Fault, Result, audit,
    db::{Reader, Tx},
    say::Lang,
    web::Who,
};

/// One thing wrong with a text, at a place an editor can jump to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FindingView {
    /// `error`: the scheme cannot be used; `warning`: it can, but hardly means what it says.
    #[schema(value_type = String)]
    pub severity: Severity,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub code: &'static str,
    /// Where in the structure: `item[2].points`.
    pub path: String,
    pub message: String,
}

/// What a check found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchemeCheck {
    pub ok: bool,
    pub findings: Vec<FindingView>,
}

/// A scheme in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchemeBrief {
    #[schema(value_type = Uuid)]
    pub id: SchemeId,
    /// The id its author gave it.
    pub code: String,
    pub version: i64,
    pub name: String,
    pub year: i64,
    /// `draft`, `in_force` or `retired`.
    pub state: String,
    pub created_by: Option<String>,
    #[schema(value_type = String)]
    pub created_at: Timestamp,
    #[schema(value_type = String)]
    pub updated_at: Timestamp,
}

/// A scheme with its text.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SchemeView {
    #[serde(flatten)]
    pub brief: SchemeBrief,
    pub text: String,
    pub findings: Vec<FindingView>,
}

/// The language of the engine's sentences.
pub(crate) const fn spoken(lang: Lang) -> yinfeng_domain::assessment::Lang {
    match lang {
        Lang::Zh => yinfeng_domain::assessment::Lang::Zh,
        Lang::En => yinfeng_domain::assessment::Lang::En,
    }
}

fn views(findings: &[Finding], lang: Lang) -> Vec<FindingView> {
    let view = |f: &Finding| FindingView {
        severity: f.severity,
        line: f.line,
        column: f.column,
        code: f.code,
        path: f.path.clone(),
        message: f.sentence(spoken(lang)),
    };
    findings.iter().map(view).collect()
}

/// Reads a text and says what is wrong with it; nothing is kept.
pub fn check_scheme(text: &str, lang: Lang) -> SchemeCheck {
    let (scheme, findings) = Scheme::check(text);
    let mut findings = views(&findings, lang);
    if let Some(scheme) = &scheme {
        findings.extend(elsewhere::findings(scheme, text, lang));
        findings.sort_by_key(|f| (f.line, f.column));
    }
    SchemeCheck { ok: scheme.is_some(), findings }
}

/// A published method that comes with the program, to start from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BuiltIn {
    pub id: &'static str,
    pub name: String,
    pub total: String,
    /// How many items it has.
    pub items: u64,
    /// Whether it says itself what money counts.
    pub recognises: bool,
    /// What its file says of itself in the first line.
    pub about: String,
    /// The text, for the year that is asked for.
    pub text: String,
}

/// The methods that come with the program, the default first, each written for a year.
pub fn built_in(year: i64, lang: Lang) -> Vec<BuiltIn> {
    let one = |(id, text): &(&'static str, &'static str)| {
        let scheme = Scheme::parse(text).ok()?;
        let about = text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']).to_owned();
        Some(BuiltIn {
            id,
            name: spoken(lang).of(&scheme.name).to_owned(),
            total: yinfeng_domain::assessment::number::plain(scheme.total),
            items: scheme.items.len() as u64,
            recognises: scheme.recognition.is_some(),
            about,
            text: for_year(text, &scheme, year),
        })
    };
    BUILT_IN.iter().filter_map(one).collect()
}

/// The text with its id, year and window moved to another year; everything else, and every comment, as it was.
fn for_year(text: &str, scheme: &Scheme, year: i64) -> String {
    let old = i64::from(scheme.window.to.year());
    let id = scheme.id.replace(&old.to_string(), &year.to_string());
    let moved = text.replacen(&format!("id = \"{}\"", scheme.id), &format!("id = \"{id}\""), 1).replacen(
        &format!("\nyear = {old}"),
        &format!("\nyear = {year}"),
        1,
    );
    // A shifted window begins in the year before.
    let window = |text: String, from: i64, to: i64| {
        let lines = text.lines().map(|line| {
            if line.starts_with("window = ") {
                line.replace(&format!("\"{from}-"), &format!("\"{to}-"))
            } else {
                line.to_owned()
            }
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    };
    if year > old {
        window(window(moved, old, year), old - 1, year - 1)
    } else {
        window(window(moved, old - 1, year - 1), old, year)
    }
}

/// The text of the default scheme, for a year.
pub fn default_text(year: i64) -> String {
    DEFAULT.replacen("id = \"sanzhao-sanyin-2013\"", &format!("id = \"sanzhao-sanyin-{year}\""), 1).replacen(
        "year = 2013",
        &format!("year = {year}"),
        1,
    )
}

/// Keeps a scheme as a draft. Its text must be without errors, and its id and version must be new: what was published
/// under a version stays what it was.
pub fn save_scheme(tx: &Tx<'_>, who: &Who, text: &str) -> Result<SchemeView> {
    who.need_district(Class::Scheme, Act::Write)?;
    let (scheme, findings) = Scheme::check(text);
    let Some(scheme) = scheme else {
        let fault = |f: &Finding| {
            let mut fault =
                Fault::at("text", "assessment.scheme_finding").with("why", f.say(spoken(who.lang)));
            fault.row = Some(f.line as u64);
            fault
        };
        let errors = findings.iter().filter(|f| f.severity == Severity::Error);
        return Err(Error::Invalid(errors.map(fault).collect()));
    };
    let version = i64::from(scheme.version);
    if store::exists(tx, who.district(), &scheme.id, version)? {
        let fault = Fault::at("text", "assessment.scheme_version_taken");
        return Err(Error::refused(fault.with("code", &scheme.id).with("version", version)));
    }
    let id: SchemeId = tx.new_id();
    let year = i64::from(scheme.window.to.year());
    store::insert(tx, who, id, (&scheme.id, version), (&scheme.name.zh, year, text))?;
    let detail = json!({ "code": scheme.id, "version": version, "year": year, "text": text });
    audit::record(tx, who, "assessment.save_scheme", "assessment_scheme", id.0, &detail)?;
    get_scheme(tx, who, id)
}

/// Puts a scheme in force for its year; the one before is retired.
pub fn put_in_force(tx: &Tx<'_>, who: &Who, id: SchemeId) -> Result<SchemeView> {
    who.need_district(Class::Scheme, Act::Write)?;
    let (brief, _) = store::scheme(tx, who.district(), id)?.ok_or(Error::NotFound)?;
    if brief.state != "in_force" {
        store::put_in_force(tx, who.district(), id, brief.year)?;
        let detail = json!({ "code": brief.code, "version": brief.version, "year": brief.year });
        audit::record(tx, who, "assessment.put_in_force", "assessment_scheme", id.0, &detail)?;
    }
    get_scheme(tx, who, id)
}

/// Keeps the default scheme for a year and puts it in force, unless the year has a scheme in force already.
pub fn install_default(tx: &Tx<'_>, who: &Who, year: i64) -> Result<SchemeView> {
    who.need_district(Class::Scheme, Act::Write)?;
    need_year(year)?;
    if let Some((brief, _)) = store::in_force(tx, who.district(), year)? {
        return get_scheme(tx, who, brief.id);
    }
    let kept = save_scheme(tx, who, &default_text(year))?;
    put_in_force(tx, who, kept.brief.id)
}

/// Keeps the default scheme for a year as a draft: what a new district scores by is for its office to decide.
pub fn offer_default(tx: &Tx<'_>, who: &Who, year: i64) -> Result<SchemeView> {
    need_year(year)?;
    save_scheme(tx, who, &default_text(year))
}

/// The name of a scheme in the reader's language, off its text.
pub(super) fn name_of(text: &str, lang: Lang) -> Option<String> {
    Scheme::parse(text).ok().map(|scheme| spoken(lang).of(&scheme.name).to_owned())
}

fn named((mut brief, text): (SchemeBrief, String), lang: Lang) -> (SchemeBrief, String) {
    if let Some(name) = name_of(&text, lang) {
        brief.name = name;
    }
    (brief, text)
}

/// The schemes of the district, newest year first; of one year when it is given.
pub fn list_schemes(reader: &Reader, who: &Who, year: Option<i64>) -> Result<Vec<SchemeBrief>> {
    who.need_district(Class::Scheme, Act::Read)?;
    let all = store::list(reader, who.district(), year)?;
    Ok(all.into_iter().map(|one| named(one, who.lang).0).collect())
}

pub fn get_scheme(reader: &Reader, who: &Who, id: SchemeId) -> Result<SchemeView> {
    who.need_district(Class::Scheme, Act::Read)?;
    let found = store::scheme(reader, who.district(), id)?.ok_or(Error::NotFound)?;
    let (brief, text) = named(found, who.lang);
    let findings = check_scheme(&text, who.lang).findings;
    Ok(SchemeView { brief, text, findings })
}
