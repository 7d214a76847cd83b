//! One uploaded file, read up to a size.

use axum::extract::{
    Multipart,
    multipart::{Field, MultipartError},
};
use bytes::{Bytes, BytesMut};

use crate::floor::{Error, Fault, Result};

/// Characters of a file's name.
const NAME: usize = 200;
/// Of a file that is too large so many times the limit is read and thrown away. Until a browser has sent everything
/// it reads no answer, and a connection that is cut before tells its user nothing.
const DRAINED: usize = 8;

/// Name and content of the form's field `file`.
///
/// # Errors
/// `floor.field_missing` without such a field, `floor.too_long` for its name, `floor.upload_too_large` beyond the limit.
pub async fn uploaded(mut form: Multipart, limit_mib: usize) -> Result<(String, Bytes)> {
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        if field.name() != Some("file") {
            continue;
        }
        let name = field.file_name().unwrap_or("file").trim().to_owned();
        if name.chars().count() > NAME {
            return Err(Error::invalid(Fault::at("file", "floor.too_long").with("max", NAME)));
        }
        return Ok((name, limited(field, limit_mib).await?));
    }
    Err(Error::invalid(Fault::at("file", "floor.field_missing")))
}

async fn limited(mut field: Field<'_>, limit_mib: usize) -> Result<Bytes> {
    let limit = limit_mib << 20;
    let (mut bytes, mut size) = (BytesMut::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(wrong)? {
        size += chunk.len();
        if size <= limit {
            bytes.extend_from_slice(&chunk);
        } else if size > limit.saturating_mul(DRAINED) {
            break;
        } else {
            bytes.clear();
        }
    }
    if size > limit {
        let fault = Fault::at("file", "floor.upload_too_large").with("limit", limit_mib);
        return Err(Error::TooLarge(Box::new(fault)));
    }
    Ok(bytes.freeze())
}

fn wrong(error: MultipartError) -> Error {
    Error::invalid(Fault::at("file", "floor.field_wrong").with("why", error.body_text()))
}
