//! A condition that grows: text and bound values together, so that their numbers cannot disagree.

use super::Value;

/// Conditions joined by `and`. The values of the statement are [`Clause::bound`], in order.
#[derive(Debug, Clone)]
pub struct Clause {
    text: String,
    bound: Vec<Value>,
}

impl Clause {
    /// `<column> = $1` with the district, which every query begins with.
    pub fn of_district(column: &str, district: &str) -> Self {
        Self { text: format!("{column} = $1"), bound: vec![Value::from(district)] }
    }

    /// A new condition on the same district.
    #[must_use]
    pub fn only_district(&self, column: &str) -> Self {
        let district = self.bound.first().cloned().unwrap_or(Value::Null);
        Self { text: format!("{column} = $1"), bound: vec![district] }
    }

    /// Binds a value and gives its place: `$4`.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.bound.push(value.into());
        format!("${}", self.bound.len())
    }

    /// `and <text>`, with every `$?` standing for the value.
    pub fn and(&mut self, text: &str, value: impl Into<Value>) {
        let place = self.bind(value);
        self.also(&text.replace("$?", &place));
    }

    /// `and <text>`, with nothing to bind or all of it bound before.
    pub fn also(&mut self, text: &str) {
        self.text.push_str(" and ");
        self.text.push_str(text);
    }

    /// `and <column> in (…)`; nothing when there is nothing to choose from.
    pub fn among<T: Into<Value>>(&mut self, column: &str, values: impl IntoIterator<Item = T>) {
        let places: Vec<String> = values.into_iter().map(|v| self.bind(v)).collect();
        match places.as_slice() {
            [] => {}
            [one] => self.also(&format!("{column} = {one}")),
            many => self.also(&format!("{column} in ({})", many.join(", "))),
        }
    }

    /// `(<column> like … or <column> like …)`: at or below these paths of the tree.
    pub fn below(&mut self, column: &str, paths: &[String]) -> String {
        let each: Vec<String> =
            paths.iter().map(|p| format!("{column} like {} || '%'", self.bind(p.as_str()))).collect();
        if each.is_empty() { "1 = 0".into() } else { format!("({})", each.join(" or ")) }
    }

    /// `(column >= 'C30' and column <= 'C30Z' or …)`: codes of digits and capitals that begin with one of these. As ranges,
    /// which an index serves on both engines; no code has a `Z` behind its letter, and letters follow digits in every order.
    pub fn beginning(&mut self, column: &str, prefixes: &[String]) -> String {
        let each: Vec<String> = prefixes
            .iter()
            .map(|prefix| {
                let (from, to) = (self.bind(prefix.as_str()), self.bind(format!("{prefix}Z")));
                format!("({column} >= {from} and {column} <= {to})")
            })
            .collect();
        if each.is_empty() { "1 = 0".into() } else { format!("({})", each.join(" or ")) }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn bound(&self) -> &[Value] {
        &self.bound
    }
}
