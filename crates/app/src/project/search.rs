//! One box over projects and organisations, and over what rooms further left have registered.

use std::{cmp::Reverse, sync::Arc};

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::{
    id::OrganisationId,
    text::{marks, name_key, plain_words, query_tokens},
};

use super::store;
use crate::{
    floor::{Fault, Result, db::Reader, say::say_fault, web::Who},
    investor,
};

const SHOWN: usize = 20;
/// A pasted page is no query.
const ASKED: usize = 100;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Found {
    pub items: Vec<Hit>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hit {
    /// `project`, `organisation`, or what a [`Finders`] finds.
    pub kind: &'static str,
    pub id: Uuid,
    pub title: String,
    pub subtitle: String,
    pub code: Option<String>,
    /// What was found in the title: begin and end, counted in characters.
    pub highlights: Vec<[usize; 2]>,
    /// A unit of the reader leads it, takes part in it, or brought it in.
    #[serde(skip)]
    pub mine: bool,
    /// When it was last saved, in microseconds.
    #[serde(skip)]
    pub saved_at: i64,
}

/// A way to find records of another room by what was typed: only what the reader may read.
type Finder = dyn Fn(&Reader, &Who, &str) -> Result<Vec<Hit>> + Send + Sync;

/// What other rooms have registered.
#[derive(Clone, Default)]
pub struct Finders(Vec<Arc<Finder>>);

impl Finders {
    #[must_use]
    pub fn with(
        mut self,
        finder: impl Fn(&Reader, &Who, &str) -> Result<Vec<Hit>> + Send + Sync + 'static,
    ) -> Self {
        self.0.push(Arc::new(finder));
        self
    }
}

/// How well a name fits, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Exact,
    Beginning,
    Inside,
    /// All words are there, but not as they were typed.
    Somewhere,
}

/// Finds by words, sounds, initials, codes, and by what else an organisation is or was called. Exact names first, then
/// beginnings, then the rest; of those that fit alike the reader's own first, then the latest saved.
pub fn search(reader: &Reader, who: &Who, finders: &Finders, q: &str) -> Result<Found> {
    let q: String = q.chars().take(ASKED).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let tokens = query_tokens(&q);
    if tokens.is_empty() {
        return Ok(Found { items: Vec::new() });
    }
    let mut hits = store::search::projects(reader, who, &q, &tokens)?;
    hits.extend(store::search::organisations(reader, who, &q, &tokens)?);
    for finder in &finders.0 {
        hits.extend(finder(reader, who, &q)?);
    }
    let asked = Asked::of(&q);
    let mut fitted: Vec<(Fit, Hit)> = hits.into_iter().map(|hit| fit(hit, &asked)).collect();
    by_other_names(reader, who, &asked, &mut fitted)?;
    fitted.sort_by_cached_key(|(fit, hit)| {
        (*fit, !hit.mine, Reverse(hit.saved_at), hit.title.chars().count(), hit.id)
    });
    fitted.truncate(SHOWN);
    Ok(Found { items: fitted.into_iter().map(|(_, hit)| hit).collect() })
}

/// What was typed, as it is compared with names.
struct Asked {
    words: Vec<String>,
    whole: String,
    key: String,
}

impl Asked {
    fn of(q: &str) -> Self {
        let words = plain_words(q);
        let whole = words.concat();
        Self { key: name_key(&whole), whole, words }
    }
}

fn fit(mut hit: Hit, asked: &Asked) -> (Fit, Hit) {
    hit.highlights = marks(&hit.title, &asked.words);
    let fit = match hit.code.as_deref().map(str::to_lowercase) {
        Some(code) if code == asked.whole => Fit::Exact,
        Some(code) if code.starts_with(&asked.whole) => Fit::Beginning,
        _ => fit_of(&hit.title, &hit.highlights, asked),
    };
    (fit, hit)
}

fn fit_of(name: &str, highlights: &[[usize; 2]], asked: &Asked) -> Fit {
    match highlights {
        [] => return Fit::Somewhere,
        [[0, to]] if *to == name.chars().count() => return Fit::Exact,
        _ => {}
    }
    let key = name_key(name);
    if key == asked.whole || key == asked.key {
        return Fit::Exact;
    }
    // 恒信 is the beginning of 潍坊恒信 too.
    let begins =
        highlights[0][0] == 0 || marks(&key, &asked.words).first().is_some_and(|[from, _]| *from == 0);
    if begins { Fit::Beginning } else { Fit::Inside }
}

/// Organisations that do not have the words in their name have them in another one, which is then said.
fn by_other_names(reader: &Reader, who: &Who, asked: &Asked, fitted: &mut [(Fit, Hit)]) -> Result<()> {
    let unexplained: Vec<OrganisationId> = fitted
        .iter()
        .filter(|(fit, hit)| *fit == Fit::Somewhere && hit.kind == investor::SEARCH_KIND.name)
        .map(|(_, hit)| OrganisationId(hit.id))
        .collect();
    for other in investor::other_names(reader, who.district(), &unexplained)? {
        let found = marks(&other.name, &asked.words);
        let better = fit_of(&other.name, &found, asked);
        let Some((fit, hit)) = fitted.iter_mut().find(|(_, hit)| hit.id == other.organisation.0) else {
            continue;
        };
        if better < *fit {
            *fit = better;
            let code =
                if other.until_on.is_some() { "investor.found_former" } else { "investor.found_alias" };
            hit.subtitle = say_fault(who.lang, &Fault::new(code).with("name", &other.name));
        }
    }
    Ok(())
}
