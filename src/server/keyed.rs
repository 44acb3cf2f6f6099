//! HMAC-SHA256 under a key of 32 bytes, for what browsers hold and bring back.

use hmac::{Hmac, KeyInit};
use sha2::Sha256;

/// Begins one.
pub fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    // HMAC takes keys of any length; the padded form is what the type asks for.
    let mut block = [0; 64];
    block.iter_mut().zip(key).for_each(|(into, byte)| *into = *byte);
    Hmac::<Sha256>::new(&block.into())
}
