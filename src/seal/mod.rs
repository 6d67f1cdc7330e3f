//! The signed formats, a file each: bytes in, bytes out. Only [`key_files`] and [`whole_file`] touch the disk;
//! [`free_memory`] asks the system.

pub mod cbor;
pub mod cose;
pub mod feed;
pub mod free_memory;
pub mod honoured;
pub mod jwt;
pub mod key_cost;
pub mod key_files;
pub mod keys;
pub mod records;
pub mod report;
pub mod roots;
pub mod spelling;
pub mod status_list;
pub mod token;
pub mod trust_list;
#[cfg(test)]
pub(crate) mod vectors;
pub mod verified;
pub mod whole_file;
