//! "Is this one already here?", asked at the first keystrokes of a new organisation.

use serde::Serialize;
use utoipa::ToSchema;
use yinfeng_domain::{
    id::OrganisationId,
    org_code::Uscc,
    project::one_line,
    text::{Likeness, name_key, similar},
};

use super::{store, uscc_fault, view};
use crate::floor::{
    Result,
    db::{Hidden, Reader},
    say::{say_fault, word},
    web::Who,
};

/// At most so many are shown.
const SHOWN: usize = 10;

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganisationCheck)]
pub struct OrganisationCheck {
    /// None when no code was given.
    pub uscc: Option<UsccCheck>,
    pub similar: Vec<SimilarOrganisation>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UsccCheck {
    pub ok: bool,
    pub code: Option<String>,
    pub message: Option<String>,
    pub warning: Option<String>,
}

/// An organisation that may be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SimilarOrganisation)]
pub struct SimilarOrganisation {
    #[schema(value_type = Uuid)]
    pub id: OrganisationId,
    pub name: String,
    /// `uscc`, `same_name`, `same_sound`, `swap`, `one_edit`, `containing`.
    pub why: &'static str,
    pub why_text: String,
}

/// Why two keys are alike, as a code.
pub(crate) const fn why(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Exact => "same_name",
        Likeness::SameSound => "same_sound",
        Likeness::Swap => "swap",
        Likeness::OneEdit => "one_edit",
        Likeness::Containing => "containing",
    }
}

/// The reason in words.
pub(crate) fn why_text(who: &Who, why: &str) -> String {
    word(who.lang, &format!("investor.why_{why}"))
}

/// Checks a code and finds organisations that may be the same, the likeliest first.
/// `hidden`: organisations that another room keeps from this reader.
pub fn check(
    reader: &Reader,
    who: &Who,
    name: &str,
    uscc: &str,
    hidden: &Hidden,
) -> Result<OrganisationCheck> {
    who.reach(yinfeng_domain::authority::Class::Investor, yinfeng_domain::authority::Act::Read)?;
    let parsed = (!uscc.trim().is_empty()).then(|| Uscc::parse(uscc));
    let mut similar_ones: Vec<SimilarOrganisation> = Vec::new();
    if let Some(Ok(code)) = &parsed
        && let Some((id, name)) = store::by_uscc(reader, who.district(), code.as_str())?
        && store::is_visible(reader, who, id, hidden)?
    {
        similar_ones.push(SimilarOrganisation { id, name, why: "uscc", why_text: why_text(who, "uscc") });
    }
    let key = name_key(&one_line(name));
    if key.chars().count() > 1 {
        let mut found: Vec<(Likeness, OrganisationId, String)> =
            store::candidates(reader, who, &key, hidden)?
                .into_iter()
                .filter_map(|(id, name, other)| similar(&key, &other).map(|likeness| (likeness, id, name)))
                .collect();
        found.sort();
        for (likeness, id, name) in found {
            if similar_ones.iter().all(|s| s.id != id) {
                let why = why(likeness);
                similar_ones.push(SimilarOrganisation { id, name, why, why_text: why_text(who, why) });
            }
        }
    }
    similar_ones.truncate(SHOWN);
    let uscc = parsed.map(|parsed| match parsed {
        Ok(code) => UsccCheck {
            ok: true,
            code: None,
            message: None,
            warning: view::uscc_warning(who.lang, code.as_str()).map(|w| w.message),
        },
        Err(error) => {
            let fault = uscc_fault(&error);
            let message = Some(say_fault(who.lang, &fault));
            UsccCheck { ok: false, code: Some(fault.code), message, warning: None }
        }
    });
    Ok(OrganisationCheck { uscc, similar: similar_ones })
}
