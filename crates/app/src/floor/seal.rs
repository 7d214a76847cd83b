//! What is personal is kept sealed: the database holds only what cannot be read, searched or compared without the
//! keys, and the keys lie in a file beside it, never in it.
//!
//! A sealed value (layout 1) is `1 ‖ id of the key (4) ‖ nonce (24) ‖ ciphertext and tag` by XChaCha20-Poly1305; the
//! place it belongs to (table, column, district, row) is authenticated with it, so that a value copied into another row
//! does not open there. A mark is what a value is found by: HMAC-SHA-256 of it under a key of its own, cut to 16 bytes.

use std::{
    fmt,
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use anyhow::{Context as _, bail};
use chacha20poly1305::{
    Key, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, KeyInit as _, Payload},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use super::{Error, Fault, Result, clock, config::Config};

const LAYOUT: u8 = 1;
const ID: usize = 4;
const NONCE: usize = 24;
/// Bytes of a mark: enough that two values of a district never have the same.
const MARK: usize = 16;

const HEAD: &str = "\
# 引凤 Yinfeng: keys of personal data. Whoever has this file and the database reads every contact; whoever loses it
# reads none any more. Keep a copy apart from the backups of the database. Never edit a line; `yinfeng key rotate` adds
# one. 个人信息密钥：请与数据库备份分开保管；遗失后联系人信息无法恢复。
";

/// Where a sealed value belongs.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    pub table: &'static str,
    pub column: &'static str,
    pub district: &'a str,
    pub id: Uuid,
}

impl Place<'_> {
    /// Every part by its length, so that no two places have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for part in
            [self.table.as_bytes(), self.column.as_bytes(), self.district.as_bytes(), self.id.as_bytes()]
        {
            out.extend_from_slice(&(part.len() as u32).to_be_bytes());
            out.extend_from_slice(part);
        }
        out
    }
}

/// The keys, as the file has them.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    path: PathBuf,
    ring: RwLock<Ring>,
}

struct Ring {
    mark: [u8; 32],
    /// The last one seals.
    seals: Vec<([u8; ID], [u8; 32])>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keys").field("path", &self.0.path).finish_non_exhaustive()
    }
}

