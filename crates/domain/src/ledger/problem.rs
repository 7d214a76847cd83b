//! What may be wrong with a cell, a row or a column.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// The row is imported; somebody should look.
    Warning,
    /// The row cannot be imported.
    Error,
}

/// A problem by its stable code, with what its sentence needs. Sentences: [`super::say::say`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: Cow<'static, str>,
    pub severity: Severity,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<(Cow<'static, str>, String)>,
}

impl Problem {
    pub const fn new(code: &'static str, severity: Severity) -> Self {
        Self { code: Cow::Borrowed(code), severity, params: Vec::new() }
    }

    pub const fn info(code: &'static str) -> Self {
        Self::new(code, Severity::Info)
    }

    pub const fn warning(code: &'static str) -> Self {
        Self::new(code, Severity::Warning)
    }

    pub const fn error(code: &'static str) -> Self {
        Self::new(code, Severity::Error)
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.params.push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// A parameter by its name.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}
