//! Official documents.
