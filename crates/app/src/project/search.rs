//! One box over projects and organisations.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yinfeng_domain::text::{clean, query_tokens, simplify};

use super::store;
use crate::floor::{Result, db::Reader, web::Who};

const SHOWN: usize = 20;

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Found {
    pub items: Vec<Hit>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Hit {
    /// `project` or `organisation`.
    pub kind: &'static str,
    pub id: Uuid,
    pub title: String,
    pub subtitle: String,
    pub code: Option<String>,
    /// What was found in the title: begin and end, counted in characters.
    pub highlights: Vec<[usize; 2]>,
}

/// Finds by words, sounds, initials, codes; exact names first, then beginnings, then the rest, shorter names before
/// longer ones.
pub fn search(reader: &Reader, who: &Who, q: &str) -> Result<Found> {
    // A pasted page is no query.
    let q: String = q.chars().take(100).collect();
    let tokens = query_tokens(&q);
    if tokens.is_empty() {
        return Ok(Found { items: Vec::new() });
    }
    let mut hits = store::search::projects(reader, who, &tokens)?;
    hits.extend(store::search::organisations(reader, who, &tokens)?);
    let words = plain_words(&q);
    let whole: String = words.concat();
    hits.sort_by_cached_key(|hit| {
        let title: String = plain(&hit.title).into_iter().filter(|c| !c.is_whitespace()).collect();
        let exact = title == whole || hit.code.as_ref().is_some_and(|c| c.to_lowercase() == whole);
        let rank = if exact {
            0
        } else if title.starts_with(&whole) {
            1
        } else {
            2 + u8::from(!title.contains(&whole))
        };
        (rank, title.chars().count(), hit.title.clone(), hit.id)
    });
    hits.truncate(SHOWN);
    for hit in &mut hits {
        hit.highlights = highlights(&hit.title, &words);
    }
    Ok(Found { items: hits })
}

/// A text character by character as it is compared: simplified, half-width, lower case. One for one, so that
/// positions stay.
fn plain(text: &str) -> Vec<char> {
    text.chars()
        .map(|c| {
            let narrow = match c {
                '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                '\u{3000}' => ' ',
                c => c,
            };
            let simple = simplify(narrow.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(narrow);
            simple.to_lowercase().next().unwrap_or(simple)
        })
        .collect()
}

fn plain_words(q: &str) -> Vec<String> {
    q.split_whitespace().map(|word| plain(&clean(word)).into_iter().collect()).collect()
}

fn highlights(title: &str, words: &[String]) -> Vec<[usize; 2]> {
    let title = plain(title);
    let mut found: Vec<[usize; 2]> = Vec::new();
    for word in words.iter().filter(|w| !w.is_empty()) {
        let word: Vec<char> = word.chars().collect();
        let at = title.windows(word.len()).enumerate().filter(|(_, w)| *w == word.as_slice());
        found.extend(at.map(|(from, _)| [from, from + word.len()]));
    }
    found.sort_unstable();
    // Overlapping finds become one.
    let mut merged: Vec<[usize; 2]> = Vec::new();
    for [from, to] in found {
        match merged.last_mut() {
            Some(last) if from <= last[1] => last[1] = last[1].max(to),
            _ => merged.push([from, to]),
        }
    }
    merged
}
