//! Passwords: argon2id, never kept, never logged.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::floor::{Error, Fault, Result, clock};

pub const MIN_CHARS: usize = 10;
pub const MAX_CHARS: usize = 200;

/// 19 MiB, 2 passes, 1 lane: the first recommendation of OWASP for argon2id.
fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The PHC string to keep. Takes some 20 ms: never in a thread of the database.
pub fn hash(password: &str) -> Result<String> {
    let hash: PasswordHash = argon()
        .hash_password(password.as_bytes())
        .map_err(|e| Error::Internal(anyhow::anyhow!("argon2: {e}")))?;
    Ok(hash.to_string())
}

/// Whether this is the password. With no hash to compare it takes as long and says no, so that the time does not
/// tell whether an account exists.
pub fn matches(password: &str, kept: Option<&str>) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let Ok(parsed) = PasswordHash::new(kept.unwrap_or(NOBODY)) else { return false };
    argon().verify_password(password.as_bytes(), &parsed).is_ok() && kept.is_some()
}

/// What a new password must be: long, not the login, not one letter repeated.
pub fn check(field: &str, login: &str, password: &str) -> Result<()> {
    let chars = password.chars().count();
    let first = password.chars().next();
    let fault = |code: &str| {
        Err(Error::invalid(Fault::at(field, code).with("min", MIN_CHARS).with("max", MAX_CHARS)))
    };
    if !(MIN_CHARS..=MAX_CHARS).contains(&chars) {
        fault("identity.password_length")
    } else if password.to_lowercase().contains(&login.to_lowercase())
        || password.chars().all(|c| Some(c) == first)
    {
        fault("identity.password_weak")
    } else {
        Ok(())
    }
}

/// A password for a first login: 16 characters without look-alikes, 78 bits.
pub fn invent() -> String {
    const LETTERS: &[u8; 30] = b"abcdefghjkmnpqrstuvwxyz2345678";
    let mut out = String::new();
    while out.len() < 19 {
        let mut byte = [0_u8; 1];
        clock::fill_random(&mut byte);
        // 240 = 8 × 30: no letter is likelier than another.
        if byte[0] < 240 {
            out.push(char::from(LETTERS[usize::from(byte[0]) % LETTERS.len()]));
            if out.len() % 5 == 4 && out.len() < 19 {
                out.push('-');
            }
        }
    }
    out
}
