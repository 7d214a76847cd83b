//! What may be done with a record, and if not, why: the page greys a button out and says the reason.

use serde::Serialize;
use utoipa::ToSchema;

use crate::floor::{
    Error, Fault, Result,
    say::{Lang, say_fault},
};

/// What is not said to be possible is not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Action {
    pub ok: bool,
    /// `fund.own_entry`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The sentence, in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Action {
    /// From the check that the operation itself makes, so that the page and the operation never disagree.
    pub fn of<T>(lang: Lang, check: Result<T>) -> Self {
        let fault = match check {
            Ok(_) => return Self { ok: true, code: None, reason: None },
            Err(Error::Refused(fault)) => *fault,
            Err(Error::Invalid(faults)) => {
                faults.into_iter().next().unwrap_or_else(|| Fault::new("floor.invalid"))
            }
            Err(_) => Fault::new("floor.not_found"),
        };
        Self { ok: false, reason: Some(say_fault(lang, &fault)), code: Some(fault.code) }
    }
}
