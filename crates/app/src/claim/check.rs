//! "Is this investor occupied?", asked before a report: over the whole district, whatever the reader may read.

use yinfeng_domain::{
    authority::{Act, Class},
    claim::ClaimState,
    org_code::Uscc,
    text::{Likeness, name_key, similar},
};

use super::{ClaimCheck, Occupied, store};
use crate::{
    floor::{Fault, Faults, Result, db::Reader, say::word, web::Who},
    investor, org,
};

/// At most so many are shown.
const SHOWN: usize = 10;

const fn why(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Exact => "same_name",
        Likeness::SameSound => "same_sound",
        Likeness::Swap => "swap",
        Likeness::OneEdit => "one_edit",
        Likeness::Containing => "containing",
    }
}

/// Open claims on what may be the same investor, the likeliest first.
pub fn check(reader: &Reader, who: &Who, name: &str, uscc: &str) -> Result<ClaimCheck> {
    who.reach(Class::Claim, Act::Read)?;
    let today = org::office_day(reader, who.district())?;
    let mut found: Vec<(u8, &'static str, store::Candidate)> = Vec::new();
    let key = name_key(name);
    let mut faults = Faults::default();
    if uscc.trim().is_empty() {
        faults.need(key.chars().count() > 1, || Fault::at("name", "claim.name_short"));
    } else {
        match Uscc::parse(uscc) {
            Ok(code) => {
                let by_code = store::candidates_by_uscc(reader, who.district(), code.as_str())?;
                found.extend(by_code.into_iter().map(|c| (0, "uscc", c)));
            }
            // A slip in the code must not read as "free".
            Err(error) => faults.add(investor::uscc_fault(&error)),
        }
    }
    faults.into_result()?;
    if key.chars().count() > 1 {
        for candidate in store::candidates_by_name(reader, who.district(), &key)? {
            if let Some(likeness) = similar(&key, &candidate.name_key) {
                found.push((1 + likeness as u8, why(likeness), candidate));
            }
        }
    }
    found.sort_by_key(|(rank, _, c)| (*rank, c.claim));
    let mut occupied: Vec<Occupied> = Vec::new();
    for (_, why, candidate) in found {
        if occupied.iter().any(|o| o.claim.id == candidate.claim) {
            continue;
        }
        let Some((claim, own)) = store::claim_ref(reader, who, candidate.claim, today)? else { continue };
        if claim.state != ClaimState::Open {
            continue;
        }
        // Alike is not the firm that was claimed, but another one of its group.
        let why = if candidate.of_group { "group" } else { why };
        let why_text = word(who.lang, &format!("claim.why_{why}"));
        occupied.push(Occupied { claim, why: why.to_owned(), why_text, own });
    }
    occupied.truncate(SHOWN);
    Ok(ClaimCheck { occupied })
}
