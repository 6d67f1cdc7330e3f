//! The address that opens WhatsApp with a message; whom it is for is chosen there.

/// The address for a message.
pub(super) fn whatsapp(message: &str) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(message.as_bytes()).collect();
    // A space, not what forms write for it: a plus is `%2B` by now.
    format!("https://wa.me/?text={}", encoded.replace('+', "%20"))
}
