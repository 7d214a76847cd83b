//! What could not be read in a request, in the reader's language: which field, and what was expected there.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::floor::{
    Error, Fault, Result,
    say::{Lang, say_fault, word},
};

/// How serde begins to say that a field is not there; its name follows.
const MISSING: &str = "missing field `";

/// Reads a JSON body.
pub fn json<T: DeserializeOwned>(text: &[u8], lang: Lang) -> Result<T> {
    let mut json = serde_json::Deserializer::from_slice(text);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let field = if path == "." || path == "?" { String::new() } else { path };
        if inner.is_syntax() || inner.is_eof() {
            return said(field, word(lang, "floor.why_json"));
        }
        let told = inner.to_string();
        let lost = field.is_empty() && !told.starts_with(MISSING);
        let field = if lost { culprit::<T>(text).unwrap_or_default() } else { field };
        fault(field, &told, lang)
    })
}

/// The field of the body that cannot be read, where serde forgot it: it does so when a body is made of two structs
/// (`flatten`). It is the one without which something else is said; that a needed one is then missing says nothing
/// unless the first sentence named its value.
fn culprit<T: DeserializeOwned>(text: &[u8]) -> Option<String> {
    let Ok(Value::Object(body)) = serde_json::from_slice(text) else { return None };
    let told = |body| serde_json::from_value::<T>(Value::Object(body)).err().map(|e| e.to_string());
    let whole = told(body.clone())?;
    let named = |value: &Value| match value {
        Value::Array(_) => whole.contains("sequence"),
        Value::Object(_) => whole.contains("map"),
        Value::String(text) => whole.contains(text.as_str()),
        Value::Null | Value::Bool(_) | Value::Number(_) => whole.contains(&value.to_string()),
    };
    let guilty = |key: &String, value: &Value| {
        let mut rest = body.clone();
        rest.remove(key);
        let again = told(rest);
        let needed = again.as_ref().is_some_and(|told| told.starts_with(&format!("{MISSING}{key}`")));
        again.as_ref() != Some(&whole) && (!needed || named(value))
    };
    body.iter().find(|(key, value)| guilty(key, value)).map(|(key, _)| key.clone())
}

/// Reads the query part of an address.
pub fn query<T: DeserializeOwned>(text: &str, lang: Lang) -> Result<T> {
    let query = serde_html_form::Deserializer::from_bytes(text.as_bytes());
    serde_path_to_error::deserialize(query).map_err(|error| {
        let path = error.path().to_string();
        // A list names its own place after the field's name.
        let field = path.split(['[', '.']).next().filter(|name| !name.is_empty() && *name != "?");
        fault(field.unwrap_or("query").to_owned(), &error.into_inner().to_string(), lang)
    })
}

fn said(field: String, why: String) -> Error {
    Error::invalid(Fault::at(field, "floor.field_wrong").with("why", why))
}

fn fault(field: String, told: &str, lang: Lang) -> Error {
    if let Some((name, _)) = told.strip_prefix(MISSING).and_then(|rest| rest.split_once('`')) {
        let field =
            if field.is_empty() || field == "query" { name.to_owned() } else { format!("{field}.{name}") };
        return Error::invalid(Fault::at(field, "floor.field_missing"));
    }
    said(field, expected(told, lang).unwrap_or_else(|| told.to_owned()))
}

/// What the libraries that read numbers, days and codes say, each in its own English.
fn expected(told: &str, lang: Lang) -> Option<String> {
    if let Some((_, choices)) = told
        .split_once(", expected one of ")
        .or_else(|| told.strip_prefix("unknown variant ").and_then(|rest| rest.split_once(", expected ")))
    {
        let choices = choices.split(" at line ").next().unwrap_or_default().replace('`', "");
        return Some(say_fault(lang, &Fault::new("floor.why_choice").with("choices", choices)));
    }
    let wanted = told.split_once(", expected ").map_or("", |(_, after)| after);
    let has = |words: &[&str]| words.iter().any(|w| told.contains(w));
    let begins = |words: &[&str]| words.iter().any(|w| wanted.starts_with(w));
    let code = if has(&["UUID"]) {
        "floor.why_id"
    } else if has(&["not a month"]) {
        "floor.why_month"
    } else if begins(&["a date", "date"]) {
        "floor.why_date"
    } else if begins(&["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64", "usize", "a number"]) {
        "floor.why_number"
    } else if begins(&["a boolean"]) {
        "floor.why_yes_no"
    } else if begins(&["a string", "string"]) {
        "floor.why_text"
    } else if begins(&["a sequence"]) {
        "floor.why_list"
    } else if begins(&["struct", "a map"]) {
        "floor.why_object"
    } else if has(&["civil", " date", "month", "year", "day"]) {
        "floor.why_date"
    } else if has(&["invalid digit", "number too", "cannot parse integer"]) {
        "floor.why_number"
    } else if has(&["was not `true` or `false`"]) {
        "floor.why_yes_no"
    } else {
        return None;
    };
    Some(word(lang, code))
}
