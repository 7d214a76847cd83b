//! What was frozen of closed periods: each text once, compressed, under its hash.

use std::io::{Read, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};
use yinfeng_domain::id::{ClosingId, UnitId};

use crate::{
    assessment::closing::{Frozen, PARTS},
    floor::{
        Error, Result,
        db::{Reader, Tx},
    },
    params,
};

/// Keeps the parts and the places of a closing.
pub fn keep(tx: &Tx<'_>, district: &str, id: ClosingId, frozen: &Frozen) -> Result<()> {
    for (kind, text) in PARTS.iter().zip(&frozen.parts) {
        let sha: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        tx.execute(
            "insert into assessment_closing_body (district, sha256, size, deflated) values ($1, $2, $3, $4)
             on conflict (district, sha256) do nothing",
            params![district, &sha, text.len(), deflated(text)?],
        )?;
        tx.execute(
            "insert into assessment_closing_part (district, closing_id, kind, text, sha256) values ($1, $2, $3, '', $4)",
            params![district, id, *kind, &sha],
        )?;
    }
    for (unit, place, points) in &frozen.places {
        tx.execute(
            "insert into assessment_closing_unit (district, closing_id, unit_id, place, points_text)
             values ($1, $2, $3, $4, $5)",
            params![district, id, *unit, *place, points],
        )?;
    }
    Ok(())
}

/// The frozen parts, in the order of [`PARTS`].
pub fn parts(reader: &Reader, district: &str, id: ClosingId) -> Result<[String; 5]> {
    let mut parts: [String; 5] = Default::default();
    let kept = reader.query(
        "select p.kind, p.text, b.deflated from assessment_closing_part p
         left join assessment_closing_body b on b.district = p.district and b.sha256 = p.sha256
         where p.district = $1 and p.closing_id = $2",
        params![district, id],
        |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<Option<Vec<u8>>>(2)?)),
    )?;
    for (kind, text, body) in kept {
        if let Some(at) = PARTS.iter().position(|p| *p == kind) {
            parts[at] = match body {
                Some(body) => inflated(&body)?,
                None => text,
            };
        }
    }
    Ok(parts)
}

/// The places of a result by unit; empty for one that was closed before they were kept.
pub fn places(reader: &Reader, district: &str, id: ClosingId) -> Result<Vec<(UnitId, Option<u32>)>> {
    reader.query(
        "select unit_id, place from assessment_closing_unit where district = $1 and closing_id = $2",
        params![district, id],
        |row| Ok((row.get(0)?, row.get::<Option<i64>>(1)?.and_then(|place| u32::try_from(place).ok()))),
    )
}

fn deflated(text: &str) -> Result<Vec<u8>> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::default());
    out.write_all(text.as_bytes()).and_then(|()| out.finish()).map_err(|e| Error::Internal(e.into()))
}

fn inflated(body: &[u8]) -> Result<String> {
    let mut text = String::new();
    ZlibDecoder::new(body).read_to_string(&mut text).map_err(|e| Error::Internal(e.into()))?;
    Ok(text)
}
