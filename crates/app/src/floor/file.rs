//! The file store: bytes under their SHA-256, in a local folder or an S3-compatible store. What lies there is never
//! changed, and the same content lies there once.

use std::sync::Arc;

use bytes::Bytes;
use object_store::{
    ObjectStore, ObjectStoreExt, PutMode, PutOptions, local::LocalFileSystem, path::Path, prefix::PrefixStore,
};
use sha2::{Digest, Sha256};

use super::{
    Error, Fault, Result,
    config::Config,
    db::{Reader, Tx},
    error::no_room,
    web::Who,
};
use crate::params;

pub type Sha = [u8; 32];

#[derive(Clone)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    pub fn open(config: &Config) -> Result<Self> {
        if config.files.is_empty() {
            let folder = config.data.join("files");
            std::fs::create_dir_all(&folder)?;
            let store = LocalFileSystem::new_with_prefix(folder).map_err(store_error)?;
            // Without it a power cut could take a proof whose receipt is already on disk.
            let store = store.with_fsync(true);
            return Ok(Self(Arc::new(store)));
        }
        Self::remote(&config.files)
    }

    #[cfg(feature = "s3")]
    fn remote(place: &str) -> Result<Self> {
        let (bucket, prefix) = place
            .strip_prefix("s3://")
            .and_then(|rest| rest.split_once('/').or(Some((rest, ""))))
            .ok_or_else(|| {
                Error::Internal(anyhow::anyhow!("files = {place:?} is neither empty nor s3://bucket/prefix"))
            })?;
        let store = object_store::aws::AmazonS3Builder::from_env()
            .with_bucket_name(bucket)
            .with_allow_http(true)
            .build()
            .map_err(store_error)?;
        Ok(Self(Arc::new(PrefixStore::new(store, Path::from(prefix)))))
    }

    #[cfg(not(feature = "s3"))]
    fn remote(_: &str) -> Result<Self> {
        let _ = PrefixStore::<LocalFileSystem>::new;
        Err(Error::Internal(anyhow::anyhow!("this build of Yinfeng has no S3 support")))
    }

    /// Stores bytes and says under which hash; storing the same bytes again changes nothing.
    pub async fn put(&self, bytes: Bytes) -> Result<Sha> {
        let sha = sha256(&bytes);
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        match self.0.put_opts(&place(&sha), bytes.into(), options).await {
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(sha),
            Err(error) => Err(store_error(error)),
        }
    }

    /// The bytes, checked against their hash: a damaged file is an error, not a different proof.
    pub async fn get(&self, sha: &Sha) -> Result<Bytes> {
        let bytes = match self.0.get(&place(sha)).await {
            Ok(found) => found.bytes().await.map_err(store_error)?,
            Err(object_store::Error::NotFound { .. }) => return Err(Error::NotFound),
            Err(error) => return Err(store_error(error)),
        };
        if sha256(&bytes) == *sha {
            Ok(bytes)
        } else {
            Err(Error::Internal(anyhow::anyhow!("the stored file {} is damaged", hex::encode(sha))))
        }
    }
}

/// Two levels of folders, so that no folder holds a million files.
pub fn place(sha: &Sha) -> Path {
    let name = hex::encode(sha);
    Path::from(format!("{}/{}/{}", &name[..2], &name[2..4], name))
}

pub fn sha256(bytes: &[u8]) -> Sha {
    Sha256::digest(bytes).into()
}

fn store_error(error: object_store::Error) -> Error {
    let full = std::iter::successors(Some(&error as &dyn std::error::Error), |e| e.source())
        .filter_map(|e| e.downcast_ref::<std::io::Error>())
        .any(no_room);
    if full {
        Error::Unavailable(Box::new(Fault::new("floor.disk_full")))
    } else {
        Error::Internal(error.into())
    }
}

/// Notes in the database that the store holds this file.
pub fn note(tx: &Tx<'_>, who: &Who, sha: &Sha, size: i64, media_type: &str) -> Result<()> {
    tx.execute(
        "insert into floor_file (district, sha256, size, media_type, created_at, created_by)
         values ($1, $2, $3, $4, $5, $6) on conflict (district, sha256) do nothing",
        params![&who.actor.district, sha, size, media_type, tx.now(), who.account_id()],
    )?;
    Ok(())
}

/// The hash of every file that some record names, in the order of the store's folders.
pub fn all(reader: &Reader) -> Result<Vec<Sha>> {
    reader.query("select distinct sha256 from floor_file order by sha256", &[], |row| {
        let sha: Vec<u8> = row.get(0)?;
        sha.try_into().map_err(|_| Error::Internal(anyhow::anyhow!("a hash of another length in floor_file")))
    })
}

/// The media type by content, for the kinds that are shown beside the fields; anything else is only offered for
/// download.
pub fn media_type(bytes: &[u8], name: &str) -> &'static str {
    match bytes {
        [0x25, b'P', b'D', b'F', ..] => "application/pdf",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => match mime_guess::from_path(name).first_raw() {
            Some(guess)
                if !guess.starts_with("image/") && !guess.contains("html") && !guess.contains("script") =>
            {
                guess
            }
            _ => "application/octet-stream",
        },
    }
}