impl Keys {
    /// Reads the file, or makes it when there is none: readable by its owner only.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let path = config.key_path();
        let ring = match read(&path)? {
            Some(ring) => ring,
            None => make(&path)?,
        };
        Ok(Self(Arc::new(Inner { path, ring: RwLock::new(ring) })))
    }

    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The ids of the keys, the one that seals last.
    pub fn ids(&self) -> Vec<String> {
        self.with(|ring| ring.seals.iter().map(|(id, _)| hex::encode(id)).collect())
    }

    /// Adds a key that seals from now on; what the others sealed stays readable.
    pub fn add(&self) -> anyhow::Result<()> {
        let key = random();
        let mut file = std::fs::OpenOptions::new().append(true).open(&self.0.path)?;
        writeln!(file, "seal {}", hex::encode(key))?;
        file.sync_all()?;
        self.reload()
    }

    fn reload(&self) -> anyhow::Result<()> {
        let ring = read(&self.0.path)?.with_context(|| format!("{} is gone", self.0.path.display()))?;
        *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = ring;
        Ok(())
    }

    fn with<T>(&self, f: impl FnOnce(&Ring) -> T) -> T {
        f(&self.0.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn seal(&self, place: &Place<'_>, plain: &str) -> Result<Vec<u8>> {
        let Some((id, key)) = self.with(|ring| ring.seals.last().copied()) else {
            return Err(missing("-"));
        };
        let mut nonce = [0; NONCE];
        clock::fill_random(&mut nonce);
        let payload = Payload { msg: plain.as_bytes(), aad: &place.bytes() };
        let closed = cipher(&key)
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Internal(anyhow::anyhow!("a value cannot be sealed")))?;
        Ok([&[LAYOUT][..], &id, &nonce, &closed].concat())
    }

    /// What was sealed for this place.
    ///
    /// # Errors
    /// `floor.key_missing` when the key is not in the file, `floor.seal_broken` when the value was changed or belongs
    /// to another place.
    pub fn open_sealed(&self, place: &Place<'_>, sealed: &[u8]) -> Result<String> {
        let broken = || Error::Unavailable(Box::new(Fault::new("floor.seal_broken").with("id", place.id)));
        let (head, closed) = sealed.split_at_checked(1 + ID + NONCE).ok_or_else(broken)?;
        if head[0] != LAYOUT {
            return Err(broken());
        }
        let (id, nonce) = head[1..].split_at(ID);
        let key = self.key(id)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| broken())?;
        let payload = Payload { msg: closed, aad: &place.bytes() };
        let plain = cipher(&key).decrypt(&XNonce::from(nonce), payload).map_err(|_| broken())?;
        String::from_utf8(plain).map_err(|_| broken())
    }

    /// Whether this was sealed by the key that seals now.
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        self.with(|ring| ring.seals.last().is_some_and(|(id, _)| sealed.get(1..=ID) == Some(id)))
    }

    /// The key of this id; another process may have added it to the file since it was read.
    fn key(&self, id: &[u8]) -> Result<[u8; 32]> {
        let find = || self.with(|ring| ring.seals.iter().find(|(one, _)| one == id).map(|(_, key)| *key));
        if let Some(key) = find() {
            return Ok(key);
        }
        if let Err(error) = self.reload() {
            tracing::error!(%error, "the file of the keys of personal data cannot be read");
        }
        find().ok_or_else(|| missing(&hex::encode(id)))
    }

    /// What a value of this kind is found by in a district.
    pub fn mark(&self, kind: &str, district: &str, value: &str) -> Vec<u8> {
        let mut mark = self.digest("mark", &[kind, district, value]);
        mark.truncate(MARK);
        mark
    }

    /// A keyed hash of a hash: a request that holds a number must not be found out by trying all numbers.
    pub fn blind(&self, hash: &[u8; 32]) -> [u8; 32] {
        let digest = self.digest("request", &[&hex::encode(hash)]);
        let mut out = [0; 32];
        out.copy_from_slice(&digest);
        out
    }

    fn digest(&self, what: &str, parts: &[&str]) -> Vec<u8> {
        self.with(|ring| keyed(&ring.mark, what, parts))
    }
}

fn keyed(key: &[u8; 32], what: &str, parts: &[&str]) -> Vec<u8> {
    // A key of any length will do: this never fails.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return Vec::new() };
    for part in std::iter::once(&what).chain(parts) {
        mac.update(&(part.len() as u32).to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().to_vec()
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key))
}

fn missing(id: &str) -> Error {
    Error::Unavailable(Box::new(Fault::new("floor.key_missing").with("id", id)))
}

fn random() -> [u8; 32] {
    let mut key = [0; 32];
    clock::fill_random(&mut key);
    key
}

/// A key names itself, so that another one never passes for it.
fn id_of(key: &[u8; 32]) -> [u8; ID] {
    let mut id = [0; ID];
    id.copy_from_slice(&keyed(key, "id", &[])[..ID]);
    id
}

fn make(path: &Path) -> anyhow::Result<Ring> {
    let (mark, seal) = (random(), random());
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).with_context(|| format!("{} cannot be made", path.display()))?;
    write!(file, "{HEAD}mark {}\nseal {}\n", hex::encode(mark), hex::encode(seal))?;
    file.sync_all()?;
    Ok(Ring { mark, seals: vec![(id_of(&seal), seal)] })
}

fn read(path: &Path) -> anyhow::Result<Option<Ring>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
    };
    let (mut mark, mut seals) = (None, Vec::new());
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut key = [0; 32];
        match line.split_once(' ') {
            Some((word @ ("mark" | "seal"), digits))
                if hex::decode_to_slice(digits.trim(), &mut key).is_ok() =>
            {
                if word == "mark" {
                    mark = Some(key);
                } else {
                    seals.push((id_of(&key), key));
                }
            }
            // Never the line itself: it may be a key with a slip in it.
            _ => bail!(
                "{}, line {}: expected `mark` or `seal` and 64 hexadecimal digits",
                path.display(),
                i + 1
            ),
        }
    }
    match mark {
        Some(mark) if !seals.is_empty() => Ok(Some(Ring { mark, seals })),
        _ => bail!("{} has no whole set of keys: one `mark`, at least one `seal`", path.display()),
    }
}
